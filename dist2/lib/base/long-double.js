/**
 * The arithmetic of INCRBYFLOAT: sums of the 80-bit floats (x87 `long double`, 64 bits of mantissa) in which
 * redis-server computes on x86-64, so that every digit of a result is the same. Exact integers (BigInt) underneath,
 * each result rounded once to nearest, ties to even (IEEE 754, section 4.3.1).
 *
 * Invariant: a finite value is `mantissa * 2 ** exponent` with at most 64 bits of mantissa. Values too small for a
 * normal long double keep all 64 bits, which no result with 17 decimals shows.
 */
const MANTISSA_BITS = 64;
/** Values are below 2 ** MAX_EXPONENT; what is not above 2 ** MIN_EXPONENT rounds to zero. */
const MAX_EXPONENT = 16384;
const MIN_EXPONENT = -16446;
/** Texts this long or longer are no numbers (Redis's MAX_LONG_DOUBLE_CHARS). */
const MAX_TEXT_LENGTH = 5 * 1024;
/** Decimal exponents outside these are surely too large or too small. */
const MAX_DECIMAL_EXPONENT = 4933;
const MIN_DECIMAL_EXPONENT = -4952;
const DECIMALS = 17;
const DECIMAL = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i;
const HEXADECIMAL = /^([+-]?)0x([\da-f]*)\.?([\da-f]*)(?:p([+-]?\d+))?$/i;
const INFINITE = /^[+-]?inf(?:inity)?$/i;
const ZERO = { mantissa: 0n, exponent: 0 };
/** The number that `text` is, in the notations of C's strtold but NaN; undefined if it is none or has no such value. */
export function parseLongDouble(text) {
    if (text.length >= MAX_TEXT_LENGTH)
        return undefined;
    if (INFINITE.test(text))
        return 'infinite';
    const decimal = DECIMAL.exec(text);
    const [, sign, whole = '', fraction = '', power = '0'] = decimal ?? HEXADECIMAL.exec(text) ?? [];
    const digits = (whole + fraction).replace(/^0+/, '');
    if (whole.length + fraction.length === 0)
        return undefined;
    if (digits === '')
        return ZERO;
    const value = decimal === null
        ? fromHexadecimal(digits, fraction.length, Number(power))
        : fromDecimal(digits, Number(power) - fraction.length);
    if (value === undefined || value === 'infinite')
        return undefined;
    return sign === '-' ? { mantissa: -value.mantissa, exponent: value.exponent } : value;
}
/** The rounded sum. */
export function addLongDoubles(a, b) {
    if (a === 'infinite' || b === 'infinite')
        return 'infinite';
    const exponent = Math.min(a.exponent, b.exponent);
    const sum = (a.mantissa << BigInt(a.exponent - exponent)) + (b.mantissa << BigInt(b.exponent - exponent));
    return sum < 0n ? negate(round(-sum, 1n, exponent)) : round(sum, 1n, exponent);
}
/** `value`, which is finite, with up to 17 decimals, rounded, and no zeros after the last of them. */
export function formatLongDouble(value) {
    const { mantissa, exponent } = value;
    const magnitude = (mantissa < 0n ? -mantissa : mantissa) * 10n ** BigInt(DECIMALS);
    const scaled = exponent >= 0 ? magnitude << BigInt(exponent) : divideToNearest(magnitude, 1n << BigInt(-exponent));
    if (scaled === 0n)
        return '0';
    const digits = scaled.toString().padStart(DECIMALS + 1, '0');
    const fraction = digits.slice(-DECIMALS).replace(/0+$/, '');
    const whole = digits.slice(0, -DECIMALS);
    return `${mantissa < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}
/** `digits * 10 ** power`; undefined if that rounds to zero. */
function fromDecimal(digits, power) {
    const magnitude = digits.length + power;
    if (magnitude > MAX_DECIMAL_EXPONENT)
        return 'infinite';
    if (magnitude < MIN_DECIMAL_EXPONENT)
        return undefined;
    const scale = 10n ** BigInt(Math.abs(power));
    const value = power >= 0 ? round(BigInt(digits) * scale, 1n, 0) : round(BigInt(digits), scale, 0);
    return isTooSmall(value) ? undefined : value;
}
/** `digits * 16 ** -fractionDigits * 2 ** power`; undefined if that rounds to zero. */
function fromHexadecimal(digits, fractionDigits, power) {
    const value = round(BigInt(`0x${digits}`), 1n, power - 4 * fractionDigits);
    return isTooSmall(value) ? undefined : value;
}
function isTooSmall(value) {
    if (value === 'infinite')
        return false;
    const power = value.exponent + bitLength(value.mantissa);
    return power <= MIN_EXPONENT || (power === MIN_EXPONENT + 1 && isPowerOfTwo(value.mantissa));
}
/** `numerator / denominator * 2 ** exponent`, rounded to 64 bits of mantissa. Neither is negative. */
function round(numerator, denominator, exponent) {
    if (numerator === 0n)
        return ZERO;
    const excess = bitLength(numerator) - bitLength(denominator) - MANTISSA_BITS;
    // The quotient has one bit more or less than the lengths say: make it at least 64 bits, then cut it to 64 in one go.
    let shift = excess - 1;
    let mantissa = divideShifted(numerator, denominator, shift);
    if (bitLength(mantissa) > MANTISSA_BITS) {
        shift += bitLength(mantissa) - MANTISSA_BITS;
        mantissa = divideShifted(numerator, denominator, shift);
    }
    if (exponent + shift + bitLength(mantissa) > MAX_EXPONENT)
        return 'infinite';
    return { mantissa, exponent: exponent + shift };
}
/** `numerator / denominator / 2 ** shift`, to nearest. */
function divideShifted(numerator, denominator, shift) {
    return shift >= 0
        ? divideToNearest(numerator, denominator << BigInt(shift))
        : divideToNearest(numerator << BigInt(-shift), denominator);
}
/** The quotient to nearest, ties to even. */
function divideToNearest(numerator, denominator) {
    const quotient = numerator / denominator;
    const doubledRest = (numerator % denominator) * 2n;
    if (doubledRest < denominator || (doubledRest === denominator && quotient % 2n === 0n))
        return quotient;
    return quotient + 1n;
}
function negate(value) {
    return value === 'infinite' ? value : { mantissa: -value.mantissa, exponent: value.exponent };
}
function bitLength(value) {
    const hexadecimal = value.toString(16);
    return 4 * hexadecimal.length - Math.clz32(Number.parseInt(hexadecimal[0], 16)) + 28;
}
function isPowerOfTwo(value) {
    return (value & (value - 1n)) === 0n;
}
//# sourceMappingURL=long-double.js.map