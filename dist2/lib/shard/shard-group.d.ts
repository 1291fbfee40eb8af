import type { Sharing } from '../server/listener.ts';
import type { MemberCalls, ShardCalls, ShardSetup } from './calls.ts';
import { Shard } from './shard.ts';
type Tell = {
    [M in keyof ShardCalls]: ShardCalls[M] extends (...args: never[]) => void ? M : never;
}[keyof ShardCalls];
export declare class ShardGroup {
    readonly first: Shard;
    private readonly setup;
    private readonly member;
    private readonly onDeath;
    private readonly reserve;
    private threads;
    /** `setup` is that of the first. `onDeath` is called when one of the others ends by itself. */
    constructor(setup: ShardSetup, member: MemberCalls, onDeath: (error: Error) => void);
    get count(): number;
    /** Starts the threads and opens all ports. Rejects with the system's error; `close` is to be called then, too. */
    open(host: string, clientPort: number, shardPort: number, memberId: string): Promise<Sharing[]>;
    /** Tells every shard. */
    tell<M extends Tell>(method: M, ...args: Parameters<ShardCalls[M]>): void;
    /** Calls every shard; resolves to what they return, the first one's first. Rejects if one of them is gone. */
    ask<M extends keyof ShardCalls>(method: M, ...args: Parameters<ShardCalls[M]>): Promise<Awaited<ReturnType<ShardCalls[M]>>[]>;
    /** Calls every shard but one. */
    askAllBut(index: number, method: keyof ShardCalls, args: readonly unknown[]): Promise<unknown[]>;
    /** Closes all ports and connections at once, and ends the threads. */
    close(): Promise<void>;
    private callFirst;
    /** Shard i gets the port `base` + i; where `base` is 0, any such run of ports. */
    private openShardPorts;
}
export {};
