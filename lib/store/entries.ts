/**
 * Entries in their cells (entry-layout.ts): makes them, reads and changes what they hold.
 */

import { copyBytes, equalBytes } from '../base/byte-copy.ts';
import type { Arena } from './arena.ts';
import { KIND_ENTRY, KIND_SHIFT, SEGMENT_SHIFT, UNIT_MASK } from './cell-reference.ts';
import {
  ACCESS,
  ENCODING_SHIFT,
  EXPIRES_HIGH,
  EXPIRES_LOW,
  fixedWords,
  HAS_EXPIRY,
  HAS_VERSION,
  IS_LARGE,
  IS_OUTLIVED,
  KEY_LENGTH_MASK,
  kindBits,
  META,
  placeOf,
  TYPE_SHIFT,
  VALUE_LENGTH,
  versionWord,
} from './entry-layout.ts';
import { MAX_CELL_BYTES, sizeClassOf } from './size-classes.ts';

const CHOSEN_FLAGS = HAS_EXPIRY | HAS_VERSION;

const NIBBLE = 0xf;

const CLOCK_SHIFT = 8;
const CLOCK_MASK = 0xffffff;
const UINT32 = 2 ** 32;

/** For a time: the entry does not expire. */
export const NO_EXPIRY = -1;

/** The version of what has none. */
export const NO_VERSION = 0;

/** Room that a large value gets when it grows, as Redis does: as much again, at most 1 MB. */
export const MAX_SPARE_BYTES = 1 << 20;

export class Entries {
  private readonly arena: Arena;
  // Key and value of large entries, their views, and the entries themselves: without gaps, so that one can be drawn by lot.
  private readonly largeBytes: Buffer[] = [];
  private readonly largeViews: DataView[] = [];
  private readonly largeRefs: number[] = [];
  private bytesInLarge = 0;
  /** The next entry that is made is put into a cell of this size class at least, because smaller ones are used up. */
  leastClass = 0;

  constructor(arena: Arena) {
    this.arena = arena;
  }

  /** Bytes outside the arena. */
  get usedBytes(): number {
    return this.bytesInLarge;
  }

  typeOf(ref: number): number {
    return (this.word(ref, META) >>> TYPE_SHIFT) & NIBBLE;
  }

  encodingOf(ref: number): number {
    return (this.word(ref, META) >>> ENCODING_SHIFT) & NIBBLE;
  }

  keyLength(ref: number): number {
    return this.keyLengthIn(ref, this.word(ref, META));
  }

  valueLength(ref: number): number {
    return this.word(ref, VALUE_LENGTH);
  }

  /** HAS_EXPIRY and HAS_VERSION, as far as the entry has them. */
  flagsOf(ref: number): number {
    return this.word(ref, META) & CHOSEN_FLAGS;
  }

  hasExpiry(ref: number): boolean {
    return (this.word(ref, META) & HAS_EXPIRY) !== 0;
  }

  /** ms since 1970, or NO_EXPIRY. */
  expiresAtMs(ref: number): number {
    if (!this.hasExpiry(ref)) return NO_EXPIRY;
    return this.word(ref, EXPIRES_HIGH) * UINT32 + (this.word(ref, EXPIRES_LOW) >>> 0);
  }

  setExpiresAtMs(ref: number, expiresAtMs: number): void {
    this.setWord(ref, EXPIRES_LOW, expiresAtMs | 0);
    this.setWord(ref, EXPIRES_HIGH, Math.floor(expiresAtMs / UINT32));
  }

  /** Whether the entry's time has run out: as in Redis, the millisecond that it names still belongs to it. */
  isExpired(ref: number, nowMs: number): boolean {
    return this.hasExpiry(ref) && this.expiresAtMs(ref) < nowMs;
  }

  /** Whether the entry leaves a tombstone when its time has run out, as what was there before it would have lived longer. */
  isOutlived(ref: number): boolean {
    return (this.word(ref, META) & IS_OUTLIVED) !== 0;
  }

  setOutlived(ref: number): void {
    this.setWord(ref, META, this.word(ref, META) | IS_OUTLIVED);
  }

