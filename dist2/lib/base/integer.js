/**
 * Signed 64-bit integers in decimal, read from bytes by the rules of Redis's string2ll: an optional `-`, then digits that
 * do not begin with 0 unless 0 is all there is. No plus sign, no spaces, no `-0`, nothing after the last digit.
 */
export const INT64_MIN = -(2n ** 63n);
export const INT64_MAX = 2n ** 63n - 1n;
const MINUS = 0x2d;
const ZERO = 0x30;
/** Digits of Number.MAX_SAFE_INTEGER: sums of so many digits still compare correctly with it. */
const SAFE_DIGITS = 16;
/** Digits of INT64_MAX. */
const INT64_DIGITS = 19;
/** Digits in the lower part of a number that is put together from two Numbers. */
const LOW_DIGITS = 9;
const LOW_PART = 10n ** BigInt(LOW_DIGITS);
/**
 * The value of the digits `[start, end)` of `bytes`, at most SAFE_DIGITS of them; NaN if one of them is not a digit. Exact up to
 * Number.MAX_SAFE_INTEGER, and above it whenever the true value is.
 */
function digits(bytes, start, end) {
    let value = 0;
    for (let at = start; at < end; at++) {
        const digit = bytes[at] - ZERO;
        if (digit < 0 || digit > 9)
            return Number.NaN;
        value = 10 * value + digit;
    }
    return value;
}
/** Whether `[first, end)` can be the digits of a number: some, and no leading zero, and not the 0 of `-0`. */
function beginsWell(bytes, start, first, end) {
    if (first >= end)
        return false;
    return bytes[first] !== ZERO || (end === first + 1 && first === start);
}
/**
 * The integer written in `[start, end)` of `bytes`; NaN if it is not written as one, or lies outside the safe integers
 * (then `parseInt64` may still have it). Never returns -0.
 */
export function parseSafeInteger(bytes, start, end) {
    const negative = start < end && bytes[start] === MINUS;
    const first = negative ? start + 1 : start;
    if (!beginsWell(bytes, start, first, end) || end - first > SAFE_DIGITS)
        return Number.NaN;
    const value = digits(bytes, first, end);
    if (value > Number.MAX_SAFE_INTEGER)
        return Number.NaN;
    return negative ? -value : value;
}
/** The 64-bit integer written in `[start, end)` of `bytes`; undefined if it is not written as one or is out of range. */
export function parseInt64(bytes, start, end) {
    const negative = start < end && bytes[start] === MINUS;
    const first = negative ? start + 1 : start;
    if (!beginsWell(bytes, start, first, end) || end - first > INT64_DIGITS)
        return undefined;
    const middle = Math.max(first, end - LOW_DIGITS);
    const high = digits(bytes, first, middle);
    const low = digits(bytes, middle, end);
    if (Number.isNaN(high) || Number.isNaN(low))
        return undefined;
    const magnitude = BigInt(high) * LOW_PART + BigInt(low);
    const value = negative ? -magnitude : magnitude;
    return value >= INT64_MIN && value <= INT64_MAX ? value : undefined;
}
//# sourceMappingURL=integer.js.map