/**
 * FLUSHALL, here and elsewhere, where slots are on their way: what a slot's floor has voided goes, and what was under way to here, or from here
 * to a new owner, when all keys were deleted here is void too.
 *
 * What is void goes in parts, between which clients have their turn. A slot that comes to be held is not answered for before: a client that
 * sees what is void, and writes on from it, would undo the FLUSHALL.
 *
 * Bound: some numbers for each slot.
 */
import { SLOT_COUNT } from '../base/hash-slot.ts';
import type { Keyspace } from '../store/keyspace.ts';
import type { Followers } from './followers.ts';
import { HELD, type Ownership } from './ownership.ts';
import type { VersionClock } from './version-clock.ts';

/** Keys that go at once, about a microsecond each. */
const KEYS_AT_ONCE = 256;

export interface FlushedSlotsParts {
  readonly keyspace: Keyspace;
  readonly clock: VersionClock;
  readonly ownership: Ownership;
  readonly followers: Followers;
}

export class FlushedSlots {
  private readonly parts: FlushedSlotsParts;
  /** Slots that were on their way to here: what has come of them is void once they are held. */
  private readonly incoming = new Set<number>();
  /** Slots with something that may be void, and those of them for which commands wait. */
  private readonly voids = new Set<number>();
  private readonly hurried = new Set<number>();
  private readonly onClean: (slot: number) => void;

  /** `onClean` is called when nothing void is left of a slot. */
  constructor(parts: FlushedSlotsParts, onClean: (slot: number) => void) {
    this.parts = parts;
    this.onClean = onClean;
  }

  /** Slots that have something void, perhaps. */
  get voidSlots(): ReadonlySet<number> {
    return this.voids;
  }

  /** All keys were deleted here. */
  flush(nowMs: number): void {
    const { keyspace, clock, ownership, followers } = this.parts;
    const version = clock.next(nowMs);
    for (let slot = 0; slot < SLOT_COUNT; slot++) {
      if (ownership.isIncoming(slot)) this.incoming.add(slot);
      else if (ownership.stateOf(slot) !== HELD && !followers.isGiving(slot)) continue;
      keyspace.setFloor(slot, version);
      followers.floor(slot, version, true);
    }
  }

  /** What is in the slot up to that version is void. Floors come from several members, in any order. */
  raise(slot: number, version: number): void {
    const { keyspace } = this.parts;
    keyspace.setFloor(slot, version);
    if (keyspace.slotSize(slot) > 0) this.voids.add(slot);
  }

  /** The slot is held here, or is not any more: then nothing of it is on its way to here. */
  onSettled(slot: number, isHeld: boolean): void {
    if (this.incoming.size === 0 || !this.incoming.delete(slot) || !isHeld) return;
    // Whatever older comes of it is void as well.
    const version = this.parts.clock.next(0);
    this.raise(slot, version);
    this.parts.followers.floor(slot, version, false);
  }

  /** A command waits for the slot. */
  hurry(slot: number): void {
    if (this.voids.has(slot)) this.hurried.add(slot);
  }

  /** Deletes a part of what is void; returns whether nothing is left. */
  sweep(): boolean {
    const { keyspace } = this.parts;
    const [slot] = this.hurried.size > 0 ? this.hurried : this.voids;
    if (slot === undefined) return true;
    const floor = keyspace.floorOf(slot);
    const swept = keyspace.sweepSlot(slot, (ref) => keyspace.versionOf(ref) > floor, KEYS_AT_ONCE);
    if (swept < KEYS_AT_ONCE) {
      this.voids.delete(slot);
      this.hurried.delete(slot);
      this.onClean(slot);
    }
    return this.voids.size === 0;
  }
}
