/** A client's connection that costs little: commands are sent as bytes made beforehand, replies are found but not decoded. */
import { once } from 'node:events';
import net from 'node:net';
import { encodeCommand } from '../../lib/resp/encode.ts';
import { REPLY } from '../../lib/resp/parse-result.ts';
import { ReplyScanner } from '../../lib/resp/reply-scanner.ts';

const READ_BYTES = 256 * 1024;
/** A batch of `stream` is sent when it has this many commands or this many characters. */
const BATCH_COMMANDS = 500;
const BATCH_CHARACTERS = 256 * 1024;
/** Batches of `stream` on their way at a time: the server is never idle, and neither side's buffers grow. */
const BATCHES_IN_FLIGHT = 3;

/** Sees a reply: `[start, end)` of `buf`, valid only during the call. */
export type ReplyListener = (buf: Buffer, start: number, end: number) => void;

export class Connection {
  /** Called with each reply, in the order of the commands. What it throws rejects `answered`. */
  onReply: ReplyListener = () => {};
  private readonly scanner = new ReplyScanner();
  private readonly socket: net.Socket;
  private sent = 0;
  private received = 0;
  private wanted = 0;
  private arrived: () => void = () => {};
  private rejected: (error: Error) => void = () => {};
  private failure: Error | undefined;

  private constructor(port: number) {
    const onread = {
      buffer: Buffer.alloc(READ_BYTES),
      callback: (bytes: number, buffer: Uint8Array): boolean => {
        this.onData(Buffer.from(buffer.buffer, buffer.byteOffset, bytes));
        return true;
      },
    };
    this.socket = net.connect({ port, host: '127.0.0.1', noDelay: true, onread });
    this.socket.on('error', (error) => this.fail(error));
    this.socket.on('close', () => this.fail(new Error('the server closed the connection')));
  }

  static async open(port: number): Promise<Connection> {
    const connection = new Connection(port);
    await once(connection.socket, 'connect');
    return connection;
  }

  /** Sends `bytes`, which hold `commands` commands. */
  send(bytes: Buffer, commands: number): void {
    this.sent += commands;
    this.socket.write(bytes);
  }

  /** Resolves when all but `but` of the commands sent so far have been answered; one call at a time. */
  async answered(but = 0): Promise<void> {
    this.wanted = this.sent - but;
    if (this.failure !== undefined) throw this.failure;
    if (this.received >= this.wanted) return;
    await new Promise<void>((resolve, reject) => {
      this.arrived = resolve;
      this.rejected = reject;
    });
  }

  /** Sends one command; resolves to its reply as it is on the wire, in latin1. */
  async command(...words: readonly (string | Buffer)[]): Promise<string> {
    let reply = '';
    this.onReply = (buf, start, end) => {
      reply = buf.toString('latin1', start, end);
    };
    this.send(encodeCommand(...words), 1);
    await this.answered();
    return reply;
  }

  /** Sends the commands 0 to `count` - 1, pipelined; `onReply` sees every reply, errors included. */
  async stream(count: number, commandAt: (i: number) => string, onReply: ReplyListener): Promise<void> {
    this.onReply = onReply;
    for (let i = 0; i < count; ) {
      let text = '';
      const first = i;
      for (; i < count && i - first < BATCH_COMMANDS && text.length < BATCH_CHARACTERS; i++)
        text += commandAt(i);
      this.send(Buffer.from(text, 'latin1'), i - first);
      await this.answered((BATCHES_IN_FLIGHT - 1) * (i - first));
    }
    await this.answered();
  }

  close(): void {
    this.socket.destroy();
  }

  private fail(error: Error): void {
    this.failure ??= error;
    this.rejected(this.failure);
  }

  private onData(chunk: Buffer): void {
    const { scanner } = this;
    scanner.push(chunk);
    try {
      while (scanner.next() === REPLY) {
        this.received++;
        this.onReply(scanner.buf, scanner.start, scanner.end);
      }
      if (scanner.error !== '') throw new Error(`not RESP: ${scanner.error}`);
    } catch (error) {
      this.fail(error as Error);
    }
    if (this.received >= this.wanted) this.arrived();
  }
}

/** A command as text to join with others; its words are latin1. */
export function commandText(...words: readonly string[]): string {
  let text = `*${words.length}\r\n`;
  for (const word of words) text += `$${word.length}\r\n${word}\r\n`;
  return text;
}