  /** A positive safe integer, or NO_VERSION. */
  versionOf(ref: number): number {
    const meta = this.word(ref, META);
    if ((meta & HAS_VERSION) === 0) return NO_VERSION;
    const at = versionWord(meta);
    return this.word(ref, at + 1) * UINT32 + (this.word(ref, at) >>> 0);
  }

  /** Writes the entry's version if it has room for one. */
  setVersion(ref: number, version: number): void {
    const meta = this.word(ref, META);
    if ((meta & HAS_VERSION) === 0) return;
    const at = versionWord(meta);
    this.setWord(ref, at, version | 0);
    this.setWord(ref, at + 1, Math.floor(version / UINT32));
  }

  accessWord(ref: number): number {
    return this.word(ref, ACCESS);
  }

  setAccessWord(ref: number, word: number): void {
    this.setWord(ref, ACCESS, word);
  }

  /** Notes that the entry was used. */
  touch(ref: number, nowMs: number): void {
    const touched = accessAt(nowMs);
    if (touched !== this.word(ref, ACCESS)) this.setWord(ref, ACCESS, touched);
  }

  idleMs(ref: number, nowMs: number): number {
    const usedAt = this.word(ref, ACCESS) >>> CLOCK_SHIFT;
    return ((Math.floor(nowMs / 1000) - usedAt) & CLOCK_MASK) * 1000;
  }

  hasKey(ref: number, view: DataView, start: number, length: number): boolean {
    const meta = this.word(ref, META);
    if (this.keyLengthIn(ref, meta) !== length) return false;
    return equalBytes(this.viewIn(ref, meta), placeOf(ref, meta), view, start, length);
  }

  /** Like `hasKey`, for a cell that held an entry and may be free, or another's, by now. */
  stillHasKey(ref: number, view: DataView, start: number, length: number): boolean {
    return this.word(ref, META) >>> KIND_SHIFT === KIND_ENTRY && this.hasKey(ref, view, start, length);
  }

  /** Bytes of the cell and of the buffer if there is one. */
  entryBytes(ref: number): number {
    return this.arena.cellBytes(ref) + this.largeBytesOf(ref);
  }

  /** Bytes of the entry's own buffer, 0 if it has none. */
  largeBytesOf(ref: number): number {
    return this.isLarge(ref) ? this.payload(ref).length : 0;
  }

  /** The buffer in which the entry's key and value are, the view of it, and the places there of key and value. */
  payload(ref: number): Buffer {
    return this.bufferIn(ref, this.word(ref, META));
  }

  payloadView(ref: number): DataView {
    return this.viewIn(ref, this.word(ref, META));
  }

  payloadAt(ref: number): number {
    return placeOf(ref, this.word(ref, META));
  }

  valueAt(ref: number): number {
    const meta = this.word(ref, META);
    return placeOf(ref, meta) + this.keyLengthIn(ref, meta);
  }

  /**
   * A new entry with its lengths and flags, not used yet; key and value are undefined, or zero if `zeroed`. A large one gets up to
   * `spareBytes` more than it needs. Time and version are undefined until they are written.
   */
  create(keyLength: number, valueLength: number, flags: number, zeroed: boolean, spareBytes: number): number {
    const bytes = fixedWords(flags) * 4 + keyLength + valueLength;
    const isLarge = bytes > MAX_CELL_BYTES;
    const fixed = fixedWords(flags | IS_LARGE);
    // Before the cell, which would be lost if there is no memory for the buffer.
    const spare = Math.min(spareBytes, MAX_SPARE_BYTES);
    const make = zeroed ? Buffer.alloc : Buffer.allocUnsafeSlow;
    const buffer = isLarge ? make(keyLength + valueLength + spare) : null;
    const ref = this.arena.allocate(Math.max(sizeClassOf(isLarge ? fixed * 4 : bytes), this.leastClass));
    this.leastClass = 0;
    const meta = (KIND_ENTRY << KIND_SHIFT) | flags;
    this.setWord(ref, META, isLarge ? meta | IS_LARGE : meta | keyLength);
    this.setWord(ref, ACCESS, 0);
    this.setWord(ref, VALUE_LENGTH, valueLength);
    if (buffer !== null) {
      this.setWord(ref, fixed - 2, this.addLarge(ref, buffer));
      this.setWord(ref, fixed - 1, keyLength);
    } else if (zeroed) this.zeroValue(ref, 0, valueLength);
    return ref;
  }

