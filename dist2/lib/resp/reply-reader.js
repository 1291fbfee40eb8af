/**
 * Reads the parts of whole replies that are needed to merge several into one: the number in an integer reply, and where the
 * elements of an array are. All functions take a reply as `[start, end)` of `buf`, as ReplyScanner finds it.
 */
import { parseSafeInteger } from '../base/integer.js';
import { REPLY_LIMITS } from './limits.js';
import { REPLY } from './parse-result.js';
import { ReplyCursor } from './reply-cursor.js';
const LF = 0x0a;
const INTEGER = 0x3a;
const ARRAY = 0x2a;
const SET = 0x7e;
/** The value of an integer reply; NaN if it is another reply, or no safe integer. */
export function readInteger(buf, start, end) {
    return buf[start] === INTEGER ? parseSafeInteger(buf, start + 1, end - 2) : Number.NaN;
}
/** Number of elements of an array or set; -1 if the reply is another, or the nil of RESP2's arrays. */
export function readElementCount(buf, start, end) {
    const type = buf[start];
    if (type !== ARRAY && type !== SET)
        return -1;
    return parseSafeInteger(buf, start + 1, bodyStart(buf, start, end) - 2);
}
/** Offset past the first line: of the first element of an array, or of the first byte of a bulk string (which ends at `end - 2`). */
export function bodyStart(buf, start, end) {
    let at = start;
    while (at < end && buf[at] !== LF)
        at++;
    return at + 1;
}
/**
 * Finds the elements of an array or set: element i is the reply in `[ranges[2i], ranges[2i + 1])` of `buf`. Returns their number; -1 if the
 * reply is no array or set, or has more elements than `ranges` has room for.
 */
export function readElements(buf, start, end, ranges) {
    const count = readElementCount(buf, start, end);
    if (2 * count > ranges.length)
        return -1;
    const cursor = new ReplyCursor(REPLY_LIMITS);
    let position = bodyStart(buf, start, end);
    for (let i = 0; i < count; i++) {
        cursor.begin(position);
        if (cursor.advance(buf, end) !== REPLY)
            return -1;
        ranges[2 * i] = position;
        position = cursor.position;
        ranges[2 * i + 1] = position;
    }
    return count;
}
//# sourceMappingURL=reply-reader.js.map