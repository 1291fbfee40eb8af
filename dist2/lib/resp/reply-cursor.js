import { INCOMPLETE, PROTOCOL_ERROR, REPLY } from './parse-result.js';
const LF = 0x0a;
const CR = 0x0d;
const ZERO = 0x30;
const MINUS = 0x2d;
const ONE = 0x31;
const ERROR = 0x2d; // -
const BULK = 0x24; // $
const BULK_ERROR = 0x21; // !
const VERBATIM = 0x3d; // =
const ARRAY = 0x2a; // *
const SET = 0x7e; // ~
const PUSH = 0x3e; // >
const MAP = 0x25; // %
const ATTRIBUTE = 0x7c; // |
/** Most digits of a length: enough for the limits, few enough to be exact. */
const LENGTH_DIGITS = 10;
/** Instead of a length. */
const NIL = -1;
const NOT_WHOLE = -2;
const MALFORMED = -3;
export class ReplyCursor {
    position = 0;
    /** Bytes beyond the limit that the value at `position` needs at least, after INCOMPLETE. */
    needed = 1;
    /** Values that are not done, those that are not even there yet included. */
    outstanding = 1;
    /** Whether the reply is an error. */
    isError = false;
    /** What is wrong, after PROTOCOL_ERROR; for a log. */
    error = '';
    limits;
    /** Whether the reply's own type is known: the attributes before it are passed. */
    typed = false;
    /** Bytes of the line at `position` that were searched for its end. */
    searched = 0;
    headerEnd = 0;
    constructor(limits) {
        this.limits = limits;
    }
    /** Begins a reply at `position`. */
    begin(position) {
        this.position = position;
        this.outstanding = 1;
        this.isError = false;
        this.typed = false;
        this.searched = 0;
    }
    /** Goes on in `[position, limit)` of `buf`. REPLY: the reply ends at `position`. */
    advance(buf, limit) {
        while (this.outstanding > 0) {
            if (this.position === limit) {
                this.needed = 1;
                return INCOMPLETE;
            }
            const type = buf[this.position];
            if (!this.typed && this.outstanding === 1 && type !== ATTRIBUTE) {
                this.typed = true;
                this.isError = type === ERROR || type === BULK_ERROR;
            }
            const result = this.value(type, buf, limit);
            if (result !== REPLY)
                return result;
        }
        return REPLY;
    }
    /** Passes over one value, or over the header of an aggregate; REPLY if it could. */
    value(type, buf, limit) {
        switch (type) {
            case 0x2b: // + simple string
            case ERROR:
            case 0x3a: // : integer
            case 0x5f: // _ null
            case 0x23: // # boolean
            case 0x2c: // , double
            case 0x28: // ( big number
                return this.line(buf, limit);
            case BULK:
            case BULK_ERROR:
            case VERBATIM:
                return this.bulk(buf, limit, type === BULK);
            case ARRAY:
                return this.aggregate(buf, limit, 1, -1, true);
            case SET:
            case PUSH:
                return this.aggregate(buf, limit, 1, -1, false);
            case MAP:
                return this.aggregate(buf, limit, 2, -1, false);
            case ATTRIBUTE:
                return this.aggregate(buf, limit, 2, 0, false);
            default:
                return this.fail(`unknown reply type 0x${type.toString(16)}`);
        }
    }
    line(buf, limit) {
        const start = this.position;
        const longest = start + this.limits.lineBytes;
        let at = start + this.searched;
        while (at < limit && at <= longest && buf[at] !== CR)
            at++;
        if (at > longest && at < limit)
            return this.fail('a line is too long');
        if (at + 1 >= limit) {
            this.searched = at - start;
            this.needed = 1;
            return INCOMPLETE;
        }
        if (buf[at + 1] !== LF)
            return this.fail('CR without LF');
        return this.done(at + 2, -1);
    }
    bulk(buf, limit, mayBeNil) {
        const length = this.length(buf, limit);
        if (length === NOT_WHOLE)
            return INCOMPLETE;
        if (length === NIL && mayBeNil)
            return this.done(this.headerEnd, -1);
        if (length < 0)
            return this.fail('invalid length of a string');
        if (length > this.limits.replyBytes)
            return this.fail('a reply is too long');
        const end = this.headerEnd + length;
        if (end + 2 > limit) {
            this.needed = end + 2 - limit;
            return INCOMPLETE;
        }
        if (buf[end] !== CR || buf[end + 1] !== LF)
            return this.fail('a string has no CRLF after it');
        return this.done(end + 2, -1);
    }
    /** The header of an aggregate of n parts of `width` values each: `n * width + own` values more are outstanding. */
    aggregate(buf, limit, width, own, mayBeNil) {
        const count = this.length(buf, limit);
        if (count === NOT_WHOLE)
            return INCOMPLETE;
        if (count === NIL && mayBeNil)
            return this.done(this.headerEnd, -1);
        if (count < 0)
            return this.fail('invalid length of an aggregate');
        // Every value has a byte at least, so this many could never arrive within the limit.
        if (this.outstanding + count * width > this.limits.replyBytes)
            return this.fail('a reply is too long');
        return this.done(this.headerEnd, count * width + own);
    }
    /**
     * The length in the header at `position`, whose line ends at `headerEnd`; or NIL, NOT_WHOLE, MALFORMED. A header is so short that
     * it is read again, not resumed, when its value is not whole.
     */
    length(buf, limit) {
        let at = this.position + 1;
        const first = at;
        let length = 0;
        while (at < limit && at < first + LENGTH_DIGITS) {
            const digit = buf[at] - ZERO;
            if (digit < 0 || digit > 9)
                break;
            length = 10 * length + digit;
            at++;
        }
        if (at === first && at < limit && buf[at] === MINUS) {
            if (at + 1 < limit && buf[at + 1] !== ONE)
                return MALFORMED;
            at += 2;
            length = NIL;
        }
        if (at < limit && (at === first || buf[at] !== CR))
            return MALFORMED;
        if (at + 1 < limit && buf[at + 1] !== LF)
            return MALFORMED;
        this.headerEnd = at + 2;
        if (this.headerEnd <= limit)
            return length;
        this.needed = 1;
        return NOT_WHOLE;
    }
    /** The value at `position` ends at `end`, and leaves `more` values more outstanding than before. */
    done(end, more) {
        this.position = end;
        this.outstanding += more;
        this.searched = 0;
        return REPLY;
    }
    fail(error) {
        this.error = error;
        return PROTOCOL_ERROR;
    }
}
//# sourceMappingURL=reply-cursor.js.map