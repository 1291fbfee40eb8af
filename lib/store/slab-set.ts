/** A set of slabs from which a random one can be picked. */
export class SlabSet {
  private readonly slabs: number[] = [];
  /** Of each slab in the set, its place in `slabs`. */
  private readonly placeOf: Int32Array;

  /** `placeOf` has a place for each slab that may be added; sets that have no slab in common may share it. */
  constructor(placeOf: Int32Array) {
    this.placeOf = placeOf;
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

/** Sets for `count` kinds of slabs, where a slab is of one kind at a time. */
export function slabSets(count: number, slabCount: number): SlabSet[] {
  const placeOf = new Int32Array(slabCount);
  return Array.from({ length: count }, () => new SlabSet(placeOf));
}
