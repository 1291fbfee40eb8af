/**
 * Finds where replies end in the bytes that another node sends, so that they can be copied raw to whoever waits for them.
 * Resumes where it stopped, and copies only replies that are split over chunks (see input-buffer.ts). Unlike the parser of
 * requests it is strict about every CRLF: a link that got out of step must not deliver one client's reply to another.
 */
import { InputBuffer } from './input-buffer.js';
import { REPLY_LIMITS } from './limits.js';
import { INCOMPLETE, PROTOCOL_ERROR, REPLY } from './parse-result.js';
import { ReplyCursor } from './reply-cursor.js';
export class ReplyScanner {
    /** The reply that `next` found last is `[start, end)` of `buf`. Its first byte is its type. */
    buf;
    start = 0;
    end = 0;
    /** What is wrong with the bytes, for a log; empty until then. */
    error = '';
    limits;
    input = new InputBuffer();
    cursor;
    constructor(limits = REPLY_LIMITS) {
        this.limits = limits;
        this.cursor = new ReplyCursor(limits);
        this.buf = this.input.buf;
    }
    /** Whether the reply that `next` found last is an error (`-` or `!`). */
    get isError() {
        return this.cursor.isError;
    }
    /** Bytes of memory held for what is not a whole reply yet. */
    get bufferedBytes() {
        return this.input.heldBytes;
    }
    /**
     * Appends bytes received, the first `length` of `chunk`. It is referred to, not copied: it must not be written to before `next` has returned INCOMPLETE,
     * nor after that if the caller kept a range of it. Does nothing after a protocol error.
     */
    push(chunk, length = chunk.length) {
        if (this.error === '')
            this.input.push(chunk, 0, length);
    }
    /**
     * Finds the end of one reply. REPLY: call again, there may be more. INCOMPLETE: push more bytes first; no pushed chunk is
     * referred to any longer. PROTOCOL_ERROR: see `error`; the link is of no further use.
     */
    next() {
        if (this.error !== '')
            return PROTOCOL_ERROR;
        const { input, cursor } = this;
        if (cursor.outstanding === 0)
            cursor.begin(input.start);
        for (;;) {
            const result = cursor.advance(input.buf, input.limit);
            if (result === PROTOCOL_ERROR)
                return this.fail(cursor.error);
            const end = result === REPLY ? cursor.position : input.limit + cursor.needed;
            if (end - input.start > this.limits.replyBytes)
                return this.fail('a reply is too long');
            if (result === REPLY)
                return this.found();
            const { start } = input;
            const brought = input.more(cursor.needed, cursor.outstanding === 1 && cursor.needed > 1);
            cursor.position += input.start - start;
            if (brought)
                continue;
            this.forget();
            return INCOMPLETE;
        }
    }
    found() {
        this.buf = this.input.buf;
        this.start = this.input.start;
        this.end = this.cursor.position;
        this.input.finish(this.end);
        return REPLY;
    }
    /** Lets go of the last reply. */
    forget() {
        this.buf = this.input.buf;
        this.start = this.end = 0;
    }
    fail(error) {
        this.error = error;
        this.input.clear();
        this.forget();
        return PROTOCOL_ERROR;
    }
}
//# sourceMappingURL=reply-scanner.js.map