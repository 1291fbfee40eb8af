/**
 * What all parts of a keyspace share: its table and limits, lookups, and reading what an entry holds.
 */
import { ViewCache } from './byte-copy.ts';
import { EntryTable } from './entry-table.ts';
import type { EvictionPolicyName } from './eviction-policy.ts';
import { MemoryLimit } from './memory-limit.ts';
import type { KeyBatch } from './prefetch.ts';
import { Tombstones } from './tombstones.ts';
/**
 * A reference to an entry: a 32-bit integer, perhaps negative. Valid until the next call that adds, changes or removes
 * entries.
 */
export type EntryRef = number;
/** No entry; the only reference that is none. */
export declare const NO_ENTRY: EntryRef;
export interface KeyspaceStats {
    /** Keys deleted because their time had run out, on access and in the background. */
    expired: number;
    /** Keys evicted to keep the memory limit. */
    evicted: number;
    hits: number;
    misses: number;
}
export declare class KeyspaceBase {
    readonly stats: KeyspaceStats;
    private readonly hashSeed;
    private readonly segments;
    protected table: EntryTable;
    protected limit: MemoryLimit;
    private limitBytes;
    private policy;
    private readonly random;
    protected readonly tombstones: Tombstones;
    protected latestMs: number;
    protected readonly keys: ViewCache;
    protected readonly values: ViewCache;
    private readonly targets;
    /** `hashSeed` is a 32-bit number that others must not know: it makes it hard to choose keys that collide. */
    constructor(options: {
        hashSeed: number;
    });
    /** Number of keys, those included whose time has run out but that nobody has deleted yet. */
    get size(): number;
    /** Keys that have an expiry time. */
    get expiringSize(): number;
    /** Bytes of memory that entries, tombstones, index and free space take. */
    get usedBytes(): number;
    /**
     * Whether new entries have a version, and deletions leave tombstones. An entry without room for a version is replaced when it is next
     * changed by `set`, `resize`, `setExpiresAtMs` or `copyTo`. To be switched on once.
     */
    get versioned(): boolean;
    set versioned(versioned: boolean);
    /**
     * Called before an entry is evicted to keep the memory limit, not before one whose time has run out is deleted. The reference is valid
     * during the call, which must change nothing.
     */
    get onEvict(): ((ref: EntryRef) => void) | undefined;
    set onEvict(onEvict: ((ref: EntryRef) => void) | undefined);
    /** The key's entry; counts a hit or miss and marks it as used. A key whose time has run out is deleted. */
    find(buf: Buffer, start: number, end: number, nowMs: number): EntryRef;
    /** Like `find`, but counts nothing and does not mark the entry as used (OBJECT, CLIENT NO-TOUCH, writes). */
    peek(buf: Buffer, start: number, end: number, nowMs: number): EntryRef;
    /** Looks keys up at once that will be asked for one by one: that is faster then. Works out their slots. */
    prefetch(keys: KeyBatch): void;
    typeOf(ref: EntryRef): number;
    encodingOf(ref: EntryRef): number;
    /** ms since 1970, or NO_EXPIRY. The key is there until that millisecond is over, as in Redis. */
    expiresAtMs(ref: EntryRef): number;
    /** The version of the write that made the entry what it is, a positive safe integer; NO_VERSION if it has none. */
    versionOf(ref: EntryRef): number;
    /** ms since the entry was last used, in steps of 1000, below 194 days. */
    idleMs(ref: EntryRef, nowMs: number): number;
    keyLength(ref: EntryRef): number;
    /** Copies the key to `target` from `at` on. */
    copyKey(ref: EntryRef, target: Buffer, at: number): void;
    valueLength(ref: EntryRef): number;
    /** Copies bytes `[from, to)` of the value to `target` from `at` on. */
    copyValue(ref: EntryRef, target: Buffer, at: number, from: number, to: number): void;
    /** Bytes that the entry takes, its share of the index included (MEMORY USAGE). */
    entryBytes(ref: EntryRef): number;
    /**
     * Deletes everything, tombstones too, and lets the memory go; the system has it back soon after the next `maintain`. Settings, floors
     * and hidden slots stay as they are.
     */
    clear(): void;
    /**
     * One slice of background expiry: deletes keys whose time has run out, for about `budgetMs` at most by `clock` (ms,
     * monotonic). Returns how many it deleted; `done` tells whether none that is due is left.
     */
    expireSlice(nowMs: number, budgetMs: number, clock: () => number): {
        deleted: number;
        done: boolean;
    };
    /**
     * What is to be done in the background, for about `budgetMs` at most by `clock` (ms, monotonic): expiry, then eviction where the
     * limit was lowered, then compaction. Returns whether nothing is left to do. Afterwards references are invalid.
     */
    maintain(nowMs: number, budgetMs: number, clock: () => number): boolean;
    /**
     * Sets the memory limit, in bytes of `usedBytes`, 0 for none, and what to evict to keep it. Takes no memory away at once:
     * `makeRoom` does, a part with each call.
     */
    setLimit(limitBytes: number, policy: EvictionPolicyName): void;
    /**
     * To be called before a command that may add about `bytes` (keys, values). Evicts a bounded number of entries; false if the
     * limit leaves no room: the command is to be refused. Afterwards references are invalid.
     */
    makeRoom(bytes: number, nowMs: number): boolean;
    /** Whether entries have a frequency, as under a limit with an LFU policy, and not an idle time. */
    get tracksFrequency(): boolean;
    /** How often the entry was used: a logarithmic counter from 0 to 255, 5 for a new entry. Only if `tracksFrequency`. */
    frequencyOf(ref: EntryRef): number;
    /** Sets how often the entry was used, as `frequencyOf` tells it, if that is tracked; else when it was last used. */
    setUse(ref: EntryRef, frequency: number, usedAtMs: number): void;
    /** Walks through all memory and throws an Error if an invariant does not hold. For tests: takes seconds per GB. */
    checkInvariants(): void;
    private newTable;
    private newLimit;
    /** Makes room for an entry of these lengths and flags; returns the reference that `ref` has then. */
    protected pin(ref: EntryRef, keyLength: number, valueLength: number, flags: number): EntryRef;
    /** Notes that the entry was used, whose access word was `word` before, 0 if it is new. */
    protected touch(ref: EntryRef, word: number, nowMs: number): void;
    protected expire(ref: EntryRef): void;
}
