/**
 * The keyspace of one shard: keys and values outside the V8 heap, indexed by hash slot.
 * Knows no RESP, no sockets and no cluster. Keys and values are byte ranges that it copies.
 *
 * It is put together from an arena of cells (arena.ts), entries in them (entries.ts), an index for each hash slot
 * (hash-index.ts) and a timing wheel for what expires (expiry-wheel.ts); 10 M keys are some hundred objects to the garbage
 * collector. No operation takes time that grows with the number of keys, but for those that delete or visit many.
 *
 * Invariants (check-keyspace.ts verifies them): every live cell is an entry, a piece of the index or the wheel; an entry
 * is in the index exactly once, under its key's slot and hash; it is in the wheel exactly if it has an expiry time.
 */

import { fastHashSlot } from '../base/fast-hash-slot.ts';
import { SLOT_COUNT } from '../base/hash-slot.ts';
import { murmur3 } from '../base/murmur3.ts';
import { Arena } from './arena.ts';
import { ViewCache } from './byte-copy.ts';
import { checkKeyspace } from './check-keyspace.ts';
import { Entries } from './entries.ts';
import { ExpiryWheel } from './expiry-wheel.ts';
import { HashIndex, POSITION_END } from './hash-index.ts';
import { ENCODING_RAW, stringEncoding } from './string-encoding.ts';

export { ENCODING_EMBSTR, ENCODING_INT, ENCODING_RAW } from './string-encoding.ts';

/**
 * A reference to an entry: a 32-bit integer, perhaps negative. Valid until the next call that adds, changes or removes
 * entries.
 */
export type EntryRef = number;

/** No entry; the only reference that is none. */
export const NO_ENTRY: EntryRef = 0;

/** For `expiresAtMs`: the entry does not expire. */
export const NO_EXPIRY = -1;
/** For `set`'s `expiresAtMs`: what the key had before. */
export const KEEP_EXPIRY = -2;

/** Kinds of values. More come with their commands. */
export const TYPE_STRING = 0;

/** A SCAN cursor is the slot and the highest bits of the hash from which to go on. */
const CURSOR_HASH_BITS = 18;
const CURSOR_HASHES = 2 ** CURSOR_HASH_BITS;
const CURSOR_SPAN = POSITION_END / CURSOR_HASHES;

/** An entry's share of the index: two words, pages being three quarters full. */
const INDEX_BYTES_PER_ENTRY = 11;
/** How many deletions go by between two looks at the clock. */
const DELETIONS_PER_CLOCK = 32;

export interface KeyspaceStats {
  /** Keys deleted because their time had run out, on access and in the background. */
  expired: number;
  hits: number;
  misses: number;
}

/** `find`, `set` and so on take a key as `[start, end)` of `buf`, and `nowMs`, the wall clock in ms since 1970. */
export class Keyspace {
  readonly stats: KeyspaceStats = { expired: 0, hits: 0, misses: 0 };

  private readonly hashSeed: number;
  private arena = new Arena();
  private entries = new Entries(this.arena);
  private index = new HashIndex(this.arena);
  private wheel = new ExpiryWheel(this.arena, this.entries);
  private keyCount = 0;
  private latestMs = 0;
  private readonly sources = new ViewCache();
  private readonly targets = new ViewCache();

  // Slot and hash of the key that was looked up last, and its entry if it has one.
  private slot = 0;
  private hash = 0;
  private located: EntryRef = NO_ENTRY;

  /** `hashSeed` is a 32-bit number that others must not know: it makes it hard to choose keys that collide. */
  constructor(options: { hashSeed: number }) {
    this.hashSeed = options.hashSeed;
  }

  /** Number of keys, those included whose time has run out but that nobody has deleted yet. */
  get size(): number {
    return this.keyCount;
  }

  /** Keys that have an expiry time. */
  get expiringSize(): number {
    return this.wheel.size;
  }

  /** Bytes of memory that entries, index and free space take. */
  get usedBytes(): number {
    return this.arena.usedBytes + this.entries.usedBytes + this.index.usedBytes;
  }

  /** The key's entry; counts a hit or miss and marks it as used. A key whose time has run out is deleted. */
  find(buf: Buffer, start: number, end: number, nowMs: number): EntryRef {
    const ref = this.peek(buf, start, end, nowMs);
    if (ref === NO_ENTRY) {
      this.stats.misses++;
      return NO_ENTRY;
    }
    this.stats.hits++;
    this.entries.touch(ref, nowMs);
    return ref;
  }

