/**
 * The next frames of a batch, read once, so that their keys can be looked up together before they are changed one by one
 * (store/prefetch.ts). Its arrays are made once, and written to again for all that come after.
 */
import { type KeyBatch, MAX_PREFETCHED } from '../store/prefetch.ts';
import { type ChangeReader, DROP } from './changes.ts';

const NO_BYTES = Buffer.alloc(0);
const NO_VIEW = new DataView(NO_BYTES.buffer, 0, 0);

/** Frame `i` is what ChangeReader tells of it. One without a key has an empty one at 0; to look that up does no harm. */
export class ChangesAhead implements KeyBatch {
  buf: Buffer = NO_BYTES;
  /** Covers `buf`. */
  view: DataView = NO_VIEW;
  count = 0;
  readonly ops = new Uint8Array(MAX_PREFETCHED);
  readonly keySlots = new Int32Array(MAX_PREFETCHED);
  readonly numbers = new Float64Array(MAX_PREFETCHED);
  readonly expiresAtMs = new Float64Array(MAX_PREFETCHED);
  readonly outlived = new Uint8Array(MAX_PREFETCHED);
  readonly keyStarts = new Int32Array(MAX_PREFETCHED);
  readonly keyEnds = new Int32Array(MAX_PREFETCHED);
  readonly valueStarts = new Int32Array(MAX_PREFETCHED);
  readonly valueEnds = new Int32Array(MAX_PREFETCHED);

  /** Reads on; returns how many frames there are now, 0 at the end. */
  fill(reader: ChangeReader): number {
    this.buf = reader.buf;
    this.view = reader.view;
    let i = 0;
    for (; i < MAX_PREFETCHED && reader.next(); i++) {
      const hasKey = reader.op <= DROP;
      this.ops[i] = reader.op;
      this.keySlots[i] = reader.slot;
      this.numbers[i] = reader.number;
      this.expiresAtMs[i] = reader.expiresAtMs;
      this.outlived[i] = Number(reader.isOutlived);
      this.keyStarts[i] = hasKey ? reader.keyStart : 0;
      this.keyEnds[i] = hasKey ? reader.keyEnd : 0;
      this.valueStarts[i] = reader.valueStart;
      this.valueEnds[i] = reader.valueEnd;
    }
    this.count = i;
    return i;
  }

  /** Lets the bytes go. */
  clear(): void {
    this.buf = NO_BYTES;
    this.view = NO_VIEW;
    this.count = 0;
  }
}
