/**
 * Who owns what: hash slots, placement by rendezvous hashing, and the shard map. Pure; imports only lib/base.
 */
export { hashSlot, SLOT_COUNT } from '../lib/base/hash-slot.js';
export { buildShardMap, MAX_REPLICAS, } from './map.js';
export { MAX_WEIGHT } from './score.js';
export { MAX_SHARDS, shardId } from './shard-id.js';
//# sourceMappingURL=index.js.map