/**
 * How Redis would hold a string, as OBJECT ENCODING tells (redis 7.0, object.c, tryObjectEncoding): `int` for the decimal text of
 * a 64-bit signed integer in its only form, `embstr` up to 44 bytes, else `raw`.
 */
export const ENCODING_INT = 0;
export const ENCODING_EMBSTR = 1;
export const ENCODING_RAW = 2;
const EMBSTR_MAX_BYTES = 44;
const INT64_MAX_DIGITS = 19;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const INT64_MAX = Buffer.from('9223372036854775807');
const INT64_MIN = Buffer.from('9223372036854775808');
/** The encoding of the string `[start, end)` of `bytes`. */
export function stringEncoding(bytes, start, end) {
    const length = end - start;
    if (length <= INT64_MAX_DIGITS + 1 && isCanonicalInt64(bytes, start, end))
        return ENCODING_INT;
    return length <= EMBSTR_MAX_BYTES ? ENCODING_EMBSTR : ENCODING_RAW;
}
function isCanonicalInt64(bytes, start, end) {
    const isNegative = start < end && bytes[start] === MINUS;
    const firstDigit = isNegative ? start + 1 : start;
    const digits = end - firstDigit;
    if (digits === 0 || digits > INT64_MAX_DIGITS)
        return false;
    if (bytes[firstDigit] === ZERO)
        return digits === 1 && !isNegative;
    for (let at = firstDigit; at < end; at++) {
        const byte = bytes[at];
        if (byte < ZERO || byte > NINE)
            return false;
    }
    if (digits < INT64_MAX_DIGITS)
        return true;
    const limit = isNegative ? INT64_MIN : INT64_MAX;
    return bytes.compare(limit, 0, INT64_MAX_DIGITS, firstDigit, end) <= 0;
}
//# sourceMappingURL=string-encoding.js.map