import { type ReplyLimits } from './limits.ts';
import { type ParseResult } from './parse-result.ts';
export declare class ReplyScanner {
    /** The reply that `next` found last is `[start, end)` of `buf`. Its first byte is its type. */
    buf: Buffer;
    start: number;
    end: number;
    /** What is wrong with the bytes, for a log; empty until then. */
    error: string;
    private readonly limits;
    private readonly input;
    private readonly cursor;
    constructor(limits?: ReplyLimits);
    /** Whether the reply that `next` found last is an error (`-` or `!`). */
    get isError(): boolean;
    /** Bytes of memory held for what is not a whole reply yet. */
    get bufferedBytes(): number;
    /**
     * Appends bytes received, the first `length` of `chunk`. It is referred to, not copied: it must not be written to before `next` has returned INCOMPLETE,
     * nor after that if the caller kept a range of it. Does nothing after a protocol error.
     */
    push(chunk: Buffer, length?: number): void;
    /**
     * Finds the end of one reply. REPLY: call again, there may be more. INCOMPLETE: push more bytes first; no pushed chunk is
     * referred to any longer. PROTOCOL_ERROR: see `error`; the link is of no further use.
     */
    next(): ParseResult;
    private found;
    /** Lets go of the last reply. */
    private forget;
    private fail;
}
