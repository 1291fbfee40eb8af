import type { Stats } from '../observe/stats.ts';
import type { Keyspace } from '../store/keyspace.ts';
/** How long a slot is kept: a member that died meanwhile may have had its only other copy. */
export declare const KEEP_MS = 10000;
export declare class SlotCleaner {
    private readonly keyspace;
    private readonly stats;
    private readonly isNeeded;
    /** When each slot may be dropped, a time of the clock of `tick`. */
    private readonly dueMs;
    /** Slots to be dropped now. */
    private readonly dropping;
    /** Up to which version what is in a slot is void. */
    private readonly floors;
    private isScheduled;
    /** `isNeeded` tells whether the slot is owned or copied here, or somebody is to have it from here. */
    constructor(keyspace: Keyspace, stats: Stats, isNeeded: (slot: number) => boolean);
    /** Looks for slots that are of no more use, and drops those whose time has come. Called now and then with a monotonic clock. */
    tick(nowMs: number): void;
    /** Entries of the slot up to that version go. */
    dropUpTo(slot: number, version: number): void;
    private schedule;
    private readonly slice;
}
