/** Commands that change strings in place: lengthen, overwrite, count. */
import { INT64_MAX, INT64_MIN, parseInt64, parseSafeInteger } from '../base/integer.ts';
import { addLongDoubles, formatLongDouble, type LongDouble, parseLongDouble } from '../base/long-double.ts';
import { ERRORS } from '../resp/errors.ts';
import type { ReplyWriter } from '../resp/reply-writer.ts';
import type { Request } from '../resp/request.ts';
import { ENCODING_INT, type EntryRef, KEEP_EXPIRY, NO_ENTRY, NO_EXPIRY } from '../store/keyspace.ts';
import { integerArgument } from './arguments.ts';
import type { CommandContext } from './context.ts';
import { peekKey, setKey } from './keys.ts';
import type { CommandSpec, KeySpec } from './spec.ts';

/** A stored value longer than this is no 64-bit integer. */
const MAX_INTEGER_BYTES = 20;
/** A stored value this long is no float (Redis's MAX_LONG_DOUBLE_CHARS). */
const MAX_FLOAT_BYTES = 5 * 1024;
const CHANGES_KEY: KeySpec = { first: 1, last: 1, step: 1, flags: ['RW', 'access', 'update'] };

/** Where the text of a number is read from the store, and written to go back there. */
const scratch = Buffer.alloc(MAX_FLOAT_BYTES);

function append(request: Request, reply: ReplyWriter, context: CommandContext): void {
  const { keyspace } = context;
  const ref = peekKey(request, 1, context);
  if (ref === NO_ENTRY) {
    setKey(request, 1, 2, NO_EXPIRY, context);
    reply.integer(request.length(2));
    return;
  }
  const length = keyspace.valueLength(ref);
  if (length + request.length(2) > context.maxStringBytes) {
    reply.error(ERRORS.stringTooLong);
    return;
  }
  const grown = keyspace.resize(ref, length + request.length(2));
  if (grown === NO_ENTRY) {
    reply.error(ERRORS.outOfMemory);
    return;
  }
  keyspace.writeValue(grown, length, request.buf, request.start(2), request.end(2));
  reply.integer(length + request.length(2));
}

function setrange(request: Request, reply: ReplyWriter, context: CommandContext): void {
  const { keyspace } = context;
  const offset = integerArgument(request, 2, reply);
  if (Number.isNaN(offset)) return;
  if (offset < 0) {
    reply.error(ERRORS.offsetOutOfRange);
    return;
  }
  let ref = peekKey(request, 1, context);
  const length = ref === NO_ENTRY ? 0 : keyspace.valueLength(ref);
  if (request.length(3) === 0) {
    reply.integer(length);
    return;
  }
  const end = offset + request.length(3);
  if (end > context.maxStringBytes) {
    reply.error(ERRORS.stringTooLong);
    return;
  }
  const isNew = ref === NO_ENTRY;
  if (isNew) ref = createEmpty(request, context);
  ref = keyspace.resize(ref, Math.max(length, end));
  if (ref === NO_ENTRY) {
    if (isNew) keyspace.delete(peekKey(request, 1, context));
    reply.error(ERRORS.outOfMemory);
    return;
  }
  keyspace.writeValue(ref, offset, request.buf, request.start(3), request.end(3));
  reply.integer(Math.max(length, end));
}

/** Makes key 1, which does not exist, an empty string. */
function createEmpty(request: Request, context: CommandContext): EntryRef {
  const { buf } = request;
  const { keyspace, nowMs } = context;
  return keyspace.set(buf, request.start(1), request.end(1), buf, 0, 0, NO_EXPIRY, nowMs);
}

/** Sets key 1 to the first `length` bytes of `scratch`; if it exists it keeps its expiry time. */
function setNumber(request: Request, length: number, context: CommandContext): void {
  const { buf } = request;
  const { keyspace, nowMs } = context;
  keyspace.set(buf, request.start(1), request.end(1), scratch, 0, length, KEEP_EXPIRY, nowMs);
}

