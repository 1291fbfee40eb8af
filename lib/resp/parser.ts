/**
 * Parses the commands of one connection: RESP multibulks and inline commands, as processMultibulkBuffer and processInlineBuffer
 * of Redis 7.0 (networking.c) do, errors included.
 *
 * Like Redis it looks at a header line only when its CR is there, does not check the byte after that CR nor the two bytes after
 * an argument, and never sees the end of a line that has a NUL in it. Unlike Redis the limit of a line does not depend on how
 * many bytes of it arrive at once: what is sent slowly and what is sent in one piece are treated alike.
 *
 * A command that is not whole is gone on with where the parser stopped. Parsing multibulks allocates nothing.
 */
import { parseInt64 } from '../base/integer.ts';
import { ERRORS, type ErrorSpec, type ErrorValues, errorText } from './errors.ts';
import { readInline } from './inline.ts';
import { InputBuffer } from './input-buffer.ts';
import type { JoinedMemory } from './joined-memory.ts';
import { MAX_COMMAND_BYTES, REQUEST_LIMITS, type RequestLimits } from './limits.ts';
import { COMMAND, INCOMPLETE, type ParseResult, PROTOCOL_ERROR } from './parse-result.ts';
import { Request } from './request.ts';
import { RequestBatch } from './request-batch.ts';

const LF = 0x0a;
const CR = 0x0d;
const DOLLAR = 0x24;
const STAR = 0x2a;
const ZERO = 0x30;

/** A header with no more digits than this is read without a detour; its value fits in a small integer. */
const FAST_DIGITS = 9;
/** Bytes of a header with one digit. */
const SHORTEST_HEADER = 4;
/** The length of the argument at hand has not been read yet. */
const UNKNOWN = -1;
/** Instead of a header's value: its line is not whole; it broke the protocol. */
const NOT_WHOLE = -1;
const FAILED = -2;
/** Instead of a result: a unit without a command in it, such as a blank line, was passed over. */
const SKIPPED = -1;

/** What the parsers of one event loop share. */
export interface SharedParsing {
  /** For what a parser parses ahead. */
  readonly batch: RequestBatch;
  /** What has been parsed ahead for parsers already, and is offered to one of them at a time. */
  readonly turn?: RequestBatch;
  readonly memory?: JoinedMemory;
}

export class RequestParser {
  /** The command that `next` found last. Valid until `next` is called again. */
  readonly request = new Request();
  /** Once the protocol is broken: the error to send, as it stands after `-`. Empty until then. */
  error = '';
  limits: RequestLimits;
  private readonly input: InputBuffer;
  private readonly parsing: SharedParsing;
  /** Where commands that were parsed ahead are taken from. */
  private ahead: RequestBatch;
  /** Where parsing goes on. Between commands this is `input.start`. */
  private position = 0;
  /** Bytes of the line at `position` that were searched for its end. */
  private searched = 0;
  /** Whether a chunk was pushed since the last INCOMPLETE. Between INCOMPLETE and that, a command may be parsed in part. */
  private refersToChunks = false;
  /** Arguments still to come; 0 between commands. */
  private remaining = 0;
  /** Length of the next of them, if that has been read: `position` is at its first byte then. */
  private bulkLength = UNKNOWN;

  /** With `parsing.memory` a request of up to MAX_REUSED_BYTES must not be kept. */
  constructor(
    limits: RequestLimits = REQUEST_LIMITS,
    parsing: SharedParsing = { batch: new RequestBatch() },
  ) {
    this.limits = limits;
    this.parsing = parsing;
    this.ahead = parsing.batch;
    this.input = new InputBuffer(parsing.memory);
  }

  /** Whether all that was pushed has been parsed. */
  get isIdle(): boolean {
    return this.remaining === 0 && this.input.unreadBytes === 0;
  }

  /** Bytes of memory held for what is not parsed yet. */
  get bufferedBytes(): number {
    return this.input.heldBytes;
  }

  /**
   * Appends bytes received: `[start, end)` of `chunk`, which is referred to, not copied. It must not be written to before `next` has
   * returned INCOMPLETE, nor after that if the caller kept a range of `request.buf`. Does nothing after a protocol error.
   */
  push(chunk: Buffer, start = 0, end = chunk.length): void {
    if (this.error !== '') return;
    this.dropAhead();
    this.refersToChunks = true;
    this.input.push(chunk, start, end);
    if (this.input.unreadBytes > this.limits.queryBufferBytes) this.fail(ERRORS.queryBuffer);
  }

