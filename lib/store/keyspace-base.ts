/**
 * What all parts of a keyspace share: its table and limits, lookups, and reading what an entry holds.
 */

import { ViewCache } from '../base/byte-copy.ts';
import { KeyedHash } from '../base/keyed-hash.ts';
import { Random } from '../base/random.ts';
import { accessAt, NO_VERSION } from './entries.ts';
import { EntryTable } from './entry-table.ts';
import type { EvictionPolicyName } from './eviction-policy.ts';
import type { HitDensity } from './hit-density.ts';
import { MemoryLimit } from './memory-limit.ts';
import type { KeyBatch } from './prefetch.ts';
import { Segments } from './segments.ts';
import { Tombstones } from './tombstones.ts';

/**
 * A reference to an entry: a 32-bit integer, perhaps negative. Valid until the next call that adds, changes or removes
 * entries.
 */
export type EntryRef = number;

/** No entry; the only reference that is none. */
export const NO_ENTRY: EntryRef = 0;

/** An entry's share of the index: two words, pages being three quarters full. */
const INDEX_BYTES_PER_ENTRY = 11;
/** How many cells compaction looks at between two looks at the clock. */
const CELLS_PER_CLOCK = 128;

export interface KeyspaceStats {
  /** Keys deleted because their time had run out, on access and in the background. */
  expired: number;
  /** Keys evicted to keep the memory limit. */
  evicted: number;
  hits: number;
  misses: number;
}

export class KeyspaceBase {
  readonly stats: KeyspaceStats = { expired: 0, evicted: 0, hits: 0, misses: 0 };

  private readonly keyHash: KeyedHash;
  private readonly segments: Segments;
  protected table: EntryTable;
  protected limit: MemoryLimit;
  private limitBytes = 0;
  private highestBytes = 0;
  private policy: EvictionPolicyName = 'noeviction';
  private readonly random: Random;
  protected readonly tombstones: Tombstones;
  protected latestMs = 0;
  protected readonly keys = new ViewCache();
  protected readonly values = new ViewCache();
  private readonly targets = new ViewCache();

  /**
   * `hashSeed`, an integer from 0 to 2^53 - 1, is not to be known to others: so nobody can choose keys that collide. There are 512 segments
   * of 64 MB for small values, or `mostSegments`.
   */
  constructor(options: { hashSeed: number; mostSegments?: number }) {
    this.keyHash = new KeyedHash(options.hashSeed);
    this.random = new Random(options.hashSeed);
    this.segments = new Segments(options.mostSegments);
    this.tombstones = new Tombstones(this.keyHash, this.segments);
    this.table = this.newTable();
    this.limit = this.newLimit(null, false);
  }

  /** Number of keys, those included whose time has run out but that nobody has deleted yet. */
  get size(): number {
    return this.table.size;
  }

  /** Keys that have an expiry time. */
  get expiringSize(): number {
    return this.table.wheel.size;
  }

  /** When these expire on average: NaN if there are none. */
  get meanExpiryMs(): number {
    return this.table.wheel.meanMs;
  }

  /** Bytes of memory that entries, tombstones, index and free space take. */
  get usedBytes(): number {
    return this.table.usedBytes;
  }

  /** The most that `usedBytes` was, as far as this, `maintain` and `clear` have seen. */
  get peakBytes(): number {
    this.notePeak();
    return this.highestBytes;
  }

  private notePeak(): void {
    this.highestBytes = Math.max(this.highestBytes, this.usedBytes);
  }

  /**
   * Whether new entries have a version, and deletions leave tombstones. An entry without room for a version is replaced when it is next
   * changed by `set`, `resize`, `setExpiresAtMs` or `copyTo`. To be switched on once.
   */
  get versioned(): boolean {
    return this.table.versioned;
  }

  set versioned(versioned: boolean) {
    this.table.versioned = versioned;
    if (versioned) this.tombstones.begin();
  }

  /**
   * Called before an entry is evicted to keep the memory limit, not before one whose time has run out is deleted. The reference is valid
   * during the call, which must change nothing.
   */
  get onEvict(): ((ref: EntryRef) => void) | undefined {
    return this.table.onEvict;
  }

  set onEvict(onEvict: ((ref: EntryRef) => void) | undefined) {
    this.table.onEvict = onEvict;
  }

  /** The key's entry; counts a hit or miss and marks it as used. A key whose time has run out is deleted. */
  find(buf: Buffer, start: number, end: number, nowMs: number): EntryRef {
    const ref = this.peek(buf, start, end, nowMs);
    if (ref === NO_ENTRY) this.stats.misses++;
    else {
      this.stats.hits++;
      this.touch(ref, this.table.entries.accessWord(ref), nowMs);
    }
    return ref;
  }

  /** Like `find`, but counts nothing and does not mark the entry as used (OBJECT, CLIENT NO-TOUCH, writes). */
  peek(buf: Buffer, start: number, end: number, nowMs: number): EntryRef {
    this.latestMs = nowMs;
    const ref = this.table.lookUp(buf, this.keys.of(buf), start, end);
    if (ref === NO_ENTRY || !this.table.entries.isExpired(ref, nowMs)) return ref;
    this.expire(ref);
    return NO_ENTRY;
  }

