/**
 * Entries by key: keeps arena, entries, index and expiry wheel in agreement.
 *
 * Invariants (check-keyspace.ts verifies them): every live cell is an entry, a piece of the index or the wheel; an entry
 * is in the index exactly once, under its key's slot and hash; it is in the wheel exactly if it has an expiry time.
 */

import { fastHashSlot } from '../base/fast-hash-slot.ts';
import type { KeyedHash } from '../base/keyed-hash.ts';
import { Arena } from './arena.ts';
import { KIND_ENTRY, KIND_WHEEL } from './cell-reference.ts';
import { checkKeyspace } from './check-keyspace.ts';
import { Entries, NO_EXPIRY } from './entries.ts';
import { createWhole } from './entry-image.ts';
import { HAS_EXPIRY, HAS_VERSION, LARGE_BYTES } from './entry-layout.ts';
import { ExpiryWheel } from './expiry-wheel.ts';
import { HashIndex } from './hash-index.ts';
import { visitRefs } from './index-walk.ts';
import { Prefetcher } from './prefetch.ts';
import { SEGMENT_BYTES, type Segments } from './segments.ts';

export class EntryTable {
  readonly arena: Arena;
  readonly entries: Entries;
  readonly index: HashIndex;
  readonly wheel: ExpiryWheel;
  readonly prefetcher: Prefetcher;
  /** Number of entries. */
  size = 0;

  private readonly keyHash: KeyedHash;
  // Slot and hash of the key that was looked up last, and its entry if it has one.
  private slot = 0;
  private hash = 0;
  private located = 0;
  /** HAS_VERSION if new entries are to have a version, else 0. */
  versionFlag = 0;
  /** Called before an entry is evicted; it must change nothing. */
  onEvict: ((ref: number) => void) | undefined = undefined;
  /** Memory outside this table that counts as its own. */
  companion: { readonly usedBytes: number } | null = null;
  /** An entry whose caller goes on with it: `moveCell` keeps this up to date. */
  pinned = 0;

  /** Of small values, beyond which the last segment is begun. */
  private readonly fullBytes: number;

  constructor(keyHash: KeyedHash, segments: Segments) {
    this.keyHash = keyHash;
    this.fullBytes = (segments.most - 1) * SEGMENT_BYTES;
    this.arena = new Arena(segments);
    this.entries = new Entries(this.arena);
    this.index = new HashIndex(this.arena);
    this.wheel = new ExpiryWheel(this.arena, this.entries);
    this.prefetcher = new Prefetcher(this.arena, this.index, keyHash);
  }

  /** Whether the last of all segments that there can be is begun: it is left for what must be added. */
  get isFull(): boolean {
    return this.arena.usedBytes - this.arena.idleBytes >= this.fullBytes;
  }

  get usedBytes(): number {
    return this.arena.usedBytes + this.bytesOutside;
  }

  /** The same without what is free or idle. */
  get liveBytes(): number {
    return this.arena.liveBytes + this.bytesOutside;
  }

  /** Whether new entries are to have a version, which the caller writes. */
  get versioned(): boolean {
    return this.versionFlag !== 0;
  }

  set versioned(versioned: boolean) {
    this.versionFlag = versioned ? HAS_VERSION : 0;
  }

  /** The flags of a new entry that is to expire then. */
  flagsFor(expiresAtMs: number): number {
    return expiresAtMs === NO_EXPIRY ? this.versionFlag : this.versionFlag | HAS_EXPIRY;
  }

  /** The key's entry, whether its time has run out or not; 0 if there is none. `view` covers `buf`. */
  lookUp(buf: Buffer, view: DataView, start: number, end: number): number {
    const hint = this.prefetcher.hint(start);
    if (hint !== 0 && this.entries.stillHasKey(hint, view, start, end - start)) return hint;
    this.hash = this.keyHash.of(view, start, end);
    this.slot = fastHashSlot(buf, view, start, end);
    this.located = this.find(this.slot, this.hash, view, start, end);
    return this.located;
  }

