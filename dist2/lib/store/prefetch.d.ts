/**
 * Looks several keys up at once. A lookup is a chain of reads, each of which may wait a hundred nanoseconds for main memory; the
 * chains of different keys do not depend on each other, so loops that make one step for all keys have the processor wait for
 * many reads at the same time.
 *
 * What was found is a hint for the lookups that follow, in whatever order they come: by then the keyspace may have changed. An
 * entry that is still there and has the key is the key's entry; otherwise the index is asked again.
 *
 * The loops are kept apart and small on purpose: the processor looks a few hundred instructions ahead, and no further.
 */
import type { Arena } from './arena.ts';
import type { HashIndex } from './hash-index.ts';
/** Most keys at once. */
export declare const MAX_PREFETCHED = 32;
/** Keys that are to be looked up: key `i` is `[keyStarts[i], keyEnds[i])` of `buf`. At most MAX_PREFETCHED. */
export interface KeyBatch {
    readonly buf: Buffer;
    readonly count: number;
    readonly keyStarts: Int32Array;
    readonly keyEnds: Int32Array;
    /** Where the slot of each key is put. */
    readonly keySlots: Int32Array;
}
export declare class Prefetcher {
    private readonly arena;
    private readonly index;
    private readonly hashSeed;
    private readonly starts;
    private readonly hashes;
    private readonly refs;
    /** Bits of each hash that no directory has used yet. */
    private readonly shifts;
    private count;
    private openings;
    /** The key after the one that was asked for last. */
    private cursor;
    constructor(arena: Arena, index: HashIndex, hashSeed: number);
    /** Looks the keys up; `view` covers their buffer. Returns nothing of use: a sum that keeps reads from being optimised away. */
    run(keys: KeyBatch, view: DataView): number;
    /** The cell of the entry that the key at `start` had, unless another one lies there by now; 0 if it had none. */
    hint(start: number): number;
    private hash;
    /** From roots to pages, one level of directories after the other. */
    private descend;
    /** Reads both cache lines of each page, or entry if it is a small one. */
    private touch;
    /** From pages to entries. */
    private search;
}
