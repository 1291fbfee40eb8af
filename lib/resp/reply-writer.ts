/**
 * Writes replies into chunks of memory that connections send from.
 *
 * There is one writer for each event loop. A connection's turn is: set `protocol`, run its commands, which write,
 * then `take` what was written. Space is handed out from a chunk's front to its end and then a new chunk begins, so a taken range
 * stays intact for as long as somebody (a socket, a reply that waits its turn) refers to it, and the garbage collector
 * frees the chunk after the last of them. Only a range that its taker gives back at once, as most are, is written to again, and a whole chunk when it is given back
 * (`giveBackChunk`).
 *
 * A reply too big for a chunk gets memory of its own, which the writer lets go of when it is taken.
 *
 * Invariants: `[start, position)` of `buf` is what was written and not taken yet; `sealed` holds, in order, the
 * ranges of earlier chunks that belong before it.
 */
import { copyBytes, ViewCache, viewOf } from '../base/byte-copy.ts';
import { type ErrorSpec, type ErrorValues, errorText } from './errors.ts';

/** Which version of RESP a client speaks. */
export type Protocol = 2 | 3;

/** A range of bytes, for whoever takes the writer's output: `[start, end)` of `buf`, not to be written to. */
export type RangeSink = (buf: Buffer, start: number, end: number) => void;

const CHUNK_BYTES = 256 * 1024;
/** Chunks that are kept to be used again. */
const MAX_SPARE = 4;
/** From this length on a raw range is passed on by reference. */
const REFERRED_BYTES = 16 * 1024;
/** Most bytes of a header line: a type, a sign, 16 digits, CRLF. */
const HEADER_BYTES = 20;
/** Up to so many bytes a loop copies as fast as views, which have to be found first. */
const LOOP_COPY_BYTES = 8;
/** Up to so many bytes views copy faster than a call of `Buffer.copy`. */
const VIEW_COPY_BYTES = 192;
const INT31_MAX = 0x7fffffff;
const NO_BYTES = Buffer.alloc(0);
const CR = 0x0d;
const LF = 0x0a;
const NIL_2 = Buffer.from('$-1\r\n');
const NIL_ARRAY_2 = Buffer.from('*-1\r\n');
const NIL_3 = Buffer.from('_\r\n');
const OK = Buffer.from('+OK\r\n');
/** Types of strings, by their first byte. */
const BULK = 0x24;
const VERBATIM = 0x3d;
const VERBATIM_FORMAT = 'txt:';

/** Thrown where a reply would get longer than it may be. What was written of it is still there. */
export class ReplyTooLong extends Error {}

export class ReplyWriter {
  /** The protocol of the client that the next replies are for. */
  protocol: Protocol = 2;
  /** The current chunk; only `reserveBulk`'s caller writes to it from outside. */
  buf: Buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  private view = viewOf(this.buf);
  /** Views of what is copied from. */
  private readonly sources = new ViewCache();
  private start = 0;
  private position = 0;
  /** Where the range began that was taken last, if it was the only one; else `start`. */
  private takenFrom = 0;
  private readonly spare: Buffer[] = [];
  private readonly sealed: { buf: Buffer; start: number; end: number }[] = [];
  private sealedBytes = 0;
  /** Of what is pending: the bytes before the present reply. */
  private pendingBefore = 0;
  private readonly onError: (text: string) => void;
  private readonly longestReply: () => number;

  /**
   * `onError` is told the text of every error that is written. `longestReply` tells how many bytes a reply may have; it is asked when one
   * needs more memory.
   */
  constructor(
    onError: (text: string) => void = () => {},
    longestReply: () => number = () => Number.POSITIVE_INFINITY,
  ) {
    this.onError = onError;
    this.longestReply = longestReply;
  }

  /** Bytes written and not taken yet. */
  get pendingBytes(): number {
    return this.sealedBytes + this.position - this.start;
  }

  /** Whether `take` would hand out one range at most, so that there is nothing to gather. */
  get isOneRange(): boolean {
    return this.sealed.length === 0;
  }

  /** Hands every range written since the last call to `sink`, in order, and forgets it. `sink` writes no replies and does not throw. */
  take(sink: RangeSink): void {
    for (const range of this.sealed) sink(range.buf, range.start, range.end);
    if (this.position > this.start) sink(this.buf, this.start, this.position);
    this.takenFrom = this.sealed.length === 0 ? this.start : this.position;
    this.start = this.position;
    this.forget();
  }

