/**
 * The shard map: slot -> owner and replicas, a pure function of the members that serve.
 *
 * For each slot the members are ranked by score (score.ts), ties by id; the first has it and the next have its copies, those
 * of other zones first (rank.ts), each in the shard that its score says. A member's scores depend on no other member,
 * so a join or death moves slots and copies only to or from that member.
 *
 * Invariants: `members` is sorted by id, `shards` likewise and then by index; a slot has an owner unless there are no members;
 * its owner and replicas are shards of members that all differ; a map never changes once built. A map keeps 64 KiB
 * of scores for each member, which it shares with the map built from it, and at most 256 KiB more for each copy.
 */
import { SLOT_COUNT } from '../lib/base/hash-slot.ts';
import { MAX_SHARDS, MAX_WEIGHT } from '../lib/base/member-limits.ts';
import { murmur3 } from '../lib/base/murmur3.ts';
import { type Candidate, holdersOf, type Ranks, rankCandidates } from './rank.ts';
import { shardOfScore, slotScores } from './score.ts';
import { shardId } from './shard-id.ts';

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

/** Bound of the copies of a slot beside the owner's. */
export const MAX_REPLICAS = 3;

/** Slot -> owner and replicas: a pure function of the serving members of a view. Immutable. */
export interface ShardMap {
  /** Version of this map; grows with every change of the view. */
  readonly epoch: number;
  /** A hash of who owns what. Maps of two epochs may have the same, and maps of one epoch, of members that have heard of different things, may not. */
  readonly placement: number;
  /** The members that the map places slots on, sorted by id. */
  readonly members: readonly PlacementMember[];
  /** Their shards, in the same order. */
  readonly shards: readonly PlacedShard[];
  /** How many copies beside the owner's each slot has, if there are members enough. */
  readonly replicas: number;
  /** By slot the index into `shards` of its owner; -1 while there are none. Not to be written to. */
  readonly owners: Int32Array;
  /** `owners` of one slot. */
  ownerOf(slot: number): number;
  /** Index into `shards` of the shard with copy `n`, from 0 to `replicas` - 1; -1 where members are too few. */
  replicaOf(slot: number, n: number): number;
  /** Index into `shards` of the shard with this id; -1 if it is none of them. */
  indexOf(id: string): number;
  /** By slot 1 if the shard owns it or has a copy of it, else 0; the caller owns the array. */
  heldBy(shardIndex: number): Uint8Array;
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
  readonly replicas: number;
  readonly owners: Int32Array;
  /** By member index. */
  private readonly candidates: readonly Candidate[];
  private readonly ranks: Ranks;
  /** Index in `shards` of each member's first shard. */
  private readonly firstShards: readonly number[];
  /** The shard at each place of each slot, the owner's first: `SLOT_COUNT` of them for a place. */
  private readonly holders: Int32Array;
  /** `placement`, once somebody has asked. */
  private hash: number | undefined;
  /** How many slots each shard owns, once somebody has asked. */
  private counts: Uint16Array | undefined;
  private readonly indexById: ReadonlyMap<string, number>;
  private readonly memberIndexById: ReadonlyMap<string, number>;

  /** `members` sorted by id, without duplicates. */
  constructor(
    epoch: number,
    members: readonly PlacementMember[],
    replicas: number,
    previous?: RendezvousMap,
  ) {
    this.epoch = epoch;
    this.members = members;
    this.replicas = replicas;
    if (previous?.replicas === replicas && isSamePlacement(previous.members, members)) {
      this.candidates = previous.candidates;
      this.ranks = previous.ranks;
      this.shards = previous.shards;
      this.indexById = previous.indexById;
      this.firstShards = previous.firstShards;
      this.memberIndexById = previous.memberIndexById;
      this.holders = previous.holders;
      this.owners = previous.owners;
      return;
    }
    this.candidates = members.map((member) => ({
      scores: previous?.scoresOf(member) ?? slotScores(member.id, member.weight),
      zone: member.zone,
    }));
    this.ranks = rankCandidates(this.candidates, 1 + replicas, previous?.ranks);
    this.shards = members.flatMap(shardsOf);
    this.indexById = new Map(this.shards.map((shard, index) => [shard.id, index]));
    // A member's first shard has the member's own id.
    this.firstShards = members.map(({ id }) => this.indexOf(id));
    this.memberIndexById = new Map(members.map(({ id }, index) => [id, index]));
    this.holders = new Int32Array(holdersOf(this.ranks));
    // Where each member has one shard, shards have the indexes of their members.
    if (this.shards.length > members.length) this.giveToShards();
    this.owners = this.holders.subarray(0, SLOT_COUNT);
  }

