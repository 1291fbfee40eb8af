/**
 * When entries expire: a hierarchical timing wheel (Varghese and Lauck, 1987, scheme 6) whose lists run through the
 * entries themselves, 8 bytes in each that has an expiry time.
 *
 * Six levels of 256 buckets; a bucket of level n spans 256^n ms. An entry is in the bucket of the highest base-256 digit in
 * which its time differs from the cursor's. When the cursor comes to the start of a higher bucket, that bucket's entries move
 * down. So adding and removing take constant time, an entry moves at most five times, and finding what is due never looks at
 * what is not. A bitmap of the buckets in use lets the cursor jump over empty time.
 *
 * An entry whose time is put off stays where it is: it is looked at when the old time comes, and moves on then. Overwriting
 * a key again and again with the same time to live, as sessions are, touches no list.
 *
 * A list is circular through its bucket, which has the link words of an entry in the same places; so a bucket has a reference
 * too, and no link is a special case. Buckets lie 8 bytes apart in one cell of the arena: 12 KB.
 *
 * If the clock is set back, entries that are added meanwhile with a time before the cursor are found only when the clock has
 * reached it again; reads are exact all the same.
 */
import type { Arena } from './arena.ts';
import { type Entries } from './entries.ts';
export declare class ExpiryWheel {
    private readonly arena;
    private readonly entries;
    /** The cell of the buckets; 0 until the first entry comes. */
    private buckets;
    /** Entries in the wheel. */
    size: number;
    /** What is due before this moment has been taken. An entry is due 1 ms after the time that it names. */
    private cursorMs;
    /** A bit for each bucket: 0 if it surely has no entries. */
    private readonly occupied;
    /** The level whose bucket at the cursor is being emptied. */
    private level;
    constructor(arena: Arena, entries: Entries);
    /** Adds an entry, which has its time. */
    add(ref: number, nowMs: number): void;
    remove(ref: number): void;
    /** The entry's time has changed from `oldMs` to what is in it now. */
    reschedule(ref: number, oldMs: number): void;
    /** Puts `ref`, whose time is not before that of `old`, in the place of `old`. */
    replace(old: number, ref: number): void;
    /** An entry whose time has run out, for the caller to delete; 0 if a bounded search has found none. */
    takeDue(nowMs: number): number;
    /**
     * Calls `remove` for every entry whose time has run out, until about `deadlineMs` by `clock` (ms, monotonic); it must remove the
     * entry. Returns whether none that is due is left.
     */
    drain(nowMs: number, deadlineMs: number, clock: () => number, remove: (ref: number) => void): boolean;
    /** Whether nothing is due any more. */
    isDone(nowMs: number): boolean;
    /** An entry of the first bucket in use, there the soonest of some 64: the one that expires first, or nearly; 0 if there is none. */
    soonest(): number;
    /** The soonest of some entries at both ends of a bucket: those came last, or first, or the other way round once they have moved. */
    private soonestOf;
    /** A random entry, those of sparse buckets being likelier; 0 if there is none. */
    randomEntry(random: () => number): number;
    /** Calls `visit` for every entry; for the verification in check-keyspace.ts. Throws if a link is not mutual. */
    visitEntries(visit: (ref: number) => void): void;
    /** The cell of the buckets, 0 if there is none yet. */
    get cell(): number;
    /** Takes `moved`, a copy of the buckets' cell, in its place. */
    replaceCell(moved: number): void;
    private makeBuckets;
    private currentBucket;
    /** From an empty bucket on to the next lower level, from the lowest to where the next bucket in use begins. */
    private advance;
    private moveCursor;
    /** The start of the first bucket behind the cursor that may have entries. */
    private nextOccupiedMs;
    private setOccupied;
    /** Links an entry into the bucket of its time. */
    private place;
    private unlink;
    private join;
    private link;
}