  /** Whether the entry's memory suits a value of that length, as it suits one that is made for it. */
  canHold(ref: number, keyLength: number, valueLength: number): boolean {
    const needed = keyLength + valueLength;
    const bytes = fixedWords(this.flagsOf(ref)) * 4 + needed;
    if (bytes <= MAX_CELL_BYTES) {
      return !this.isLarge(ref) && sizeClassOf(bytes) === this.arena.sizeClassAt(ref);
    }
    const capacity = this.largeBytesOf(ref);
    return needed <= capacity && needed + MAX_SPARE_BYTES >= capacity && needed >= capacity >>> 1;
  }

  /** Changes the value's length, within what `canHold` allowed; moves nothing. */
  reuse(ref: number, valueLength: number): void {
    this.setWord(ref, VALUE_LENGTH, valueLength);
  }

  setKind(ref: number, type: number, encoding: number): void {
    const meta = this.word(ref, META) & ~((NIBBLE << TYPE_SHIFT) | (NIBBLE << ENCODING_SHIFT));
    this.setWord(ref, META, meta | kindBits(type, encoding));
  }

  /** Copies type, encoding, access, and time and version if both have one. */
  copyAttributes(from: number, to: number): void {
    this.setKind(to, this.typeOf(from), this.encodingOf(from));
    this.setWord(to, ACCESS, this.word(from, ACCESS));
    if (this.hasExpiry(from) && this.hasExpiry(to)) this.setExpiresAtMs(to, this.expiresAtMs(from));
    this.setVersion(to, this.versionOf(from));
    if (this.isOutlived(from)) this.setOutlived(to);
  }

  /** Gives a large entry's buffer, key and value, to one that was made for a key of LARGE_BYTES; the old one has no key then. */
  handOver(from: number, to: number): void {
    const index = this.largeIndex(from);
    const meta = (this.word(to, META) & ~KEY_LENGTH_MASK) | IS_LARGE;
    this.setWord(to, META, meta);
    this.setWord(to, VALUE_LENGTH, this.word(from, VALUE_LENGTH));
    this.setWord(to, fixedWords(meta) - 2, index);
    this.setWord(to, fixedWords(meta) - 1, this.keyLength(from));
    this.largeRefs[index] = to;
    this.setWord(from, META, this.word(from, META) & ~IS_LARGE);
  }

  /** Notes that `ref` is now what was elsewhere, a copy of the whole cell. */
  moved(ref: number): void {
    if (this.isLarge(ref)) this.largeRefs[this.largeIndex(ref)] = ref;
  }

  /** A random large entry; 0 if there is none. */
  randomLarge(random: () => number): number {
    return this.largeRefs[Math.floor(random() * this.largeRefs.length)] ?? 0;
  }

  /** Bytes of an entry's cell; 0 if key and value are to go into a buffer of their own. */
  static cellBytesFor(keyLength: number, valueLength: number, flags: number): number {
    const bytes = fixedWords(flags) * 4 + keyLength + valueLength;
    return bytes > MAX_CELL_BYTES ? 0 : bytes;
  }

  /** Lets the entry's memory go. */
  free(ref: number): void {
    if (this.isLarge(ref)) this.dropLarge(this.largeIndex(ref));
    this.arena.free(ref);
  }

  writeKey(ref: number, key: Buffer, keyView: DataView, start: number, end: number): void {
    copyBytes(key, keyView, start, end, this.payload(ref), this.payloadView(ref), this.payloadAt(ref));
  }