  /**
   * Looks keys up at once that will be asked for one by one: that is faster then. Works out their slots, unless they are known. A slot
   * that is not the key's costs only the gain. If `routes` are given, only keys of slots for which they say `here` will be asked for.
   */
  prefetch(keys: KeyBatch, areSlotsKnown = false, routes?: Int32Array, here?: number): void {
    this.table.prefetcher.run(keys, this.keys.of(keys.buf), areSlotsKnown, routes, here);
  }

  /** What follows was not prefetched: no time is spent on searching it among what was. */
  forgetPrefetched(): void {
    this.table.prefetcher.forget();
  }

  typeOf(ref: EntryRef): number {
    return this.table.entries.typeOf(ref);
  }

  encodingOf(ref: EntryRef): number {
    return this.table.entries.encodingOf(ref);
  }

  /** ms since 1970, or NO_EXPIRY. The key is there until that millisecond is over, as in Redis. */
  expiresAtMs(ref: EntryRef): number {
    return this.table.entries.expiresAtMs(ref);
  }

  /** The version of the write that made the entry what it is, a positive safe integer; NO_VERSION if it has none. */
  versionOf(ref: EntryRef): number {
    return this.table.entries.versionOf(ref);
  }

  /** Whether the entry hides an older value that would live longer, and so is remembered as deleted when its time has run out. */
  isOutlived(ref: EntryRef): boolean {
    return this.table.entries.isOutlived(ref);
  }

  /** ms since the entry was last used, in steps of 1000, below 194 days. */
  idleMs(ref: EntryRef, nowMs: number): number {
    return this.table.entries.idleMs(ref, nowMs);
  }

  keyLength(ref: EntryRef): number {
    return this.table.entries.keyLength(ref);
  }

  /** Copies the key to `target` from `at` on. */
  copyKey(ref: EntryRef, target: Buffer, at: number): void {
    const { entries } = this.table;
    entries.readPayload(ref, entries.keyLength(ref), target, this.targets.of(target), at);
  }

  valueLength(ref: EntryRef): number {
    return this.table.entries.valueLength(ref);
  }

  /** Copies bytes `[from, to)` of the value to `target` from `at` on. */
  copyValue(ref: EntryRef, target: Buffer, at: number, from: number, to: number): void {
    this.table.entries.readValue(ref, from, to, target, this.targets.of(target), at);
  }

  /** Bytes that the entry takes, its share of the index included (MEMORY USAGE). */
  entryBytes(ref: EntryRef): number {
    return this.table.entries.entryBytes(ref) + INDEX_BYTES_PER_ENTRY;
  }

  /**
   * Deletes everything, tombstones too, and lets the memory go; the system has it back soon after the next `maintain`. Settings, floors
   * and hidden slots stay as they are.
   */
  clear(): void {
    const { versioned, onEvict } = this;
    this.notePeak();
    this.segments.releaseAll();
    this.tombstones.clear();
    this.table = this.newTable();
    this.versioned = versioned;
    this.onEvict = onEvict;
    this.limit = this.newLimit(null, false);
  }

  /**
   * One slice of background expiry: deletes keys whose time has run out, for about `budgetMs` at most by `clock` (ms,
   * monotonic). Returns how many it deleted; `done` tells whether none that is due is left.
   */
  expireSlice(nowMs: number, budgetMs: number, clock: () => number): { deleted: number; done: boolean } {
    this.latestMs = nowMs;
    const before = this.stats.expired;
    const done = this.table.wheel.drain(nowMs, clock() + budgetMs, clock, (ref) => this.expire(ref));
    return { deleted: this.stats.expired - before, done };
  }

  /**
   * What is to be done in the background, for about `budgetMs` at most by `clock` (ms, monotonic): expiry, then eviction where the
   * limit was lowered, of tombstones first, then compaction. Returns whether nothing is left to do. Afterwards references are invalid.
   */
  maintain(nowMs: number, budgetMs: number, clock: () => number): boolean {
    const deadline = clock() + budgetMs;
    this.notePeak();
    this.segments.collect(nowMs);
    if (!this.expireSlice(nowMs, budgetMs, clock).done) return false;
    if (!this.tombstones.expire(nowMs, deadline, clock)) return false;
    const { limit, tombstones } = this;
    while (clock() < deadline) {
      // What tombstones have given up is to leave before entries are evicted.
      if (tombstones.relieve(CELLS_PER_CLOCK) || limit.relieve(nowMs)) continue;
      if (limit.compactor.compact(CELLS_PER_CLOCK, limit)) continue;
      if (limit.squeeze(nowMs)) continue;
      if (!tombstones.compact(CELLS_PER_CLOCK)) return true;
    }
    return false;
  }