  /** Like `find`, but counts nothing and does not mark the entry as used (OBJECT, CLIENT NO-TOUCH, writes). */
  peek(buf: Buffer, start: number, end: number, nowMs: number): EntryRef {
    this.latestMs = nowMs;
    const ref = this.lookUp(buf, start, end);
    if (ref === NO_ENTRY || !this.entries.isExpired(ref, nowMs)) return ref;
    this.expire(ref);
    return NO_ENTRY;
  }

  typeOf(ref: EntryRef): number {
    return this.entries.typeOf(ref);
  }

  encodingOf(ref: EntryRef): number {
    return this.entries.encodingOf(ref);
  }

  /** ms since 1970, or NO_EXPIRY. The key is there until that millisecond is over, as in Redis. */
  expiresAtMs(ref: EntryRef): number {
    return this.entries.hasExpiry(ref) ? this.entries.expiresAtMs(ref) : NO_EXPIRY;
  }

  /** ms since the entry was last used, in steps of 1000, below 194 days. */
  idleMs(ref: EntryRef, nowMs: number): number {
    return this.entries.idleMs(ref, nowMs);
  }

  keyLength(ref: EntryRef): number {
    return this.entries.keyLength(ref);
  }

  /** Copies the key to `target` from `at` on. */
  copyKey(ref: EntryRef, target: Buffer, at: number): void {
    this.entries.read(ref, 0, this.entries.keyLength(ref), target, this.targets.of(target), at);
  }

  valueLength(ref: EntryRef): number {
    return this.entries.valueLength(ref);
  }

  /** Copies bytes `[from, to)` of the value to `target` from `at` on. */
  copyValue(ref: EntryRef, target: Buffer, at: number, from: number, to: number): void {
    const keyLength = this.entries.keyLength(ref);
    this.entries.read(ref, keyLength + from, keyLength + to, target, this.targets.of(target), at);
  }

  /** Bytes that the entry takes, its share of the index included (MEMORY USAGE). */
  entryBytes(ref: EntryRef): number {
    return this.entries.entryBytes(ref) + INDEX_BYTES_PER_ENTRY;
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
    const old = this.peek(buf, start, end, nowMs);
    let expires = expiresAtMs;
    if (expires === KEEP_EXPIRY) expires = old === NO_ENTRY ? NO_EXPIRY : this.expiresAtMs(old);
    const ref = this.replaceOrAdd(old, buf, start, end, valueEnd - valueStart, expires);
    this.entries.writeValue(ref, 0, value, this.sources.of(value), valueStart, valueEnd);
    this.entries.setKind(ref, TYPE_STRING, stringEncoding(value, valueStart, valueEnd));
    this.entries.touch(ref, nowMs);
    return ref;
  }

  /** Makes the string value of `ref` `length` bytes long, new bytes zero, encoding raw; returns the entry's new reference. */
  resize(ref: EntryRef, length: number): EntryRef {
    const { entries } = this;
    const oldLength = entries.valueLength(ref);
    const keyLength = entries.keyLength(ref);
    const hasExpiry = entries.hasExpiry(ref);
    let resized = ref;
    if (entries.canHold(ref, keyLength, length, hasExpiry)) entries.reuse(ref, length);
    else {
      resized = entries.create(keyLength, length, hasExpiry, true, length > oldLength ? length : 0);
      this.takePlace(ref, resized, Math.min(oldLength, length));
    }
    entries.zeroValue(resized, oldLength, length);
    entries.setKind(resized, entries.typeOf(resized), ENCODING_RAW);
    return resized;
  }

  /** Overwrites bytes of the value from `at` on (all within its length) with `[start, end)` of `source`. */
  writeValue(ref: EntryRef, at: number, source: Buffer, start: number, end: number): void {
    this.entries.writeValue(ref, at, source, this.sources.of(source), start, end);
  }

  /** Gives the entry an expiry time, or takes it away (NO_EXPIRY); returns the entry's new reference. */
  setExpiresAtMs(ref: EntryRef, expiresAtMs: number): EntryRef {
    const { entries } = this;
    const hadExpiry = entries.hasExpiry(ref);
    const hasExpiry = expiresAtMs !== NO_EXPIRY;
    if (!hadExpiry && !hasExpiry) return ref;
    if (hadExpiry && hasExpiry) {
      this.changeExpiry(ref, expiresAtMs);
      return ref;
    }
    const length = entries.valueLength(ref);
    const changed = entries.create(entries.keyLength(ref), length, hasExpiry, false, 0);
    this.takePlace(ref, changed, length);
    if (hasExpiry) this.addExpiry(changed, expiresAtMs);
    return changed;
  }

  delete(ref: EntryRef): void {
    this.locate(ref);
    this.index.remove(this.slot, this.hash, ref);
    this.release(ref);
  }

