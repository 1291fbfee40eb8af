import type { JoinedMemory } from './joined-memory.ts';
import { type RequestLimits } from './limits.ts';
import { type ParseResult } from './parse-result.ts';
import { Request } from './request.ts';
import { RequestBatch } from './request-batch.ts';
/** What the parsers of one event loop share. */
export interface SharedParsing {
    /** For what a parser parses ahead. */
    readonly batch: RequestBatch;
    /** What has been parsed ahead for parsers already, and is offered to one of them at a time. */
    readonly turn?: RequestBatch;
    readonly memory?: JoinedMemory;
}
export declare class RequestParser {
    /** The command that `next` found last. Valid until `next` is called again. */
    readonly request: Request;
    /** Once the protocol is broken: the error to send, as it stands after `-`. Empty until then. */
    error: string;
    /** False while the client must authenticate first, which caps what it can make us hold. */
    authenticated: boolean;
    limits: RequestLimits;
    /** Counts and lengths up to this break no limit. */
    private readonly surelyAllowed;
    private readonly input;
    private readonly parsing;
    /** Where commands that were parsed ahead are taken from. */
    private ahead;
    /** Where parsing goes on. Between commands this is `input.start`. */
    private position;
    /** Bytes of the line at `position` that were searched for its end. */
    private searched;
    /** Whether a chunk was pushed since the last INCOMPLETE. Between INCOMPLETE and that, a command may be parsed in part. */
    private refersToChunks;
    /** Arguments still to come; 0 between commands. */
    private remaining;
    /** Length of the next of them, if that has been read: `position` is at its first byte then. */
    private bulkLength;
    /** With `parsing.memory` a request of up to MAX_REUSED_BYTES must not be kept. */
    constructor(limits?: RequestLimits, parsing?: SharedParsing);
    /** Whether all that was pushed has been parsed. */
    get isIdle(): boolean;
    /** Bytes of memory held for what is not parsed yet. */
    get bufferedBytes(): number;
    /**
     * Appends bytes received: `[start, end)` of `chunk`, which is referred to, not copied. It must not be written to before `next` has
     * returned INCOMPLETE, nor after that if the caller kept a range of `request.buf`. Does nothing after a protocol error.
     */
    push(chunk: Buffer, start?: number, end?: number): void;
    /**
     * Copies what has not been parsed yet, so that pushed chunks may be written to again. For a caller that stops between two
     * commands; after INCOMPLETE there is nothing to do. `request` is void after it.
     */
    keepUnread(): void;
    /**
     * Parses one command into `request`. COMMAND: call again, there may be more. INCOMPLETE: push more bytes first; no pushed chunk
     * is referred to any longer. PROTOCOL_ERROR: see `error`; the connection is of no further use.
     */
    next(): ParseResult;
    /** Parses ahead what is plain at the front of the input; whether that is anything. */
    private lookAhead;
    /** What was parsed ahead is void. */
    private dropAhead;
    /** The next command of the batch. */
    private take;
    private multibulk;
    /** The unit at hand ends at `end`. */
    private skip;
    /**
     * The number on the header line at `position`, which moves past that line; NOT_WHOLE or FAILED if there is none. It is within the
     * limits and not negative (a negative count is 0).
     */
    private header;
    /** `header` for a line that is not whole, not well-formed, or has a number with a sign or many digits. */
    private oddHeader;
    /** `value` if the limits allow it, else FAILED. */
    private checked;
    private inline;
    /**
     * Offset of the first `terminator` in the line at `position`; -1 if it is not there, or too far off, or behind a NUL (Redis
     * searches with strchr). Bytes searched once are not searched again.
     */
    private lineEnd;
    /** Brings more bytes of the unit at hand; false if there are none. */
    private more;
    private fail;
}
