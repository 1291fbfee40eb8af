/**
 * Bytes between buffers at any alignment. V8 spends about 2 ns on each byte that a loop over typed arrays copies; 32-bit moves through
 * a DataView take a third of a nanosecond a byte. So views do the short copies, and are made once for a buffer, not once for a call.
 */

/**
 * From here on Buffer.fill is faster: it takes some 200 ns to start, and then copies with memcpy. Buffer.copy starts sooner, but moves
 * 8 bytes at a time if one side is a SharedArrayBuffer, as the store's segments are.
 */
const FILL_FROM_BYTES = 320;

/** Copies `[start, end)` of `source` to `target` from `at` on. The views cover exactly their buffers. */
export function copyBytes(
  source: Buffer,
  sourceView: DataView,
  start: number,
  end: number,
  target: Buffer,
  targetView: DataView,
  at: number,
): void {
  if (end - start >= FILL_FROM_BYTES) {
    target.fill(source.subarray(start, end), at, at + end - start);
    return;
  }
  let from = start;
  let to = at;
  for (; from + 16 <= end; from += 16, to += 16) {
    targetView.setInt32(to, sourceView.getInt32(from, true), true);
    targetView.setInt32(to + 4, sourceView.getInt32(from + 4, true), true);
    targetView.setInt32(to + 8, sourceView.getInt32(from + 8, true), true);
    targetView.setInt32(to + 12, sourceView.getInt32(from + 12, true), true);
  }
  for (; from + 4 <= end; from += 4, to += 4) {
    targetView.setInt32(to, sourceView.getInt32(from, true), true);
  }
  for (; from < end; from++, to++) targetView.setUint8(to, sourceView.getUint8(from));
}

/** Whether the `length` bytes of `a` from `atA` on and of `b` from `atB` on are the same. */
export function equalBytes(a: DataView, atA: number, b: DataView, atB: number, length: number): boolean {
  let at = 0;
  for (; at + 4 <= length; at += 4) {
    if (a.getInt32(atA + at, true) !== b.getInt32(atB + at, true)) return false;
  }
  for (; at < length; at++) if (a.getUint8(atA + at) !== b.getUint8(atB + at)) return false;
  return true;
}

/** Larger buffers than this, what reads go to or replies come in, are not kept alive for their view. */
const MAX_KEPT_BYTES = 256 * 1024;
/** So many are: replies from several members are written in turn. */
const KEPT_VIEWS = 4;
const NO_BYTES = Buffer.alloc(0);

/** The views of the buffers that were made last, and one that is asked for again and again. */
export class ViewCache {
  private buffer: Buffer = NO_BYTES;
  private view: DataView = viewOf(NO_BYTES);
  private readonly buffers: Buffer[] = new Array(KEPT_VIEWS).fill(this.buffer);
  private readonly views: DataView[] = new Array(KEPT_VIEWS).fill(this.view);
  private oldest = 0;

  /** A view that covers exactly `buffer`. */
  of(buffer: Buffer): DataView {
    return buffer === this.buffer ? this.view : this.find(buffer);
  }

  private find(buffer: Buffer): DataView {
    if (buffer.length > MAX_KEPT_BYTES) return viewOf(buffer);
    const at = this.buffers.indexOf(buffer);
    this.buffer = buffer;
    this.view = at >= 0 ? (this.views[at] as DataView) : this.make(buffer);
    return this.view;
  }

  private make(buffer: Buffer): DataView {
    const view = viewOf(buffer);
    this.buffers[this.oldest] = buffer;
    this.views[this.oldest] = view;
    this.oldest = (this.oldest + 1) % KEPT_VIEWS;
    return view;
  }
}

/** A new view that covers exactly `buffer`. */
export function viewOf(buffer: Buffer): DataView {
  return new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
}