  /** Copies value and expiry of `ref` to another key, which is overwritten. To the key itself it does nothing. */
  copyTo(ref: EntryRef, buf: Buffer, start: number, end: number, nowMs: number): EntryRef {
    const { entries } = this;
    const old = this.lookUp(buf, start, end);
    if (old === ref) return ref;
    const length = entries.valueLength(ref);
    const copy = this.replaceOrAdd(old, buf, start, end, length, this.expiresAtMs(ref));
    const from = entries.valueAt(ref);
    entries.writeValue(copy, 0, entries.payload(ref), entries.payloadView(ref), from, from + length);
    entries.setKind(copy, entries.typeOf(ref), entries.encodingOf(ref));
    entries.touch(copy, nowMs);
    return copy;
  }

  /**
   * A random key's entry; NO_ENTRY if there is none. `random` gives numbers in [0, 1). Keys in the denser pages of
   * their slot are less likely than others, by a small factor. Keys whose time has run out that it meets are deleted.
   */
  randomEntry(random: () => number, nowMs: number): EntryRef {
    this.latestMs = nowMs;
    while (this.keyCount > 0) {
      const slot = this.index.slotOfRank(Math.floor(random() * this.keyCount));
      let position = Math.floor(random() * POSITION_END);
      let page = this.index.pageAt(slot, position);
      while (this.index.keysIn(page) === 0) {
        position = this.index.endOfPage(page, position) % POSITION_END;
        page = this.index.pageAt(slot, position);
      }
      const ref = this.index.refIn(page, Math.floor(random() * this.index.keysIn(page)));
      if (!this.entries.isExpired(ref, nowMs)) return ref;
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
    let slot = this.index.nextSlotWithKeys(Math.floor(cursor / CURSOR_HASHES));
    let position = slot * CURSOR_HASHES > cursor ? 0 : (cursor % CURSOR_HASHES) * CURSOR_SPAN;
    let visited = 0;
    while (slot < SLOT_COUNT) {
      while (position < POSITION_END) {
        if (visited >= count && position % CURSOR_SPAN === 0) {
          return slot * CURSOR_HASHES + position / CURSOR_SPAN;
        }
        const page = this.index.pageAt(slot, position);
        position = this.index.endOfPage(page, position);
        visited += this.visitPage(page, nowMs, visit);
      }
      slot = this.index.nextSlotWithKeys(slot + 1);
      position = 0;
    }
    return 0;
  }

  /** Number of keys in a hash slot. */
  slotSize(slot: number): number {
    return this.index.slotSize(slot);
  }

  /** Visits the keys of a hash slot until `visit` returns false; it must not change the keyspace. */
  visitSlot(slot: number, nowMs: number, visit: (ref: EntryRef) => boolean): void {
    let goOn = this.index.slotSize(slot) > 0;
    const visitWhile = (ref: EntryRef): void => {
      if (goOn) goOn = visit(ref);
    };
    for (let position = 0; goOn && position < POSITION_END; ) {
      const page = this.index.pageAt(slot, position);
      position = this.index.endOfPage(page, position);
      this.visitPage(page, nowMs, visitWhile);
    }
  }

  /** Deletes all keys of a slot; returns how many there were. */
  clearSlot(slot: number): number {
    const count = this.index.slotSize(slot);
    if (count === 0) return 0;
    for (let position = 0; position < POSITION_END; ) {
      const first = this.index.pageAt(slot, position);
      position = this.index.endOfPage(first, position);
      for (let page = first; page !== 0; page = this.index.nextInChain(page)) {
        for (let cell = this.index.keysIn(page) - 1; cell >= 0; cell--)
          this.release(this.index.refIn(page, cell));
      }
    }
    this.index.freeSlot(slot);
    return count;
  }

  /** Deletes everything and lets the memory go; the system has it back after the next garbage collection. */
  clear(): void {
    this.arena = new Arena();
    this.entries = new Entries(this.arena);
    this.index = new HashIndex(this.arena);
    this.wheel = new ExpiryWheel(this.arena, this.entries);
    this.keyCount = 0;
    this.located = NO_ENTRY;
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
      const ref = this.wheel.takeDue(nowMs);
      if (ref !== NO_ENTRY) {
        this.expire(ref);
        deleted++;
      } else if (this.wheel.isDone(nowMs)) return { deleted, done: true };
      if (round % DELETIONS_PER_CLOCK === 0 && clock() >= deadline) return { deleted, done: false };
    }
  }

  /** Walks through all memory and throws an Error if an invariant does not hold. For tests: takes seconds per GB. */
  checkInvariants(): void {
    checkKeyspace(this.arena, this.entries, this.index, this.wheel, this.keyCount, this.hashSeed);
  }

