/**
 * Memory in which commands that are split over reads are put together, used again and again.
 *
 * A client that sends values of some KB has a command split with each read. Memory of its own for each would be garbage outside
 * V8's heap, and much of that sets off collections of all of it. One pool serves all connections of an event loop.
 *
 * Bound: MAX_KEPT buffers of at most MAX_REUSED_BYTES, 8 MB. When there are more the smallest go: large ones serve all.
 */
const MAX_KEPT = 32;
/** What is longer than this has memory of its own, which is never written to again. */
export const MAX_REUSED_BYTES = 256 * 1024;
export class JoinedMemory {
    kept = [];
    /** A buffer of at least that many bytes, contents undefined. It is the caller's until given back. */
    take(bytes) {
        const { kept } = this;
        if (bytes > MAX_REUSED_BYTES)
            return Buffer.allocUnsafeSlow(bytes);
        for (let i = kept.length - 1; i >= 0; i--) {
            const buf = kept[i];
            if (buf.length < bytes)
                continue;
            kept[i] = kept[kept.length - 1];
            kept.pop();
            return buf;
        }
        return Buffer.allocUnsafeSlow(bytes);
    }
    /** Takes back what nobody refers to any more. */
    giveBack(buf) {
        const { kept } = this;
        if (buf.length > MAX_REUSED_BYTES)
            return;
        if (kept.length < MAX_KEPT) {
            kept.push(buf);
            return;
        }
        let smallest = 0;
        for (let i = 1; i < kept.length; i++) {
            if (kept[i].length < kept[smallest].length)
                smallest = i;
        }
        if (kept[smallest].length < buf.length)
            kept[smallest] = buf;
    }
}
//# sourceMappingURL=joined-memory.js.map