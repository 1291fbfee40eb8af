/** A socket whose other end takes what is sent to it one write at a time, when the spec says so. */
import { Duplex } from 'node:stream';

export class FakeSocket extends Duplex {
  readonly remoteAddress = '127.0.0.1';
  readonly remotePort = 50_000;
  readonly localAddress = '127.0.0.1';
  readonly localPort = 7001;
  /** Everything that was sent, as the pieces that it was written in. */
  readonly sent: Buffer[] = [];
  private readonly isSlow: boolean;
  private readonly endTurn: () => void;
  private onTaken: (() => void) | undefined;

  /** `endTurn` has the node take up what it has read, as the end of the event loop's turn does. */
  constructor(isSlow: boolean, endTurn: () => void = () => {}) {
    super({ allowHalfOpen: true });
    this.isSlow = isSlow;
    this.endTurn = endTurn;
  }

  get text(): string {
    return Buffer.concat(this.sent).toString('latin1');
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, callback: () => void): void {
    // What has been taken may be written to again by the sender; what waits may not.
    this.sent.push(this.isSlow ? chunk : Buffer.from(chunk));
    if (this.isSlow) this.onTaken = callback;
    else callback();
  }

  /** The other end sends `text`. */
  receive(text: string): void {
    this.emit('data', Buffer.from(text));
    this.endTurn();
  }

  /** The other end takes the write that waits; the next one follows. */
  takeOne(): void {
    const taken = this.onTaken;
    this.onTaken = undefined;
    taken?.();
  }

  destroySoon(): void {
    this.end(() => this.destroy());
  }
}