  /** The key's entry, whether its time has run out or not; remembers slot and hash. */
  private lookUp(buf: Buffer, start: number, end: number): EntryRef {
    const view = this.sources.of(buf);
    this.hash = murmur3(view, start, end, this.hashSeed);
    this.slot = fastHashSlot(buf, view, start, end);
    let ref = this.index.first(this.slot, this.hash);
    while (ref !== NO_ENTRY && !this.entries.hasKey(ref, view, start, end - start)) ref = this.index.next();
    this.located = ref;
    return ref;
  }

  /** Sees to it that `slot` and `hash` are those of the entry's key. */
  private locate(ref: EntryRef): void {
    if (ref === this.located) return;
    const start = this.entries.payloadAt(ref);
    const end = start + this.entries.keyLength(ref);
    const view = this.entries.payloadView(ref);
    this.hash = murmur3(view, start, end, this.hashSeed);
    this.slot = fastHashSlot(this.entries.payload(ref), view, start, end);
    this.located = ref;
  }

  private expire(ref: EntryRef): void {
    this.stats.expired++;
    this.delete(ref);
  }

  /** Frees an entry that is not, or soon will not be, in the index. */
  private release(ref: EntryRef): void {
    if (this.entries.hasExpiry(ref)) this.wheel.remove(ref);
    this.entries.free(ref);
    this.keyCount--;
    if (ref === this.located) this.located = NO_ENTRY;
  }

  /**
   * An entry for the key that was just looked up, with room for a value, which the caller writes: `old` itself, or a new
   * one in its place, or an additional one if `old` is none.
   */
  private replaceOrAdd(
    old: EntryRef,
    buf: Buffer,
    start: number,
    end: number,
    valueLength: number,
    expiresAtMs: number,
  ): EntryRef {
    const { entries } = this;
    const keyLength = end - start;
    const hasExpiry = expiresAtMs !== NO_EXPIRY;
    if (old === NO_ENTRY) {
      const ref = entries.create(keyLength, valueLength, hasExpiry, false, 0);
      entries.writeKey(ref, buf, this.sources.of(buf), start, end);
      if (hasExpiry) this.addExpiry(ref, expiresAtMs);
      this.index.insert(this.slot, this.hash, ref);
      this.keyCount++;
      this.located = ref;
      return ref;
    }
    const hadExpiry = entries.hasExpiry(old);
    if (hadExpiry === hasExpiry && entries.canHold(old, keyLength, valueLength, hasExpiry)) {
      entries.reuse(old, valueLength);
      if (hasExpiry) this.changeExpiry(old, expiresAtMs);
      return old;
    }
    const ref = entries.create(keyLength, valueLength, hasExpiry, false, 0);
    entries.writeKey(ref, buf, this.sources.of(buf), start, end);
    if (hadExpiry) this.wheel.remove(old);
    if (hasExpiry) this.addExpiry(ref, expiresAtMs);
    this.index.replace(this.slot, this.hash, old, ref);
    entries.free(old);
    this.located = ref;
    return ref;
  }

  private addExpiry(ref: EntryRef, expiresAtMs: number): void {
    this.entries.setExpiresAtMs(ref, expiresAtMs);
    this.wheel.add(ref, this.latestMs);
  }

  private changeExpiry(ref: EntryRef, expiresAtMs: number): void {
    const oldMs = this.entries.expiresAtMs(ref);
    this.entries.setExpiresAtMs(ref, expiresAtMs);
    this.wheel.reschedule(ref, oldMs);
  }

  /** Puts a new entry of the same key in the place of another and frees that: key, attributes, `length` bytes of the value. */
  private takePlace(old: EntryRef, ref: EntryRef, length: number): void {
    const { entries } = this;
    this.locate(old);
    const keyAndValue = entries.keyLength(old) + length;
    entries.read(old, 0, keyAndValue, entries.payload(ref), entries.payloadView(ref), entries.payloadAt(ref));
    entries.copyAttributes(old, ref);
    if (entries.hasExpiry(old)) {
      if (entries.hasExpiry(ref)) this.wheel.replace(old, ref);
      else this.wheel.remove(old);
    }
    this.index.replace(this.slot, this.hash, old, ref);
    entries.free(old);
    this.located = ref;
  }

  private visitPage(first: number, nowMs: number, visit: (ref: EntryRef) => void): number {
    let keys = 0;
    for (let page = first; page !== 0; page = this.index.nextInChain(page)) {
      const keysHere = this.index.keysIn(page);
      for (let cell = 0; cell < keysHere; cell++) {
        const ref = this.index.refIn(page, cell);
        if (!this.entries.isExpired(ref, nowMs)) visit(ref);
      }
      keys += keysHere;
    }
    return keys;
  }
}
