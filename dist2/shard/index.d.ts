/**
 * Who owns what: hash slots, placement by rendezvous hashing, and the shard map. Pure; imports only lib/base.
 */
export { hashSlot, SLOT_COUNT } from '../lib/base/hash-slot.ts';
export { buildShardMap, MAX_REPLICAS, type PlacedShard, type PlacementMember, type RendezvousMap, type ShardMap, } from './map.ts';
export { MAX_WEIGHT } from './score.ts';
export { MAX_SHARDS, shardId } from './shard-id.ts';
