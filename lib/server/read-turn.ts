/**
 * Small reads of one turn of the event loop, put together.
 *
 * A client that waits for each reply sends one command at a time, and the loop reads many such clients one after the other. What they
 * sent is kept here until all are read. Then the keys of all are looked up at once (store/prefetch.ts), and the connections
 * execute their commands and write, in the order in which they were read. That is faster than a read, a command and a write for
 * each: reads of memory overlap, and code stays in the cache. No command waits for anything but the reads before its own.
 *
 * Bound: MAX_READS reads of SMALL_BYTES; a turn that is full is run at once.
 */
import { REQUEST_LIMITS } from '../resp/limits.ts';
import { RequestBatch } from '../resp/request-batch.ts';
import { copyBytes, ViewCache } from '../store/byte-copy.ts';
import { type KeyBatch, MAX_PREFETCHED } from '../store/prefetch.ts';

/** A longer read holds more than one command, or a long one. */
export const SMALL_BYTES = 512;
const MAX_READS = MAX_PREFETCHED;

/** A connection whose read waits. */
export interface Reader {
  /** Executes what was read. The turn's memory is written to again after it. */
  processRead(): void;
}

export class ReadTurn implements KeyBatch {
  /** What was read, one read behind the other. */
  readonly buf = Buffer.allocUnsafeSlow(MAX_READS * SMALL_BYTES);
  /** The first key of each read. */
  readonly keyStarts = new Int32Array(MAX_READS);
  readonly keyEnds = new Int32Array(MAX_READS);
  readonly keySlots = new Int32Array(MAX_READS);
  count = 0;
  private readonly view = new DataView(this.buf.buffer, this.buf.byteOffset, this.buf.length);
  private readonly sources = new ViewCache();
  private readonly readers: Reader[] = [];
  private readonly commands = new RequestBatch();
  private readonly onKeys: (keys: KeyBatch) => void;
  private position = 0;
  private isScheduled = false;

  /** `onKeys` is called with the keys of several reads, before the first of them is executed. */
  constructor(onKeys: (keys: KeyBatch) => void) {
    this.onKeys = onKeys;
  }

  /** Copies the first `length` bytes of `source`, SMALL_BYTES at most; returns where in `buf` they are. `reader` is run soon. */
  add(reader: Reader, source: Buffer, length: number): number {
    if (this.count === MAX_READS) this.run();
    if (!this.isScheduled) {
      this.isScheduled = true;
      setImmediate(this.runSoon);
    }
    const { buf, count, position, commands } = this;
    copyBytes(source, this.sources.of(source), 0, length, buf, this.view, position);
    this.position = position + length;
    const isPlain = commands.fill(this, buf, position, this.position, REQUEST_LIMITS) > 0;
    this.keyStarts[count] = isPlain ? (commands.keyStarts[0] as number) : position;
    this.keyEnds[count] = isPlain ? (commands.keyEnds[0] as number) : position;
    this.readers[count] = reader;
    this.count++;
    return position;
  }

  /** Has all readers execute what was read. */
  run(): void {
    if (this.count > 1) this.onKeys(this);
    for (let i = 0; i < this.count; i++) (this.readers[i] as Reader).processRead();
    this.readers.length = 0;
    this.count = 0;
    this.position = 0;
  }

  private readonly runSoon = (): void => {
    this.isScheduled = false;
    this.run();
  };
}
