/**
 * Which entry to evict: the best of a pool of 16 candidates to which each eviction adds some random ones, as Redis does it ("Using
 * Redis as an LRU cache", approximated LRU). Candidates are met as often as their cells are large. Except for the pool it
 * takes no memory: what it goes by is in the entries' access words.
 */
import type { Random } from '../base/random.ts';
import type { EntryTable } from './entry-table.ts';
import type { EvictionPolicy } from './eviction-policy.ts';
import type { HitDensity } from './hit-density.ts';
export declare class Evictor {
    private readonly table;
    private readonly policy;
    private readonly density;
    private readonly fraction;
    private readonly refs;
    private readonly words;
    private readonly scores;
    private candidates;
    constructor(table: EntryTable, policy: EvictionPolicy, density: HitDensity, random: Random);
    /** Evicts one entry; returns its bytes, 0 if there is none that may be evicted. */
    evict(nowMs: number): number;
    /** Evicts this entry. */
    drop(ref: number): void;
    /** Evicts an entry that has a buffer of its own, but not `pinned`; false if none was found that may be. */
    evictLarge(pinned: number): boolean;
    /** Evicts the best of a few entries whose cells are of this size class, `pinned` excepted; returns its bytes, 0 if it met none. */
    evictOfClass(sizeClass: number, pinned: number, nowMs: number): number;
    mayEvict(ref: number): boolean;
    private choose;
    /** A random entry that may be evicted; there is one. */
    private sample;
    /** Puts an entry into the pool if that has room or a worse one. */
    private consider;
    private move;
    /** Takes the candidate with the highest score that is still as it was; 0 if none is. */
    private takeBest;
    /** The higher the sooner it goes. */
    private scoreOf;
}
