/**
 * How Redis would hold a string, as OBJECT ENCODING tells (redis 7.0, object.c, tryObjectEncoding): `int` for the decimal text of
 * a 64-bit signed integer in its only form, `embstr` up to 44 bytes, else `raw`.
 */
export declare const ENCODING_INT = 0;
export declare const ENCODING_EMBSTR = 1;
export declare const ENCODING_RAW = 2;
/** The encoding of the string `[start, end)` of `bytes`. */
export declare function stringEncoding(bytes: Buffer, start: number, end: number): number;
