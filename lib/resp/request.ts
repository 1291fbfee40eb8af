/**
 * One parsed command, as offsets into the bytes that it arrived in.
 *
 * There is one Request for each parser and it is used again for every command, so a handler that keeps
 * anything past its own return copies it. No string is made here unless a caller asks for one.
 *
 * Invariants of a whole command: `0 < argc`; for every argument `rawStart <= start(i) <= end(i) <= rawEnd <= buf.length`;
 * `buf[rawStart, rawEnd)` is the whole command as a RESP multibulk (inline commands are rewritten into one),
 * so that it can be forwarded to another node untouched.
 */

/**
 * What is longer is no name, number or option: more than a subscriber's names may have in all. A string cannot be as long as an
 * argument.
 */
export const MAX_TEXT_BYTES = 32 * 1024 * 1024;

const INITIAL_ARGUMENTS = 64;
/** Past this many arguments the offsets are given back after the command, so that one MSET does not pin 8 MB. */
const KEPT_ARGUMENTS = 4096;

const NO_BYTES = Buffer.alloc(0);

export class Request {
  /** The bytes that the offsets point into. Owned by the parser; valid until it parses the next command. */
  buf: Buffer = NO_BYTES;
  /** Number of arguments, the command's name included. */
  argc = 0;
  /** Hash slot of argument 1, if it has been worked out already; else -1. */
  keySlot = -1;
  rawStart = 0;
  rawEnd = 0;
  /** Memory for offsets of its own. */
  private own: Int32Array = new Int32Array(2 * INITIAL_ARGUMENTS);
  /** Start and end of argument i at `first` + 2i and one further on. */
  private offsets: Int32Array = this.own;
  private first = 0;

  /** Offset of the first byte of argument `i`. */
  start(i: number): number {
    return this.offsets[this.first + 2 * i] as number;
  }

  /** Offset one past the last byte of argument `i`. */
  end(i: number): number {
    return this.offsets[this.first + 2 * i + 1] as number;
  }

  /** Length of argument `i` in bytes. */
  length(i: number): number {
    return this.end(i) - this.start(i);
  }

  /** Argument `i` as a view of `buf`, not a copy. */
  bytes(i: number): Buffer {
    return this.buf.subarray(this.start(i), this.end(i));
  }

  /** Argument `i` as a string of its bytes (latin1, so that none changes), up to MAX_TEXT_BYTES of them. For cold paths. */
  text(i: number): string {
    return this.buf.toString('latin1', this.start(i), this.textEnd(i));
  }

  /** Argument `i`, up to MAX_TEXT_BYTES of it, decoded as UTF-8. For cold paths that print it. */
  utf8(i: number): string {
    return this.buf.toString('utf8', this.start(i), this.textEnd(i));
  }

  /** Whether argument `i` is `word` in any mix of cases. `word` is lower-case ASCII. */
  is(i: number, word: string): boolean {
    const start = this.start(i);
    if (this.end(i) - start !== word.length) return false;
    for (let at = 0; at < word.length; at++) {
      let byte = this.buf[start + at] as number;
      if (byte >= 0x41 && byte <= 0x5a) byte |= 0x20;
      if (byte !== word.charCodeAt(at)) return false;
    }
    return true;
  }

  private textEnd(i: number): number {
    return Math.min(this.end(i), this.start(i) + MAX_TEXT_BYTES);
  }

  /** Parser's side: begins a new command in `buf`. */
  begin(buf: Buffer, rawStart: number): void {
    if (this.own.length > 2 * KEPT_ARGUMENTS) this.own = new Int32Array(2 * INITIAL_ARGUMENTS);
    this.offsets = this.own;
    this.first = 0;
    this.keySlot = -1;
    this.buf = buf;
    this.rawStart = rawStart;
    this.argc = 0;
  }

  /** Parser's side: a whole command whose offsets are in `offsets`, from `first` on. */
  refer(
    buf: Buffer,
    rawStart: number,
    rawEnd: number,
    offsets: Int32Array,
    first: number,
    argc: number,
  ): void {
    this.buf = buf;
    this.rawStart = rawStart;
    this.rawEnd = rawEnd;
    this.offsets = offsets;
    this.first = first;
    this.argc = argc;
  }

  /** Parser's side: there is no command at present; nothing that the last one needed is kept. */
  release(): void {
    this.begin(NO_BYTES, 0);
    this.rawEnd = 0;
  }

  /** Parser's side: appends an argument at `[start, end)` of `buf`. */
  push(start: number, end: number): void {
    const at = 2 * this.argc++;
    if (at === this.own.length) {
      const grown = new Int32Array(2 * at);
      grown.set(this.own);
      this.own = this.offsets = grown;
    }
    this.offsets[at] = start;
    this.offsets[at + 1] = end;
  }

  /** Parser's side: the bytes so far now live in `buf`, `delta` bytes further on (a command split over reads). */
  rebase(buf: Buffer, delta: number): void {
    this.buf = buf;
    if (delta === 0) return;
    this.rawStart += delta;
    for (let at = 0; at < 2 * this.argc; at++) (this.offsets[at] as number) += delta;
  }

  /** Parser's side: the command ends at `rawEnd`. */
  finish(rawEnd: number): void {
    this.rawEnd = rawEnd;
  }
}
