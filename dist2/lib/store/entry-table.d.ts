/**
 * Entries by key: keeps arena, entries, index and expiry wheel in agreement.
 *
 * Invariants (check-keyspace.ts verifies them): every live cell is an entry, a piece of the index or the wheel; an entry
 * is in the index exactly once, under its key's slot and hash; it is in the wheel exactly if it has an expiry time.
 */
import { Arena } from './arena.ts';
import { Entries } from './entries.ts';
import { ExpiryWheel } from './expiry-wheel.ts';
import { HashIndex } from './hash-index.ts';
import { Prefetcher } from './prefetch.ts';
import type { Segments } from './segments.ts';
export declare class EntryTable {
    readonly arena: Arena;
    readonly entries: Entries;
    readonly index: HashIndex;
    readonly wheel: ExpiryWheel;
    readonly prefetcher: Prefetcher;
    /** Number of entries. */
    size: number;
    private readonly hashSeed;
    private slot;
    private hash;
    private located;
    /** HAS_VERSION if new entries are to have a version, else 0. */
    versionFlag: number;
    /** Called before an entry is evicted; it must change nothing. */
    onEvict: ((ref: number) => void) | undefined;
    /** Memory outside this table that counts as its own. */
    companion: {
        readonly usedBytes: number;
    } | null;
    /** An entry whose caller goes on with it: `moveCell` keeps this up to date. */
    pinned: number;
    constructor(hashSeed: number, segments: Segments);
    get usedBytes(): number;
    /** The same without what is free or idle. */
    get liveBytes(): number;
    /** Whether new entries are to have a version, which the caller writes. */
    get versioned(): boolean;
    set versioned(versioned: boolean);
    /** The flags of a new entry that is to expire then. */
    flagsFor(expiresAtMs: number): number;
    /** The key's entry, whether its time has run out or not; 0 if there is none. `view` covers `buf`. */
    lookUp(buf: Buffer, view: DataView, start: number, end: number): number;
    /**
     * An entry for the key that was just looked up, with room for a value, and for a version if it is to have one, which the caller
     * writes: `old` itself, or a new one in its place, or an additional one if `old` is 0.
     */
    put(old: number, buf: Buffer, view: DataView, start: number, end: number, valueLength: number, expiresAtMs: number, nowMs: number): number;
    /** Whether the entry `old`, if that is not 0, does for a value of that length and these flags. */
    canReuse(old: number, keyLength: number, valueLength: number, flags: number): boolean;
    /** Puts a new entry of the same key in the place of another and frees that: key, attributes, `length` bytes of the value. */
    takePlace(old: number, ref: number, length: number): void;
    /** Moves a live cell, whatever it holds, to another one of its size class. */
    moveCell(ref: number): void;
    /** Writes the time of an entry that has room for one and is not in the wheel yet. */
    addExpiry(ref: number, expiresAtMs: number, nowMs: number): void;
    changeExpiry(ref: number, expiresAtMs: number): void;
    remove(ref: number): void;
    /** Removes an entry to have its memory. */
    evict(ref: number): void;
    /** Removes entries of a slot, `limit` at most; returns how many. */
    removeSlot(slot: number, limit: number): number;
    /** Walks through all memory and throws an Error if an invariant does not hold. */
    check(): void;
    /** Bytes that are not in the arena. */
    private get bytesOutside();
    /** Sees to it that `slot` and `hash` are those of the entry's key. */
    private locate;
    /** Frees an entry that is not, or soon will not be, in the index. */
    private release;
}
