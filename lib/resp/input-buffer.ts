/**
 * The bytes of one connection on their way to whoever cuts them into units: commands or replies.
 *
 * A unit that lies wholly in one pushed chunk is read where it is. One that is split over chunks is put together in memory of
 * its own, at most twice the bytes that have really arrived (or 512); only the bytes of that unit are copied (and at
 * most READ_AHEAD_BYTES more), after it reading goes on in the chunk. So the cost is linear in the bytes however they are split.
 *
 * Invariants:
 * - the unit being read begins at `start`, and `[start, limit)` of `buf` is what is there of it and perhaps of later ones;
 * - bytes before `limit` are never written again, so ranges of `buf` stay intact for as long as somebody refers to them, unless memory
 *   is used again (JoinedMemory): then they do until the unit after theirs is read;
 * - once `more` has returned false no pushed chunk is referred to: what was left of it has been copied.
 */

import type { JoinedMemory } from './joined-memory.ts';

const NO_BYTES = Buffer.alloc(0);
/** Bytes taken at once from the next chunk when it is not known how many the unit needs. */
const READ_AHEAD_BYTES = 1024;
/** Least memory for a unit that is split, unless its size is known and less. */
const MIN_JOINED_BYTES = 512;

export class InputBuffer {
  /** The bytes to read from; changes with `more` and `finish`. */
  buf: Buffer = NO_BYTES;
  /** Offset of the unit being read. */
  start = 0;
  /** Offset one past the last byte that is there. */
  limit = 0;
  /** Whether `buf` is memory of our own, in which a split unit is put together; `start` is 0 then. */
  private joining = false;
  /** The chunk read from last; while joining, its bytes from `chunkOffset` on follow those of `buf`. */
  private chunk: Buffer = NO_BYTES;
  private chunkEnd = 0;
  private chunkOffset = 0;
  /** The chunk after `chunk`, empty if there is none: mostly there is just one, which is cheaper here than in an array. */
  private nextInLine: Buffer = NO_BYTES;
  private nextStart = 0;
  private nextEnd = 0;
  /** Chunks after `nextInLine`; those before `waitingFrom` are used up. */
  private waiting: Buffer[] = [];
  private waitingFrom = 0;
  /** Bytes in all of these. */
  private waitingBytes = 0;
  /** Where memory of our own comes from and goes to; undefined: it is made, and never written to again. */
  private readonly memory: JoinedMemory | undefined;
  /** Memory of our own whose unit is finished, but perhaps in use until the next is asked for. */
  private finished: Buffer = NO_BYTES;
  /** Memory of our own with what was left of chunks. */
  private kept: Buffer = NO_BYTES;

  /** With `memory` a unit's bytes are intact only until `more` is called for the next one. */
  constructor(memory?: JoinedMemory) {
    this.memory = memory;
  }

  /** Whether `[start, limit)` is where it arrived. Otherwise it is the unit being read, put together, and not what follows it. */
  get isInPlace(): boolean {
    return !this.joining;
  }

  /** Bytes of memory held: those not read yet, and the room for a split unit. */
  get heldBytes(): number {
    const here = this.joining ? this.buf.length + this.chunkEnd - this.chunkOffset : this.limit - this.start;
    return here + this.waitingBytes;
  }

  /** Bytes that are not part of a finished unit. */
  get unreadBytes(): number {
    const beyond = this.joining ? this.chunkEnd - this.chunkOffset : 0;
    return this.limit - this.start + beyond + this.waitingBytes;
  }

  /** Appends `[start, end)` of `chunk`, which must not be written to until `more` has returned false. */
  push(chunk: Buffer, start: number, end: number): void {
    if (start === end) return;
    if (this.nextEnd === 0) {
      this.nextInLine = chunk;
      this.nextStart = start;
      this.nextEnd = end;
    } else this.waiting.push(chunk.subarray(start, end));
    this.waitingBytes += end - start;
  }

  /** Copies what has not been read yet, so that pushed chunks may be written to again. A unit that is being put together stays where it is. */
  keep(): void {
    const { joining, kept: former } = this;
    const [source, start, end] = joining
      ? [this.chunk, this.chunkOffset, this.chunkEnd]
      : [this.buf, this.start, this.limit];
    const bytes = end - start + this.waitingBytes;
    const kept = bytes === 0 ? NO_BYTES : this.take(bytes);
    let at = source.copy(kept, 0, start, end);
    at += this.nextInLine.copy(kept, at, this.nextStart, this.nextEnd);
    for (let i = this.waitingFrom; i < this.waiting.length; i++) {
      at += (this.waiting[i] as Buffer).copy(kept, at);
    }
    if (!joining) {
      this.giveBackFinished();
      this.buf = NO_BYTES;
      this.start = this.limit = 0;
    }
    this.forgetChunks();
    if (former !== NO_BYTES) this.memory?.giveBack(former);
    this.kept = kept;
    this.push(kept, 0, at);
  }

