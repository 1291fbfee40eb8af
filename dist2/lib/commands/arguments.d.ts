import type { ReplyWriter } from '../resp/reply-writer.ts';
import type { Request } from '../resp/request.ts';
/**
 * The latest expiry time that is kept, in ms since 1970 (the year 287396): later ones, which Redis takes up to 2^63,
 * count as this one.
 */
export declare const LATEST_EXPIRY_MS: number;
/**
 * The 64-bit integer at argument `i`, past 2^53 rounded to the nearest double; NaN if it is none, and then the error
 * has been replied.
 */
export declare function integerArgument(request: Request, i: number, reply: ReplyWriter): number;
/** Like `integerArgument`, for numbers of 32 bits. */
export declare function int32Argument(request: Request, i: number, reply: ReplyWriter): number;
/** Like `integerArgument`, but replies nothing. */
export declare function parseInteger(request: Request, i: number): number;
/**
 * The time at argument `i`, given in units of `unitMs` after `baseMs`, in ms since 1970 and no later than
 * LATEST_EXPIRY_MS. NaN if the argument is no integer; Infinity if the time does not fit 64 bits as ms.
 */
export declare function parseExpiry(request: Request, i: number, unitMs: number, baseMs: number): number;
/**
 * The expiry time at argument `i` of a command that only takes times after `baseMs` (the present, or 0); NaN when an
 * error has been replied, in the name of `command`.
 */
export declare function expiryArgument(request: Request, i: number, unitMs: number, baseMs: number, command: string, reply: ReplyWriter): number;
/**
 * Argument `i` as an error quotes it: latin1, up to the first zero byte, as C prints it, and at most `mostBytes` long.
 */
export declare function quotedArgument(request: Request, i: number, mostBytes?: number): string;
