/**
 * Memory in which commands that are split over reads are put together, used again and again.
 *
 * A client that sends values of some KB has a command split with each read. Memory of its own for each would be garbage outside
 * V8's heap, and much of that sets off collections of all of it. One pool serves all connections of an event loop.
 *
 * Bound: MAX_KEPT buffers of at most MAX_REUSED_BYTES, 8 MB. When there are more the smallest go: large ones serve all.
 */
/** What is longer than this has memory of its own, which is never written to again. */
export declare const MAX_REUSED_BYTES: number;
export declare class JoinedMemory {
    private readonly kept;
    /** A buffer of at least that many bytes, contents undefined. It is the caller's until given back. */
    take(bytes: number): Buffer;
    /** Takes back what nobody refers to any more. */
    giveBack(buf: Buffer): void;
}
