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
export declare const MAX_REPLICAS = 3;
/** Slot -> owner and replicas: a pure function of the serving members of a view. Immutable. */
export interface ShardMap {
    /** Version of this map; grows with every change of the view. */
    readonly epoch: number;
    /** The members that the map places slots on, sorted by id. */
    readonly members: readonly PlacementMember[];
    /** Their shards, in the same order. */
    readonly shards: readonly PlacedShard[];
    /** How many copies beside the owner's each slot has, if there are members enough. */
    readonly replicas: number;
    /** By slot the index into `shards` of its owner; -1 while there are none. Not to be written to. */
    readonly owners: Int16Array;
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
export declare class RendezvousMap implements ShardMap {
    readonly epoch: number;
    readonly members: readonly PlacementMember[];
    readonly shards: readonly PlacedShard[];
    readonly replicas: number;
    readonly owners: Int16Array;
    /** By member index. */
    private readonly candidates;
    private readonly ranks;
    /** Index in `shards` of each member's first shard. */
    private readonly firstShards;
    /** The shard at each place of each slot, the owner's first: `SLOT_COUNT` of them for a place. */
    private readonly holders;
    private readonly counts;
    private readonly indexById;
    private readonly memberIndexById;
    /** `members` sorted by id, without duplicates. */
    constructor(epoch: number, members: readonly PlacementMember[], replicas: number, previous?: RendezvousMap);
    ownerOf(slot: number): number;
    replicaOf(slot: number, n: number): number;
    indexOf(id: string): number;
    slotCount(shardIndex: number): number;
    heldBy(shardIndex: number): Uint8Array;
    slotRanges(shardIndex: number): [first: number, last: number][];
    /** Turns `holders` from members into shards. */
    private giveToShards;
    /** The member's scores, if it is in this map with the same weight. They are not to be written to. */
    scoresOf(member: PlacementMember): Uint32Array | undefined;
}
/**
 * The map of `members`, in any order. Scores of members that `previous` has too are taken from it, so that a change
 * of one member ranks that member only; the result is the same without it.
 * Throws RangeError for a weight or a number of shards or replicas that is no integer in its range, and for an id that
 * occurs twice.
 */
export declare function buildShardMap(members: readonly PlacementMember[], epoch: number, previous?: RendezvousMap, replicas?: number): RendezvousMap;
