/**
 * Who owns what: hash slots, placement by rendezvous hashing, and the shard map. Pure; imports only lib/base.
 */

/** A member, as placement needs to know it. */
export interface PlacementMember {
  /** 40 hex digits */
  readonly id: string;
  /** Takes part in the ranking this many times; a positive integer. */
  readonly weight: number;
  readonly zone: string;
}

/** Slot -> owner: a pure function of the serving members of a view. Immutable. */
export interface ShardMap {
  /** Version of this map; grows with every change of the view. */
  readonly epoch: number;
  /** The members that the map places slots on, sorted by id. */
  readonly members: readonly PlacementMember[];
  /** Index into `members` of the slot's owner; -1 while there are no members. */
  ownerOf(slot: number): number;
  /** Index into `members` of the member with this id; -1 if it is none of them. */
  indexOf(id: string): number;
  /** Slots that the member owns, as inclusive ranges in ascending order. */
  slotRanges(memberIndex: number): readonly (readonly [first: number, last: number])[];
  /** How many slots the member owns. */
  slotCount(memberIndex: number): number;
}
