/**
 * How many entries of each slab have an expiry time, and which slabs have any: so that one can be met by chance however few there
 * are, and it is known what of a slab may be evicted under a volatile policy.
 */

import { SLAB_SHIFT } from './cell-reference.ts';
import { SlabSet } from './slab-set.ts';

export class ExpiringSlabs {
  private readonly counts: Int32Array;
  private readonly slabs: SlabSet;

  /** Of slabs 0 to `slabCount` - 1. */
  constructor(slabCount: number) {
    this.counts = new Int32Array(slabCount);
    this.slabs = new SlabSet(new Int32Array(slabCount));
  }

  add(ref: number): void {
    const slab = ref >>> SLAB_SHIFT;
    const count = this.counts[slab] as number;
    if (count === 0) this.slabs.add(slab);
    this.counts[slab] = count + 1;
  }

  remove(ref: number): void {
    const slab = ref >>> SLAB_SHIFT;
    const count = (this.counts[slab] as number) - 1;
    if (count === 0) this.slabs.remove(slab);
    this.counts[slab] = count;
  }

  countIn(slab: number): number {
    return this.counts[slab] as number;
  }

  /** Any slab that has one, -1 if none has. `random` gives numbers in [0, 1). */
  pick(random: () => number): number {
    return this.slabs.pick(random);
  }
}
