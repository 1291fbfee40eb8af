/**
 * Reads the primitive types of the wire format, big-endian, from `[at, end)` of a buffer. Never throws: what does not fit or
 * is not valid sets `isBad`, and everything read after that is empty.
 */
export class ByteReader {
  private readonly buffer: Buffer;
  private readonly end: number;
  at: number;
  isBad = false;

  constructor(buffer: Buffer, at: number, end: number) {
    this.buffer = buffer;
    this.at = at;
    this.end = end;
  }

  get isAtEnd(): boolean {
    return this.at >= this.end;
  }

  u8(): number {
    return this.take(1) ? (this.buffer[this.at - 1] as number) : 0;
  }

  u16(): number {
    return this.take(2) ? this.buffer.readUInt16BE(this.at - 2) : 0;
  }

  u32(): number {
    return this.take(4) ? this.buffer.readUInt32BE(this.at - 4) : 0;
  }

  u48(): number {
    return this.take(6) ? this.buffer.readUIntBE(this.at - 6, 6) : 0;
  }

  /** Unsigned LEB128 of at most 3 bytes. */
  varint(): number {
    let value = 0;
    for (let shift = 0; shift < 21; shift += 7) {
      const byte = this.u8();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    this.isBad = true;
    return 0;
  }

  /** `size` bytes as `2 * size` hexadecimal digits. */
  hex(size: number): string {
    return this.take(size) ? this.buffer.toString('hex', this.at - size, this.at) : '';
  }

  /** A copy of `size` bytes. */
  bytes(size: number): Uint8Array {
    return this.take(size)
      ? Uint8Array.prototype.slice.call(this.buffer, this.at - size, this.at)
      : new Uint8Array(0);
  }

  /** UTF-8 with its length in one byte, at most `limit` bytes. No control characters. */
  text(limit: number): string {
    const size = this.u8();
    if (size > limit || !this.take(size)) {
      this.isBad = true;
      return '';
    }
    const text = this.buffer.toString('utf8', this.at - size, this.at);
    if (!isCleanText(text)) this.isBad = true;
    return text;
  }

  /** One of `values`, by its index in one byte. */
  choice<T>(values: readonly [T, ...T[]]): T {
    const value = values[this.u8()];
    if (value !== undefined) return value;
    this.isBad = true;
    return values[0];
  }

  private take(size: number): boolean {
    if (this.isBad || this.at + size > this.end) {
      this.isBad = true;
      return false;
    }
    this.at += size;
    return true;
  }
}

/** Whether a text that was decoded from UTF-8 may be in a record. */
export function isCleanText(text: string): boolean {
  return !CONTROL_OR_INVALID.test(text);
}

/** Control characters, which would forge log lines, and what the decoder puts in the place of invalid UTF-8. */
const CONTROL_OR_INVALID = /[\p{Cc}\ufffd]/u;
