/**
 * Changes on their way from one shard to another: a batch of frames, one behind the other, in the order in which they
 * happened. All numbers are little endian.
 *
 *   op (1)  slot (2)  then by op
 *   PUT     version (8, double)  expiry (8, double: ms since 1970, -1 none)  key length (4)  value length (4)  type (1)  key  value
 *   DELETE  version (8)  key length (4)  key        the key was deleted
 *   DROP    version (8)  key length (4)  key        the entry of that version was evicted
 *   FLOOR   version (8)                             all of the slot that is not newer is void (FLUSHALL)
 *   BEGIN   keys (8, about so many)                 all of the slot follows, and changes to it meanwhile
 *   END     digest (8)                              that was all; the sender's slot has this digest now
 *   SAME    digest (8)                              the slot was the same on both sides; only changes follow
 *   GIVEN                                           that was all; the sender held the slot, which is the receiver's now
 *   COPIED                                          that was all; the sender did not hold the slot
 *   STOP                                            no more changes of the slot follow: the receiver is not to have a copy
 *   CHECK   digest (8)                              the sender's slot has this digest at this place of the stream
 *
 * Type and value are as in an RDB file, but that a string has no length of its own: key and value lie there as in the store, which
 * copies them in one go. The highest bit of the type says that the entry hides an older value which would live longer.
 * Applying a change twice, or late, does no harm: the higher version wins.
 */
import { copyBytes, viewOf } from '../base/byte-copy.ts';
import { SLOT_COUNT } from '../base/hash-slot.ts';
import type { EntryImage } from '../store/entry-image.ts';
import { isVersion } from './version-clock.ts';

export const PUT = 1;
export const DELETE = 2;
export const DROP = 3;
export const FLOOR = 4;
export const BEGIN = 5;
export const END = 6;
export const SAME = 7;
export const GIVEN = 8;
export const CHECK = 9;
export const COPIED = 10;
export const STOP = 11;

const HEAD_BYTES = 3;
const VERSION_BYTES = 8;
const PUT_BYTES = HEAD_BYTES + VERSION_BYTES + 17;
const KEY_BYTES = HEAD_BYTES + VERSION_BYTES + 4;
const NUMBER_BYTES = HEAD_BYTES + VERSION_BYTES;
const FIRST_BYTES = 16 * 1024;
/**
 * A batch is sent when it has so many bytes, even if the turn of the event loop is not over. Each message costs both sides some 50 us beside
 * its entries, which is a tenth of what so many small ones cost; one takes less than a millisecond to be applied.
 */
export const BATCH_BYTES: number = 64 * 1024;
/** Twice what a batch has when it is sent. Larger memory is made for one batch only. */
const REUSED_BYTES = 128 * 1024;
const TYPE_STRING = 0;
/** A bit of the type. */
const OUTLIVED = 0x80;

/** Bytes that are left free behind the frames. */
const TAIL_BYTES = 2;

/** Collects frames. `buf` from `start` to `length` is the batch; what is before `start`, and two bytes behind it, are the caller's. */
export class ChangeWriter {
  buf: Buffer;
  length: number;
  readonly start: number;
  private view: DataView;

  /** Leaves `start` bytes free in front of the frames. */
  constructor(start: number) {
    this.start = start;
    this.length = start;
    this.buf = Buffer.allocUnsafeSlow(FIRST_BYTES);
    this.view = viewOf(this.buf);
  }

  get isEmpty(): boolean {
    return this.length === this.start;
  }

  /** Whether it is to be sent before more is added. */
  get isFull(): boolean {
    return this.length >= BATCH_BYTES;
  }

  /** The entry as it is. */
  put(slot: number, entry: EntryImage): void {
    const { start, keyLength, valueLength } = entry;
    const bytes = keyLength + valueLength;
    const at = this.reserve(PUT_BYTES + bytes, PUT, slot);
    const { buf, view } = this;
    view.setFloat64(at, entry.version, true);
    view.setFloat64(at + 8, entry.expiresAtMs, true);
    view.setUint32(at + 16, keyLength, true);
    view.setUint32(at + 20, valueLength, true);
    buf[at + 24] = entry.isOutlived ? TYPE_STRING | OUTLIVED : TYPE_STRING;
    copyBytes(entry.bytes, entry.view, start, start + bytes, buf, view, at + 25);
    this.length = at + 25 + bytes;
  }

  /** DELETE or DROP of the key `[start, end)` of `key`. */
  key(op: number, slot: number, version: number, key: Buffer, start: number, end: number): void {
    const at = this.reserve(KEY_BYTES + end - start, op, slot);
    this.view.setFloat64(at, version, true);
    this.view.setUint32(at + 8, end - start, true);
    key.copy(this.buf, at + 12, start, end);
    this.length = at + 12 + end - start;
  }