  /** What was taken last is not needed any more, by anybody: its memory is used again. To be called before anything is written. */
  giveBack(): void {
    if (this.buf.length !== CHUNK_BYTES || this.position !== this.start) return;
    this.start = this.takenFrom;
    this.position = this.takenFrom;
  }

  /** The same of ranges that were taken one behind the other, together `[start, end)` of `buf`. Does nothing if more was taken behind them. */
  giveBackRange(buf: Buffer, start: number, end: number): void {
    if (buf !== this.buf || this.start !== end || this.position !== end) return;
    this.start = this.position = this.takenFrom = start;
  }

  /** A chunk that was the writer's, and of which nobody needs anything any more, is used again. */
  giveBackChunk(buf: Buffer): void {
    if (buf.length === CHUNK_BYTES && this.spare.length < MAX_SPARE) this.spare.push(buf);
  }

  /** Takes everything as one piece; it is copied only if it lies in several chunks. */
  takeWhole(): Buffer {
    const parts: Buffer[] = [];
    this.take((buf, start, end) => parts.push(buf.subarray(start, end)));
    return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
  }

  /** What is written from now on is one reply. */
  beginReply(): void {
    this.pendingBefore = this.pendingBytes;
  }

  /** Drops what was written since `beginReply`. */
  dropReply(): void {
    let excess = this.pendingBytes - this.pendingBefore;
    const here = Math.min(excess, this.position - this.start);
    this.position -= here;
    for (excess -= here; excess > 0; ) {
      const last = this.sealed[this.sealed.length - 1] as { start: number; end: number };
      const dropped = Math.min(excess, last.end - last.start);
      last.end -= dropped;
      if (last.end === last.start) this.sealed.pop();
      this.sealedBytes -= dropped;
      excess -= dropped;
    }
  }

  /** Drops what was written and not taken yet (a client that asked for no replies). */
  discard(): void {
    this.position = this.start;
    this.forget();
  }

  ok(): void {
    this.raw(OK, 0, OK.length);
  }

  /** `text` is ASCII without line breaks. */
  simple(text: string): void {
    this.line(0x2b, text);
  }

  error<Text extends string>(spec: ErrorSpec<Text>, ...values: ErrorValues<Text>): void {
    this.errorLine(errorText(spec, ...values));
  }

  /** An error whose text, as `errorText` makes them, is there already: a parser's. */
  errorLine(text: string): void {
    this.onError(text);
    this.line(0x2d, text);
  }

  /** `value` is a safe integer. */
  integer(value: number): void {
    this.header(0x3a, value);
  }

  bigInteger(value: bigint): void {
    this.line(0x3a, value.toString());
  }

  /** A bulk string of the bytes `[start, end)` of `source`, copied. */
  bulk(source: Buffer, start: number, end: number): void {
    const at = this.reserveBulk(end - start);
    this.copy(source, start, end, at);
  }

  /** A bulk string of `text` in UTF-8. */
  bulkText(text: string): void {
    const length = Buffer.byteLength(text);
    const at = this.reserveBulk(length);
    this.buf.write(text, at, length, 'utf8');
  }

  /**
   * A bulk string, or another `type` of RESP of its form, of `length` bytes that the caller writes to `buf` from the returned offset,
   * before any other call. Throws ReplyTooLong, as do all that write such strings: only they make a reply long.
   */
  reserveBulk(length: number, type = BULK): number {
    const bytes = HEADER_BYTES + length + 2;
    if (this.position + bytes > this.buf.length) {
      if (this.pendingBytes - this.pendingBefore + bytes > this.longestReply()) throw new ReplyTooLong();
      this.grow(bytes);
    }
    this.header(type, length);
    const at = this.position;
    this.buf[at + length] = CR;
    this.buf[at + length + 1] = LF;
    this.position = at + length + 2;
    return at;
  }

  /** The nil of a missing value. */
  nil(): void {
    const nil = this.protocol === 3 ? NIL_3 : NIL_2;
    this.raw(nil, 0, nil.length);
  }

  /** The nil that stands for a missing array. */
  nilArray(): void {
    const nil = this.protocol === 3 ? NIL_3 : NIL_ARRAY_2;
    this.raw(nil, 0, nil.length);
  }

  /** Heads an array of `count` replies, which follow. */
  array(count: number): void {
    this.header(0x2a, count);
  }

  /** Heads a map of `count` pairs (RESP2: an array of twice as many). */
  map(count: number): void {
    if (this.protocol === 3) this.header(0x25, count);
    else this.header(0x2a, 2 * count);
  }

