/**
 * Writes the primitive types of the wire format, big-endian, into a buffer of fixed size. Numbers out of range are clamped; a
 * write that does not fit sets `isFull` and writes nothing: the caller goes back to an earlier `length`.
 */
export class ByteWriter {
    buffer;
    length = 0;
    isFull = false;
    constructor(size) {
        this.buffer = Buffer.alloc(size);
    }
    u8(value) {
        if (this.reserve(1))
            this.buffer[this.length - 1] = clamp(value, 0xff);
    }
    u16(value) {
        if (this.reserve(2))
            this.buffer.writeUInt16BE(clamp(value, 0xffff), this.length - 2);
    }
    u32(value) {
        if (this.reserve(4))
            this.buffer.writeUInt32BE(clamp(value, 0xffffffff), this.length - 4);
    }
    u48(value) {
        if (this.reserve(6))
            this.buffer.writeUIntBE(clamp(value, 0xffffffffffff), this.length - 6, 6);
    }
    /** `size` bytes given as `2 * size` hexadecimal digits. */
    hex(digits, size) {
        if (this.reserve(size))
            this.buffer.write(digits, this.length - size, size, 'hex');
    }
    bytes(value) {
        if (this.reserve(value.length))
            this.buffer.set(value, this.length - value.length);
    }
    /** UTF-8 with its length in one byte; `text` must not be longer than 255 bytes. */
    text(text) {
        const size = Buffer.byteLength(text);
        this.u8(size);
        if (this.reserve(size))
            this.buffer.write(text, this.length - size, size, 'utf8');
    }
    reserve(size) {
        if (this.isFull || this.length + size > this.buffer.length) {
            this.isFull = true;
            return false;
        }
        this.length += size;
        return true;
    }
}
function clamp(value, max) {
    return value < max ? Math.max(0, Math.floor(value)) : max;
}
//# sourceMappingURL=byte-writer.js.map