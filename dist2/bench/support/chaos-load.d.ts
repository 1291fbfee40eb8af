/**
 * Clients that write and read one command at a time, each its own keys, and compare what they read with what they were told was
 * written. A figure belongs to the phase in which its command ended.
 */
import { Ledger } from './chaos-ledger.ts';
/** What the load needs of an ioredis client, plain or of a cluster. */
export interface CacheClient {
    get(key: string): Promise<string | null>;
    set(key: string, value: string): Promise<unknown>;
    del(key: string): Promise<number>;
    disconnect(): void;
}
/** `start` is for compilers and connections to warm up; in `cut` members that are cut apart do not know it yet. */
export type Phase = 'start' | 'before' | 'cut' | 'during' | 'after';
/** Whether a writer's keys are those of the member that something happens to. */
export type Kind = 'affected' | 'others';
export interface Writer {
    readonly client: CacheClient;
    readonly keys: readonly string[];
    readonly kind: Kind;
    readonly role: Role;
}
/** Writes its keys and reads them; writes each once, then only reads; only reads, keys that another one writes. */
export type Role = 'writes' | 'reads' | 'watches';
/** The time between two acknowledged writes of one client, and when after the begin of the phase it ended. */
export interface Gap {
    readonly ms: number;
    readonly endedAtMs: number;
}
export interface Spread {
    readonly p50: number;
    readonly p99: number;
}
export declare class ChaosLoad {
    readonly ledger: Ledger;
    /** Commands that were answered. */
    answered: number;
    /** Reads that found something older than what was acknowledged when they were sent. */
    stale: number;
    /** The first of them, for a report. */
    firstStale: string;
    /** Clients whose last command was never answered. */
    hanging: number;
    readonly readErrors: Record<string, number>;
    readonly writeErrors: Record<string, number>;
    private phase;
    private phaseSinceMs;
    private readonly latencies;
    private readonly gaps;
    private readonly acks;
    private readonly work;
    private readonly writers;
    private isRunning;
    private writes;
    /** Writes are numbered from `firstNumber` on. */
    constructor(writers: readonly Writer[], firstNumber?: number);
    enter(phase: Phase): void;
    longestGap(phase: Phase, kind: Kind): Gap;
    /** How many writes were acknowledged. */
    acknowledged(phase: Phase, kind: Kind): number;
    spread(phase: Phase): Spread;
    /** Resolves when every client's last command is answered, or `STOP_LIMIT_MS` later. */
    stop(): Promise<void>;
    private run;
    private write;
    private read;
    private timed;
    private noteGap;
}
