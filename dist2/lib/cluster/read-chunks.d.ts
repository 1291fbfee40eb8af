/**
 * Memory for what one socket reads: each read goes behind the one before, until a chunk is used up. What was read is never written
 * to again, so replies can wait in it, each for its turn, without a copy; the garbage collector frees a chunk after the last of
 * them. A stream of Node's own takes 64 KB from the system for every read and gives most of it back.
 */
export declare class ReadChunks {
    private rest;
    private readBytes;
    /** Where the next read goes. */
    next(): Buffer;
    /** Notes that the first `length` bytes of what `next` gave were read. */
    used(length: number): void;
}
