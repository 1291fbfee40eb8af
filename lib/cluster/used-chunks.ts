/**
 * The chunks of a writer in which commands are that a link has sent, until these are answered: then the writer may use them again. Some MB of
 * garbage outside V8's heap set off a collection of all of it.
 *
 * Bound: what the commands under way take.
 */
import type { ReplyWriter } from '../resp/reply-writer.ts';

/** `last` is the number of the first command behind the chunk: that it is answered means that all of the chunk was sent. */
interface UsedChunk {
  readonly buf: Buffer;
  readonly last: number;
}

export class UsedChunks {
  private readonly writer: ReplyWriter;
  private current: Buffer;
  /** What was written to a connection that is lost is in it: it is not used again. */
  private lost: Buffer | undefined;
  private full: UsedChunk[] = [];

  constructor(writer: ReplyWriter) {
    this.writer = writer;
    this.current = writer.buf;
  }

  /** The command of that number was written: numbers grow by one. */
  onWritten(number: number): void {
    const { buf } = this.writer;
    if (buf === this.current) return;
    if (this.current !== this.lost) this.full.push({ buf: this.current, last: number });
    this.current = buf;
  }

  /** All commands up to that number are answered, and nobody refers to the memory of any. */
  onAnswered(number: number): void {
    while (this.full.length > 0 && (this.full[0] as UsedChunk).last <= number) {
      this.writer.giveBackChunk((this.full.shift() as UsedChunk).buf);
    }
  }

  /** The connection is lost: what was written may not have been sent, and is left to the garbage collector. */
  forget(): void {
    this.full = [];
    this.lost = this.current = this.writer.buf;
  }
}