function incr(request: Request, reply: ReplyWriter, context: CommandContext): void {
  increment(request, 1, 1n, reply, context);
}

function decr(request: Request, reply: ReplyWriter, context: CommandContext): void {
  increment(request, -1, -1n, reply, context);
}

function incrby(request: Request, reply: ReplyWriter, context: CommandContext): void {
  const by = parseSafeInteger(request.buf, request.start(2), request.end(2));
  const wideBy = Number.isNaN(by) ? parseInt64(request.buf, request.start(2), request.end(2)) : 0n;
  if (wideBy === undefined) reply.error(ERRORS.notInteger);
  else increment(request, by, wideBy, reply, context);
}

function decrby(request: Request, reply: ReplyWriter, context: CommandContext): void {
  const by = parseSafeInteger(request.buf, request.start(2), request.end(2));
  const wideBy = Number.isNaN(by) ? parseInt64(request.buf, request.start(2), request.end(2)) : 0n;
  if (wideBy === undefined) reply.error(ERRORS.notInteger);
  else if (wideBy === INT64_MIN) reply.error(ERRORS.decrementOverflow);
  else increment(request, -by, -wideBy, reply, context);
}

/**
 * Adds `by` to key 1, or `wideBy` if `by` is NaN. Numbers whose sum is a safe integer take no BigInt, and where it is as long as the
 * number that was there it takes that one's place without another lookup.
 */
function increment(
  request: Request,
  by: number,
  wideBy: bigint,
  reply: ReplyWriter,
  context: CommandContext,
): void {
  const ref = peekKey(request, 1, context);
  const length = ref === NO_ENTRY ? 0 : readNumber(ref, MAX_INTEGER_BYTES, context);
  const sum = (ref === NO_ENTRY ? 0 : parseSafeInteger(scratch, 0, length)) + by;
  if (Number.isSafeInteger(sum)) {
    const digits = writeDecimal(sum);
    const isAlike = digits === length && context.keyspace.encodingOf(ref) === ENCODING_INT;
    if (isAlike) context.keyspace.overwrite(ref, scratch, 0, digits, context.nowMs);
    else setNumber(request, digits, context);
    reply.integer(sum);
    return;
  }
  const old = ref === NO_ENTRY ? 0n : parseInt64(scratch, 0, length);
  if (old === undefined) {
    reply.error(ERRORS.notInteger);
    return;
  }
  const wideSum = old + (Number.isNaN(by) ? wideBy : BigInt(by));
  if (wideSum < INT64_MIN || wideSum > INT64_MAX) {
    reply.error(ERRORS.incrementOverflow);
    return;
  }
  const written = scratch.write(wideSum.toString(), 'latin1');
  setNumber(request, written, context);
  reply.bigInteger(wideSum);
}

/** Copies the value of `ref` to `scratch` and returns its length; 0 if it is longer than `mostBytes`. */
function readNumber(ref: EntryRef, mostBytes: number, context: CommandContext): number {
  const length = context.keyspace.valueLength(ref);
  if (length > mostBytes) return 0;
  context.keyspace.copyValue(ref, scratch, 0, 0, length);
  return length;
}

/** Writes the digits of a safe integer to `scratch`, making no string; returns how many bytes. */
function writeDecimal(value: number): number {
  let at = 0;
  if (value < 0) {
    scratch[at++] = 0x2d;
    value = -value;
  }
  const first = at;
  for (let bound = 10; value >= bound; bound *= 10) at++;
  const end = at + 1;
  for (; at >= first; at--) {
    const rest = Math.floor(value / 10);
    scratch[at] = 0x30 + (value - 10 * rest);
    value = rest;
  }
  return end;
}

