/**
 * LZF, the compression of strings in RDB. The compressed form is a sequence of
 *
 *   000lllll                      l + 1 literal bytes follow
 *   LLLddddd dddddddd             L + 2 bytes (L is 1 to 6) again that began d + 1 bytes before
 *   111ddddd LLLLLLLL dddddddd    L + 9 bytes again
 *
 * `compressLzf` makes the choices of liblzf 3.6 as Redis is built with it (a table of 2^16 places, VERY_FAST), so that its output is the
 * same byte for byte.
 */
/** One compressed byte can stand for so many at most: three bytes for the longest match. */
export declare const MAX_LZF_RATIO: number;
/**
 * Compresses `[start, end)` of `source` to `target` from `at` on, into at most `room` bytes; returns the place behind, or `at` if that
 * is not enough room. `room` is at least 1, `target` has that much; the input is not empty and shorter than 2^31 bytes.
 */
export declare function compressLzf(source: Buffer, start: number, end: number, target: Buffer, at: number, room: number): number;
/**
 * Decompresses `[start, end)` of `source` to `target[0, length)`; returns whether it is well formed and gives just `length` bytes. What
 * is in `target` otherwise is undefined. Reads and writes nothing outside of these ranges.
 */
export declare function decompressLzf(source: Buffer, start: number, end: number, target: Buffer, length: number): boolean;