  /** Writes `[start, end)` of `source` into the value from `at` on. */
  writeValue(
    ref: number,
    at: number,
    source: Buffer,
    sourceView: DataView,
    start: number,
    end: number,
  ): void {
    const meta = this.word(ref, META);
    const place = placeOf(ref, meta) + this.keyLengthIn(ref, meta) + at;
    copyBytes(source, sourceView, start, end, this.bufferIn(ref, meta), this.viewIn(ref, meta), place);
  }

  /** Copies the first `length` bytes of key and value, taken as one range, to `target` from `at` on. */
  readPayload(ref: number, length: number, target: Buffer, targetView: DataView, at: number): void {
    const meta = this.word(ref, META);
    const place = placeOf(ref, meta);
    const view = this.viewIn(ref, meta);
    copyBytes(this.bufferIn(ref, meta), view, place, place + length, target, targetView, at);
  }

  /** Copies bytes `[from, to)` of the value to `target` from `at` on. */
  readValue(ref: number, from: number, to: number, target: Buffer, targetView: DataView, at: number): void {
    const meta = this.word(ref, META);
    const place = placeOf(ref, meta) + this.keyLengthIn(ref, meta);
    const view = this.viewIn(ref, meta);
    copyBytes(this.bufferIn(ref, meta), view, place + from, place + to, target, targetView, at);
  }

  /** Zeroes bytes `[from, to)` of the value. */
  zeroValue(ref: number, from: number, to: number): void {
    const base = this.valueAt(ref);
    if (to > from) this.payload(ref).fill(0, base + from, base + to);
  }

  private isLarge(ref: number): boolean {
    return (this.word(ref, META) & IS_LARGE) !== 0;
  }

  // What depends on the entry's word 0, for those that have read it.

  private keyLengthIn(ref: number, meta: number): number {
    return (meta & IS_LARGE) === 0 ? meta & KEY_LENGTH_MASK : this.word(ref, fixedWords(meta) - 1);
  }

  private bufferIn(ref: number, meta: number): Buffer {
    if ((meta & IS_LARGE) === 0) return this.arena.bytes[ref >>> SEGMENT_SHIFT] as Buffer;
    return this.largeBytes[this.largeIndex(ref)] as Buffer;
  }

  private viewIn(ref: number, meta: number): DataView {
    if ((meta & IS_LARGE) === 0) return this.arena.views[ref >>> SEGMENT_SHIFT] as DataView;
    return this.largeViews[this.largeIndex(ref)] as DataView;
  }

  private largeIndex(ref: number): number {
    return this.word(ref, fixedWords(this.word(ref, META)) - 2);
  }

  /** Returns the buffer's index. */
  private addLarge(ref: number, bytes: Buffer): number {
    this.largeBytes.push(bytes);
    this.largeViews.push(new DataView(bytes.buffer, bytes.byteOffset, bytes.length));
    this.bytesInLarge += bytes.length;
    return this.largeRefs.push(ref) - 1;
  }

  /** Lets a buffer go; the last one takes its place. */
  private dropLarge(index: number): void {
    this.bytesInLarge -= (this.largeBytes[index] as Buffer).length;
    const bytes = this.largeBytes.pop() as Buffer;
    const view = this.largeViews.pop() as DataView;
    const ref = this.largeRefs.pop() as number;
    if (index === this.largeRefs.length) return;
    this.largeBytes[index] = bytes;
    this.largeViews[index] = view;
    this.largeRefs[index] = ref;
    this.setWord(ref, fixedWords(this.word(ref, META)) - 2, index);
  }

  private word(ref: number, index: number): number {
    return (this.arena.words[ref >>> SEGMENT_SHIFT] as Int32Array)[
      ((ref & UNIT_MASK) << 1) + index
    ] as number;
  }

  private setWord(ref: number, index: number, value: number): void {
    (this.arena.words[ref >>> SEGMENT_SHIFT] as Int32Array)[((ref & UNIT_MASK) << 1) + index] = value;
  }
}

/** The access word of an entry that was used then. */
export function accessAt(nowMs: number): number {
  return Math.floor(nowMs / 1000) << CLOCK_SHIFT;
}
