/**
 * Strings as RDB holds them (redis 7.0, rdb.c, rdbSaveRawString), with `rdbcompression yes`, byte for byte:
 *
 *   - the decimal text of a 32-bit integer, in its only form, as special form 0, 1 or 2 and 1, 2 or 4 bytes, little-endian;
 *   - a string longer than 20 bytes that LZF makes at least 4 bytes shorter as special form 3, the compressed length, the
 *     length, and the compressed bytes;
 *   - any other as its length and its bytes.
 */
import { parseSafeInteger } from '../base/integer.js';
import { compressLzf, decompressLzf, MAX_LZF_RATIO } from './lzf.js';
import { LengthReader, lengthBytes, specialMark, UNREADABLE, writeLength } from './rdb-length.js';
const FORM_INT8 = 0;
const FORM_INT16 = 1;
const FORM_INT32 = 2;
const FORM_LZF = 3;
/** Digits and sign of a 32-bit integer. */
const MAX_INTEGER_TEXT_BYTES = 11;
/** Redis compresses nothing shorter. */
const MIN_COMPRESSED_BYTES = 21;
const MIN_SAVED_BYTES = 4;
/** A special mark and two lengths. */
const MAX_HEADER_BYTES = 1 + 9 + 9;
/** Memory for decompressed strings that a reader keeps. */
const KEPT_BYTES = 64 * 1024;
/** Most bytes that `writeString` needs for a string of `length` bytes, for which it uses more than it returns. */
export function maxStringBytes(length) {
    return MAX_HEADER_BYTES + length;
}
/**
 * Writes the string `[start, end)` of `source` to `target` at `at`, where there is room for `maxStringBytes`; returns the place
 * behind it. The buffers do not overlap. The string is shorter than 2^31 bytes.
 */
export function writeString(target, at, source, start, end) {
    const length = end - start;
    if (length <= MAX_INTEGER_TEXT_BYTES) {
        const behind = writeInteger(target, at, parseSafeInteger(source, start, end));
        if (behind !== at)
            return behind;
    }
    else if (length >= MIN_COMPRESSED_BYTES) {
        const behind = writeCompressed(target, at, source, start, end);
        if (behind !== at)
            return behind;
    }
    const bodyAt = writeLength(target, at, length);
    source.copy(target, bodyAt, start, end);
    return bodyAt + length;
}
/** Writes nothing, and returns `at`, if `value` is NaN or no 32-bit integer. */
function writeInteger(target, at, value) {
    if (value !== (value | 0))
        return at;
    if (value >= -0x80 && value < 0x80) {
        target[at] = specialMark(FORM_INT8);
        return target.writeInt8(value, at + 1);
    }
    if (value >= -0x8000 && value < 0x8000) {
        target[at] = specialMark(FORM_INT16);
        return target.writeInt16LE(value, at + 1);
    }
    target[at] = specialMark(FORM_INT32);
    return target.writeInt32LE(value, at + 1);
}
/** Returns `at` if compression saves too little. */
function writeCompressed(target, at, source, start, end) {
    const length = end - start;
    // The compressed length comes before the compressed bytes, and takes no more than the length does.
    const bodyAt = at + 1 + 2 * lengthBytes(length);
    const bodyEnd = compressLzf(source, start, end, target, bodyAt, length - MIN_SAVED_BYTES);
    if (bodyEnd === bodyAt)
        return at;
    target[at] = specialMark(FORM_LZF);
    const lengthAt = writeLength(target, at + 1, bodyEnd - bodyAt);
    const headerEnd = writeLength(target, lengthAt, length);
    if (headerEnd !== bodyAt)
        target.copyWithin(headerEnd, bodyAt, bodyEnd);
    return headerEnd + bodyEnd - bodyAt;
}
/** Reads strings one after the other; one reader can be used for all. */
export class StringReader {
    /** The string that was read last: `[start, end)` of `buf`, which may be the source itself. Valid until the next is read. */
    buf;
    start = 0;
    end = 0;
    lengths = new LengthReader();
    own = Buffer.allocUnsafe(KEPT_BYTES);
    constructor() {
        this.buf = this.own;
    }
    /**
     * Reads the string at `at` of `source`, within `[at, end)`; returns the place behind it, or UNREADABLE if it is malformed or
     * cut off, or longer than `maxBytes`. Takes no more memory than `maxBytes`, nor than 88 times what there is of it.
     */
    read(source, at, end, maxBytes) {
        const { lengths } = this;
        const bodyAt = lengths.read(source, at, end);
        if (bodyAt === UNREADABLE)
            return UNREADABLE;
        if (lengths.isSpecial)
            return this.readSpecial(lengths.value, source, bodyAt, end, maxBytes);
        const bodyEnd = bodyAt + lengths.value;
        if (bodyEnd > end || lengths.value > maxBytes)
            return UNREADABLE;
        this.refer(source, bodyAt, bodyEnd);
        return bodyEnd;
    }
    /** Lets go of the memory that the last string is in; it is not there any more then. */
    release() {
        this.refer(this.own, 0, 0);
    }
    readSpecial(form, source, at, end, maxBytes) {
        if (form === FORM_LZF)
            return this.readCompressed(source, at, end, maxBytes);
        if (form > FORM_LZF)
            return UNREADABLE;
        const bytes = 1 << form;
        if (at + bytes > end)
            return UNREADABLE;
        const value = source.readIntLE(at, bytes);
        const length = this.own.write(String(value), 'latin1');
        if (length > maxBytes)
            return UNREADABLE;
        this.refer(this.own, 0, length);
        return at + bytes;
    }
    readCompressed(source, at, end, maxBytes) {
        const { lengths } = this;
        const lengthAt = lengths.read(source, at, end);
        if (lengthAt === UNREADABLE || lengths.isSpecial)
            return UNREADABLE;
        const compressed = lengths.value;
        const bodyAt = lengths.read(source, lengthAt, end);
        if (bodyAt === UNREADABLE || lengths.isSpecial)
            return UNREADABLE;
        const length = lengths.value;
        const bodyEnd = bodyAt + compressed;
        if (bodyEnd > end || length > maxBytes || length > compressed * MAX_LZF_RATIO)
            return UNREADABLE;
        const target = length <= KEPT_BYTES ? this.own : Buffer.allocUnsafeSlow(length);
        if (!decompressLzf(source, bodyAt, bodyEnd, target, length))
            return UNREADABLE;
        this.refer(target, 0, length);
        return bodyEnd;
    }
    refer(buf, start, end) {
        this.buf = buf;
        this.start = start;
        this.end = end;
    }
}
//# sourceMappingURL=rdb-string.js.map