/** Bound of a member's weight: each unit costs one shuffle, about 0.2 ms. */
export declare const MAX_WEIGHT = 256;
/** MurmurHash3_x86_32 of the four bytes of `slot`, little-endian, with `seed`. Unsigned. */
export declare function mixSlot(seed: number, slot: number): number;
/**
 * Which of a member's `shards` a slot belongs to, by the member's score of the slot: 0 to `shards` - 1. The levels of a
 * shuffle go to the shards in turn. What a member owns are for the most part its highest levels, so its shards get
 * equal shares of them, more evenly than by a hash; and like the score, the shard depends on no other member.
 */
export declare function shardOfScore(score: number, shards: number): number;
/**
 * The score of every slot for the member `id`, indexed by slot; the caller owns it. A member of weight w takes part w
 * times and keeps its best score. Weight is an integer from 1 to MAX_WEIGHT.
 */
export declare function slotScores(id: string, weight: number): Uint32Array;
