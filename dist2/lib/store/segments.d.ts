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
export declare const SEGMENT_BYTES: number;
export declare class Segments {
    private inUse;
    /** Segments that were released and are not freed yet. */
    private released;
    private collectedAtMs;
    private readonly registry;
    /** A segment's memory, zero. */
    allocate(): SharedArrayBuffer;
    /** Notes that one is not used any more. Nothing may refer to it. */
    release(): void;
    /** The same of all that there are. */
    releaseAll(): void;
    /** Sees to it that the system gets back what was released. To be called now and then, outside of commands. */
    collect(nowMs: number): void;
}