  /** Heads a set of `count` replies (RESP2: an array). */
  set(count: number): void {
    this.header(this.protocol === 3 ? 0x7e : 0x2a, count);
  }

  /** A double, given as Redis formats it (RESP2: a bulk string). */
  double(formatted: string): void {
    if (this.protocol === 3) this.line(0x2c, formatted);
    else this.bulkText(formatted);
  }

  /** `text` that a person reads, such as INFO's (RESP2: a bulk string). */
  verbatim(text: string): void {
    if (this.protocol !== 3) {
      this.bulkText(text);
      return;
    }
    const length = VERBATIM_FORMAT.length + Buffer.byteLength(text);
    const at = this.reserveBulk(length, VERBATIM);
    const begin = at + this.buf.write(VERBATIM_FORMAT, at, 'latin1');
    this.buf.write(text, begin, 'utf8');
  }

  /**
   * Bytes that are replies already, such as one that another node sent. A long range is referred to, not copied, so
   * `source` must never be written to again.
   */
  raw(source: Buffer, start: number, end: number): void {
    if (end - start >= REFERRED_BYTES) {
      this.seal();
      this.sealed.push({ buf: source, start, end });
      this.sealedBytes += end - start;
      return;
    }
    this.append(source, start, end);
  }

  /** Copies bytes that are no reply, such as a command on its way to another member; returns where in `buf` they are. */
  append(source: Buffer, start: number, end: number): number {
    this.ensure(end - start);
    const at = this.position;
    this.copy(source, start, end, at);
    this.position = at + end - start;
    return at;
  }

  /** Copies `[start, end)` of `source` to `at`, where there is room. */
  private copy(source: Buffer, start: number, end: number, at: number): void {
    const { buf } = this;
    if (end - start > VIEW_COPY_BYTES) source.copy(buf, at, start, end);
    else if (end - start > LOOP_COPY_BYTES) {
      copyBytes(source, this.sources.of(source), start, end, buf, this.view, at);
    } else for (let from = start; from < end; from++) buf[at++] = source[from] as number;
  }

  /** One line: `type`, `text` as latin1, CRLF. */
  private line(type: number, text: string): void {
    this.ensure(text.length + 3);
    this.buf[this.position++] = type;
    this.position += this.buf.write(text, this.position, 'latin1');
    this.crlf();
  }

  /** One line: `type`, the decimal digits of `value`, CRLF. Makes no string. */
  private header(type: number, value: number): void {
    this.ensure(HEADER_BYTES);
    const buf = this.buf;
    let position = this.position;
    buf[position++] = type;
    if (value < 0) {
      buf[position++] = 0x2d;
      value = -value;
    }
    let digits = 1;
    for (let bound = 10; value >= bound; bound *= 10) digits++;
    let at = position + digits;
    this.position = at;
    // What is beyond 31 bits goes first, in floating point; the rest in integers, which are several times faster.
    while (value > INT31_MAX) {
      const rest = Math.floor(value / 10);
      buf[--at] = 0x30 + (value - 10 * rest);
      value = rest;
    }
    for (let small = value | 0; at > position; ) {
      const rest = (small / 10) | 0;
      buf[--at] = 0x30 + (small - 10 * rest);
      small = rest;
    }
    this.crlf();
  }

  private crlf(): void {
    this.buf[this.position++] = CR;
    this.buf[this.position++] = LF;
  }

  /** Forgets what is taken or dropped, and the memory of its own of a big reply. */
  private forget(): void {
    if (this.sealed.length > 0) this.sealed.length = 0;
    this.sealedBytes = 0;
    this.pendingBefore = 0;
    if (this.buf.length > CHUNK_BYTES) this.useMemory(NO_BYTES);
  }

  /** Makes room for `bytes` more in one piece. */
  private ensure(bytes: number): void {
    if (this.position + bytes > this.buf.length) this.grow(bytes);
  }

  private grow(bytes: number): void {
    this.seal();
    const spare = bytes <= CHUNK_BYTES ? this.spare.pop() : undefined;
    this.useMemory(spare ?? Buffer.allocUnsafeSlow(Math.max(CHUNK_BYTES, bytes)));
  }

  private useMemory(buf: Buffer): void {
    this.buf = buf;
    this.view = viewOf(buf);
    this.start = this.position = this.takenFrom = 0;
  }

  /** Sets what was written to the current chunk apart, so that something else can follow it. */
  private seal(): void {
    if (this.position === this.start) return;
    this.sealed.push({ buf: this.buf, start: this.start, end: this.position });
    this.sealedBytes += this.position - this.start;
    this.start = this.position;
  }
}
