/**
 * Writes replies into chunks of memory that connections send from.
 *
 * There is one writer for each event loop. A connection's turn is: set `protocol`, run its commands, which write,
 * then `take` what was written. Space is handed out from a chunk's front to its end and then a new chunk begins, so a taken range
 * stays intact for as long as somebody (a socket, a reply that waits its turn) refers to it, and the garbage collector
 * frees the chunk after the last of them. Only a range that its taker gives back at once, as most are, is written to again.
 *
 * A reply too big for a chunk gets memory of its own, which the writer lets go of when it is taken.
 *
 * Invariants: `[start, position)` of `buf` is what was written and not taken yet; `sealed` holds, in order, the
 * ranges of earlier chunks that belong before it.
 */
import { type ErrorSpec, type ErrorValues } from './errors.ts';
/** Which version of RESP a client speaks. */
export type Protocol = 2 | 3;
/** A range of bytes, for whoever takes the writer's output: `[start, end)` of `buf`, not to be written to. */
export type RangeSink = (buf: Buffer, start: number, end: number) => void;
export declare class ReplyWriter {
    /** The protocol of the client that the next replies are for. */
    protocol: Protocol;
    /** The current chunk; only `reserveBulk`'s caller writes to it from outside. */
    buf: Buffer;
    private start;
    private position;
    /** Where the range began that was taken last, if it was the only one; else `start`. */
    private takenFrom;
    private readonly sealed;
    private sealedBytes;
    private readonly onError;
    /** `onError` is told the text of every error that is written. */
    constructor(onError?: (text: string) => void);
    /** Bytes written and not taken yet. */
    get pendingBytes(): number;
    /** Whether `take` would hand out one range at most, so that there is nothing to gather. */
    get isOneRange(): boolean;
    /** Hands every range written since the last call to `sink`, in order, and forgets it. `sink` writes no replies and does not throw. */
    take(sink: RangeSink): void;
    /** What was taken last is not needed any more, by anybody: its memory is used again. To be called before anything is written. */
    giveBack(): void;
    /** Takes everything as one piece; it is copied only if it lies in several chunks. */
    takeWhole(): Buffer;
    /** Drops what was written and not taken yet (a client that asked for no replies). */
    discard(): void;
    ok(): void;
    /** `text` is ASCII without line breaks. */
    simple(text: string): void;
    error<Text extends string>(spec: ErrorSpec<Text>, ...values: ErrorValues<Text>): void;
    /** An error whose text, as `errorText` makes them, is there already: a parser's. */
    errorLine(text: string): void;
    /** `value` is a safe integer. */
    integer(value: number): void;
    bigInteger(value: bigint): void;
    /** A bulk string of the bytes `[start, end)` of `source`, copied. */
    bulk(source: Buffer, start: number, end: number): void;
    /** A bulk string of `text` in UTF-8. */
    bulkText(text: string): void;
    /** A bulk string of `length` bytes that the caller writes to `buf` from the returned offset, before any other call. */
    reserveBulk(length: number): number;
    /** The nil of a missing value. */
    nil(): void;
    /** The nil that stands for a missing array. */
    nilArray(): void;
    /** Heads an array of `count` replies, which follow. */
    array(count: number): void;
    /** Heads a map of `count` pairs (RESP2: an array of twice as many). */
    map(count: number): void;
    /** Heads a set of `count` replies (RESP2: an array). */
    set(count: number): void;
    /** A double, given as Redis formats it (RESP2: a bulk string). */
    double(formatted: string): void;
    /** `text` that a person reads, such as INFO's (RESP2: a bulk string). */
    verbatim(text: string): void;
    /**
     * Bytes that are replies already, such as one that another node sent. A long range is referred to, not copied, so
     * `source` must never be written to again.
     */
    raw(source: Buffer, start: number, end: number): void;
    /** Copies bytes that are no reply, such as a command on its way to another member; returns where in `buf` they are. */
    append(source: Buffer, start: number, end: number): number;
    /** Copies `[start, end)` of `source` to `at`, where there is room. */
    private copy;
    /** One line: `type`, `text` as latin1, CRLF. */
    private line;
    /** One line: `type`, the decimal digits of `value`, CRLF. Makes no string. */
    private header;
    private crlf;
    /** Forgets what is taken or dropped, and the memory of its own of a big reply. */
    private forget;
    /** Makes room for `bytes` more in one piece. */
    private ensure;
    /** Sets what was written to the current chunk apart, so that something else can follow it. */
    private seal;
}
