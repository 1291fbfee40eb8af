/** Bound of the shards of a member: their number is a byte in what it says of itself. */
export declare const MAX_SHARDS = 255;
/** The id, 40 hex digits, of the shard with that index in the member with that id. */
export declare function shardId(memberId: string, shard: number): string;
