/**
 * Small reads of one turn of the event loop, put together.
 *
 * A client that waits for each reply sends one command at a time, and the loop reads many such clients one after the other. What they
 * sent is kept here until all are read. Then the keys of all are looked up at once (store/prefetch.ts), and the connections
 * execute their commands and write, in the order in which they were read. That is faster than a read, a command and a write for
 * each: reads of memory overlap, and code stays in the cache. No command waits for anything but the reads before its own.
 *
 * Bound: MAX_READS reads of SMALL_BYTES, and as many commands as a batch holds; a turn that is full is run at once.
 */

import { copyBytes, ViewCache, viewOf } from '../base/byte-copy.ts';
import type { RequestLimits } from '../resp/limits.ts';
import { RequestBatch } from '../resp/request-batch.ts';
import type { KeyBatch } from '../store/prefetch.ts';

/** A longer read holds many commands, or a long one. */
export const SMALL_BYTES = 512;
const MAX_READS = 32;

/** A connection whose read waits. */
export interface Reader {
  /** Executes what was read; the turn's memory is written to again after it. `nowMs` is the wall clock at the turn's end. */
  processRead(nowMs: number): void;
}

/** In places that are free, so that no connection is kept alive. */
const NOBODY: Reader = { processRead() {} };

export class ReadTurn {
  /** What was read, one read behind the other. */
  readonly buf = Buffer.allocUnsafeSlow(MAX_READS * SMALL_BYTES);
  /** The plain commands in it, offered to each parser in its reader's turn. */
  readonly batch = new RequestBatch();
  private readonly view = viewOf(this.buf);
  private readonly sources = new ViewCache();
  private readonly readers = new Array<Reader>(MAX_READS).fill(NOBODY);
  private readonly parsers = new Array<object>(MAX_READS).fill(NOBODY);
  /** How many commands there are with those of each reader. */
  private readonly ends = new Int32Array(MAX_READS);
  private count = 0;
  private position = 0;
  private isScheduled = false;
  private readonly onKeys: (keys: KeyBatch) => void;
  private readonly onEnd: () => void;

  /** `onKeys` is called with the keys of several commands, before the first of them is executed; `onEnd` after the last. */
  constructor(onKeys: (keys: KeyBatch) => void, onEnd: () => void) {
    this.onKeys = onKeys;
    this.onEnd = onEnd;
  }

  /**
   * Copies the first `length` bytes of `source`, SMALL_BYTES at most; returns where in `buf` they are. `reader` is run soon. If `limits`
   * are given nothing of its parser's input is before these bytes, and the commands in them are parsed for `parser`.
   */
  add(
    reader: Reader,
    parser: object,
    source: Buffer,
    length: number,
    limits: RequestLimits | undefined,
  ): number {
    if (this.count === MAX_READS || this.batch.isFull) this.run();
    if (!this.isScheduled) {
      this.isScheduled = true;
      setImmediate(this.runSoon);
    }
    const { batch, count, position } = this;
    copyBytes(source, this.sources.of(source), 0, length, this.buf, this.view, position);
    this.position = position + length;
    batch.buf = this.buf;
    if (limits !== undefined) batch.append(position, this.position, limits);
    this.readers[count] = reader;
    this.parsers[count] = parser;
    this.ends[count] = batch.count;
    this.count++;
    return position;
  }

  /** Has all readers execute what was read. */
  run(): void {
    if (this.count === 0) return;
    const { batch } = this;
    if (batch.count > 1) this.onKeys(batch);
    const nowMs = Date.now();
    let first = 0;
    for (let i = 0; i < this.count; i++) {
      const end = this.ends[i] as number;
      batch.offer(this.parsers[i] as object, first, end);
      (this.readers[i] as Reader).processRead(nowMs);
      this.readers[i] = NOBODY;
      this.parsers[i] = NOBODY;
      first = end;
    }
    this.count = this.position = 0;
    batch.clear();
    this.onEnd();
  }

  private readonly runSoon = (): void => {
    this.isScheduled = false;
    this.run();
  };
}
