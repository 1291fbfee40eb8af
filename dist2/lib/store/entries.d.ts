/**
 * Entries: a key, its value and what is known about them, in one cell of the arena.
 *
 *   word 0    kind (bits 28-30) | flags (24-27) | encoding (20-23) | type (16-19) | key length (0-15)
 *   word 1    access: clock in seconds modulo 2^24 (bits 8-31) | 0 (0-7); under an LFU policy hit-density.ts has it
 *   word 2    value length in bytes
 *   if HAS_EXPIRY
 *     word 3, 4   next and previous entry in the expiry wheel's list
 *     word 5, 6   time when it expires, ms since 1970: low and high 32 bits
 *   if HAS_VERSION
 *     word +0, 1  version of the write that made the entry what it is: low 32, high 21 bits
 *   if IS_LARGE
 *     word +0     index of its buffer; key and value are there, not here
 *     word +1     key length (word 0 has 0)
 *   else
 *     key bytes, then value bytes, with nothing between
 *
 * A key of 16 and a value of 64 bytes take 12 + 80 bytes: a cell of 96; with a version 8 more. Flag bit 27 is free. Entries
 * that do not fit into a cell are large: their key and value live in a buffer of their own, which is let go with the entry.
 */
import type { Arena } from './arena.ts';
export declare const NEXT_WORD = 3;
export declare const PREVIOUS_WORD = 4;
/** Flags of an entry, which decide what words it has. It keeps them as long as it lives. */
export declare const HAS_EXPIRY: number;
export declare const HAS_VERSION: number;
/** For a time: the entry does not expire. */
export declare const NO_EXPIRY = -1;
/** The version of what has none. */
export declare const NO_VERSION = 0;
/** Room that a large value gets when it grows, as Redis does: as much again, at most 1 MB. */
export declare const MAX_SPARE_BYTES: number;
export declare class Entries {
    private readonly arena;
    /** Key and value of large entries, and their views; `null` where one was let go. */
    private readonly largeBytes;
    private readonly largeViews;
    /** The large entries themselves; 0 where one was let go. */
    private readonly largeRefs;
    private readonly freeLarge;
    private bytesInLarge;
    /** The next entry that is made is put into a cell of this size class at least, because smaller ones are used up. */
    leastClass: number;
    constructor(arena: Arena);
    /** Bytes outside the arena. */
    get usedBytes(): number;
    typeOf(ref: number): number;
    encodingOf(ref: number): number;
    keyLength(ref: number): number;
    valueLength(ref: number): number;
    /** HAS_EXPIRY and HAS_VERSION, as far as the entry has them. */
    flagsOf(ref: number): number;
    hasExpiry(ref: number): boolean;
    /** ms since 1970, or NO_EXPIRY. */
    expiresAtMs(ref: number): number;
    setExpiresAtMs(ref: number, expiresAtMs: number): void;
    /** Whether the entry's time has run out: as in Redis, the millisecond that it names still belongs to it. */
    isExpired(ref: number, nowMs: number): boolean;
    /** A positive safe integer, or NO_VERSION. */
    versionOf(ref: number): number;
    /** Writes the entry's version if it has room for one. */
    setVersion(ref: number, version: number): void;
    accessWord(ref: number): number;
    setAccessWord(ref: number, word: number): void;
    /** Notes that the entry was used. */
    touch(ref: number, nowMs: number): void;
    idleMs(ref: number, nowMs: number): number;
    hasKey(ref: number, view: DataView, start: number, length: number): boolean;
    /** Like `hasKey`, for a cell that held an entry and may be free, or another's, by now. */
    stillHasKey(ref: number, view: DataView, start: number, length: number): boolean;
    /** Bytes of the cell and of the buffer if there is one. */
    entryBytes(ref: number): number;
    /** Bytes of the entry's own buffer, 0 if it has none. */
    largeBytesOf(ref: number): number;
    /** The buffer in which the entry's key and value are, the view of it, and the places there of key and value. */
    payload(ref: number): Buffer;
    payloadView(ref: number): DataView;
    payloadAt(ref: number): number;
    valueAt(ref: number): number;
    /**
     * A new entry with its lengths and flags, not used yet; key and value are undefined, or zero if `zeroed`. A large one gets up to
     * `spareBytes` more than it needs. Time and version are undefined until they are written.
     */
    create(keyLength: number, valueLength: number, flags: number, zeroed: boolean, spareBytes: number): number;
    /** Whether the entry's memory suits a value of that length, as it suits one that is made for it. */
    canHold(ref: number, keyLength: number, valueLength: number): boolean;
    /** Changes the value's length, within what `canHold` allowed; moves nothing. */
    reuse(ref: number, valueLength: number): void;
    setKind(ref: number, type: number, encoding: number): void;
    /** Copies type, encoding, access, and time and version if both have one. */
    copyAttributes(from: number, to: number): void;
    /** Notes that `ref` is now what was elsewhere, a copy of the whole cell. */
    moved(ref: number): void;
    /** A random large entry; 0 if there is none, or by chance. */
    randomLarge(random: () => number): number;
    /** Bytes of an entry's cell; 0 if key and value are to go into a buffer of their own. */
    static cellBytesFor(keyLength: number, valueLength: number, flags: number): number;
    /** Lets the entry's memory go. */
    free(ref: number): void;
    writeKey(ref: number, key: Buffer, keyView: DataView, start: number, end: number): void;
    /** Writes `[start, end)` of `source` into the value from `at` on. */
    writeValue(ref: number, at: number, source: Buffer, sourceView: DataView, start: number, end: number): void;
    /** Copies the first `length` bytes of key and value, taken as one range, to `target` from `at` on. */
    readPayload(ref: number, length: number, target: Buffer, targetView: DataView, at: number): void;
    /** Copies bytes `[from, to)` of the value to `target` from `at` on. */
    readValue(ref: number, from: number, to: number, target: Buffer, targetView: DataView, at: number): void;
    /** Zeroes bytes `[from, to)` of the value. */
    zeroValue(ref: number, from: number, to: number): void;
    private isLarge;
    private keyLengthIn;
    private bufferIn;
    private viewIn;
    private largeIndex;
    private addLarge;
    private word;
    private setWord;
}
