/** The value of an integer reply; NaN if it is another reply, or no safe integer. */
export declare function readInteger(buf: Buffer, start: number, end: number): number;
/** Number of elements of an array or set; -1 if the reply is another, or the nil of RESP2's arrays. */
export declare function readElementCount(buf: Buffer, start: number, end: number): number;
/** Offset past the first line: of the first element of an array, or of the first byte of a bulk string (which ends at `end - 2`). */
export declare function bodyStart(buf: Buffer, start: number, end: number): number;
/**
 * Finds the elements of an array or set: element i is the reply in `[ranges[2i], ranges[2i + 1])` of `buf`. Returns their number; -1 if the
 * reply is no array or set, or has more elements than `ranges` has room for.
 */
export declare function readElements(buf: Buffer, start: number, end: number, ranges: Int32Array): number;