  /** The slot of the key that `lookUp` has just not found. */
  get missedSlot(): number {
    return this.slot;
  }

  /** The entry here of a key that `other`, a table with the same hash function, has just not found. */
  lookUpMissed(other: EntryTable, view: DataView, start: number, end: number): number {
    return this.find(other.slot, other.hash, view, start, end);
  }

  /**
   * An entry for the key that was just looked up, with room for a value, and for a version if it is to have one, which the caller
   * writes: `old` itself, or a new one in its place, or an additional one if `old` is 0.
   */
  put(
    old: number,
    buf: Buffer,
    view: DataView,
    start: number,
    end: number,
    valueLength: number,
    expiresAtMs: number,
    nowMs: number,
  ): number {
    const { entries } = this;
    const hasExpiry = expiresAtMs !== NO_EXPIRY;
    const flags = this.flagsFor(expiresAtMs);
    const keyLength = end - start;
    if (this.canReuse(old, keyLength, valueLength, flags)) {
      entries.reuse(old, valueLength);
      if (hasExpiry) this.changeExpiry(old, expiresAtMs);
      return old;
    }
    const ref = entries.create(keyLength, valueLength, flags, false, 0);
    entries.writeKey(ref, buf, view, start, end);
    if (hasExpiry) this.addExpiry(ref, expiresAtMs, nowMs);
    if (old === 0) {
      this.index.insert(this.slot, this.hash, ref);
      this.size++;
    } else {
      this.locate(old);
      if (entries.hasExpiry(old)) this.wheel.remove(old);
      this.index.replace(this.slot, this.hash, old, ref);
      entries.free(old);
    }
    this.located = ref;
    return ref;
  }

  /**
   * Adds an entry for a key that was just not found: the key is `[start, keyEnd)` of `buf`, the value what is behind it up to `end`. `meta` is what
   * createWhole takes.
   */
  add(
    buf: Buffer,
    view: DataView,
    start: number,
    keyEnd: number,
    end: number,
    meta: number,
    access: number,
    version: number,
    expiresAtMs: number,
    nowMs: number,
  ): void {
    const { arena, entries } = this;
    const ref = createWhole(arena, entries, buf, view, start, keyEnd, end, meta, access, version);
    if (expiresAtMs !== NO_EXPIRY) this.addExpiry(ref, expiresAtMs, nowMs);
    this.index.insert(this.slot, this.hash, ref);
    this.size++;
    this.located = ref;
  }

  /** Whether the entry `old`, if that is not 0, does for a value of that length and these flags. */
  canReuse(old: number, keyLength: number, valueLength: number, flags: number): boolean {
    const { entries } = this;
    return old !== 0 && entries.flagsOf(old) === flags && entries.canHold(old, keyLength, valueLength);
  }

  /** Puts a new entry of the same key in the place of another and frees that: key, attributes, `length` bytes of the value. */
  takePlace(old: number, ref: number, length: number): void {
    const { entries } = this;
    this.locate(old);
    const keyAndValue = entries.keyLength(old) + length;
    entries.readPayload(
      old,
      keyAndValue,
      entries.payload(ref),
      entries.payloadView(ref),
      entries.payloadAt(ref),
    );
    entries.copyAttributes(old, ref);
    if (entries.hasExpiry(old)) {
      if (entries.hasExpiry(ref)) this.wheel.replace(old, ref);
      else this.wheel.remove(old);
    }
    this.index.replace(this.slot, this.hash, old, ref);
    entries.free(old);
    this.located = ref;
  }

  /** Whether an entry has a buffer of its own and would have one with these flags too, so that `changeFlags` hands it over. */
  keepsBuffer(ref: number, flags: number): boolean {
    const { entries } = this;
    if (entries.largeBytesOf(ref) === 0) return false;
    return Entries.cellBytesFor(entries.keyLength(ref), entries.valueLength(ref), flags) === 0;
  }

