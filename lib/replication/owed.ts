/**
 * Slots that were held here, and that nobody has been given since: what was written here last may be nowhere else. So they are neither
 * overwritten nor cleaned away until somebody has them, and are pushed to their owner if nobody asks.
 *
 * Bound: one entry for each slot.
 */
import type { ShardMap } from '../../shard/index.ts';
import type { Followers } from './followers.ts';
import { HELD, type Ownership } from './ownership.ts';

/** The digest of a slot without keys. */
const NO_KEYS = 0;

export class OwedSlots {
  private readonly slots = new Set<number>();

  has(slot: number): boolean {
    return this.slots.has(slot);
  }

  add(slot: number): void {
    this.slots.add(slot);
  }

  delete(slot: number): void {
    this.slots.delete(slot);
  }

  clear(): void {
    this.slots.clear();
  }

  /** Forgets those that are held here again. */
  dropHeld(ownership: Ownership): void {
    for (const slot of this.slots) if (ownership.stateOf(slot) === HELD) this.slots.delete(slot);
  }

  /** Pushes them to the owner: whoever asked for them was lost, or nobody has asked. */
  push(map: ShardMap, isLive: (id: string) => boolean, followers: Followers): void {
    for (const slot of this.slots) {
      const owner = map.shards[map.ownerOf(slot)]?.id ?? '';
      if (isLive(owner) && !followers.isGiving(slot)) followers.to(owner).want(slot, NO_KEYS, true);
    }
  }
}
