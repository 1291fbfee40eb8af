/** A set of slabs from which a random one can be picked. */
export declare class SlabSet {
    private readonly slabs;
    /** Of each slab in the set, its place in `slabs`. */
    private readonly placeOf;
    /** Of slabs 0 to `slabCount` - 1. */
    constructor(slabCount: number);
    /** Adds a slab that is not there. */
    add(slab: number): void;
    /** Removes a slab that is there. */
    remove(slab: number): void;
    get size(): number;
    /** Any slab of the set, -1 if it is empty. `random` gives numbers in [0, 1). */
    pick(random: () => number): number;
}
