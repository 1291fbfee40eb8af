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
export const UNREADABLE = -1;
const MOST_6_BITS = 2 ** 6 - 1;
const MOST_14_BITS = 2 ** 14 - 1;
const MOST_32_BITS = 2 ** 32 - 1;
const FORM_SHIFT = 6;
const FORM_6_BITS = 0;
const FORM_14_BITS = 1;
const FORM_SPECIAL = 3;
const MARK_14_BITS = 0x40;
const MARK_32_BITS = 0x80;
const MARK_64_BITS = 0x81;
const MARK_SPECIAL = 0xc0;
/** How many bytes a length takes. `length` is a safe integer, not negative. */
export function lengthBytes(length) {
    if (length <= MOST_6_BITS)
        return 1;
    if (length <= MOST_14_BITS)
        return 2;
    return length <= MOST_32_BITS ? 5 : 9;
}
/** Writes a length to `target` at `at`, in its shortest form; returns the place behind it. */
export function writeLength(target, at, length) {
    if (length <= MOST_6_BITS) {
        target[at] = length;
        return at + 1;
    }
    if (length <= MOST_14_BITS) {
        target[at] = MARK_14_BITS | (length >>> 8);
        target[at + 1] = length & 0xff;
        return at + 2;
    }
    if (length <= MOST_32_BITS) {
        target[at] = MARK_32_BITS;
        return target.writeUInt32BE(length, at + 1);
    }
    target[at] = MARK_64_BITS;
    target.writeUInt32BE(Math.floor(length / 2 ** 32), at + 1);
    return target.writeUInt32BE(length % 2 ** 32, at + 5);
}
/** The first byte of a string in the special form `form`, 0 to 63. */
export function specialMark(form) {
    return MARK_SPECIAL | form;
}
/** Reads lengths one after the other; one reader can be used for all. */
export class LengthReader {
    /** The length that was read last, or the special form. */
    value = 0;
    /** Whether it was not a length but a special form. */
    isSpecial = false;
    /**
     * Reads what is at `at` in `source`, within `[at, end)`; returns the place behind it, or UNREADABLE. A length past 2^53 is
     * unreadable: nothing is that long.
     */
    read(source, at, end) {
        if (at >= end)
            return UNREADABLE;
        const first = source[at];
        const form = first >>> FORM_SHIFT;
        const low = first & MOST_6_BITS;
        this.isSpecial = form === FORM_SPECIAL;
        if (form === FORM_6_BITS || form === FORM_SPECIAL) {
            this.value = low;
            return at + 1;
        }
        if (form === FORM_14_BITS) {
            if (at + 2 > end)
                return UNREADABLE;
            this.value = (low << 8) | source[at + 1];
            return at + 2;
        }
        if (first === MARK_32_BITS) {
            if (at + 5 > end)
                return UNREADABLE;
            this.value = source.readUInt32BE(at + 1);
            return at + 5;
        }
        if (first !== MARK_64_BITS || at + 9 > end)
            return UNREADABLE;
        this.value = source.readUInt32BE(at + 1) * 2 ** 32 + source.readUInt32BE(at + 5);
        return Number.isSafeInteger(this.value) ? at + 9 : UNREADABLE;
    }
}
//# sourceMappingURL=rdb-length.js.map