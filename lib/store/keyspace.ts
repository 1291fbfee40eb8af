/**
 * The keyspace of one shard: keys and values outside the V8 heap, indexed by hash slot.
 * Knows no RESP, no sockets and no cluster. Keys and values are byte ranges that it copies; of a caller's buffers it keeps only
 * those that it used last, if they are at most 256 KB.
 *
 * It is put together from an arena of cells (arena.ts), entries in them (entries.ts), an index for each hash slot
 * (hash-index.ts) and a timing wheel for what expires (expiry-wheel.ts); entry-table.ts keeps them in agreement. 10 M keys are
 * some hundred objects to the garbage collector. No operation takes time that grows with the number of keys, but for
 * those that delete or visit many.
 *
 * The class is in three parts: keyspace-base.ts has lookups, reading and limits, keyspace-walk.ts the ways through many
 * keys; what changes a key is here.
 */

import { fastHashSlot } from '../base/fast-hash-slot.ts';
import { SLOT_COUNT } from '../base/hash-slot.ts';
import { NO_EXPIRY, NO_VERSION } from './entries.ts';
import { IS_OUTLIVED, kindBits, LARGE_BYTES } from './entry-layout.ts';
import { type EntryRef, NO_ENTRY } from './keyspace-base.ts';
import { WalkableKeyspace } from './keyspace-walk.ts';
import { ENCODING_RAW, stringEncoding } from './string-encoding.ts';

export { NO_EXPIRY, NO_VERSION } from './entries.ts';
export { type EntryRef, type KeyspaceStats, NO_ENTRY } from './keyspace-base.ts';
export { SlotDigest } from './slot-digest.ts';
export { ENCODING_EMBSTR, ENCODING_INT, ENCODING_RAW } from './string-encoding.ts';

/** For `set`'s `expiresAtMs`: what the key had before. */
export const KEEP_EXPIRY = -2;

/** Kinds of values. More come with their commands. */
export const TYPE_STRING = 0;

/** `find`, `set` and so on take a key as `[start, end)` of `buf`, and `nowMs`, the wall clock in ms since 1970. */
export class Keyspace extends WalkableKeyspace {
  /** The version of what is changed next, set by the caller before each command that writes. It counts if `versioned`. */
  writeVersion: number = NO_VERSION;
  /** Grows with each change by the methods from `set` to `copyTo`: not with expiry, eviction, `clear`, or what is applied. */
  changes = 0;
  /** The entry that was changed last, as it is now; NO_ENTRY if it was deleted. A reference like any other. */
  changed: EntryRef = NO_ENTRY;
  /** Changes from other members that found no room. */
  refused = 0;

