/**
 * Memory for what one socket reads: each read goes behind the one before, until a chunk is used up. What was read is never written
 * to again, so replies can wait in it, each for its turn, without a copy; the garbage collector frees a chunk after the last of
 * them. A stream of Node's own takes 64 KB from the system for every read and gives most of it back.
 */
const CHUNK_BYTES = 256 * 1024;
/** With less left a new chunk is begun: a read should not be cut short. */
const LEAST_BYTES = 32 * 1024;
export class ReadChunks {
    rest = Buffer.allocUnsafeSlow(CHUNK_BYTES);
    readBytes = 0;
    /** Where the next read goes. */
    next() {
        this.rest = this.rest.subarray(this.readBytes);
        this.readBytes = 0;
        if (this.rest.length < LEAST_BYTES)
            this.rest = Buffer.allocUnsafeSlow(CHUNK_BYTES);
        return this.rest;
    }
    /** Notes that the first `length` bytes of what `next` gave were read. */
    used(length) {
        this.readBytes = length;
    }
}
//# sourceMappingURL=read-chunks.js.map