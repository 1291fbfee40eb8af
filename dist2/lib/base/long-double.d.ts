/**
 * The arithmetic of INCRBYFLOAT: sums of the 80-bit floats (x87 `long double`, 64 bits of mantissa) in which
 * redis-server computes on x86-64, so that every digit of a result is the same. Exact integers (BigInt) underneath,
 * each result rounded once to nearest, ties to even (IEEE 754, section 4.3.1).
 *
 * Invariant: a finite value is `mantissa * 2 ** exponent` with at most 64 bits of mantissa. Values too small for a
 * normal long double keep all 64 bits, which no result with 17 decimals shows.
 */
export type LongDouble = {
    readonly mantissa: bigint;
    readonly exponent: number;
} | 'infinite';
/** The number that `text` is, in the notations of C's strtold but NaN; undefined if it is none or has no such value. */
export declare function parseLongDouble(text: string): LongDouble | undefined;
/** The rounded sum. */
export declare function addLongDoubles(a: LongDouble, b: LongDouble): LongDouble;
/** `value`, which is finite, with up to 17 decimals, rounded, and no zeros after the last of them. */
export declare function formatLongDouble(value: Exclude<LongDouble, 'infinite'>): string;
