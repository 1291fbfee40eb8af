/**
 * Reads the primitive types of the wire format, big-endian, from `[at, end)` of a buffer. Never throws: what does not fit or
 * is not valid sets `isBad`, and everything read after that is empty.
 */
export declare class ByteReader {
    private readonly buffer;
    private readonly end;
    at: number;
    isBad: boolean;
    constructor(buffer: Buffer, at: number, end: number);
    get isAtEnd(): boolean;
    u8(): number;
    u16(): number;
    u32(): number;
    u48(): number;
    /** Unsigned LEB128 of at most 3 bytes. */
    varint(): number;
    /** `size` bytes as `2 * size` hexadecimal digits. */
    hex(size: number): string;
    /** A copy of `size` bytes. */
    bytes(size: number): Uint8Array;
    /** UTF-8 with its length in one byte, at most `limit` bytes. No control characters. */
    text(limit: number): string;
    /** One of `values`, by its index in one byte. */
    choice<T>(values: readonly [T, ...T[]]): T;
    private take;
}
