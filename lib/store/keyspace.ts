/**
 * The keyspace of one shard: keys and values outside the V8 heap, indexed by hash slot.
 * Knows no RESP, no sockets and no cluster. Keys and values are byte ranges that it copies; of a caller's buffers it keeps only
 * those that it used last, if they are at most 1 MB.
 *
 * It is put together from an arena of cells (arena.ts), entries in them (entries.ts), an index for each hash slot
 * (hash-index.ts) and a timing wheel for what expires (expiry-wheel.ts); entry-table.ts keeps them in agreement. 10 M keys are
 * some hundred objects to the garbage collector. No operation takes time that grows with the number of keys, but for
 * those that delete or visit many.
 */

import { Random } from '../base/random.ts';
import { ViewCache } from './byte-copy.ts';
import { NO_EXPIRY } from './entries.ts';
import { EntryTable } from './entry-table.ts';
import type { EvictionPolicyName } from './eviction-policy.ts';
import { randomRef, scanIndex, visitRefs } from './index-walk.ts';
import { MemoryLimit } from './memory-limit.ts';
import type { KeyBatch } from './prefetch.ts';
import { Segments } from './segments.ts';
import { ENCODING_RAW, stringEncoding } from './string-encoding.ts';

export { NO_EXPIRY } from './entries.ts';
export { ENCODING_EMBSTR, ENCODING_INT, ENCODING_RAW } from './string-encoding.ts';

/** A reference to an entry: a 32-bit integer, perhaps negative. Valid until the next call that adds, changes or removes entries. */
export type EntryRef = number;

/** No entry; the only reference that is none. */
export const NO_ENTRY: EntryRef = 0;

/** For `set`'s `expiresAtMs`: what the key had before. */
export const KEEP_EXPIRY = -2;

/** Kinds of values. More come with their commands. */
export const TYPE_STRING = 0;

/** An entry's share of the index: two words, pages being three quarters full. */
const INDEX_BYTES_PER_ENTRY = 11;
/** How many deletions go by between two looks at the clock. */
const DELETIONS_PER_CLOCK = 32;
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

/** `find`, `set` and so on take a key as `[start, end)` of `buf`, and `nowMs`, the wall clock in ms since 1970. */
export class Keyspace {
  readonly stats: KeyspaceStats = { expired: 0, evicted: 0, hits: 0, misses: 0 };

  private readonly hashSeed: number;
  private readonly segments = new Segments();
  private table: EntryTable;
  private limit: MemoryLimit;
  private limitBytes = 0;
  private policy: EvictionPolicyName = 'noeviction';
  private readonly random: Random;
  private latestMs = 0;
  private readonly keys = new ViewCache();
  private readonly values = new ViewCache();
  private readonly targets = new ViewCache();

  /** `hashSeed` is a 32-bit number that others must not know: it makes it hard to choose keys that collide. */
  constructor(options: { hashSeed: number }) {
    this.hashSeed = options.hashSeed;
    this.random = new Random(options.hashSeed);
    this.table = new EntryTable(options.hashSeed, this.segments);
    this.limit = this.newLimit();
  }

  /** Number of keys, those included whose time has run out but that nobody has deleted yet. */
  get size(): number {
    return this.table.size;
  }

  /** Keys that have an expiry time. */
  get expiringSize(): number {
    return this.table.wheel.size;
  }

