/**
 * One parsed command, as offsets into the bytes that it arrived in.
 *
 * There is one Request for each parser and it is used again for every command, so a handler that keeps
 * anything past its own return copies it. No string is made here unless a caller asks for one.
 *
 * Invariants of a whole command: `0 < argc`; for every argument `rawStart <= start(i) <= end(i) <= rawEnd <= buf.length`;
 * `buf[rawStart, rawEnd)` is the whole command as a RESP multibulk (inline commands are rewritten into one),
 * so that it can be forwarded to another node untouched.
 */
export declare class Request {
    /** The bytes that the offsets point into. Owned by the parser; valid until it parses the next command. */
    buf: Buffer;
    /** Number of arguments, the command's name included. */
    argc: number;
    /** Hash slot of argument 1, if it has been worked out already; else -1. */
    keySlot: number;
    rawStart: number;
    rawEnd: number;
    /** Memory for offsets of its own. */
    private own;
    /** Start and end of argument i at `first` + 2i and one further on. */
    private offsets;
    private first;
    /** Offset of the first byte of argument `i`. */
    start(i: number): number;
    /** Offset one past the last byte of argument `i`. */
    end(i: number): number;
    /** Length of argument `i` in bytes. */
    length(i: number): number;
    /** Argument `i` as a view of `buf`, not a copy. */
    bytes(i: number): Buffer;
    /** Argument `i` as a string of its bytes (latin1, so that no byte is lost). For cold paths. */
    text(i: number): string;
    /** Argument `i` decoded as UTF-8. For cold paths that print it. */
    utf8(i: number): string;
    /** Whether argument `i` is `word` in any mix of cases. `word` is lower-case ASCII. */
    is(i: number, word: string): boolean;
    /** Parser's side: begins a new command in `buf`. */
    begin(buf: Buffer, rawStart: number): void;
    /** Parser's side: a whole command whose offsets are in `offsets`, from `first` on. */
    refer(buf: Buffer, rawStart: number, rawEnd: number, offsets: Int32Array, first: number, argc: number): void;
    /** Parser's side: there is no command at present; nothing that the last one needed is kept. */
    release(): void;
    /** Parser's side: appends an argument at `[start, end)` of `buf`. */
    push(start: number, end: number): void;
    /** Parser's side: the bytes so far now live in `buf`, `delta` bytes further on (a command split over reads). */
    rebase(buf: Buffer, delta: number): void;
    /** Parser's side: the command ends at `rawEnd`. */
    finish(rawEnd: number): void;
}
