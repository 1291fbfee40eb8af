/**
 * The shard map: slot -> owner and replicas, a pure function of the members that serve.
 *
 * For each slot the members are ranked by score (score.ts), ties by id; the first owns it. A member's scores depend
 * on no other member, so a join or death moves slots only to or from that member.
 *
 * Invariants: `members` is sorted by id; `owners[slot]` is an index into it, -1 only when it is empty; a map never
 * changes once built. A map keeps 64 KiB of scores for each member and shares them with the map built from it.
 */
import { SLOT_COUNT } from '../lib/base/hash-slot.ts';
import { MAX_WEIGHT, slotScores } from './score.ts';

/** A member, as placement needs to know it. */
export interface PlacementMember {
  /** 40 hex digits */
  readonly id: string;
  /** Takes part in the ranking this many times; an integer from 1 to MAX_WEIGHT. */
  readonly weight: number;
  /** Members of one zone fail together; replicas go to other zones first. */
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

/** A shard map placed by rendezvous hashing. Made by `buildShardMap`. */
export class RendezvousMap implements ShardMap {
  readonly epoch: number;
  readonly members: readonly PlacementMember[];
  /** Score of each slot, by member index. */
  private readonly scores: readonly Uint32Array[];
  private readonly owners: Int16Array;
  private readonly counts: Uint16Array;
  private readonly indexById: ReadonlyMap<string, number>;

  /** `members` sorted by id, without duplicates; `scores` as `slotScores` gives them, in the same order. */
  constructor(epoch: number, members: readonly PlacementMember[], scores: readonly Uint32Array[]) {
    this.epoch = epoch;
    this.members = members;
    this.scores = scores;
    this.owners = rankFirst(scores);
    this.counts = new Uint16Array(members.length);
    if (members.length > 0) for (const owner of this.owners) (this.counts[owner] as number) += 1;
    this.indexById = new Map(members.map((member, index) => [member.id, index]));
  }

  ownerOf(slot: number): number {
    return this.owners[slot] as number;
  }

  indexOf(id: string): number {
    return this.indexById.get(id) ?? -1;
  }

  slotCount(memberIndex: number): number {
    return this.counts[memberIndex] as number;
  }

  slotRanges(memberIndex: number): [first: number, last: number][] {
    const ranges: [number, number][] = [];
    for (let slot = 0; slot < SLOT_COUNT; slot++) {
      if (this.owners[slot] !== memberIndex) continue;
      const first = slot;
      while (slot + 1 < SLOT_COUNT && this.owners[slot + 1] === memberIndex) slot++;
      ranges.push([first, slot]);
    }
    return ranges;
  }

  /**
   * Indexes into `members` of the members that hold the slot's copies, at most `count`, the owner not included: in
   * order of rank, but a zone that has no copy yet comes before one that has.
   */
  replicasOf(slot: number, count: number): number[] {
    const owner = this.ownerOf(slot);
    if (owner < 0) return [];
    const replicas: number[] = [];
    const zones = new Set([this.zoneOf(owner)]);
    const copies = Math.min(count, this.members.length - 1);
    while (replicas.length < copies) {
      const next = this.bestReplica(slot, owner, replicas, zones);
      replicas.push(next);
      zones.add(this.zoneOf(next));
    }
    return replicas;
  }

  /** The highest-ranked member that holds no copy yet, of those in a zone outside `zones` if there are any. */
  private bestReplica(slot: number, owner: number, taken: readonly number[], zones: Set<string>): number {
    let best = -1;
    let bestIsFresh = false;
    for (let index = 0; index < this.members.length; index++) {
      if (index === owner || taken.includes(index)) continue;
      const isFresh = !zones.has(this.zoneOf(index));
      const isBetter =
        best < 0 ||
        (isFresh === bestIsFresh ? this.scoreOf(index, slot) > this.scoreOf(best, slot) : isFresh);
      if (!isBetter) continue;
      best = index;
      bestIsFresh = isFresh;
    }
    return best;
  }

  private zoneOf(memberIndex: number): string {
    return (this.members[memberIndex] as PlacementMember).zone;
  }

  private scoreOf(memberIndex: number, slot: number): number {
    return (this.scores[memberIndex] as Uint32Array)[slot] as number;
  }

  /** The member's scores, if it is in this map with the same weight. They are not to be written to. */
  scoresOf(member: PlacementMember): Uint32Array | undefined {
    const index = this.indexOf(member.id);
    return this.members[index]?.weight === member.weight ? this.scores[index] : undefined;
  }
}

/**
 * The map of `members`, in any order. Scores of members that `previous` has too are taken from it, so that a change
 * of one member ranks that member only; the result is the same without it.
 * Throws RangeError for a weight that is no integer from 1 to MAX_WEIGHT and for an id that occurs twice.
 */
export function buildShardMap(
  members: readonly PlacementMember[],
  epoch: number,
  previous?: RendezvousMap,
): RendezvousMap {
  const sorted = members.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  for (const [index, { id, weight }] of sorted.entries()) {
    if (!Number.isInteger(weight) || weight < 1 || weight > MAX_WEIGHT) {
      throw new RangeError(`weight ${weight} of member ${id} is not an integer from 1 to ${MAX_WEIGHT}`);
    }
    if (sorted[index + 1]?.id === id) throw new RangeError(`member ${id} occurs twice`);
  }
  const scores = sorted.map((member) => previous?.scoresOf(member) ?? slotScores(member.id, member.weight));
  return new RendezvousMap(epoch, sorted, scores);
}

/** For each slot the index of the highest score, the lowest index among equals; -1 everywhere without scores. */
function rankFirst(scores: readonly Uint32Array[]): Int16Array {
  const owners = new Int16Array(SLOT_COUNT).fill(scores.length === 0 ? -1 : 0);
  const best = new Uint32Array(scores[0] ?? []);
  for (let index = 1; index < scores.length; index++) {
    const candidate = scores[index] as Uint32Array;
    for (let slot = 0; slot < SLOT_COUNT; slot++) {
      const score = candidate[slot] as number;
      if (score <= (best[slot] as number)) continue;
      best[slot] = score;
      owners[slot] = index;
    }
  }
  return owners;
}
