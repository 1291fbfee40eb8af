import type { Server } from './server.ts';
export interface HugeResult {
    readonly valueBytes: number;
    readonly keys: number;
    readonly dataBytes: number;
    readonly loadSeconds: number;
    readonly emptyBytes: number;
    readonly residentBytes: number;
    /** Values read back and found right. */
    readonly compared: number;
    readonly deleteSeconds: number;
    /** From the last DEL until the memory was back; undefined if it was not within half a minute. */
    readonly backSeconds: number | undefined;
    /** What is resident then. */
    readonly leftBytes: number;
}
/** Loads an empty server, reads every hundredth value back, deletes key by key. Throws if any of that goes wrong. */
export declare function runHuge(server: Server, valueBytes: number): Promise<HugeResult>;
