/** A small seeded generator of random numbers (mulberry32), so that a failed run can be run again. */
export declare class Random {
    private state;
    constructor(seed: number);
    /** In [0, 1). */
    next(): number;
    /** A whole number in [0, bound). */
    below(bound: number): number;
    chance(probability: number): boolean;
    pick<Item>(items: readonly Item[]): Item;
}
