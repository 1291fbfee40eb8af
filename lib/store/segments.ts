/**
 * Memory from the system, 64 MB at a time, and back to it.
 *
 * A segment is a SharedArrayBuffer although only one thread uses it: V8 does not count those as memory that a garbage
 * collection may free. 64 MB of ArrayBuffer set one off every time, and each stopped the event loop for 3 to 24 ms; access is as fast.
 * Segments are that large because malloc hands blocks of more than 32 MB back to the system at once when they are freed, and smaller
 * ones not always. The system gives memory to pages that have been touched only.
 *
 * The memory of a segment that is not used any more is freed by the next garbage collection, for which a node that makes little
 * garbage could wait for hours. So collections are set off, one a second until the memory is free. They mark and free in other threads for
 * the most part.
 */

export const SEGMENT_BYTES = 1 << 26;
/** So many of one arena can be told apart (cell-reference.ts): 32 GB. */
export const MAX_SEGMENTS = 512;

/** More bytes of ArrayBuffer than V8 lets come together without collecting garbage. They are never touched. */
const NUDGE_BYTES = 96 << 20;
/** Time between two collections that are set off. */
const COLLECT_EVERY_MS = 1000;

export class Segments {
  /** How many one arena may have. */
  readonly most: number;
  private inUse = 0;
  /** Segments that were released and are not freed yet. */
  private released = 0;
  private collectedAtMs = 0;
  private readonly registry = new FinalizationRegistry(() => {
    this.released--;
  });

  constructor(most: number = MAX_SEGMENTS) {
    this.most = most;
  }

  /** A segment's memory, zero. */
  allocate(): SharedArrayBuffer {
    const buffer = new SharedArrayBuffer(SEGMENT_BYTES);
    this.registry.register(buffer, undefined);
    this.inUse++;
    return buffer;
  }

  /** Notes that one is not used any more. Nothing may refer to it. */
  release(): void {
    this.inUse--;
    this.released++;
  }

  /** The same of all that there are. */
  releaseAll(): void {
    this.released += this.inUse;
    this.inUse = 0;
  }

  /** Sees to it that the system gets back what was released. To be called now and then, outside of commands. */
  collect(nowMs: number): void {
    if (this.released === 0 || Math.abs(nowMs - this.collectedAtMs) < COLLECT_EVERY_MS) return;
    this.collectedAtMs = nowMs;
    void new ArrayBuffer(NUDGE_BYTES);
  }
}
