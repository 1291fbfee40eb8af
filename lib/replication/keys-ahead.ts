/** The keys of the next frames of a batch, so that they are looked up together before they are changed one by one (store/prefetch.ts). */
import { type KeyBatch, MAX_PREFETCHED } from '../store/prefetch.ts';
import { ChangeReader, DROP } from './changes.ts';

export class KeysAhead implements KeyBatch {
  readonly buf: Buffer;
  count = 0;
  readonly keyStarts = new Int32Array(MAX_PREFETCHED);
  readonly keyEnds = new Int32Array(MAX_PREFETCHED);
  readonly keySlots = new Int32Array(MAX_PREFETCHED);
  private readonly reader: ChangeReader;

  /** Of the frames `[start, end)` of `buf`. */
  constructor(buf: Buffer, start: number, end: number) {
    this.buf = buf;
    this.reader = new ChangeReader(buf, start, end);
  }

  /** Goes on to the next keys; returns how many frames they and what lies between them take. */
  advance(): number {
    const { reader } = this;
    this.count = 0;
    let frames = 0;
    while (this.count < MAX_PREFETCHED && reader.next()) {
      frames++;
      if (reader.op > DROP) continue;
      this.keyStarts[this.count] = reader.keyStart;
      this.keyEnds[this.count] = reader.keyEnd;
      this.count++;
    }
    return frames;
  }
}