  /**
   * Copies what has not been parsed yet, so that pushed chunks may be written to again. For a caller that does not go on until INCOMPLETE; after
   * that there is nothing to do. `request` is void after it.
   */
  keepUnread(): void {
    if (!this.refersToChunks) return;
    this.refersToChunks = false;
    this.dropAhead();
    const isBetweenCommands = this.input.isInPlace;
    this.input.keep();
    if (!isBetweenCommands) return;
    this.position = this.input.start;
    this.request.release();
  }

  /**
   * Parses one command into `request`. COMMAND: call again, there may be more. INCOMPLETE: push more bytes first; no pushed chunk
   * is referred to any longer. PROTOCOL_ERROR: see `error`; the connection is of no further use.
   */
  next(): ParseResult {
    if (this.error !== '') return PROTOCOL_ERROR;
    const { input } = this;
    if (this.ahead.isFor(this)) return this.take();
    for (;;) {
      if (this.remaining === 0 && this.lookAhead()) return this.take();
      while (input.start < input.limit) {
        const multibulk = this.remaining > 0 || input.buf[input.start] === STAR;
        const result = multibulk ? this.multibulk() : this.inline();
        if (result === INCOMPLETE) break;
        if (result !== SKIPPED) return result;
      }
      if (this.more()) continue;
      this.refersToChunks = false;
      return INCOMPLETE;
    }
  }

  /** Parses ahead what is plain at the front of the input; whether that is anything. */
  private lookAhead(): boolean {
    const { input } = this;
    if (!input.isInPlace || input.limit - input.start < SHORTEST_HEADER) return false;
    const { batch, turn } = this.parsing;
    if (turn?.isFor(this) && turn.isAt(input.buf, input.start)) {
      this.ahead = turn;
      return true;
    }
    this.ahead = batch;
    return batch.fill(this, input.buf, input.start, input.limit, this.limits) > 0;
  }

  /** What was parsed ahead is void. */
  private dropAhead(): void {
    this.ahead.withdraw(this);
    this.ahead = this.parsing.batch;
  }

  /** The next command of the batch. */
  private take(): typeof COMMAND {
    const end = this.ahead.take(this.request);
    this.input.finish(end);
    this.position = this.input.start;
    return COMMAND;
  }

  private multibulk(): ParseResult | typeof SKIPPED {
    const { input, request, limits } = this;
    const { buf, limit } = input;
    let { remaining, bulkLength } = this;
    if (remaining === 0) {
      const count = this.header(true);
      if (count < 0) return count === NOT_WHOLE ? INCOMPLETE : PROTOCOL_ERROR;
      if (count === 0) return this.skip(this.position);
      remaining = count;
      request.begin(buf, input.start);
    }
    let position = this.position;
    for (;;) {
      if (bulkLength === UNKNOWN) {
        this.position = position;
        bulkLength = this.header(false);
        if (bulkLength === FAILED) return PROTOCOL_ERROR;
        if (bulkLength === NOT_WHOLE) {
          bulkLength = UNKNOWN;
          break;
        }
        position = this.position;
        const commandBytes = position + bulkLength + 2 - input.start;
        if (commandBytes > limits.queryBufferBytes || commandBytes > MAX_COMMAND_BYTES)
          return this.fail(ERRORS.queryBuffer);
      }
      const end = position + bulkLength;
      if (end + 2 > limit) break;
      request.push(position, end);
      position = end + 2;
      bulkLength = UNKNOWN;
      if (--remaining === 0) {
        this.remaining = 0;
        this.bulkLength = UNKNOWN;
        request.finish(position);
        this.skip(position);
        return COMMAND;
      }
    }
    this.position = position;
    this.remaining = remaining;
    this.bulkLength = bulkLength;
    return INCOMPLETE;
  }

  /** The unit at hand ends at `end`. */
  private skip(end: number): typeof SKIPPED {
    this.input.finish(end);
    this.position = this.input.start;
    return SKIPPED;
  }