  /** The unit ends at `end` of `buf`; the next begins there. */
  finish(end: number): void {
    if (!this.joining) {
      this.start = end;
      return;
    }
    this.start = this.chunkOffset - (this.limit - end);
    this.finished = this.buf;
    this.buf = this.chunk;
    this.limit = this.chunkEnd;
    this.joining = false;
  }

  /**
   * Brings at least one more byte of a unit that is not whole; false if there is none. The unit needs at least `needed` bytes
   * beyond `limit`, and exactly those if `last`. `buf`, `start` and `limit` may change; what was at `start + n` still is.
   */
  more(needed: number, last: boolean): boolean {
    this.giveBackFinished();
    if (!this.joining) {
      if (this.start === this.limit) return this.readInPlace();
      this.chunkOffset = this.limit;
      this.grow(this.limit - this.start, needed, last);
      this.joining = true;
    }
    if (this.chunkOffset === this.chunkEnd && !this.nextChunk()) return false;
    let taken = Math.min(
      this.chunkEnd - this.chunkOffset,
      last ? needed : Math.max(needed, READ_AHEAD_BYTES),
    );
    const room = this.buf.length - this.limit;
    if (room >= needed) taken = Math.min(taken, room);
    else if (room < taken) this.grow(this.limit + taken, needed, last);
    this.chunk.copy(this.buf, this.limit, this.chunkOffset, this.chunkOffset + taken);
    this.limit += taken;
    this.chunkOffset += taken;
    return true;
  }

  /** Forgets everything. */
  clear(): void {
    this.buf = this.finished = NO_BYTES;
    this.start = this.limit = 0;
    this.joining = false;
    this.forgetChunks();
  }

  private forgetChunks(): void {
    this.chunk = this.nextInLine = this.kept = NO_BYTES;
    this.chunkOffset = this.chunkEnd = this.nextStart = this.nextEnd = 0;
    this.waiting = [];
    this.waitingFrom = this.waitingBytes = 0;
  }

  private giveBackFinished(): void {
    if (this.finished === NO_BYTES) return;
    this.memory?.giveBack(this.finished);
    this.finished = NO_BYTES;
  }

  /** Nothing is unread in `buf`: goes on at the front of the next chunk. */
  private readInPlace(): boolean {
    const found = this.nextChunk();
    this.buf = this.chunk;
    this.start = this.chunkOffset;
    this.limit = this.chunkEnd;
    return found;
  }

  /** Moves on to the next chunk, or lets go of the last one if there is none. */
  private nextChunk(): boolean {
    if (this.kept !== NO_BYTES && this.chunk === this.kept) {
      this.memory?.giveBack(this.kept);
      this.kept = NO_BYTES;
    }
    this.chunk = this.nextInLine;
    this.chunkEnd = this.nextEnd;
    this.chunkOffset = this.nextStart;
    this.waitingBytes -= this.chunkEnd - this.chunkOffset;
    this.nextInLine = this.waiting.length === 0 ? NO_BYTES : this.firstWaiting();
    this.nextStart = 0;
    this.nextEnd = this.nextInLine.length;
    return this.chunkEnd > 0;
  }

  private firstWaiting(): Buffer {
    const first = this.waiting[this.waitingFrom] as Buffer;
    this.waiting[this.waitingFrom++] = NO_BYTES;
    if (this.waitingFrom === this.waiting.length) {
      this.waiting = [];
      this.waitingFrom = 0;
    }
    return first;
  }

  /** Moves the unit to new memory of twice `size` bytes, or of just what it needs if that is known and less. */
  private grow(size: number, needed: number, last: boolean): void {
    const present = this.limit - this.start;
    const capacity = Math.max(2 * size, MIN_JOINED_BYTES);
    const least = last ? Math.min(capacity, present + needed) : capacity;
    const grown = this.take(least);
    this.buf.copy(grown, 0, this.start, this.limit);
    if (this.joining) this.finished = this.buf;
    this.buf = grown;
    this.start = 0;
    this.limit = present;
  }

  private take(bytes: number): Buffer {
    return this.memory?.take(bytes) ?? Buffer.allocUnsafeSlow(bytes);
  }
}