  /** Puts a new entry in the place of another, which has the same but these flags, and frees that. */
  changeFlags(old: number, flags: number): number {
    const { entries } = this;
    if (!this.keepsBuffer(old, flags)) {
      const length = entries.valueLength(old);
      const copy = entries.create(entries.keyLength(old), length, flags, false, 0);
      this.takePlace(old, copy, length);
      return copy;
    }
    const ref = entries.create(LARGE_BYTES, 0, flags, false, 0);
    // While it has its key.
    this.locate(old);
    entries.handOver(old, ref);
    this.takePlace(old, ref, 0);
    return ref;
  }

  /** Moves a live cell, whatever it holds, to another one of its size class, or of a larger one. */
  moveCell(ref: number, sizeClass: number = this.arena.sizeClassAt(ref)): void {
    const { arena, entries } = this;
    const kind = arena.kindOf(ref);
    if (kind === KIND_ENTRY) this.locate(ref);
    const moved = arena.allocate(sizeClass);
    arena.copyCell(ref, moved);
    if (kind === KIND_ENTRY) {
      this.index.replace(this.slot, this.hash, ref, moved);
      if (entries.hasExpiry(moved)) this.wheel.replace(ref, moved);
      entries.moved(moved);
      this.located = moved;
      if (ref === this.pinned) this.pinned = moved;
    } else if (kind === KIND_WHEEL) this.wheel.replaceCell(moved);
    else this.index.replaceNode(ref, moved);
    arena.free(ref);
  }

  /** Writes the time of an entry that has room for one and is not in the wheel yet. */
  addExpiry(ref: number, expiresAtMs: number, nowMs: number): void {
    this.entries.setExpiresAtMs(ref, expiresAtMs);
    this.wheel.add(ref, nowMs);
  }

  changeExpiry(ref: number, expiresAtMs: number): void {
    const oldMs = this.entries.expiresAtMs(ref);
    this.entries.setExpiresAtMs(ref, expiresAtMs);
    this.wheel.reschedule(ref, oldMs);
  }

  remove(ref: number): void {
    this.locate(ref);
    this.index.remove(this.slot, this.hash, ref);
    this.release(ref);
  }

  /** Removes an entry to have its memory. */
  evict(ref: number): void {
    this.onEvict?.(ref);
    this.remove(ref);
  }

  /** Removes entries of a slot, `limit` at most; returns how many. */
  removeSlot(slot: number, limit: number): number {
    const count = this.index.counts.of(slot);
    if (count > limit) {
      const refs: number[] = [];
      visitRefs(this.index, slot, (ref) => refs.push(ref) < limit);
      for (const ref of refs) this.remove(ref);
      return refs.length;
    }
    visitRefs(this.index, slot, (ref) => {
      this.release(ref);
      return true;
    });
    this.index.freeSlot(slot);
    return count;
  }

  /** Walks through all memory and throws an Error if an invariant does not hold. */
  check(): void {
    checkKeyspace(this.arena, this.entries, this.index, this.wheel, this.size, this.keyHash);
  }

  /** Bytes that are not in the arena. */
  private get bytesOutside(): number {
    const beside = this.companion === null ? 0 : this.companion.usedBytes;
    return this.entries.usedBytes + this.index.usedBytes + beside;
  }

  private find(slot: number, hash: number, view: DataView, start: number, end: number): number {
    let ref = this.index.first(slot, hash);
    while (ref !== 0 && !this.entries.hasKey(ref, view, start, end - start)) ref = this.index.next();
    return ref;
  }

  /** Sees to it that `slot` and `hash` are those of the entry's key. */
  private locate(ref: number): void {
    if (ref === this.located) return;
    const start = this.entries.payloadAt(ref);
    const end = start + this.entries.keyLength(ref);
    const view = this.entries.payloadView(ref);
    this.hash = this.keyHash.of(view, start, end);
    this.slot = fastHashSlot(this.entries.payload(ref), view, start, end);
    this.located = ref;
  }

  /** Frees an entry that is not, or soon will not be, in the index. */
  private release(ref: number): void {
    if (this.entries.hasExpiry(ref)) this.wheel.remove(ref);
    this.entries.free(ref);
    this.size--;
    if (ref === this.located) this.located = 0;
  }
}