  /** Bytes of memory that entries, index and free space take. */
  get usedBytes(): number {
    return this.table.usedBytes;
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

  /** Looks keys up at once that will be asked for one by one: that is faster then. Works out their slots. */
  prefetch(keys: KeyBatch): void {
    this.table.prefetcher.run(keys, this.keys.of(keys.buf));
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

  /** ms since the entry was last used, in steps of 1000, below 194 days. */
  idleMs(ref: EntryRef, nowMs: number): number {
    return this.table.entries.idleMs(ref, nowMs);
  }

  keyLength(ref: EntryRef): number {
    return this.table.entries.keyLength(ref);
  }

  /** Copies the key to `target` from `at` on. */
  copyKey(ref: EntryRef, target: Buffer, at: number): void {
    this.table.entries.readPayload(ref, this.keyLength(ref), target, this.targets.of(target), at);
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

  /** Sets the key to the string `[valueStart, valueEnd)` of `value`, whatever it held. The encoding is worked out as Redis does. */
  set(
    buf: Buffer,
    start: number,
    end: number,
    value: Buffer,
    valueStart: number,
    valueEnd: number,
    expiresAtMs: number,
    nowMs: number,
  ): EntryRef {
    let old = this.peek(buf, start, end, nowMs);
    const { table } = this;
    const { entries } = table;
    const word = old === NO_ENTRY ? 0 : entries.accessWord(old);
    let expires = expiresAtMs;
    if (expires === KEEP_EXPIRY) expires = old === NO_ENTRY ? NO_EXPIRY : this.expiresAtMs(old);
    const length = valueEnd - valueStart;
    const hasExpiry = expires !== NO_EXPIRY;
    const view = this.keys.of(buf);
    if (this.limit.lacksRoom(end - start, length, hasExpiry)) {
      if (!table.canReuse(old, end - start, length, hasExpiry)) this.limit.reclaim(NO_ENTRY);
      old = table.lookUp(buf, view, start, end);
    }
    const ref = table.put(old, buf, view, start, end, length, expires, nowMs);
    entries.writeValue(ref, 0, value, this.values.of(value), valueStart, valueEnd);
    entries.setKind(ref, TYPE_STRING, stringEncoding(value, valueStart, valueEnd));
    this.touch(ref, word, nowMs);
    return ref;
  }

  /** Makes the string value of `old` `length` bytes long, new bytes zero, encoding raw; returns the entry's new reference. */
  resize(old: EntryRef, length: number): EntryRef {
    const { table } = this;
    const { entries } = table;
    const oldLength = entries.valueLength(old);
    const keyLength = entries.keyLength(old);
    const hasExpiry = entries.hasExpiry(old);
    const ref = entries.canHold(old, keyLength, length) ? old : this.pin(old, keyLength, length, hasExpiry);
    let resized = ref;
    if (entries.canHold(ref, keyLength, length)) {
      entries.reuse(ref, length);
      entries.zeroValue(ref, oldLength, length);
    } else {
      resized = entries.create(keyLength, length, hasExpiry, true, length > oldLength ? length : 0);
      table.takePlace(ref, resized, Math.min(oldLength, length));
    }
    entries.setKind(resized, entries.typeOf(resized), ENCODING_RAW);
    return resized;
  }

  /** Overwrites bytes of the value from `at` on (all within its length) with `[start, end)` of `source`. */
  writeValue(ref: EntryRef, at: number, source: Buffer, start: number, end: number): void {
    this.table.entries.writeValue(ref, at, source, this.values.of(source), start, end);
  }

  /** Overwrites the whole value with one as long and of the same encoding, and marks the entry as used. */
  overwrite(ref: EntryRef, source: Buffer, start: number, end: number, nowMs: number): void {
    this.writeValue(ref, 0, source, start, end);
    this.touch(ref, this.table.entries.accessWord(ref), nowMs);
  }

  /** Gives the entry an expiry time, or takes it away (NO_EXPIRY); returns the entry's new reference. */
  setExpiresAtMs(old: EntryRef, expiresAtMs: number): EntryRef {
    const { table } = this;
    const { entries } = table;
    const hasExpiry = expiresAtMs !== NO_EXPIRY;
    if (entries.hasExpiry(old) === hasExpiry) {
      if (hasExpiry) table.changeExpiry(old, expiresAtMs);
      return old;
    }
    const length = entries.valueLength(old);
    const ref = this.pin(old, entries.keyLength(old), length, hasExpiry);
    const changed = entries.create(entries.keyLength(ref), length, hasExpiry, false, 0);
    table.takePlace(ref, changed, length);
    if (hasExpiry) table.addExpiry(changed, expiresAtMs, this.latestMs);
    return changed;
  }

  delete(ref: EntryRef): void {
    this.table.remove(ref);
  }

  /** Copies value and expiry of `source` to another key, which is overwritten. To the key itself it does nothing. */
  copyTo(source: EntryRef, buf: Buffer, start: number, end: number, nowMs: number): EntryRef {
    const { table } = this;
    const { entries } = table;
    const view = this.keys.of(buf);
    const length = entries.valueLength(source);
    const expires = this.expiresAtMs(source);
    const ref = this.pin(source, end - start, length, expires !== NO_EXPIRY);
    const old = table.lookUp(buf, view, start, end);
    if (old === ref) return ref;
    const word = old === NO_ENTRY ? 0 : entries.accessWord(old);
    const copy = table.put(old, buf, view, start, end, length, expires, nowMs);
    const from = entries.valueAt(ref);
    entries.writeValue(copy, 0, entries.payload(ref), entries.payloadView(ref), from, from + length);
    entries.setKind(copy, entries.typeOf(ref), entries.encodingOf(ref));
    this.touch(copy, word, nowMs);
    return copy;
  }

  /**
   * A random key's entry; NO_ENTRY if there is none. `random` gives numbers in [0, 1). Keys in the denser pages of
   * their slot are less likely than others, by a small factor. Keys whose time has run out that it meets are deleted.
   */
  randomEntry(random: () => number, nowMs: number): EntryRef {
    this.latestMs = nowMs;
    while (this.table.size > 0) {
      const ref = randomRef(this.table.index, this.table.size, random);
      if (!this.table.entries.isExpired(ref, nowMs)) return ref;
      this.expire(ref);
    }
    return NO_ENTRY;
  }

  /**
   * Visits about `count` entries from `cursor` (0 to begin) and returns where to go on, 0 at the end. A cursor is below
   * 2^32. Every key that is there from the first call to the last is visited at least once, whatever changes meanwhile.
   * `visit` must not change the keyspace. Keys whose time has run out are not visited.
   */
  scan(cursor: number, count: number, nowMs: number, visit: (ref: EntryRef) => void): number {
    return scanIndex(this.table.index, cursor, count, (ref) => {
      if (!this.table.entries.isExpired(ref, nowMs)) visit(ref);
    });
  }

  /** Number of keys in a hash slot. */
  slotSize(slot: number): number {
    return this.table.index.counts.of(slot);
  }

  /** Visits the keys of a hash slot until `visit` returns false; it must not change the keyspace. */
  visitSlot(slot: number, nowMs: number, visit: (ref: EntryRef) => boolean): void {
    visitRefs(this.table.index, slot, (ref) => this.table.entries.isExpired(ref, nowMs) || visit(ref));
  }

  /** Deletes keys of a slot, all of them or `limit` at most; returns how many. */
  clearSlot(slot: number, limit: number = Number.POSITIVE_INFINITY): number {
    return this.table.removeSlot(slot, limit);
  }

  /** Deletes everything and lets the memory go; the system has it back soon after the next `maintain`. */
  clear(): void {
    this.segments.releaseAll();
    this.table = new EntryTable(this.hashSeed, this.segments);
    this.limit = this.newLimit();
  }

  /**
   * One slice of background expiry: deletes keys whose time has run out, for about `budgetMs` at most by `clock` (ms,
   * monotonic). Returns how many it deleted; `done` tells whether none that is due is left.
   */
  expireSlice(nowMs: number, budgetMs: number, clock: () => number): { deleted: number; done: boolean } {
    this.latestMs = nowMs;
    const deadline = clock() + budgetMs;
    let deleted = 0;
    for (let round = 1; ; round++) {
      const ref = this.table.wheel.takeDue(nowMs);
      if (ref !== NO_ENTRY) {
        this.expire(ref);
        deleted++;
      } else if (this.table.wheel.isDone(nowMs)) return { deleted, done: true };
      if (round % DELETIONS_PER_CLOCK === 0 && clock() >= deadline) return { deleted, done: false };
    }
  }

  /**
   * What is to be done in the background, for about `budgetMs` at most by `clock` (ms, monotonic): expiry, then eviction where the
   * limit was lowered, then compaction. Returns whether nothing is left to do. Afterwards references are invalid.
   */
  maintain(nowMs: number, budgetMs: number, clock: () => number): boolean {
    const deadline = clock() + budgetMs;
    this.segments.collect(nowMs);
    if (!this.expireSlice(nowMs, budgetMs, clock).done) return false;
    const maxBytes = this.limitBytes === 0 ? Number.POSITIVE_INFINITY : this.limitBytes;
    while (clock() < deadline) {
      if (!this.limit.relieve(nowMs) && !this.limit.compactor.compact(CELLS_PER_CLOCK, maxBytes)) return true;
    }
    return false;
  }

  /**
   * Sets the memory limit, in bytes of `usedBytes`, 0 for none, and what to evict to keep it. Takes no memory away at once:
   * `makeRoom` does, a part with each call.
   */
  setLimit(limitBytes: number, policy: EvictionPolicyName): void {
    this.limitBytes = limitBytes;
    this.policy = policy;
    this.limit.compactor.stop();
    this.limit = this.newLimit();
  }

  /**
   * To be called before a command that may add about `bytes` (keys, values). Evicts a bounded number of entries; false if the
   * limit leaves no room: the command is to be refused. Afterwards references are invalid.
   */
  makeRoom(bytes: number, nowMs: number): boolean {
    this.latestMs = nowMs;
    return this.limitBytes === 0 || this.limit.makeRoom(bytes, nowMs);
  }

  /** Whether entries have a frequency, as under a limit with an LFU policy, and not an idle time. */
  get tracksFrequency(): boolean {
    return this.limit.density !== null;
  }

  /** How often the entry was used: a logarithmic counter from 0 to 255, 5 for a new entry. Only if `tracksFrequency`. */
  frequencyOf(ref: EntryRef): number {
    return this.table.entries.accessWord(ref) & 0xff;
  }

  /** Walks through all memory and throws an Error if an invariant does not hold. For tests: takes seconds per GB. */
  checkInvariants(): void {
    this.table.check();
  }

  private newLimit(): MemoryLimit {
    const { limitBytes, policy, latestMs, random } = this;
    return new MemoryLimit(this.table, limitBytes, policy, latestMs, random, () => {
      this.stats.evicted++;
    });
  }

  /** Makes room for an entry of these lengths; returns the reference that `ref` has then. */
  private pin(ref: EntryRef, keyLength: number, valueLength: number, hasExpiry: boolean): EntryRef {
    return this.limit.lacksRoom(keyLength, valueLength, hasExpiry) ? this.limit.reclaim(ref) : ref;
  }

  /** Notes that the entry was used, whose access word was `word` before, 0 if it is new. */
  private touch(ref: EntryRef, word: number, nowMs: number): void {
    const { density } = this.limit;
    const { entries, size } = this.table;
    if (density === null) entries.touch(ref, nowMs);
    else entries.setAccessWord(ref, word === 0 ? density.firstUse(size) : density.use(word, size));
  }

  private expire(ref: EntryRef): void {
    this.stats.expired++;
    this.table.remove(ref);
  }
}