  /** Of each slot; `null` until the first one is set. */
  private floors: Float64Array | null = null;
  private present: EntryRef = NO_ENTRY;

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
    const ref = this.write(old, buf, start, end, value, valueStart, valueEnd, expires, nowMs);
    this.stamp(ref);
    return ref;
  }

  /**
   * Makes the string value of `old` `length` bytes long, new bytes zero, encoding raw; returns the entry's new reference. NO_ENTRY if
   * memory is above the limit and stays there: then the command is to be refused, and all references are invalid.
   */
  resize(old: EntryRef, length: number): EntryRef {
    const { table } = this;
    const { entries } = table;
    const oldLength = entries.valueLength(old);
    const keyLength = entries.keyLength(old);
    const flags = entries.flagsOf(old) | table.versionFlag;
    const fits = table.canReuse(old, keyLength, length, flags);
    const ref = fits ? old : this.pinOrRefuse(old, keyLength, length, flags, entries.largeBytesOf(old));
    if (ref === NO_ENTRY) return NO_ENTRY;
    let resized = ref;
    if (fits) {
      entries.reuse(ref, length);
      entries.zeroValue(ref, oldLength, length);
    } else {
      resized = entries.create(keyLength, length, flags, true, length > oldLength ? length : 0);
      table.takePlace(ref, resized, Math.min(oldLength, length));
    }
    entries.setKind(resized, entries.typeOf(resized), ENCODING_RAW);
    this.stamp(resized);
    return resized;
  }

  /** Overwrites bytes of the value from `at` on (all within its length) with `[start, end)` of `source`. */
  writeValue(ref: EntryRef, at: number, source: Buffer, start: number, end: number): void {
    this.table.entries.writeValue(ref, at, source, this.values.of(source), start, end);
    this.stamp(ref);
  }

  /** Overwrites the whole value with one as long and of the same encoding, and marks the entry as used. */
  overwrite(ref: EntryRef, source: Buffer, start: number, end: number, nowMs: number): void {
    const expiresAtMs = this.expiresAtMs(ref);
    const isRoomy = this.table.entries.flagsOf(ref) === this.table.flagsFor(expiresAtMs);
    const roomy = isRoomy ? ref : this.setExpiresAtMs(ref, expiresAtMs);
    this.writeValue(roomy, 0, source, start, end);
    this.touch(roomy, this.table.entries.accessWord(roomy), nowMs);
  }

  /** Gives the entry an expiry time, or takes it away (NO_EXPIRY); returns the entry's new reference. */
  setExpiresAtMs(old: EntryRef, expiresAtMs: number): EntryRef {
    const { table } = this;
    const { entries } = table;
    const hadExpiry = entries.hasExpiry(old);
    const flags = table.flagsFor(expiresAtMs);
    if (this.versioned && this.endsBefore(expiresAtMs, old)) entries.setOutlived(old);
    let ref = old;
    if (entries.flagsOf(old) !== flags) {
      // Where the value's buffer is handed over only a cell has to find room.
      const pinned = table.keepsBuffer(old, flags)
        ? this.pin(old, LARGE_BYTES, 0, flags)
        : this.pin(old, entries.keyLength(old), entries.valueLength(old), flags);
      ref = table.changeFlags(pinned, flags);
    }
    if (expiresAtMs !== NO_EXPIRY) {
      if (hadExpiry) table.changeExpiry(ref, expiresAtMs);
      else table.addExpiry(ref, expiresAtMs, this.latestMs);
    }
    this.stamp(ref);
    return ref;
  }

  /** Deletes the entry; leaves a tombstone if `versioned`. */
  delete(ref: EntryRef): void {
    const { table } = this;
    this.changes++;
    this.changed = NO_ENTRY;
    if (table.versioned) this.buryEntry(ref, this.writeVersion);
    table.remove(ref);
  }

  /**
   * Copies value and expiry of `source` to another key, which is overwritten. To the key itself it does nothing. NO_ENTRY as with
   * `resize`, unless the source `isToGo` next.
   */
  copyTo(source: EntryRef, buf: Buffer, start: number, end: number, nowMs: number, isToGo = false): EntryRef {
    const { table } = this;
    const { entries } = table;
    const view = this.keys.of(buf);
    const length = entries.valueLength(source);
    const expires = this.expiresAtMs(source);
    const flags = table.flagsFor(expires);
    const ref = isToGo
      ? this.pin(source, end - start, length, flags)
      : this.pinOrRefuse(source, end - start, length, flags, 0);
    if (ref === NO_ENTRY) return NO_ENTRY;
    const old = table.lookUp(buf, view, start, end);
    if (old === ref) return ref;
    const word = old === NO_ENTRY ? 0 : entries.accessWord(old);
    const isOutlived = this.outlives(old, buf, start, end, expires);
    const copy = table.put(old, buf, view, start, end, length, expires, nowMs);
    if (isOutlived) entries.setOutlived(copy);
    const from = entries.valueAt(ref);
    entries.writeValue(copy, 0, entries.payload(ref), entries.payloadView(ref), from, from + length);
    entries.setKind(copy, entries.typeOf(ref), entries.encodingOf(ref));
    this.touch(copy, word, nowMs);
    this.stamp(copy);
    return copy;
  }

  /** How long a deletion is remembered. */
  get tombstoneMs(): number {
    return this.tombstones.lifeMs;
  }

  set tombstoneMs(ms: number) {
    this.tombstones.lifeMs = ms;
  }

  /** The version up to which changes of a slot's keys that come from another member are ignored, as they were before a FLUSHALL. */
  floorOf(slot: number): number {
    return this.floors === null ? NO_VERSION : (this.floors[slot] as number);
  }

  /** Raises a slot's floor; one that is higher stays. It deletes nothing. */
  setFloor(slot: number, version: number): void {
    this.floors ??= new Float64Array(SLOT_COUNT);
    this.floors[slot] = Math.max(version, this.floors[slot] as number);
  }

  /** There are no floors any more. */
  forgetFloors(): void {
    this.floors = null;
  }

  /**
   * Sets the string key to what it became at another member with that version, unless something newer or the same is known here: an entry,
   * a tombstone, or the slot's floor. What has version NO_VERSION is older than all else, and taken only where nothing is known. A value
   * whose time has run out deletes what is older. `isOutlived` is what it was there. Returns whether it was taken; if there was no room for it, `refused` counts it.
   * Neither `writeVersion` nor `changes` has to do with it.
   */
  apply(
    buf: Buffer,
    start: number,
    end: number,
    value: Buffer,
    valueStart: number,
    valueEnd: number,
    expiresAtMs: number,
    version: number,
    nowMs: number,
    isOutlived = false,
  ): boolean {
    if (expiresAtMs !== NO_EXPIRY && expiresAtMs < nowMs) {
      return this.applyDelete(buf, start, end, version, nowMs);
    }
    // Room first, as references do not outlive it.
    const hasRoom = this.makeRoom(end - start + valueEnd - valueStart, nowMs);
    if (!this.isNews(buf, start, end, version)) return false;
    if (!hasRoom) {
      this.refused++;
      return false;
    }
    if (this.present === NO_ENTRY && value === buf && valueStart === end) {
      this.add(buf, start, end, valueEnd, expiresAtMs, version, nowMs, isOutlived);
      return true;
    }
    const ref = this.write(this.present, buf, start, end, value, valueStart, valueEnd, expiresAtMs, nowMs);
    this.table.entries.setVersion(ref, version);
    if (isOutlived) this.table.entries.setOutlived(ref);
    return true;
  }

  /** The same for a deletion. It leaves a tombstone, whether the key is there or not; one without version is never taken. */
  applyDelete(buf: Buffer, start: number, end: number, version: number, nowMs: number): boolean {
    this.latestMs = nowMs;
    if (version === NO_VERSION || !this.isNews(buf, start, end, version)) return false;
    if (this.present !== NO_ENTRY) this.table.remove(this.present);
    this.bury(buf, this.keys.of(buf), start, end, version);
    return true;
  }

  /** The same for an eviction: deletes the entry if it has exactly that version, and leaves no tombstone. */
  applyDrop(buf: Buffer, start: number, end: number, version: number, nowMs: number): boolean {
    this.latestMs = nowMs;
    const ref = this.table.lookUp(buf, this.keys.of(buf), start, end);
    if (ref === NO_ENTRY || this.table.entries.versionOf(ref) !== version) return false;
    this.table.remove(ref);
    return true;
  }

  /**
   * Whether a change of that version is newer than all that is known of the key; if nothing is, one without version is too. Leaves the
   * key's entry in `present`.
   */
  private isNews(buf: Buffer, start: number, end: number, version: number): boolean {
    const { table } = this;
    const view = this.keys.of(buf);
    const ref = table.lookUp(buf, view, start, end);
    this.present = ref;
    if (ref === NO_ENTRY) {
      const deleted = this.tombstones.versionOfMissed(table, view, start, end);
      const least = Math.max(deleted, this.floorOf(table.missedSlot));
      return least === NO_VERSION || version > least;
    }
    let known = this.tombstones.versionOf(buf, view, start, end);
    if (this.floors !== null) known = Math.max(known, this.floorOf(fastHashSlot(buf, view, start, end)));
    return version > known && version > table.entries.versionOf(ref);
  }

  /**
   * Whether a value that expires then, in the place of `old` if that is not NO_ENTRY, hides one that would live longer, somewhere: `old`, one
   * that `old` hides, or one that was deleted.
   */
  private outlives(old: EntryRef, buf: Buffer, start: number, end: number, expiresAtMs: number): boolean {
    if (expiresAtMs === NO_EXPIRY || !this.versioned) return false;
    if (old === NO_ENTRY) return this.tombstones.versionOf(buf, this.keys.of(buf), start, end) !== NO_VERSION;
    return this.isOutlived(old) || this.endsBefore(expiresAtMs, old);
  }

  private endsBefore(expiresAtMs: number, old: EntryRef): boolean {
    const oldMs = this.expiresAtMs(old);
    return expiresAtMs !== NO_EXPIRY && (oldMs === NO_EXPIRY || oldMs > expiresAtMs);
  }

  /** Counts a change, and gives the entry its version. */
  private stamp(ref: EntryRef): void {
    this.changes++;
    this.changed = ref;
    this.table.entries.setVersion(ref, this.writeVersion);
  }

  /** Adds a string that lies behind its key in `buf`, up to `valueEnd`; the key was just not found. */
  private add(
    buf: Buffer,
    start: number,
    end: number,
    valueEnd: number,
    expiresAtMs: number,
    version: number,
    nowMs: number,
    isOutlived: boolean,
  ): void {
    const { table, limit } = this;
    const view = this.keys.of(buf);
    const flags = table.flagsFor(expiresAtMs);
    if (limit.lacksRoom(end - start, valueEnd - end, flags)) {
      limit.reclaim(NO_ENTRY);
      // It has other keys looked for.
      table.lookUp(buf, view, start, end);
    }
    const hides = isOutlived || this.outlives(NO_ENTRY, buf, start, end, expiresAtMs);
    const kind = kindBits(TYPE_STRING, stringEncoding(buf, end, valueEnd));
    const meta = flags | kind | (hides ? IS_OUTLIVED : 0);
    table.add(buf, view, start, end, valueEnd, meta, this.firstAccess(nowMs), version, expiresAtMs, nowMs);
  }

  /** Puts a string into the place of `old`, the key's entry if it has one. */
  private write(
    old: EntryRef,
    buf: Buffer,
    start: number,
    end: number,
    value: Buffer,
    valueStart: number,
    valueEnd: number,
    expiresAtMs: number,
    nowMs: number,
  ): EntryRef {
    const { table } = this;
    const { entries } = table;
    const word = old === NO_ENTRY ? 0 : entries.accessWord(old);
    const length = valueEnd - valueStart;
    const flags = table.flagsFor(expiresAtMs);
    const view = this.keys.of(buf);
    let present = old;
    if (this.limit.lacksRoom(end - start, length, flags)) {
      if (!table.canReuse(old, end - start, length, flags)) this.limit.reclaim(NO_ENTRY);
      present = table.lookUp(buf, view, start, end);
    }
    const isOutlived = this.outlives(present, buf, start, end, expiresAtMs);
    const ref = table.put(present, buf, view, start, end, length, expiresAtMs, nowMs);
    if (isOutlived) entries.setOutlived(ref);
    entries.writeValue(ref, 0, value, this.values.of(value), valueStart, valueEnd);
    entries.setKind(ref, TYPE_STRING, stringEncoding(value, valueStart, valueEnd));
    this.touch(ref, word, nowMs);
    return ref;
  }
}
