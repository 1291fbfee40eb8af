/**
 * What a FLUSHALL has voided of slots: everything up to their floors. It goes in parts, between which clients have their turn.
 *
 * A slot that is held with something void is not answered for before that is gone: a client that sees what is void, and writes on from it, would
 * undo the FLUSHALL. Slots that are still on their way to here are their holder's to flush; until all of them are here a FLUSHALL waits (router.ts).
 *
 * Bound: some numbers for each slot.
 */
import { SLOT_COUNT } from '../base/hash-slot.ts';
import type { EntryRef, Keyspace } from '../store/keyspace.ts';
import type { Followers } from './followers.ts';
import { HELD, type Ownership } from './ownership.ts';
import type { VersionClock } from './version-clock.ts';

/** What is done at once, in units of about 0.15 us: to look at a key is one, to delete it some, and to look into a slot many. */
const UNITS_AT_ONCE = 2048;
const UNITS_A_KEY = 8;
const UNITS_A_SLOT = 64;

export interface FlushedSlotsParts {
  readonly keyspace: Keyspace;
  readonly clock: VersionClock;
  readonly ownership: Ownership;
  readonly followers: Followers;
}

export class FlushedSlots {
  private readonly parts: FlushedSlotsParts;
  /** Slots with something that may be void, and slots for which commands wait. */
  private readonly voids = new Set<number>();
  private readonly hurried = new Set<number>();
  /** Where to go on in slots that were swept in part. */
  private readonly cursors = new Map<number, number>();
  private readonly onChange: (slot: number) => void;

  /** `onChange` is called when a slot has come to be one of `voidSlots`, or is none any more. */
  constructor(parts: FlushedSlotsParts, onChange: (slot: number) => void) {
    this.parts = parts;
    this.onChange = onChange;
  }

  /** Slots that have something void, perhaps. */
  get voidSlots(): ReadonlySet<number> {
    return this.voids;
  }

  /** All keys were deleted here. What was on its way to others is void, too. */
  flush(nowMs: number): void {
    const { keyspace, clock, ownership, followers } = this.parts;
    const version = clock.next(nowMs);
    for (let slot = 0; slot < SLOT_COUNT; slot++) {
      if (ownership.stateOf(slot) !== HELD && !followers.isGiving(slot)) continue;
      keyspace.setFloor(slot, version);
      followers.floor(slot, version, true);
    }
  }

  /** What is in the slot up to that version is void. Floors come from several members, in any order, and again and again. */
  raise(slot: number, version: number): void {
    const { keyspace } = this.parts;
    if (version <= keyspace.floorOf(slot)) return;
    keyspace.setFloor(slot, version);
    // More is void now of what was swept already.
    this.cursors.delete(slot);
    if (keyspace.slotSize(slot) === 0) return;
    this.voids.add(slot);
    this.onChange(slot);
  }

  /** A command waits for the slot. */
  hurry(slot: number): void {
    if (this.voids.has(slot) || this.parts.ownership.isIncoming(slot)) this.hurried.add(slot);
  }

  /** Deletes a part of what is void; returns whether nothing is left. */
  sweep(): boolean {
    for (let left = UNITS_AT_ONCE; left > 0 && this.voids.size > 0; ) {
      const slot = this.next();
      left -= this.sweepSlot(slot, left) + UNITS_A_SLOT;
      if (this.cursors.has(slot)) continue;
      this.voids.delete(slot);
      this.onChange(slot);
    }
    return this.voids.size === 0;
  }

  /** Floors do not count any more, as this shard begins anew. */
  forget(): void {
    const slots = [...this.voids];
    this.voids.clear();
    this.hurried.clear();
    this.cursors.clear();
    for (const slot of slots) this.onChange(slot);
  }

  private next(): number {
    for (const slot of this.hurried) {
      if (this.voids.has(slot)) return slot;
      this.hurried.delete(slot);
    }
    const [slot] = this.voids;
    return slot as number;
  }

  /** Goes on with a slot for about so many units; returns how many it took. */
  private sweepSlot(slot: number, unitsAtMost: number): number {
    const { keyspace } = this.parts;
    const floor = keyspace.floorOf(slot);
    let units = 0;
    const keep = (ref: EntryRef): boolean => {
      const isNewer = keyspace.versionOf(ref) > floor;
      units += isNewer ? 1 : UNITS_A_KEY;
      return isNewer;
    };
    const next = keyspace.sweepSlot(slot, this.cursors.get(slot) ?? 0, keep, () => units < unitsAtMost);
    if (next > 0) this.cursors.set(slot, next);
    else this.cursors.delete(slot);
    return units;
  }
}
