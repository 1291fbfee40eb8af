import type { CacheClient } from './chaos-load.ts';
import { NodeProcess } from './node-process.ts';
/** A cluster to which things happen; members have numbers, from 0 on. */
export interface Fleet {
    readonly label: string;
    /** Clients and tools reach this member there. */
    portOf(member: number): number;
    /** A client as an application would have it, that knows this member. */
    client(member: number): CacheClient;
    /** Who owns a key, by what the members say now. */
    ownersNow(): Promise<(key: string) => number>;
    signal(member: number, signal: NodeJS.Signals): void;
    kill(member: number): Promise<void>;
    /** Starts a member that has ended again, at the same ports. */
    restart(member: number): Promise<void>;
    /** Resolves when all members but these agree on who is there. */
    settled(gone: readonly number[]): Promise<void>;
    /** The same, and every key has all its copies. */
    rebuilt(gone: readonly number[]): Promise<void>;
    close(): Promise<void>;
}
/** Where a member runs. */
export interface Spot {
    /** What its command line begins with. */
    readonly prefix: readonly string[];
    /** Where other members reach it, and where clients do. */
    readonly host: string;
    readonly clientHost: string;
}
export interface MemberOptions {
    /** Here, unless it says otherwise. */
    readonly spotOf?: (member: number) => Spot;
    readonly flags: readonly string[];
    /** Each has a data folder, and so the same id after a restart. */
    readonly hasFolder?: boolean;
}
export declare class Members implements Fleet {
    readonly label = "hearsay";
    readonly nodes: NodeProcess[];
    private readonly options;
    private readonly folder;
    private readonly ended;
    private constructor();
    static start(count: number, options: MemberOptions): Promise<Members>;
    /** Starts one more, which joins by the first; resolves when it serves. */
    add(): Promise<NodeProcess>;
    portOf(member: number): number;
    client(member: number): CacheClient;
    ownersNow(): Promise<(key: string) => number>;
    /** By slot: the member that owns it, and those that have copies of it, by what one of them says. */
    shares(asked: number): Promise<{
        owners: number[];
        copies: number[][];
    }>;
    signal(member: number, signal: NodeJS.Signals): void;
    kill(member: number): Promise<void>;
    restart(member: number): Promise<void>;
    settled(gone: readonly number[]): Promise<void>;
    rebuilt(gone: readonly number[]): Promise<void>;
    /** Sends one command to the member. */
    ask(member: number, ...words: readonly string[]): Promise<unknown>;
    close(): Promise<void>;
    private node;
    private spotOf;
    private run;
}
