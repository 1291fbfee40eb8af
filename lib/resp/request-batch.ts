/**
 * Commands parsed ahead: as many as lie whole and in plain form at the front of what one connection has sent.
 *
 * The parser takes them one by one. What they are good for is that their keys are known before the first of them runs, so that the
 * memory of all of them can be fetched at once and not one after the other. Plain means as clients write commands: every header
 * with one to FAST_DIGITS digits, no sign and no zero in front, CRLF behind it. At anything else the batch ends, and the parser takes over.
 *
 * One batch serves all connections of an event loop. It is a cache of what the input says and consumes nothing: dropping it loses
 * no command.
 */

import type { RequestLimits } from './limits.ts';
import type { Request } from './request.ts';

const CR = 0x0d;
const DOLLAR = 0x24;
const STAR = 0x2a;
const ZERO = 0x30;
/** A number with more digits is left to the parser. */
const FAST_DIGITS = 9;
/** Most commands, and most arguments in all of them. */
const MAX_COMMANDS = 32;
const MAX_ARGUMENTS = 256;

/** What keeps no batch has none of its own either. */
const NO_OWNER = {};
const NO_BYTES = Buffer.alloc(0);

export class RequestBatch {
  /** Start and end of each argument, in `buf`: command `i` has `argc[i]` pairs from `first[i]` on. */
  readonly offsets = new Int32Array(2 * MAX_ARGUMENTS);
  readonly first = new Int32Array(MAX_COMMANDS);
  readonly argc = new Int32Array(MAX_COMMANDS);
  /** Where command `i` begins and ends. */
  readonly starts = new Int32Array(MAX_COMMANDS);
  readonly ends = new Int32Array(MAX_COMMANDS);
  /** The second argument of each, a key nearly always; empty if there is none. */
  readonly keyStarts = new Int32Array(MAX_COMMANDS);
  readonly keyEnds = new Int32Array(MAX_COMMANDS);
  /** Its hash slot, if `onFilled` worked that out; else -1. */
  readonly keySlots = new Int32Array(MAX_COMMANDS);
  /** The bytes that the offsets point into. */
  buf: Buffer = NO_BYTES;
  count = 0;
  /** Who takes commands now: those from `next` to `end`. */
  private owner: object = NO_OWNER;
  private next = 0;
  private end = 0;
  /** Offsets that are used. */
  private used = 0;
  private readonly onFilled: (batch: RequestBatch) => void;

  /** `onFilled` is called when a batch of at least two commands is there, before the first is taken. */
  constructor(onFilled: (batch: RequestBatch) => void = () => {}) {
    this.onFilled = onFilled;
  }

  get isFull(): boolean {
    return this.count === MAX_COMMANDS;
  }

  /** Forgets all commands. */
  clear(): void {
    this.buf = NO_BYTES;
    this.count = 0;
    this.used = 0;
    this.owner = NO_OWNER;
  }

  /** Whether there are commands for `owner` to take. */
  isFor(owner: object): boolean {
    return this.owner === owner && this.next < this.end;
  }

  /** Whether these begin at `start` of `buf`. */
  isAt(buf: Buffer, start: number): boolean {
    return this.buf === buf && this.starts[this.next] === start;
  }

  /** From now on `owner` takes the commands from `first` to `end`. */
  offer(owner: object, first: number, end: number): void {
    this.owner = owner;
    this.next = first;
    this.end = end;
  }

  /** `owner` takes no more. */
  withdraw(owner: object): void {
    if (this.owner === owner) this.owner = NO_OWNER;
  }

  /** Makes `request` the next command; returns where it ends. There must be one. */
  take(request: Request): number {
    const i = this.next++;
    const { buf, starts, ends, offsets, first, argc } = this;
    const end = ends[i] as number;
    request.refer(buf, starts[i] as number, end, offsets, first[i] as number, argc[i] as number);
    request.keySlot = this.keySlots[i] as number;
    return end;
  }

  /** The commands at the front of `[start, limit)` of `buf`, for `owner`. Returns how many. */
  fill(owner: object, buf: Buffer, start: number, limit: number, limits: RequestLimits): number {
    this.clear();
    this.buf = buf;
    this.append(start, limit, limits);
    this.offer(owner, 0, this.count);
    if (this.count > 1) this.onFilled(this);
    return this.count;
  }

  /** Adds those at the front of `[start, limit)` of the buffer. */
  append(start: number, limit: number, limits: RequestLimits): void {
    let at = start;
    while (this.count < MAX_COMMANDS) {
      const { count, used } = this;
      const end = this.parse(this.buf, at, limit, used, limits);
      if (end < 0) return;
      const argc = this.argc[count] as number;
      this.starts[count] = at;
      this.ends[count] = end;
      this.first[count] = used;
      this.keyStarts[count] = argc > 1 ? (this.offsets[used + 2] as number) : at;
      this.keyEnds[count] = argc > 1 ? (this.offsets[used + 3] as number) : at;
      this.keySlots[count] = -1;
      this.used = used + 2 * argc;
      this.count++;
      at = end;
    }
  }

  /** One command at `start`: writes its offsets from `used` on, and `argc`; returns where it ends, or -1. */
  private parse(buf: Buffer, start: number, limit: number, used: number, limits: RequestLimits): number {
    const { offsets } = this;
    let at = start;
    let left = 0;
    for (let header = 0; header <= left; header++) {
      // A header and its argument are at least "$0\r\n" and "\r\n".
      if (at + 4 > limit || buf[at] !== (header === 0 ? STAR : DOLLAR)) return -1;
      let value = (buf[at + 1] as number) - ZERO;
      if (value < 0 || value > 9) return -1;
      let digitAt = at + 2;
      for (; value > 0 && digitAt < limit && digitAt <= at + FAST_DIGITS; digitAt++) {
        const digit = (buf[digitAt] as number) - ZERO;
        if (digit < 0 || digit > 9) break;
        value = 10 * value + digit;
      }
      if (digitAt + 1 >= limit || buf[digitAt] !== CR) return -1;
      at = digitAt + 2;
      if (header === 0) {
        if (value === 0 || value > limits.multibulkCount || used + 2 * value > offsets.length) return -1;
        left = value;
        this.argc[this.count] = value;
        continue;
      }
      if (value > limits.bulkBytes) return -1;
      const end = at + value;
      if (end + 2 > limit) return -1;
      offsets[used++] = at;
      offsets[used++] = end;
      at = end + 2;
    }
    return at;
  }
}
