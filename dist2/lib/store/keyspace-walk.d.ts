/** Ways through a keyspace: all of it a part at a time, one hash slot, or one key at random. */
import { type EntryRef, KeyspaceBase } from './keyspace-base.ts';
export declare class WalkableKeyspace extends KeyspaceBase {
    private readonly hidden;
    /**
     * Hides a slot from `scan`, `randomEntry`, `visibleSize` and `visibleExpiringSize`, or shows it again: its keys are held for another
     * member. All that names a key or a slot finds them as before.
     */
    setHidden(slot: number, hidden: boolean): void;
    isHidden(slot: number): boolean;
    /** `size` without the keys of hidden slots. Takes some 10 us if there are any. */
    get visibleSize(): number;
    /** About how many of them have an expiry time: their part of `expiringSize`, as if they were like the others. */
    get visibleExpiringSize(): number;
    /**
     * A random visible key's entry; NO_ENTRY if there is none. `random` gives numbers in [0, 1). Keys in the denser pages of
     * their slot are less likely than others, by a small factor. Keys whose time has run out that it meets are deleted.
     */
    randomEntry(random: () => number, nowMs: number): EntryRef;
    /**
     * Visits about `count` entries from `cursor` (0 to begin) and returns where to go on, 0 at the end. A cursor is below
     * 2^32. Every key that is there from the first call to the last is visited at least once, whatever changes meanwhile.
     * `visit` must not change the keyspace. Keys whose time has run out, and those of hidden slots,
     * are not visited.
     */
    scan(cursor: number, count: number, nowMs: number, visit: (ref: EntryRef) => void): number;
    /** The same within one hash slot, hidden or not. Its cursors are of no use to `scan`. */
    scanSlot(slot: number, cursor: number, count: number, nowMs: number, visit: (ref: EntryRef) => void): number;
    /** Number of keys in a hash slot. */
    slotSize(slot: number): number;
    /** Visits the keys of a hash slot until `visit` returns false; it must not change the keyspace. */
    visitSlot(slot: number, nowMs: number, visit: (ref: EntryRef) => boolean): void;
    /** Deletes keys of a slot, all of them or `limit` at most; returns how many. */
    clearSlot(slot: number, limit?: number): number;
    /** Deletes keys of a slot for which `keep` is false, `limit` > 0 at most, without tombstones; returns how many. */
    sweepSlot(slot: number, keep: (ref: EntryRef) => boolean, limit: number): number;
    /**
     * An integer below 2^53 that is the same wherever the same keys with the same versions are in the slot, those aside whose time has run
     * out; 0 if there are none. Works it out, in some 100 ns a key.
     */
    digestOf(slot: number, nowMs: number): number;
    /** Visits the deletions that are remembered of a slot; `[start, end)` of `buf`, the key, holds during the call only. */
    visitTombstones(slot: number, visit: (buf: Buffer, start: number, end: number, version: number) => void): void;
}
