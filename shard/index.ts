/**
 * Who owns what: hash slots, placement by rendezvous hashing, and the shard map. Pure; imports only lib/base.
 */
export { hashSlot, SLOT_COUNT } from '../lib/base/hash-slot.ts';
export { MAX_SHARDS, MAX_WEIGHT } from '../lib/base/member-limits.ts';
export {
  buildShardMap,
  isSamePlacement,
  MAX_REPLICAS,
  type PlacedShard,
  type PlacementMember,
  type RendezvousMap,
  type ShardMap,
} from './map.ts';
export { shardId } from './shard-id.ts';
