import type { CacheClient } from './chaos-load.ts';
import type { Fleet } from './chaos-members.ts';
export declare class RedisFleet implements Fleet {
    readonly label = "redis cluster";
    private readonly folder;
    private readonly ports;
    private readonly servers;
    /** Starts it with nothing in it. It saves nothing; a node that is started again has the same id. */
    static start(): Promise<RedisFleet>;
    portOf(member: number): number;
    client(): CacheClient;
    ownersNow(): Promise<(key: string) => number>;
    signal(member: number, signal: NodeJS.Signals): void;
    kill(member: number): Promise<void>;
    restart(member: number): Promise<void>;
    settled(gone: readonly number[]): Promise<void>;
    rebuilt(gone: readonly number[]): Promise<void>;
    close(): Promise<void>;
    private run;
    /** Resolves when the answers of all but these are as they should be. */
    private all;
    private ask;
}