  get placement(): number {
    this.hash ??= hashOf(this.members);
    return this.hash;
  }

  ownerOf(slot: number): number {
    return this.owners[slot] as number;
  }

  replicaOf(slot: number, n: number): number {
    return this.holders[(n + 1) * SLOT_COUNT + slot] as number;
  }

  indexOf(id: string): number {
    return this.indexById.get(id) ?? -1;
  }

  slotCount(shardIndex: number): number {
    this.counts ??= this.countSlots();
    return this.counts[shardIndex] as number;
  }

  heldBy(shardIndex: number): Uint8Array {
    const held = new Uint8Array(SLOT_COUNT);
    const { holders } = this;
    const end = holders.length;
    const mask = SLOT_COUNT - 1;
    for (let at = 0; at < end; at++) if (holders[at] === shardIndex) held[at & mask] = 1;
    return held;
  }

  slotRanges(shardIndex: number): [first: number, last: number][] {
    const ranges: [number, number][] = [];
    for (let slot = 0; slot < SLOT_COUNT; slot++) {
      if (this.holders[slot] !== shardIndex) continue;
      const first = slot;
      while (slot + 1 < SLOT_COUNT && this.holders[slot + 1] === shardIndex) slot++;
      ranges.push([first, slot]);
    }
    return ranges;
  }

  private countSlots(): Uint16Array {
    const { owners, shards } = this;
    const counts = new Uint16Array(shards.length);
    if (shards.length === 0) return counts;
    for (let slot = 0; slot < SLOT_COUNT; slot++) (counts[owners[slot] as number] as number) += 1;
    return counts;
  }

  /** Turns `holders` from members into shards. */
  private giveToShards(): void {
    const { holders, members, candidates, firstShards } = this;
    const counts = Uint16Array.from(members, ({ shards }) => shards);
    const end = holders.length;
    for (let at = 0; at < end; at++) {
      const member = holders[at] as number;
      if (member < 0) continue;
      const shards = counts[member] as number;
      let shard = firstShards[member] as number;
      if (shards > 1) {
        const { scores } = candidates[member] as Candidate;
        shard += shardOfScore(scores[at & (SLOT_COUNT - 1)] as number, shards);
      }
      holders[at] = shard;
    }
  }

  /** The member's scores, if it is in this map with the same weight. They are not to be written to. */
  scoresOf(member: PlacementMember): Uint32Array | undefined {
    const index = this.memberIndexById.get(member.id) ?? -1;
    return this.members[index]?.weight === member.weight ? this.candidates[index]?.scores : undefined;
  }
}

/** Without how many copies there are to be: members may differ in that, and agree who owns what. */
function hashOf(members: readonly PlacementMember[]): number {
  const parts = members.map(({ id, weight, shards }) => [id, weight, shards]);
  const bytes = Buffer.from(JSON.stringify(parts));
  return murmur3(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0, bytes.length, 0) >>> 0;
}

/** Whether slots are placed alike on both, which are in the same order. */
export function isSamePlacement(a: readonly PlacementMember[], b: readonly PlacementMember[]): boolean {
  if (a.length !== b.length) return false;
  return a.every(({ id, weight, zone, shards }, at) => {
    const other = b[at];
    return other?.id === id && other.weight === weight && other.zone === zone && other.shards === shards;
  });
}

/**
 * The map of `members`, in any order. Scores of members that `previous` has too are taken from it, so that a change
 * of one member ranks that member only; where there is none the map shares all with `previous`. The result is the same without it.
 * Throws RangeError for a weight or a number of shards or replicas that is no integer in its range, and for an id that
 * occurs twice.
 */
export function buildShardMap(
  members: readonly PlacementMember[],
  epoch: number,
  previous?: RendezvousMap,
  replicas = 0,
): RendezvousMap {
  check('number of replicas', replicas, 0, MAX_REPLICAS);
  const sorted = members.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  for (const [index, { id, weight, shards }] of sorted.entries()) {
    check(`weight of member ${id}`, weight, 1, MAX_WEIGHT);
    check(`number of shards of member ${id}`, shards, 1, MAX_SHARDS);
    if (sorted[index + 1]?.id === id) throw new RangeError(`member ${id} occurs twice`);
  }
  return new RendezvousMap(epoch, sorted, replicas, previous);
}

function check(what: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new RangeError(`${what} is ${value}, not an integer from ${least} to ${most}`);
}

function shardsOf({ id: memberId, shards }: PlacementMember): PlacedShard[] {
  return Array.from({ length: shards }, (_, index) => ({ id: shardId(memberId, index), memberId, index }));
}
