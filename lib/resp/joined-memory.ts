/**
 * Memory in which commands that are split over reads are put together, used again and again.
 *
 * A client that sends values of some KB has a command split with each read. Memory of its own for each would be garbage outside
 * V8's heap, and much of that sets off collections of all of it. One pool serves all connections of an event loop.
 *
 * Bound: MAX_KEPT buffers of at most MAX_BYTES.
 */

const MAX_KEPT = 32;
const MAX_BYTES = 64 * 1024;

export class JoinedMemory {
  private readonly kept: Buffer[] = [];

  /** A buffer of at least `least` and at most `most` bytes, contents undefined. It is the caller's until given back. */
  take(least: number, most: number): Buffer {
    const { kept } = this;
    for (let i = kept.length - 1; i >= 0; i--) {
      const buf = kept[i] as Buffer;
      if (buf.length < least || buf.length > most) continue;
      kept[i] = kept[kept.length - 1] as Buffer;
      kept.pop();
      return buf;
    }
    return Buffer.allocUnsafeSlow(least);
  }

  /** Takes back what nobody refers to any more. */
  giveBack(buf: Buffer): void {
    if (buf.length <= MAX_BYTES && this.kept.length < MAX_KEPT) this.kept.push(buf);
  }
}
