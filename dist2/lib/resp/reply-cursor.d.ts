/**
 * Walks over one reply, RESP2 or RESP3, to find where it ends, without making values of it.
 *
 * It needs no stack: a reply is whole when no value is outstanding, and an aggregate of n just adds n to those. So nesting of any
 * depth costs one number. Streamed strings and aggregates (a length of `?`) are refused; Redis never sends them.
 *
 * Invariants: values before `position` are done; `position` is at the first byte of a value that is not, or at the reply's end.
 */
import type { ReplyLimits } from './limits.ts';
import { type ParseResult } from './parse-result.ts';
export declare class ReplyCursor {
    position: number;
    /** Bytes beyond the limit that the value at `position` needs at least, after INCOMPLETE. */
    needed: number;
    /** Values that are not done, those that are not even there yet included. */
    outstanding: number;
    /** Whether the reply is an error. */
    isError: boolean;
    /** What is wrong, after PROTOCOL_ERROR; for a log. */
    error: string;
    private readonly limits;
    /** Whether the reply's own type is known: the attributes before it are passed. */
    private typed;
    /** Bytes of the line at `position` that were searched for its end. */
    private searched;
    private headerEnd;
    constructor(limits: ReplyLimits);
    /** Begins a reply at `position`. */
    begin(position: number): void;
    /** Goes on in `[position, limit)` of `buf`. REPLY: the reply ends at `position`. */
    advance(buf: Buffer, limit: number): ParseResult;
    /** Passes over one value, or over the header of an aggregate; REPLY if it could. */
    private value;
    private line;
    private bulk;
    /** The header of an aggregate of n parts of `width` values each: `n * width + own` values more are outstanding. */
    private aggregate;
    /**
     * The length in the header at `position`, whose line ends at `headerEnd`; or NIL, NOT_WHOLE, MALFORMED. A header is so short that
     * it is read again, not resumed, when its value is not whole.
     */
    private length;
    /** The value at `position` ends at `end`, and leaves `more` values more outstanding than before. */
    private done;
    private fail;
}
