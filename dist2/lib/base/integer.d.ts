/**
 * Signed 64-bit integers in decimal, read from bytes by the rules of Redis's string2ll: an optional `-`, then digits that
 * do not begin with 0 unless 0 is all there is. No plus sign, no spaces, no `-0`, nothing after the last digit.
 */
export declare const INT64_MIN: bigint;
export declare const INT64_MAX: bigint;
/**
 * The integer written in `[start, end)` of `bytes`; NaN if it is not written as one, or lies outside the safe integers
 * (then `parseInt64` may still have it). Never returns -0.
 */
export declare function parseSafeInteger(bytes: Uint8Array, start: number, end: number): number;
/** The 64-bit integer written in `[start, end)` of `bytes`; undefined if it is not written as one or is out of range. */
export declare function parseInt64(bytes: Uint8Array, start: number, end: number): bigint | undefined;
