/** A socket whose other end takes what is sent to it one write at a time, when the spec says so. */
import { Duplex } from 'node:stream';
export declare class FakeSocket extends Duplex {
    readonly remoteAddress = "127.0.0.1";
    readonly remotePort = 50000;
    readonly localAddress = "127.0.0.1";
    readonly localPort = 7001;
    /** Everything that was sent, as the pieces that it was written in. */
    readonly sent: Buffer[];
    private readonly isSlow;
    private readonly endTurn;
    private onTaken;
    /** `endTurn` has the node take up what it has read, as the end of the event loop's turn does. */
    constructor(isSlow: boolean, endTurn?: () => void);
    get text(): string;
    _read(): void;
    _write(chunk: Buffer, _encoding: string, callback: () => void): void;
    /** The other end sends `text`. */
    receive(text: string): void;
    /** The other end takes the write that waits; the next one follows. */
    takeOne(): void;
    destroySoon(): void;
}