  /** FLOOR, BEGIN, END, SAME or CHECK. */
  number(op: number, slot: number, number: number): void {
    const at = this.reserve(NUMBER_BYTES, op, slot);
    this.view.setFloat64(at, number, true);
    this.length = at + VERSION_BYTES;
  }

  /** GIVEN, COPIED or STOP. */
  mark(op: number, slot: number): void {
    this.length = this.reserve(HEAD_BYTES, op, slot);
  }

  /** The next batch goes into memory of its own if this one's was handed on; else it is used again. */
  clear(): void {
    if (this.buf.length > REUSED_BYTES) this.takeMemory(Buffer.allocUnsafeSlow(FIRST_BYTES));
    this.length = this.start;
  }

  /** Makes room for a frame of at most so many bytes and writes its head; returns the place behind that. */
  private reserve(bytes: number, op: number, slot: number): number {
    const end = this.length + bytes + TAIL_BYTES;
    if (end > this.buf.length) this.grow(end);
    const at = this.length;
    this.buf[at] = op;
    this.buf[at + 1] = slot & 0xff;
    this.buf[at + 2] = slot >>> 8;
    return at + HEAD_BYTES;
  }

  private grow(bytes: number): void {
    const grown = Buffer.allocUnsafeSlow(Math.max(bytes, 2 * this.buf.length));
    this.buf.copy(grown, 0, 0, this.length);
    this.takeMemory(grown);
  }

  private takeMemory(buf: Buffer): void {
    this.buf = buf;
    this.view = viewOf(buf);
  }
}

/** Goes through the frames of a batch. After `next` the fields are those of the frame that it found. */
export class ChangeReader {
  op = 0;
  slot = 0;
  /** The version, the digest, or the number of keys. */
  number = 0;
  expiresAtMs = 0;
  /** Of a PUT: its entry hides an older value that would live longer. */
  isOutlived = false;
  keyStart = 0;
  keyEnd = 0;
  /** The bytes of a string value. */
  valueStart = 0;
  valueEnd = 0;
  readonly buf: Buffer;
  /** Covers `buf`. */
  readonly view: DataView;
  private at: number;
  private readonly end: number;

  constructor(buf: Buffer, start: number, end: number) {
    this.buf = buf;
    this.view = viewOf(buf);
    this.at = start;
    this.end = end;
  }

  /** False at the end, and where the bytes are no frame: then `isBroken`. */
  next(): boolean {
    const { at, buf } = this;
    if (at + HEAD_BYTES > this.end) return false;
    this.op = buf[at] as number;
    this.slot = this.view.getUint16(at + 1, true);
    const next = this.slot < SLOT_COUNT ? this.read(at + HEAD_BYTES) : 0;
    if (next === 0 || next > this.end) return false;
    this.at = next;
    return true;
  }

  get isBroken(): boolean {
    return this.at !== this.end;
  }

  /** Reads what follows the head at `at`; returns the place behind the frame, 0 if there is none. */
  private read(at: number): number {
    const { op, view, end } = this;
    if (op === GIVEN || op === COPIED || op === STOP) return at;
    if (op < PUT || op > CHECK || at + VERSION_BYTES > end) return 0;
    this.number = view.getFloat64(at, true);
    if (!Number.isSafeInteger(this.number) || this.number < 0) return 0;
    if (op <= FLOOR && !isVersion(this.number)) return 0;
    if (op !== PUT && op !== DELETE && op !== DROP) return at + VERSION_BYTES;
    if (op === PUT) return this.readPut(at);
    const keyAt = at + VERSION_BYTES + 4;
    if (keyAt > end) return 0;
    this.keyStart = keyAt;
    this.keyEnd = keyAt + view.getUint32(at + VERSION_BYTES, true);
    return this.keyEnd;
  }

  /** The rest of a PUT, from its version on. */
  private readPut(at: number): number {
    const { buf, view } = this;
    const keyAt = at + PUT_BYTES - HEAD_BYTES;
    if (keyAt > this.end) return 0;
    const type = buf[keyAt - 1] as number;
    if ((type & ~OUTLIVED) !== TYPE_STRING) return 0;
    this.isOutlived = type !== TYPE_STRING;
    this.expiresAtMs = view.getFloat64(at + 8, true);
    if (!Number.isSafeInteger(this.expiresAtMs)) return 0;
    this.keyStart = keyAt;
    this.keyEnd = keyAt + view.getUint32(at + 16, true);
    this.valueStart = this.keyEnd;
    this.valueEnd = this.keyEnd + view.getUint32(at + 20, true);
    return this.valueEnd;
  }
}
