/** Sees a reply: `[start, end)` of `buf`, valid only during the call. */
export type ReplyListener = (buf: Buffer, start: number, end: number) => void;
export declare class Connection {
    /** Called with each reply, in the order of the commands. What it throws rejects `answered`. */
    onReply: ReplyListener;
    private readonly scanner;
    private readonly socket;
    private sent;
    private received;
    private wanted;
    private arrived;
    private rejected;
    private failure;
    private constructor();
    static open(port: number): Promise<Connection>;
    /** Sends `bytes`, which hold `commands` commands. */
    send(bytes: Buffer, commands: number): void;
    /** Resolves when all but `but` of the commands sent so far have been answered; one call at a time. */
    answered(but?: number): Promise<void>;
    /** Sends one command; resolves to its reply as it is on the wire, in latin1. */
    command(...words: readonly (string | Buffer)[]): Promise<string>;
    /** Sends the commands 0 to `count` - 1, pipelined; `onReply` sees every reply, errors included. */
    stream(count: number, commandAt: (i: number) => string, onReply: ReplyListener): Promise<void>;
    close(): void;
    private fail;
    private onData;
}
/** A command as text to join with others; its words are latin1. */
export declare function commandText(...words: readonly string[]): string;
