/**
 * The background work of a keyspace: deleting keys whose time has run out, then compaction, in slices with turns of the
 * event loop between them, so that neither a million keys that expire at once nor a large churn stops the clients.
 */
import type { Keyspace } from './store/keyspace.ts';
export declare class Maintenance {
    private readonly keyspace;
    private isRunning;
    constructor(keyspace: Keyspace);
    /** Begins, unless it is under way, and goes on until nothing is left to do. Called some times a second. */
    start(): void;
    /** Ends it where it is. */
    stop(): void;
    private readonly slice;
}
