/** DUMP and RESTORE: a value as bytes that redis-server reads and writes too (lib/persist/dump-payload.ts). */
import {
  isPayload,
  maxStringPayloadBytes,
  readStringPayload,
  writeStringPayload,
} from '../persist/dump-payload.ts';
import { StringReader } from '../persist/rdb-string.ts';
import { ERRORS } from '../resp/errors.ts';
import { REQUEST_LIMITS } from '../resp/limits.ts';
import type { ReplyWriter } from '../resp/reply-writer.ts';
import type { Request } from '../resp/request.ts';
import { NO_ENTRY, NO_EXPIRY } from '../store/keyspace.ts';
import { integerArgument, LATEST_EXPIRY_MS, parseExpiry } from './arguments.ts';
import type { CommandContext } from './context.ts';
import { findKey, peekKey } from './keys.ts';
import type { CommandSpec } from './spec.ts';

const SECOND_MS = 1000;
const MAX_FREQUENCY = 255;
/** As long as the store can tell (Keyspace.idleMs). */
const MAX_IDLE_SECONDS = 2 ** 24 - 1;

const strings = new StringReader();

function dump(request: Request, reply: ReplyWriter, context: CommandContext): void {
  const { keyspace } = context;
  const ref = findKey(request, 1, context);
  if (ref === NO_ENTRY) {
    reply.nil();
    return;
  }
  const length = keyspace.valueLength(ref);
  const value = Buffer.allocUnsafe(length);
  keyspace.copyValue(ref, value, 0, 0, length);
  const payload = Buffer.allocUnsafe(maxStringPayloadBytes(length));
  reply.bulk(payload, 0, writeStringPayload(payload, value, 0, length));
}

/** What stands behind RESTORE's payload. Used again for each command. */
class RestoreOptions {
  replace = false;
  absolute = false;
  /** -1: not given. */
  idleSeconds = -1;
  frequency = -1;

  /** Reads arguments 4 on; false when an error has been replied. */
  parse(request: Request, reply: ReplyWriter): boolean {
    this.replace = false;
    this.absolute = false;
    this.idleSeconds = -1;
    this.frequency = -1;
    for (let i = 4; i < request.argc; i++) {
      const hasValue = i + 1 < request.argc;
      if (request.is(i, 'replace')) this.replace = true;
      else if (request.is(i, 'absttl')) this.absolute = true;
      else if (request.is(i, 'idletime') && hasValue && this.frequency < 0) {
        if (!this.parseIdleTime(request, ++i, reply)) return false;
      } else if (request.is(i, 'freq') && hasValue && this.idleSeconds < 0) {
        if (!this.parseFrequency(request, ++i, reply)) return false;
      } else {
        reply.error(ERRORS.syntax);
        return false;
      }
    }
    return true;
  }

  private parseIdleTime(request: Request, i: number, reply: ReplyWriter): boolean {
    const value = integerArgument(request, i, reply);
    if (value < 0) reply.error(ERRORS.negativeIdleTime);
    this.idleSeconds = Math.min(value, MAX_IDLE_SECONDS);
    return value >= 0;
  }

  private parseFrequency(request: Request, i: number, reply: ReplyWriter): boolean {
    const value = integerArgument(request, i, reply);
    if (value < 0 || value > MAX_FREQUENCY) reply.error(ERRORS.frequencyOutOfRange);
    this.frequency = value;
    return value >= 0 && value <= MAX_FREQUENCY;
  }
}

const options = new RestoreOptions();

function restore(request: Request, reply: ReplyWriter, context: CommandContext): void {
  if (!options.parse(request, reply)) return;
  if (!options.replace && peekKey(request, 1, context) !== NO_ENTRY) {
    reply.error(ERRORS.busyKey);
    return;
  }
  const expiresAtMs = restoredExpiry(request, reply, context);
  if (Number.isNaN(expiresAtMs) || !readPayload(request, reply)) return;
  if (expiresAtMs === NO_EXPIRY || expiresAtMs > context.nowMs) setRestored(request, expiresAtMs, context);
  else {
    const ref = peekKey(request, 1, context);
    if (ref !== NO_ENTRY) context.keyspace.delete(ref);
  }
  strings.release();
  reply.ok();
}

/** The expiry time that argument 2 asks for; NaN when an error has been replied. */
function restoredExpiry(request: Request, reply: ReplyWriter, context: CommandContext): number {
  const ttl = integerArgument(request, 2, reply);
  if (Number.isNaN(ttl)) return ttl;
  if (ttl < 0) {
    reply.error(ERRORS.negativeTtl);
    return Number.NaN;
  }
  if (ttl === 0) return NO_EXPIRY;
  return Math.min(parseExpiry(request, 2, 1, options.absolute ? 0 : context.nowMs), LATEST_EXPIRY_MS);
}

/** Reads argument 3 into `strings`; false when an error has been replied. */
function readPayload(request: Request, reply: ReplyWriter): boolean {
  const { buf } = request;
  const start = request.start(3);
  const end = request.end(3);
  if (!isPayload(buf, start, end)) {
    reply.error(ERRORS.payloadDamaged);
    return false;
  }
  if (!readStringPayload(strings, buf, start, end, REQUEST_LIMITS.bulkBytes)) {
    reply.error(ERRORS.payloadUnreadable);
    return false;
  }
  return true;
}

function setRestored(request: Request, expiresAtMs: number, context: CommandContext): void {
  const { keyspace, nowMs } = context;
  const [start, end] = [request.start(1), request.end(1)];
  const { buf, start: from, end: to } = strings;
  const ref = keyspace.set(request.buf, start, end, buf, from, to, expiresAtMs, nowMs);
  const isGiven = keyspace.tracksFrequency ? options.frequency >= 0 : options.idleSeconds >= 0;
  if (isGiven) keyspace.setUse(ref, options.frequency, nowMs - options.idleSeconds * SECOND_MS);
}

export const DUMP_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'dump',
    summary: 'Gives the value of a key as bytes that RESTORE takes, here and in Redis 7.0 and later.',
    since: '2.6.0',
    group: 'generic',
    complexity: 'O(N), N the length of the value',
    arity: 2,
    flags: ['readonly'],
    tips: ['nondeterministic_output'],
    keys: { first: 1, last: 1, step: 1, flags: ['RO', 'access'] },
    spread: 'one-slot',
    isLong: true,
    syntax: 'key',
    reply: 'bulk string: the bytes; nil: no such key',
    handler: dump,
  },
  {
    name: 'restore',
    summary:
      'Makes a key from what DUMP gave, here or in a Redis up to 7.0: of strings, the only values there are here.',
    since: '2.6.0',
    group: 'generic',
    complexity: 'O(N), N the length of the value',
    arity: -4,
    flags: ['write', 'denyoom'],
    categories: ['keyspace', 'dangerous'],
    keys: { first: 1, last: 1, step: 1, flags: ['OW', 'update'] },
    spread: 'one-slot',
    isLong: true,
    syntax: 'key ttl serialized-value [REPLACE] [ABSTTL] [IDLETIME seconds] [FREQ frequency]',
    reply: 'OK',
    handler: restore,
  },
];
