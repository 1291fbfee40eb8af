import { ERRORS, errorText } from '../resp/errors.js';
import { bodyStart, readElementCount, readElements, readInteger } from '../resp/reply-reader.js';
const OK = Buffer.from('+OK\r\n');
const NIL = { 2: Buffer.from('$-1\r\n'), 3: Buffer.from('_\r\n') };
const UNREADABLE = Buffer.from(`-${errorText(ERRORS.internal)}\r\n`);
const MINUS = 0x2d;
const BULK = 0x24;
export class Gathering {
    origin;
    tag;
    spread;
    /** For `split-values`: which element of the merged array each part's elements are. */
    positions;
    parts;
    missing;
    constructor(origin, tag, spread, positions) {
        this.origin = origin;
        this.tag = tag;
        this.spread = spread;
        this.positions = positions;
        this.missing = positions.length;
        this.parts = new Array(positions.length);
    }
    get isGone() {
        return this.origin.isGone === true;
    }
    onReply(part, buf, start, end) {
        this.parts[part] = buf.subarray(start, end);
        if (--this.missing > 0)
            return;
        const merged = this.merge();
        this.origin.onReply(this.tag, merged, 0, merged.length);
    }
    merge() {
        const present = this.parts.filter((part) => part.length > 0);
        const failed = present.find((part) => part[0] === MINUS);
        if (failed !== undefined)
            return failed;
        switch (this.spread) {
            case 'split-values':
                return this.mergeValues();
            case 'split-sum':
            case 'every-sum':
            case 'members-sum':
                return sum(present);
            case 'every-concat':
                return concatenate(present);
            case 'every-any':
                return pickAny(present) ?? NIL[this.origin.protocol];
            default:
                return OK;
        }
    }
    /** Puts every part's elements where their keys stood. */
    mergeValues() {
        const elements = [];
        for (const [part, positions] of this.positions.entries()) {
            const reply = this.parts[part];
            const ranges = new Int32Array(2 * positions.length);
            if (readElements(reply, 0, reply.length, ranges) !== positions.length)
                return UNREADABLE;
            for (const [at, position] of positions.entries()) {
                elements[position] = reply.subarray(ranges[2 * at], ranges[2 * at + 1]);
            }
        }
        return Buffer.concat([arrayHeader(elements.length), ...elements]);
    }
}
function sum(parts) {
    let total = 0;
    for (const part of parts)
        total += readInteger(part, 0, part.length);
    return Number.isNaN(total) ? UNREADABLE : Buffer.from(`:${total}\r\n`);
}
function concatenate(parts) {
    let total = 0;
    const bodies = [];
    for (const part of parts) {
        const count = readElementCount(part, 0, part.length);
        if (count < 0)
            return UNREADABLE;
        total += count;
        bodies.push(part.subarray(bodyStart(part, 0, part.length)));
    }
    return Buffer.concat([arrayHeader(total), ...bodies]);
}
/** One of the replies that are not nil, each as likely as the others; undefined if all are. */
function pickAny(parts) {
    const found = parts.filter((part) => part[0] === BULK && part[1] !== MINUS);
    return found[Math.floor(Math.random() * found.length)];
}
function arrayHeader(count) {
    return Buffer.from(`*${count}\r\n`);
}
//# sourceMappingURL=gather.js.map