function incrbyfloat(request: Request, reply: ReplyWriter, context: CommandContext): void {
  const ref = peekKey(request, 1, context);
  const old = ref === NO_ENTRY ? parseLongDouble('0') : storedFloat(ref, context);
  const by = old === undefined ? undefined : parseLongDouble(request.text(2));
  if (old === undefined || by === undefined) {
    reply.error(ERRORS.notFloat);
    return;
  }
  const sum = addLongDoubles(old, by);
  if (sum === 'infinite') {
    reply.error(ERRORS.notFinite);
    return;
  }
  const text = formatLongDouble(sum);
  const length = scratch.write(text, 'latin1');
  setNumber(request, length, context);
  reply.bulk(scratch, 0, length);
}

function storedFloat(ref: EntryRef, context: CommandContext): LongDouble | undefined {
  const length = readNumber(ref, MAX_FLOAT_BYTES, context);
  return parseLongDouble(scratch.toString('latin1', 0, length));
}

export const STRING_EDIT_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'append',
    summary: 'Adds bytes to the end of a value; a key that does not exist begins empty.',
    since: '2.0.0',
    group: 'string',
    complexity: 'O(N), N the number of bytes added',
    arity: 3,
    flags: ['write', 'denyoom', 'fast'],
    keys: { first: 1, last: 1, step: 1, flags: ['RW', 'insert'] },
    spread: 'one-slot',
    isLong: true,
    syntax: 'key value',
    reply: 'integer: the length of the value now',
    handler: append,
  },
  {
    name: 'setrange',
    summary:
      'Overwrites bytes of a value from an offset on; what lies before it and has no bytes becomes zero.',
    since: '2.2.0',
    group: 'string',
    complexity: 'O(N), N the number of bytes written and filled',
    arity: 4,
    flags: ['write', 'denyoom'],
    keys: { first: 1, last: 1, step: 1, flags: ['RW', 'update'] },
    spread: 'one-slot',
    isLong: true,
    syntax: 'key offset value',
    reply: 'integer: the length of the value now',
    handler: setrange,
  },
  {
    name: 'incr',
    summary: 'Adds one to a whole number; a key that does not exist counts as 0.',
    since: '1.0.0',
    group: 'string',
    complexity: 'O(1)',
    arity: 2,
    flags: ['write', 'denyoom', 'fast'],
    keys: CHANGES_KEY,
    spread: 'one-slot',
    syntax: 'key',
    reply: 'integer: the value now',
    handler: incr,
  },
  {
    name: 'decr',
    summary: 'Subtracts one from a whole number; a key that does not exist counts as 0.',
    since: '1.0.0',
    group: 'string',
    complexity: 'O(1)',
    arity: 2,
    flags: ['write', 'denyoom', 'fast'],
    keys: CHANGES_KEY,
    spread: 'one-slot',
    syntax: 'key',
    reply: 'integer: the value now',
    handler: decr,
  },
  {
    name: 'incrby',
    summary: 'Adds to a whole number; a key that does not exist counts as 0.',
    since: '1.0.0',
    group: 'string',
    complexity: 'O(1)',
    arity: 3,
    flags: ['write', 'denyoom', 'fast'],
    keys: CHANGES_KEY,
    spread: 'one-slot',
    syntax: 'key increment',
    reply: 'integer: the value now',
    handler: incrby,
  },
  {
    name: 'decrby',
    summary: 'Subtracts from a whole number; a key that does not exist counts as 0.',
    since: '1.0.0',
    group: 'string',
    complexity: 'O(1)',
    arity: 3,
    flags: ['write', 'denyoom', 'fast'],
    keys: CHANGES_KEY,
    spread: 'one-slot',
    syntax: 'key decrement',
    reply: 'integer: the value now',
    handler: decrby,
  },
  {
    name: 'incrbyfloat',
    summary: 'Adds to a decimal number, to 17 decimals; a key that does not exist counts as 0.',
    since: '2.6.0',
    group: 'string',
    complexity: 'O(1)',
    arity: 3,
    flags: ['write', 'denyoom', 'fast'],
    keys: CHANGES_KEY,
    spread: 'one-slot',
    syntax: 'key increment',
    reply: 'bulk string: the value now',
    handler: incrbyfloat,
  },
];
