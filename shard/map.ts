/**
 * The shard map: slot -> owner and replicas, a pure function of the members that serve.
 *
 * For each slot the members are ranked by score (score.ts), ties by id; the first has it, in the shard that its score
 * says. A member's scores depend on no other member, so a join or death moves slots only to or from that member.
 *
 * Invariants: `members` is sorted by id, `shards` likewise and then by index; `owners[slot]` is an index into `shards`, -1
 * only when it is empty; a map never changes once built. A map keeps 64 KiB of scores for each member and shares them
 * with the map built from it.
 */
import { SLOT_COUNT } from '../lib/base/hash-slot.ts';
import { MAX_WEIGHT, shardOfScore, slotScores } from './score.ts';
import { MAX_SHARDS, shardId } from './shard-id.ts';

/** A member, as placement needs to know it. */
export interface PlacementMember {
  /** 40 hex digits */
  readonly id: string;
  /** Takes part in the ranking this many times; an integer from 1 to MAX_WEIGHT. */
  readonly weight: number;
  /** Members of one zone fail together; replicas go to other zones first. */
  readonly zone: string;
  /** How many shards it runs; an integer from 1 to MAX_SHARDS. */
  readonly shards: number;
}

/** A shard that the map places slots on. */
export interface PlacedShard {
  /** 40 hex digits (shard-id.ts) */
  readonly id: string;
  readonly memberId: string;
  /** Which of its member's shards it is, from 0. */
  readonly index: number;
}

/** Slot -> owner: a pure function of the serving members of a view. Immutable. */
export interface ShardMap {
  /** Version of this map; grows with every change of the view. */
  readonly epoch: number;
  /** The members that the map places slots on, sorted by id. */
  readonly members: readonly PlacementMember[];
  /** Their shards, in the same order. */
  readonly shards: readonly PlacedShard[];
  /** Index into `shards` of the slot's owner; -1 while there are none. */
  ownerOf(slot: number): number;
  /** Index into `shards` of the shard with this id; -1 if it is none of them. */
  indexOf(id: string): number;
  /** Slots that the shard owns, as inclusive ranges in ascending order. */
  slotRanges(shardIndex: number): readonly (readonly [first: number, last: number])[];
  /** How many slots the shard owns. */
  slotCount(shardIndex: number): number;
}

/** A shard map placed by rendezvous hashing. Made by `buildShardMap`. */
export class RendezvousMap implements ShardMap {
  readonly epoch: number;
  readonly members: readonly PlacementMember[];
  readonly shards: readonly PlacedShard[];
  /** Score of each slot, by member index. */
  private readonly scores: readonly Uint32Array[];
  /** Index in `shards` of each member's first shard. */
  private readonly firstShards: readonly number[];
  private readonly owners: Int16Array;
  private readonly counts: Uint16Array;
  private readonly indexById: ReadonlyMap<string, number>;

  /** `members` sorted by id, without duplicates; `scores` as `slotScores` gives them, in the same order. */
  constructor(epoch: number, members: readonly PlacementMember[], scores: readonly Uint32Array[]) {
    this.epoch = epoch;
    this.members = members;
    this.scores = scores;
    this.shards = members.flatMap(shardsOf);
    this.firstShards = members.map(({ id }) => this.shards.findIndex((shard) => shard.memberId === id));
    this.owners = rankFirst(scores);
    this.counts = new Uint16Array(this.shards.length);
    if (members.length > 0) this.giveToShards();
    this.indexById = new Map(this.shards.map((shard, index) => [shard.id, index]));
  }

  ownerOf(slot: number): number {
    return this.owners[slot] as number;
  }

  indexOf(id: string): number {
    return this.indexById.get(id) ?? -1;
  }

  slotCount(shardIndex: number): number {
    return this.counts[shardIndex] as number;
  }

  slotRanges(shardIndex: number): [first: number, last: number][] {
    const ranges: [number, number][] = [];
    for (let slot = 0; slot < SLOT_COUNT; slot++) {
      if (this.owners[slot] !== shardIndex) continue;
      const first = slot;
      while (slot + 1 < SLOT_COUNT && this.owners[slot + 1] === shardIndex) slot++;
      ranges.push([first, slot]);
    }
    return ranges;
  }

  /**
   * Indexes into `shards` of those that hold the slot's copies, at most `count`, each of another member and none of the
   * owner's: in order of rank, but a zone that has no copy yet comes before one that has.
   */
  replicasOf(slot: number, count: number): number[] {
    const ownerShard = this.shards[this.ownerOf(slot)];
    if (ownerShard === undefined) return [];
    const owner = this.memberIndexOf(ownerShard.memberId);
    const replicas: number[] = [];
    const zones = new Set([this.zoneOf(owner)]);
    const copies = Math.min(count, this.members.length - 1);
    while (replicas.length < copies) {
      const next = this.bestReplica(slot, owner, replicas, zones);
      replicas.push(next);
      zones.add(this.zoneOf(next));
    }
    return replicas.map((member) => this.shardAt(member, slot));
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

  /** Turns `owners` from members into shards. */
  private giveToShards(): void {
    const { owners, counts } = this;
    for (let slot = 0; slot < SLOT_COUNT; slot++) {
      const shard = this.shardAt(owners[slot] as number, slot);
      owners[slot] = shard;
      (counts[shard] as number) += 1;
    }
  }

  /** Index into `shards` of the one that the slot belongs to in the member with that index. */
  private shardAt(memberIndex: number, slot: number): number {
    const { shards } = this.members[memberIndex] as PlacementMember;
    const first = this.firstShards[memberIndex] as number;
    return shards === 1 ? first : first + shardOfScore(this.scoreOf(memberIndex, slot), shards);
  }

  private memberIndexOf(id: string): number {
    return this.members.findIndex((member) => member.id === id);
  }

  private zoneOf(memberIndex: number): string {
    return (this.members[memberIndex] as PlacementMember).zone;
  }

  private scoreOf(memberIndex: number, slot: number): number {
    return (this.scores[memberIndex] as Uint32Array)[slot] as number;
  }

  /** The member's scores, if it is in this map with the same weight. They are not to be written to. */
  scoresOf(member: PlacementMember): Uint32Array | undefined {
    const index = this.memberIndexOf(member.id);
    return this.members[index]?.weight === member.weight ? this.scores[index] : undefined;
  }
}

/**
 * The map of `members`, in any order. Scores of members that `previous` has too are taken from it, so that a change
 * of one member ranks that member only; the result is the same without it.
 * Throws RangeError for a weight or a number of shards that is no integer in its range, and for an id that occurs twice.
 */
export function buildShardMap(
  members: readonly PlacementMember[],
  epoch: number,
  previous?: RendezvousMap,
): RendezvousMap {
  const sorted = members.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  for (const [index, { id, weight, shards }] of sorted.entries()) {
    check(id, 'weight', weight, MAX_WEIGHT);
    check(id, 'number of shards', shards, MAX_SHARDS);
    if (sorted[index + 1]?.id === id) throw new RangeError(`member ${id} occurs twice`);
  }
  const scores = sorted.map((member) => previous?.scoresOf(member) ?? slotScores(member.id, member.weight));
  return new RendezvousMap(epoch, sorted, scores);
}

function check(id: string, what: string, value: number, most: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= most) return;
  throw new RangeError(`${what} ${value} of member ${id} is not an integer from 1 to ${most}`);
}

function shardsOf({ id: memberId, shards }: PlacementMember): PlacedShard[] {
  return Array.from({ length: shards }, (_, index) => ({ id: shardId(memberId, index), memberId, index }));
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
