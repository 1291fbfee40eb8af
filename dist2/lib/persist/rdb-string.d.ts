/**
 * Strings as RDB holds them (redis 7.0, rdb.c, rdbSaveRawString), with `rdbcompression yes`, byte for byte:
 *
 *   - the decimal text of a 32-bit integer, in its only form, as special form 0, 1 or 2 and 1, 2 or 4 bytes, little-endian;
 *   - a string longer than 20 bytes that LZF makes at least 4 bytes shorter as special form 3, the compressed length, the
 *     length, and the compressed bytes;
 *   - any other as its length and its bytes.
 */
/** Most bytes that `writeString` needs for a string of `length` bytes, for which it uses more than it returns. */
export declare function maxStringBytes(length: number): number;
/**
 * Writes the string `[start, end)` of `source` to `target` at `at`, where there is room for `maxStringBytes`; returns the place
 * behind it. The buffers do not overlap. The string is shorter than 2^31 bytes.
 */
export declare function writeString(target: Buffer, at: number, source: Buffer, start: number, end: number): number;
/** Reads strings one after the other; one reader can be used for all. */
export declare class StringReader {
    /** The string that was read last: `[start, end)` of `buf`, which may be the source itself. Valid until the next is read. */
    buf: Buffer;
    start: number;
    end: number;
    private readonly lengths;
    private readonly own;
    constructor();
    /**
     * Reads the string at `at` of `source`, within `[at, end)`; returns the place behind it, or UNREADABLE if it is malformed or
     * cut off, or longer than `maxBytes`. Takes no more memory than `maxBytes`, nor than 88 times what there is of it.
     */
    read(source: Buffer, at: number, end: number, maxBytes: number): number;
    /** Lets go of the memory that the last string is in; it is not there any more then. */
    release(): void;
    private readSpecial;
    private readCompressed;
    private refer;
}
