/**
 * A seeded source of pseudo-random numbers: the same seed gives the same sequence on every machine, so that whatever
 * draws from it can be replayed. SplitMix32 expands the seed; the generator is sfc32 (PractRand, Chris Doty-Humphrey).
 * Not for secrets.
 */
export declare class Random {
    private a;
    private b;
    private c;
    private counter;
    /** @param seed any number; its low 32 bits count */
    constructor(seed: number);
    /** An integer from 0 to 2^32 - 1. */
    uint32(): number;
    /** A number from 0 up to, but not including, 1. */
    fraction(): number;
    /** An integer from 0 up to, but not including, `bound` (at most 2^32). */
    below(bound: number): number;
    /** True with the given probability (0 to 1). */
    chance(probability: number): boolean;
    /** Shuffles `items` in place (Fisher-Yates) and returns it. */
    shuffle<T>(items: T[]): T[];
    /** `digits` hexadecimal digits. */
    hex(digits: number): string;
}
