/**
 * Hashes of a member's whole knowledge, kept up to date entry by entry, so that two members see in one ping whether they
 * know the same, and in one datagram where they differ.
 *
 * Every entry (a member, or a tombstone) has a 64-bit hash of what must agree. It is folded by XOR into the bucket of its
 * id, and into the hash of the live view or that of the rest. Folding twice takes it out again.
 */
/** Number of buckets of a sync: its hashes fill 512 bytes. */
export const BUCKET_COUNT = 64;
/** A 32-bit hash of a string of ASCII characters; different seeds give independent hashes. Murmur3's finaliser. */
export function hash32(text, seed) {
    let hash = seed ^ Math.imul(text.length, 0x9e3779b1);
    for (let at = 0; at < text.length; at++) {
        hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
        hash ^= hash >>> 15;
    }
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return (hash ^ (hash >>> 16)) >>> 0;
}
/** Bucket of a member id, 0 to BUCKET_COUNT - 1. */
export function bucketOf(id) {
    return Number.parseInt(id.slice(0, 2), 16) % BUCKET_COUNT;
}
const HIGH_SEED = 0x51ed270b;
const LOW_SEED = 0x2545f491;
export class StateHash {
    /** BUCKET_COUNT pairs of high and low halves. */
    halves = new Uint32Array(2 * BUCKET_COUNT);
    viewHigh = 0;
    viewLow = 0;
    rest = 0;
    /** Folds an entry of the live view in, or out again. */
    foldLive(id, content) {
        const high = hash32(content, HIGH_SEED);
        const low = hash32(content, LOW_SEED);
        this.foldBucket(id, high, low);
        this.viewHigh = (this.viewHigh ^ high) >>> 0;
        this.viewLow = (this.viewLow ^ low) >>> 0;
    }
    /** Folds any other entry in, or out again. */
    foldRest(id, content) {
        const high = hash32(content, HIGH_SEED);
        const low = hash32(content, LOW_SEED);
        this.foldBucket(id, high, low);
        this.rest = (this.rest ^ low) >>> 0;
    }
    foldBucket(id, high, low) {
        const at = 2 * bucketOf(id);
        this.halves[at] = this.halves[at] ^ high;
        this.halves[at + 1] = this.halves[at + 1] ^ low;
    }
    /** Hash of the live view, 16 hex digits. */
    viewHash() {
        return this.viewHigh.toString(16).padStart(8, '0') + this.viewLow.toString(16).padStart(8, '0');
    }
    /** Hash of everything else, 32 bits. */
    restHash() {
        return this.rest;
    }
    /** The bucket hashes as bytes, big-endian; the caller owns them. */
    buckets() {
        const bytes = new Uint8Array(8 * BUCKET_COUNT);
        const view = new DataView(bytes.buffer);
        for (let at = 0; at < this.halves.length; at++)
            view.setUint32(4 * at, this.halves[at]);
        return bytes;
    }
    /** The numbers of the buckets that differ from those of `other`, as `buckets()` gave them on another member. */
    differing(other) {
        const view = new DataView(other.buffer, other.byteOffset, other.byteLength);
        const found = [];
        for (let bucket = 0; bucket < BUCKET_COUNT; bucket++) {
            const high = view.getUint32(8 * bucket);
            const low = view.getUint32(8 * bucket + 4);
            if (this.halves[2 * bucket] !== high || this.halves[2 * bucket + 1] !== low)
                found.push(bucket);
        }
        return found;
    }
}
//# sourceMappingURL=state-hash.js.map