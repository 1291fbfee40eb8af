/** A set of slabs from which a random one can be picked. */
export class SlabSet {
  private readonly slabs: number[] = [];
  /** Of each slab in the set, its place in `slabs`. */
  private readonly placeOf: Int32Array;

  /** Of slabs 0 to `slabCount` - 1. */
  constructor(slabCount: number) {
    this.placeOf = new Int32Array(slabCount);
  }

  /** Adds a slab that is not there. */
  add(slab: number): void {
    this.placeOf[slab] = this.slabs.push(slab) - 1;
  }

  /** Removes a slab that is there. */
  remove(slab: number): void {
    const last = this.slabs.pop() as number;
    if (last === slab) return;
    const place = this.placeOf[slab] as number;
    this.slabs[place] = last;
    this.placeOf[last] = place;
  }

  get size(): number {
    return this.slabs.length;
  }

  /** Any slab of the set, -1 if it is empty. `random` gives numbers in [0, 1). */
  pick(random: () => number): number {
    return this.slabs[Math.floor(random() * this.slabs.length)] ?? -1;
  }
}
