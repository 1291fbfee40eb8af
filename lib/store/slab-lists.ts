/** The slabs of each size class that have room, as doubly linked lists: a slab is in its class's list or in none. */

/** No slab. */
export const NO_SLAB = -1;

export class SlabLists {
  /** Of each size class, the first slab. */
  readonly first: Int32Array;
  /** Of each slab in a list, the one behind it. */
  readonly next: Int32Array;
  private readonly previous: Int32Array;

  constructor(classCount: number, slabCount: number) {
    this.first = new Int32Array(classCount).fill(NO_SLAB);
    this.next = new Int32Array(slabCount);
    this.previous = new Int32Array(slabCount);
  }

  /** Puts a slab that is in no list at the start of its class's. */
  add(slab: number, sizeClass: number): void {
    const first = this.first[sizeClass] as number;
    this.next[slab] = first;
    this.previous[slab] = NO_SLAB;
    if (first !== NO_SLAB) this.previous[first] = slab;
    this.first[sizeClass] = slab;
  }

  remove(slab: number, sizeClass: number): void {
    const next = this.next[slab] as number;
    const previous = this.previous[slab] as number;
    if (previous === NO_SLAB) this.first[sizeClass] = next;
    else this.next[previous] = next;
    if (next !== NO_SLAB) this.previous[next] = previous;
  }
}
