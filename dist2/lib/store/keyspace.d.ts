/**
 * The keyspace of one shard: keys and values outside the V8 heap, indexed by hash slot.
 * Knows no RESP, no sockets and no cluster. Keys and values are byte ranges that it copies; of a caller's buffers it keeps only
 * those that it used last, if they are at most 1 MB.
 *
 * It is put together from an arena of cells (arena.ts), entries in them (entries.ts), an index for each hash slot
 * (hash-index.ts) and a timing wheel for what expires (expiry-wheel.ts); entry-table.ts keeps them in agreement. 10 M keys are
 * some hundred objects to the garbage collector. No operation takes time that grows with the number of keys, but for
 * those that delete or visit many.
 *
 * The class is in three parts: keyspace-base.ts has lookups, reading and limits, keyspace-walk.ts the ways through many
 * keys; what changes a key is here.
 */
import { type EntryRef } from './keyspace-base.ts';
import { WalkableKeyspace } from './keyspace-walk.ts';
export { NO_EXPIRY, NO_VERSION } from './entries.ts';
export { type EntryRef, type KeyspaceStats, NO_ENTRY } from './keyspace-base.ts';
export { ENCODING_EMBSTR, ENCODING_INT, ENCODING_RAW } from './string-encoding.ts';
/** For `set`'s `expiresAtMs`: what the key had before. */
export declare const KEEP_EXPIRY = -2;
/** Kinds of values. More come with their commands. */
export declare const TYPE_STRING = 0;
/** `find`, `set` and so on take a key as `[start, end)` of `buf`, and `nowMs`, the wall clock in ms since 1970. */
export declare class Keyspace extends WalkableKeyspace {
    /** The version of what is changed next, set by the caller before each command that writes. It counts if `versioned`. */
    writeVersion: number;
    /** Grows with each change by the methods from `set` to `copyTo`: not with expiry, eviction, `clear`, or what is applied. */
    changes: number;
    /** The entry that was changed last, as it is now; NO_ENTRY if it was deleted. A reference like any other. */
    changed: EntryRef;
    /** Changes from other members that found no room. */
    refused: number;
    /** Of each slot; `null` until the first one is set. */
    private floors;
    private present;
    /** Sets the key to the string `[valueStart, valueEnd)` of `value`, whatever it held. The encoding is worked out as Redis does. */
    set(buf: Buffer, start: number, end: number, value: Buffer, valueStart: number, valueEnd: number, expiresAtMs: number, nowMs: number): EntryRef;
    /** Makes the string value of `old` `length` bytes long, new bytes zero, encoding raw; returns the entry's new reference. */
    resize(old: EntryRef, length: number): EntryRef;
    /** Overwrites bytes of the value from `at` on (all within its length) with `[start, end)` of `source`. */
    writeValue(ref: EntryRef, at: number, source: Buffer, start: number, end: number): void;
    /** Overwrites the whole value with one as long and of the same encoding, and marks the entry as used. */
    overwrite(ref: EntryRef, source: Buffer, start: number, end: number, nowMs: number): void;
    /** Gives the entry an expiry time, or takes it away (NO_EXPIRY); returns the entry's new reference. */
    setExpiresAtMs(old: EntryRef, expiresAtMs: number): EntryRef;
    /** Deletes the entry; leaves a tombstone if `versioned`. */
    delete(ref: EntryRef): void;
    /** Copies value and expiry of `source` to another key, which is overwritten. To the key itself it does nothing. */
    copyTo(source: EntryRef, buf: Buffer, start: number, end: number, nowMs: number): EntryRef;
    /** How long a deletion is remembered. */
    get tombstoneMs(): number;
    set tombstoneMs(ms: number);
    /** The version up to which changes of a slot's keys that come from another member are ignored, as they were before a FLUSHALL. */
    floorOf(slot: number): number;
    /** Raises a slot's floor; one that is higher stays. It deletes nothing. */
    setFloor(slot: number, version: number): void;
    /**
     * Sets the string key to what it became at another member with that version, unless something newer or the same is known here: an entry,
     * a tombstone, or the slot's floor. What has version NO_VERSION is older than all else, and taken only where nothing is known. A value
     * whose time has run out deletes what is older. Returns whether it was taken; if there was no room for it, `refused` counts it.
     * Neither `writeVersion` nor `changes` has to do with it.
     */
    apply(buf: Buffer, start: number, end: number, value: Buffer, valueStart: number, valueEnd: number, expiresAtMs: number, version: number, nowMs: number): boolean;
    /** The same for a deletion. It leaves a tombstone, whether the key is there or not; one without version is never taken. */
    applyDelete(buf: Buffer, start: number, end: number, version: number, nowMs: number): boolean;
    /** The same for an eviction: deletes the entry if it has exactly that version, and leaves no tombstone. */
    applyDrop(buf: Buffer, start: number, end: number, version: number, nowMs: number): boolean;
    /**
     * Whether a change of that version is newer than all that is known of the key; if nothing is, one without version is too. Leaves the
     * key's entry in `present`.
     */
    private isNews;
    /** Remembers a deletion. */
    private bury;
    /** Counts a change, and gives the entry its version. */
    private stamp;
    /** Puts a string into the place of `old`, the key's entry if it has one. */
    private write;
}
