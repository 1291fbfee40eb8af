/**
 * The copies that this shard is to have, and of whom: of slots whose replica it is, and, before it serves, of those that it
 * will own. A copy is `LIVE` from the moment on at which it has all of its slot and follows every change.
 */
import type { ShardMap } from '../../shard/index.ts';
import type { Claims } from './claims.ts';
import { type PeerNumbers } from './peer-numbers.ts';
export declare class Copies {
    liveSlots: number;
    wantedSlots: number;
    private readonly claims;
    private readonly peers;
    /** Whom each slot is copied from. */
    private readonly sources;
    private readonly live;
    constructor(claims: Claims, peers: PeerNumbers);
    /** Whether all copies that are wanted are there. */
    get isComplete(): boolean;
    isWanted(slot: number): boolean;
    isLive(slot: number): boolean;
    /** Whether the slot is copied from that shard. */
    isFrom(slot: number, peer: number): boolean;
    /** Shards that slots are copied from. */
    sourcesNow(): Set<number>;
    /**
     * Follows the owners of `map` in what this shard is to have by `wanted`: `map` itself, or while it does not serve yet the one in
     * which it will.
     */
    onMap(map: ShardMap, wanted: ShardMap, selfId: string): void;
    /** The copy is complete. */
    onLive(slot: number, peer: number): void;
    /** The copy is not as it should be: it is asked for anew. */
    renew(slot: number, peer: number): void;
    /** The peer's stream is another one: whatever is copied from it is asked for anew. */
    renewAll(peer: number): void;
    /** The peer owes copies: they are asked for again. */
    renewMissing(peer: number): void;
    /** No copy can be relied on any more: all are asked for anew. */
    reset(): void;
    private want;
    private setLive;
}
/** Whether the shard with that index owns the slot or has a copy of it. */
export declare function isHolder(map: ShardMap, slot: number, shard: number): boolean;
