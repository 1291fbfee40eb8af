/** A set of slabs from which a random one can be picked. */
export class SlabSet {
    slabs = [];
    /** Of each slab in the set, its place in `slabs`. */
    placeOf;
    /** Of slabs 0 to `slabCount` - 1. */
    constructor(slabCount) {
        this.placeOf = new Int32Array(slabCount);
    }
    /** Adds a slab that is not there. */
    add(slab) {
        this.placeOf[slab] = this.slabs.push(slab) - 1;
    }
    /** Removes a slab that is there. */
    remove(slab) {
        const last = this.slabs.pop();
        if (last === slab)
            return;
        const place = this.placeOf[slab];
        this.slabs[place] = last;
        this.placeOf[last] = place;
    }
    get size() {
        return this.slabs.length;
    }
    /** Any slab of the set, -1 if it is empty. `random` gives numbers in [0, 1). */
    pick(random) {
        return this.slabs[Math.floor(random() * this.slabs.length)] ?? -1;
    }
}
//# sourceMappingURL=slab-set.js.map