/**
 * Lengths as RDB writes them, in front of strings and collections (redis 7.0, rdb.c, rdbSaveLen). The two top bits of the first
 * byte tell the form:
 *
 *   00llllll                      6 bits
 *   01llllll llllllll             14 bits
 *   10000000 and 4 bytes          32 bits, big-endian
 *   10000001 and 8 bytes          64 bits, big-endian
 *   11ffffff                      no length: a string in the special form f follows (rdb-string.ts)
 */
/** Where the place behind something would be returned: the bytes are not what they should be, or there are too few of them. */
export declare const UNREADABLE = -1;
/** How many bytes a length takes. `length` is a safe integer, not negative. */
export declare function lengthBytes(length: number): number;
/** Writes a length to `target` at `at`, in its shortest form; returns the place behind it. */
export declare function writeLength(target: Buffer, at: number, length: number): number;
/** The first byte of a string in the special form `form`, 0 to 63. */
export declare function specialMark(form: number): number;
/** Reads lengths one after the other; one reader can be used for all. */
export declare class LengthReader {
    /** The length that was read last, or the special form. */
    value: number;
    /** Whether it was not a length but a special form. */
    isSpecial: boolean;
    /**
     * Reads what is at `at` in `source`, within `[at, end)`; returns the place behind it, or UNREADABLE. A length past 2^53 is
     * unreadable: nothing is that long.
     */
    read(source: Buffer, at: number, end: number): number;
}
