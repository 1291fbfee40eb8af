/**
 * Who observes whom. Every live member has a position on each of 3 hash rings with different seeds; its observers are its
 * neighbours on both sides of each, at most 6, and the relation is mutual. Independent rings make it unlikely that
 * all observers of a member die with it, and keep the way from anybody to anybody short (Rapid, section 4.1).
 *
 * In a small cluster the same few members would be neighbours on several rings. Up to COMPACT_SIZE members the observers are the 3 next
 * ones on both sides of the first ring instead: 6 different ones, and up to 7 members everybody.
 *
 * Invariant: each ring is sorted by position, then id.
 */
import type { Member } from './member.ts';
import { hash32 } from './state-hash.ts';

export const RING_COUNT = 3;
const COMPACT_SIZE = 20;
/** Up to this many members each one is a neighbour of all others. */
const SMALL_SIZE = 2 * RING_COUNT + 1;

const SIDES = [1, -1] as const;
const RING_SEEDS = [0x1b873593, 0x7feb352d, 0x68e31da4] as const;

/** The positions of a member on the rings. */
export function ringPositions(id: string): Uint32Array {
  return Uint32Array.from(RING_SEEDS, (seed) => hash32(id, seed));
}

export class Rings {
  private readonly rings: Member[][] = RING_SEEDS.map(() => []);

  get size(): number {
    return this.ring(0).length;
  }

  /** Everybody observes everybody. */
  get isSmall(): boolean {
    return this.size <= SMALL_SIZE;
  }

  add(member: Member): void {
    for (let ring = 0; ring < RING_COUNT; ring++)
      this.ring(ring).splice(this.indexOf(ring, member), 0, member);
  }

  /** `member` must be on the rings. */
  remove(member: Member): void {
    for (let ring = 0; ring < RING_COUNT; ring++) this.ring(ring).splice(this.indexOf(ring, member), 1);
  }

  /** The neighbour after `member` on one ring; undefined when there is none. */
  successor(ring: number, member: Member): Member | undefined {
    return this.neighbour(ring, 1, 1, member);
  }

  /**
   * The members that observe `member` and that it observes: at most 6, none twice, never itself.
   * @param reach how many on each side of each ring: 1, or more to look beyond the neighbours
   */
  neighbours(member: Member, reach = 1): Member[] {
    const found = new Set<Member>();
    for (let step = 1; step <= reach; step++) {
      for (let ring = 0; ring < RING_COUNT; ring++) {
        for (const side of SIDES) {
          const neighbour = this.neighbour(ring, side, step, member);
          if (neighbour) found.add(neighbour);
        }
      }
    }
    return [...found];
  }

  /** The member at a place of the first ring, counted round and round. */
  at(place: number): Member | undefined {
    const members = this.ring(0);
    return members[place % members.length];
  }

  protected neighbour(ring: number, side: 1 | -1, step: number, member: Member): Member | undefined {
    const isCompact = this.size <= COMPACT_SIZE;
    const members = this.ring(isCompact ? 0 : ring);
    const distance = (isCompact ? ring + 1 + RING_COUNT * (step - 1) : step) % members.length;
    const index = this.indexOf(isCompact ? 0 : ring, member);
    const neighbour = members[(index + side * distance + members.length) % members.length];
    return neighbour === member ? undefined : neighbour;
  }

  private ring(ring: number): Member[] {
    return this.rings[ring] as Member[];
  }

  /** Where `member` stands, or would stand, on a ring. */
  private indexOf(ring: number, member: Member): number {
    const members = this.ring(ring);
    let low = 0;
    let high = members.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isBefore(members[middle] as Member, member, ring)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function isBefore(a: Member, b: Member, ring: number): boolean {
  const left = a.ringPositions[ring] as number;
  const right = b.ringPositions[ring] as number;
  return left === right ? a.record.id < b.record.id : left < right;
}
