/**
 * Writes the primitive types of the wire format, big-endian, into a buffer of fixed size. Numbers out of range are clamped; a
 * write that does not fit sets `isFull` and writes nothing: the caller goes back to an earlier `length`.
 */
export declare class ByteWriter {
    readonly buffer: Buffer;
    length: number;
    isFull: boolean;
    constructor(size: number);
    u8(value: number): void;
    u16(value: number): void;
    u32(value: number): void;
    u48(value: number): void;
    /** `size` bytes given as `2 * size` hexadecimal digits. */
    hex(digits: string, size: number): void;
    bytes(value: Uint8Array): void;
    /** UTF-8 with its length in one byte; `text` must not be longer than 255 bytes. */
    text(text: string): void;
    private reserve;
}
