/**
 * How much an entry is worth keeping, learned while the cache runs: hits to come for each unit of time that it stays, as in
 * "LHD: Improving Cache Hit Rate by Maximizing Hit Density" (Beckmann, Chen, Cidon; NSDI 2018). Dividing by bytes is the
 * caller's part.
 *
 * Entries are told apart by how often they were used and by their age, the time since the last use. For each class and
 * age it is counted how many entries were hit at that age and how many were evicted. From the highest age down, hits still to
 * come divided by time still to be spent is the density of that class at that age. So nothing has to be tuned: where old
 * entries are not hit any more (a working set that moves), age counts; where they are (a steady distribution), use does; one pass of a
 * scan is worth nothing to the class of entries that were never hit. Until there is enough to go by, a prior makes it behave as LFU
 * does; its share falls as counts grow.
 *
 * An entry's access word holds the tick of its last use (bits 8-31) and a logarithmic counter of its uses (0-7), which is Redis's
 * (5 for a new entry, incremented with a probability that falls with it) with a log factor of 1. A tick is a 128th part of as many
 * uses as there are entries. The tables take 36 KB in all.
 */
import type { Random } from '../base/random.ts';
export declare const NEW_COUNTER = 5;
export declare class HitDensity {
    private readonly random;
    private tick;
    private untilTick;
    private events;
    private readonly hits;
    private readonly evictions;
    private readonly densities;
    /** `startTick` is what the clock begins at, so that words that are already there get ages that make sense. */
    constructor(random: Random, startTick: number);
    /** The access word of an entry that is new now. `size` is the number of entries. */
    firstUse(size: number): number;
    /** Counts a hit on an entry with that access word; returns its next one. */
    use(word: number, size: number): number;
    /** Counts an eviction of an entry with that access word. */
    evict(word: number, size: number): void;
    /** Hits a tick to be expected of an entry with that access word. */
    densityOf(word: number): number;
    private passTime;
    private ageOf;
    private cellOf;
    private learn;
    private learnClass;
}