  /**
   * Sets the memory limit, in bytes of `usedBytes`, 0 for none, and what to evict to keep it. Takes no memory away at once:
   * `makeRoom` does, a part with each call. What was learned of frequencies stays if the new policy goes by them too.
   */
  setLimit(limitBytes: number, policy: EvictionPolicyName): void {
    const isLower = this.limitBytes === 0 || limitBytes < this.limitBytes;
    const isLowered = limitBytes > 0 && (isLower || this.limit.isLowered);
    this.limitBytes = limitBytes;
    this.policy = policy;
    this.tombstones.setLimit(limitBytes);
    this.limit.compactor.stop();
    this.limit = this.newLimit(this.limit.density, isLowered);
  }

  /**
   * To be called before a command that may add about `bytes` (keys, values). Evicts a bounded number of entries; false if the
   * limit, or the 32 GB of small values that there can be, leave no room: the command is to be refused. Afterwards references are invalid.
   */
  makeRoom(bytes: number, nowMs: number): boolean {
    this.latestMs = nowMs;
    return !this.table.isFull && (this.limitBytes === 0 || this.limit.makeRoom(bytes, nowMs));
  }

  /** How far memory is below the limit; negative above it. */
  protected get roomBytes(): number {
    return this.limitBytes === 0 ? Number.POSITIVE_INFINITY : this.limitBytes - this.usedBytes;
  }

  /** Whether entries have a frequency, as under a limit with an LFU policy, and not an idle time. */
  get tracksFrequency(): boolean {
    return this.limit.density !== null;
  }

  /** How often the entry was used: a logarithmic counter from 0 to 255, 5 for a new entry. Only if `tracksFrequency`. */
  frequencyOf(ref: EntryRef): number {
    return this.table.entries.accessWord(ref) & 0xff;
  }

  /** Sets how often the entry was used, as `frequencyOf` tells it, if that is tracked; else when it was last used. */
  setUse(ref: EntryRef, frequency: number, usedAtMs: number): void {
    const { entries } = this.table;
    if (this.tracksFrequency) entries.setAccessWord(ref, (entries.accessWord(ref) & ~0xff) | frequency);
    else entries.touch(ref, usedAtMs);
  }

  /** Walks through all memory and throws an Error if an invariant does not hold. For tests: takes seconds per GB. */
  checkInvariants(): void {
    this.table.check();
    this.tombstones.check();
  }

  private newTable(): EntryTable {
    const table = new EntryTable(this.keyHash, this.segments);
    table.companion = this.tombstones;
    return table;
  }

  private newLimit(learned: HitDensity | null, isLowered: boolean): MemoryLimit {
    const { limitBytes, policy, latestMs, random } = this;
    return new MemoryLimit(this.table, limitBytes, policy, latestMs, random, learned, isLowered, () => {
      this.stats.evicted++;
    });
  }

  /** Makes room for an entry of these lengths and flags; returns the reference that `ref` has then. */
  protected pin(ref: EntryRef, keyLength: number, valueLength: number, flags: number): EntryRef {
    return this.limit.lacksRoom(keyLength, valueLength, flags) ? this.limit.reclaim(ref) : ref;
  }

  /** The same for one that adds more than `makeRoom` was told; NO_ENTRY if that is refused. `freedBytes` is what goes for it later. */
  protected pinOrRefuse(
    ref: EntryRef,
    keyLength: number,
    valueLength: number,
    flags: number,
    freedBytes: number,
  ): EntryRef {
    if (!this.limit.lacksRoom(keyLength, valueLength, flags)) return ref;
    const pinned = this.limit.reclaim(ref);
    return this.limit.mayAdd(freedBytes) ? pinned : NO_ENTRY;
  }

  /** Notes that the entry was used, whose access word was `word` before, 0 if it is new. */
  protected touch(ref: EntryRef, word: number, nowMs: number): void {
    const { density } = this.limit;
    const { entries, size } = this.table;
    if (density === null) entries.touch(ref, nowMs);
    else entries.setAccessWord(ref, word === 0 ? density.firstUse(size) : density.use(word, size));
  }

  /** The access word of an entry that is new. */
  protected firstAccess(nowMs: number): number {
    const { density } = this.limit;
    return density === null ? accessAt(nowMs) : density.firstUse(this.table.size);
  }

  protected expire(ref: EntryRef): void {
    this.stats.expired++;
    const { entries } = this.table;
    // A member that was away may have what was there before, which goes on living.
    if (entries.isOutlived(ref)) this.buryEntry(ref, entries.versionOf(ref));
    this.table.remove(ref);
  }

  /** Remembers that the entry's key was deleted. */
  protected buryEntry(ref: EntryRef, version: number): void {
    const { entries } = this.table;
    const start = entries.payloadAt(ref);
    const end = start + entries.keyLength(ref);
    this.bury(entries.payload(ref), entries.payloadView(ref), start, end, version);
  }

  /** Remembers a deletion. */
  protected bury(buf: Buffer, view: DataView, start: number, end: number, version: number): void {
    if (!this.versioned || version === NO_VERSION) return;
    this.tombstones.put(buf, view, start, end, version, this.latestMs, this.roomBytes);
  }
}
