/**
 * The memory limit of a keyspace. It counts all that the keyspace has touched: entries, index, free and idle memory, fixed
 * tables. Two things keep it:
 *
 * - `makeRoom`, before a command that may add something, evicts until live memory and what comes stay 1/16 below the limit; that
 *   sixteenth (2 MB of it at most are for idle slabs) is free cells, so that what comes finds one.
 * - `reclaim`, before an entry is made for which there is neither a free cell of its size nor an idle slab, when memory is within
 *   1/32 of the limit, and no free cell up to half as large again: it evicts an entry of that size, and now and then empties a slab,
 *   into free cells elsewhere or by evicting. So growth of one size is paid for by the others. The last 1/32 is for the index.
 *
 * Values of more than 64 KB have memory of their own: others of them are evicted where one is made or lengthened. One of them may pass the limit when small entries hold all of it, and the next is
 * refused until there is room again.
 */
import type { Random } from '../base/random.ts';
import { Compactor } from './compactor.ts';
import type { EntryTable } from './entry-table.ts';
import { type EvictionPolicyName } from './eviction-policy.ts';
import { HitDensity } from './hit-density.ts';
export declare class MemoryLimit {
    readonly compactor: Compactor;
    /** Keeps the access words of entries, if the policy goes by frequency. */
    readonly density: HitDensity | null;
    private readonly table;
    private readonly limitBytes;
    private readonly policy;
    private readonly evictor;
    /** Live memory stays below this. */
    private readonly softBytes;
    /** Within this, entries may touch new memory. */
    private readonly growthBytes;
    /** Within this, entries may take every idle slab, beyond it one is kept for the index. */
    private readonly tightBytes;
    private readonly onEvicted;
    private latestMs;
    private lackingClass;
    /** What a large value needs for which `lacksRoom` was called last, 0 for a small one. */
    private lackingBytes;
    /** Bytes evicted for want of cells of one size since a slab was emptied. */
    private evictedInPlace;
    /** How far live memory stays below `softBytes`: grows with each slab that had to be emptied, and falls with time. */
    private slackBytes;
    /** `limitBytes` 0 is no limit. */
    constructor(table: EntryTable, limitBytes: number, policy: EvictionPolicyName, nowMs: number, random: Random, onEvicted: () => void);
    /** Room for a command that adds about `bytes`; false if there is none and none can be made. */
    makeRoom(bytes: number, nowMs: number): boolean;
    /**
     * A part of what is to be evicted where a limit was lowered; false if that is nothing, or nothing may be. To be called in the
     * background.
     */
    relieve(nowMs: number): boolean;
    /** Whether an entry of these lengths and flags would need memory that is not to be touched, so that `reclaim` has to come first. */
    lacksRoom(keyLength: number, valueLength: number, flags: number): boolean;
    /**
     * Finds room for an entry of the size class that `lacksRoom` was last called for: evicts one of that size, or empties a slab, if
     * there is one that can be, and gives it to the class. `pinned` is an entry that the caller holds, or 0; returns its reference, which
     * may have changed. All other references become invalid.
     */
    reclaim(pinned: number): number;
    /**
     * Evicts an entry of the size class that lacks room, which costs less than all that is in a slab; false if that did not help, or
     * if it was done so often that the size has proved to need another slab.
     */
    private evictInPlace;
    private emptySlab;
    /** Sees to it that the index finds touched memory for its next nodes. */
    private reserveForIndex;
    private get isTight();
    /** Evicts, if it has to, until a slab can be emptied without touching new memory; false if that does not come about. */
    private makeIdleSlab;
    /** Whether what does not find room elsewhere when a slab is emptied may be evicted, judged by its first entries. */
    private readonly canLose;
    /** Evicts until live memory is down to `bytes`, or by `mostBytes` at least; false if nothing is left that may be evicted. */
    private evictDownTo;
    /** Bytes of the entry that it evicted, 0 if there is none that may be. */
    private evictOne;
    private makeRoomForLarge;
    /** Evicts large entries until `needed` bytes fit or none is found, `pinned` excepted. */
    private evictLarge;
    private readonly relocate;
}
