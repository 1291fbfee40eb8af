/**
 * FLUSHALL, where slots are on their way: what was under way to here, or from here to a new owner, when all keys were deleted is void too.
 *
 * Bound: one entry for each slot.
 */
import { SLOT_COUNT } from '../base/hash-slot.ts';
import type { Keyspace } from '../store/keyspace.ts';
import type { Followers } from './followers.ts';
import { HELD, type Ownership } from './ownership.ts';
import type { VersionClock } from './version-clock.ts';

export interface FlushedSlotsParts {
  readonly keyspace: Keyspace;
  readonly clock: VersionClock;
  readonly ownership: Ownership;
  readonly followers: Followers;
}

export class FlushedSlots {
  private readonly parts: FlushedSlotsParts;
  /** Slots that were on their way to here: what has come of them is void once they are held. */
  private readonly slots = new Set<number>();
  private readonly dropVoid: (slot: number) => void;

  /** `dropVoid` is called for slots that are held from now on. */
  constructor(parts: FlushedSlotsParts, dropVoid: (slot: number) => void) {
    this.parts = parts;
    this.dropVoid = dropVoid;
  }

  /** All keys were deleted. */
  flush(nowMs: number): void {
    const { keyspace, clock, ownership, followers } = this.parts;
    const version = clock.next(nowMs);
    for (let slot = 0; slot < SLOT_COUNT; slot++) {
      if (ownership.isIncoming(slot)) this.slots.add(slot);
      else if (ownership.stateOf(slot) !== HELD && !followers.isGiving(slot)) continue;
      keyspace.setFloor(slot, version);
      followers.floor(slot, version, true);
    }
  }

  /** The slot is held here, or is not any more: then nothing of it is on its way to here. */
  onSettled(slot: number, isHeld: boolean): void {
    if (isHeld) this.dropVoid(slot);
    if (this.slots.size > 0 && this.slots.delete(slot) && isHeld) this.clear(slot);
  }

  /** Deletes what is here of a slot, and whatever older comes of it. */
  private clear(slot: number): void {
    const { keyspace, clock, followers } = this.parts;
    keyspace.setFloor(slot, clock.next(0));
    keyspace.clearSlot(slot);
    followers.floor(slot, keyspace.floorOf(slot), false);
  }
}
