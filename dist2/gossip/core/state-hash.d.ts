/**
 * Hashes of a member's whole knowledge, kept up to date entry by entry, so that two members see in one ping whether they
 * know the same, and in one datagram where they differ.
 *
 * Every entry (a member, or a tombstone) has a 64-bit hash of what must agree. It is folded by XOR into the bucket of its
 * id, and into the hash of the live view or that of the rest. Folding twice takes it out again.
 */
/** Number of buckets of a sync: its hashes fill 512 bytes. */
export declare const BUCKET_COUNT = 64;
/** A 32-bit hash of a string of ASCII characters; different seeds give independent hashes. Murmur3's finaliser. */
export declare function hash32(text: string, seed: number): number;
/** Bucket of a member id, 0 to BUCKET_COUNT - 1. */
export declare function bucketOf(id: string): number;
export declare class StateHash {
    /** BUCKET_COUNT pairs of high and low halves. */
    private readonly halves;
    private viewHigh;
    private viewLow;
    private rest;
    /** Folds an entry of the live view in, or out again. */
    foldLive(id: string, content: string): void;
    /** Folds any other entry in, or out again. */
    foldRest(id: string, content: string): void;
    private foldBucket;
    /** Hash of the live view, 16 hex digits. */
    viewHash(): string;
    /** Hash of everything else, 32 bits. */
    restHash(): number;
    /** The bucket hashes as bytes, big-endian; the caller owns them. */
    buckets(): Uint8Array;
    /** The numbers of the buckets that differ from those of `other`, as `buckets()` gave them on another member. */
    differing(other: Uint8Array): number[];
}