  /**
   * The number on the header line at `position`, which moves past that line; NOT_WHOLE or FAILED if there is none. It is within the
   * limits and not negative (a negative count is 0).
   */
  private header(isCount: boolean): number {
    const { buf, limit } = this.input;
    const start = this.position;
    if (start + SHORTEST_HEADER > limit) return this.oddHeader(isCount);
    let value = (buf[start + 1] as number) - ZERO;
    let at = start + 2;
    if (value < 0 || value > 9) return this.oddHeader(isCount);
    if (value > 0) {
      for (; at < limit && at <= start + FAST_DIGITS; at++) {
        const digit = (buf[at] as number) - ZERO;
        if (digit < 0 || digit > 9) break;
        value = 10 * value + digit;
      }
    }
    if (at + 1 >= limit || buf[at] !== CR || !(isCount || buf[start] === DOLLAR))
      return this.oddHeader(isCount);
    this.position = at + 2;
    this.searched = 0;
    return this.checked(value, isCount);
  }

  /** `header` for a line that is not whole, not well-formed, or has a number with a sign or many digits. */
  private oddHeader(isCount: boolean): number {
    const { buf, limit } = this.input;
    const start = this.position;
    const end = this.lineEnd(CR);
    if (end < 0) {
      if (limit - start <= this.limits.inlineBytes) return NOT_WHOLE;
      this.fail(isCount ? ERRORS.multibulkHeader : ERRORS.bulkHeader);
      return FAILED;
    }
    if (end + 1 === limit) return NOT_WHOLE;
    if (!isCount && buf[start] !== DOLLAR) {
      this.fail(ERRORS.bulkExpected, { byte: String.fromCharCode(buf[start] as number) });
      return FAILED;
    }
    const value = parseInt64(buf, start + 1, end);
    if (value === undefined || (value < 0n && !isCount)) {
      this.fail(isCount ? ERRORS.multibulkLength : ERRORS.bulkLength);
      return FAILED;
    }
    this.position = end + 2;
    this.searched = 0;
    return value < 0n ? 0 : this.checked(Number(value), isCount);
  }

  /** `value` if the limits allow it, else FAILED. */
  private checked(value: number, isCount: boolean): number {
    const { multibulkCount, bulkBytes } = this.limits;
    if (value <= (isCount ? multibulkCount : bulkBytes)) return value;
    this.fail(isCount ? ERRORS.multibulkLength : ERRORS.bulkLength);
    return FAILED;
  }

  private inline(): ParseResult | typeof SKIPPED {
    const { input, request } = this;
    const { buf, start, limit } = input;
    const end = this.lineEnd(LF);
    if (end < 0)
      return limit - start <= this.limits.inlineBytes ? INCOMPLETE : this.fail(ERRORS.inlineTooBig);
    const trimmed = end > start && buf[end - 1] === CR ? end - 1 : end;
    if (!readInline(buf, start, trimmed, request)) return this.fail(ERRORS.inlineQuotes);
    this.searched = 0;
    this.skip(end + 1);
    return request.argc === 0 ? SKIPPED : COMMAND;
  }

  /**
   * Offset of the first `terminator` in the line at `position`; -1 if it is not there, or too far off, or behind a NUL (Redis
   * searches with strchr). Bytes searched once are not searched again.
   */
  private lineEnd(terminator: number): number {
    const { buf, limit } = this.input;
    const start = this.position;
    const stop = Math.min(limit, start + this.limits.inlineBytes + 1);
    let at = start + this.searched;
    while (at < stop) {
      const byte = buf[at] as number;
      if (byte === terminator) break;
      if (byte === 0) break;
      at++;
    }
    this.searched = at - start;
    return at < stop && buf[at] === terminator ? at : -1;
  }

  /** Brings more bytes of the unit at hand; false if there are none. */
  private more(): boolean {
    const { input, request, remaining, bulkLength } = this;
    const { start, limit } = input;
    const needed = bulkLength === UNKNOWN ? 1 : this.position + bulkLength + 2 - limit;
    const found = input.more(needed, remaining === 1 && bulkLength !== UNKNOWN);
    const moved = input.start - start;
    this.position += moved;
    if (remaining > 0) request.rebase(input.buf, moved);
    else if (!found) request.release();
    return found;
  }

  private fail<Text extends string>(
    spec: ErrorSpec<Text>,
    ...values: ErrorValues<Text>
  ): typeof PROTOCOL_ERROR {
    this.error = errorText(spec, ...values);
    this.input.clear();
    this.request.release();
    return PROTOCOL_ERROR;
  }
}
