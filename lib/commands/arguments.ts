/** Reading numbers and expiry times from a request's arguments, with Redis's range checks. */
import { INT64_MAX, INT64_MIN, parseInt64, parseSafeInteger } from '../base/integer.ts';
import { ERRORS } from '../resp/errors.ts';
import type { ReplyWriter } from '../resp/reply-writer.ts';
import type { Request } from '../resp/request.ts';

/**
 * The latest expiry time that is kept, in ms since 1970 (the year 287396): later ones, which Redis takes up to 2^63,
 * count as this one.
 */
export const LATEST_EXPIRY_MS = Number.MAX_SAFE_INTEGER;

/** Few enough for an error to pass a peer link, which takes no longer line than REPLY_LIMITS.lineBytes. */
const MOST_QUOTED_BYTES = 16 * 1024;

const INT32_MIN = -(2 ** 31);
const INT32_MAX = 2 ** 31 - 1;

/**
 * The 64-bit integer at argument `i`, past 2^53 rounded to the nearest double; NaN if it is none, and then the error
 * has been replied.
 */
export function integerArgument(request: Request, i: number, reply: ReplyWriter): number {
  const value = parseInteger(request, i);
  if (Number.isNaN(value)) reply.error(ERRORS.notInteger);
  return value;
}

/** Like `integerArgument`, for numbers of 32 bits. */
export function int32Argument(request: Request, i: number, reply: ReplyWriter): number {
  const value = integerArgument(request, i, reply);
  if (value >= INT32_MIN && value <= INT32_MAX) return value;
  if (!Number.isNaN(value)) reply.error(ERRORS.outOfRange, { least: INT32_MIN, most: INT32_MAX });
  return Number.NaN;
}

/** Like `integerArgument`, but replies nothing. */
export function parseInteger(request: Request, i: number): number {
  const value = parseSafeInteger(request.buf, request.start(i), request.end(i));
  if (!Number.isNaN(value)) return value;
  const wide = parseInt64(request.buf, request.start(i), request.end(i));
  return wide === undefined ? Number.NaN : Number(wide);
}

/**
 * The time at argument `i`, given in units of `unitMs` after `baseMs`, in ms since 1970 and no later than
 * LATEST_EXPIRY_MS. NaN if the argument is no integer; Infinity if the time does not fit 64 bits as ms.
 */
export function parseExpiry(request: Request, i: number, unitMs: number, baseMs: number): number {
  const value = parseSafeInteger(request.buf, request.start(i), request.end(i));
  if (Math.abs(value) <= LATEST_EXPIRY_MS / 2000) return value * unitMs + baseMs;
  const wide = parseInt64(request.buf, request.start(i), request.end(i));
  if (wide === undefined) return Number.NaN;
  const ms = wide * BigInt(unitMs);
  if (ms < INT64_MIN || ms + BigInt(baseMs) > INT64_MAX) return Number.POSITIVE_INFINITY;
  return Math.min(Number(ms) + baseMs, LATEST_EXPIRY_MS);
}

/**
 * The expiry time at argument `i` of a command that only takes times after `baseMs` (the present, or 0); NaN when an
 * error has been replied, in the name of `command`.
 */
export function expiryArgument(
  request: Request,
  i: number,
  unitMs: number,
  baseMs: number,
  command: string,
  reply: ReplyWriter,
): number {
  const expiresAtMs = parseExpiry(request, i, unitMs, baseMs);
  if (expiresAtMs > baseMs && expiresAtMs !== Number.POSITIVE_INFINITY) return expiresAtMs;
  if (Number.isNaN(expiresAtMs)) reply.error(ERRORS.notInteger);
  else reply.error(ERRORS.invalidExpire, { command });
  return Number.NaN;
}

/**
 * Argument `i` as an error quotes it: latin1, up to the first zero byte, as C prints it, and at most `mostBytes` long.
 */
export function quotedArgument(request: Request, i: number, mostBytes = MOST_QUOTED_BYTES): string {
  const start = request.start(i);
  const text = request.buf.toString('latin1', start, Math.min(request.end(i), start + mostBytes));
  const zero = text.indexOf('\0');
  return zero === -1 ? text : text.slice(0, zero);
}
