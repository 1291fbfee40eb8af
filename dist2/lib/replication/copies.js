/**
 * The copies that this shard is to have, and of whom: of slots whose replica it is, and, before it serves, of those that it
 * will own. A copy is `LIVE` from the moment on at which it has all of its slot and follows every change.
 */
import { SLOT_COUNT } from '../base/hash-slot.js';
import { FOLLOW } from './messages.js';
import { NOBODY } from './peer-numbers.js';
export class Copies {
    liveSlots = 0;
    wantedSlots = 0;
    claims;
    peers;
    /** Whom each slot is copied from. */
    sources = new Int16Array(SLOT_COUNT).fill(NOBODY);
    live = new Uint8Array(SLOT_COUNT);
    constructor(claims, peers) {
        this.claims = claims;
        this.peers = peers;
    }
    /** Whether all copies that are wanted are there. */
    get isComplete() {
        return this.liveSlots === this.wantedSlots;
    }
    isWanted(slot) {
        return this.sources[slot] !== NOBODY;
    }
    isLive(slot) {
        return this.live[slot] === 1;
    }
    /** Whether the slot is copied from that shard. */
    isFrom(slot, peer) {
        return this.sources[slot] === peer;
    }
    /** Shards that slots are copied from. */
    sourcesNow() {
        const sources = new Set();
        for (let slot = 0; slot < SLOT_COUNT; slot++)
            if (this.isWanted(slot))
                sources.add(this.sources[slot]);
        return sources;
    }
    /**
     * Follows the owners of `map` in what this shard is to have by `wanted`: `map` itself, or while it does not serve yet the one in
     * which it will.
     */
    onMap(map, wanted, selfId) {
        const owners = map.shards.map(({ id }) => this.peers.of(id));
        const self = wanted.indexOf(selfId);
        const selfNow = map.indexOf(selfId);
        const held = wanted.heldBy(self);
        const { sources } = this;
        for (let slot = 0; slot < SLOT_COUNT; slot++) {
            const owner = map.owners[slot];
            const isWanted = owner >= 0 && owner !== selfNow && self >= 0 && held[slot] === 1;
            const source = isWanted ? owners[owner] : NOBODY;
            if (sources[slot] !== source)
                this.want(slot, source);
        }
    }
    /** The copy is complete. */
    onLive(slot, peer) {
        if (this.sources[slot] === peer)
            this.setLive(slot, 1);
    }
    /** The copy is not as it should be: it is asked for anew. */
    renew(slot, peer) {
        if (this.sources[slot] !== peer)
            return;
        this.setLive(slot, 0);
        this.claims.add(FOLLOW, slot, peer, false);
    }
    /** The peer's stream is another one: whatever is copied from it is asked for anew. */
    renewAll(peer) {
        for (let slot = 0; slot < SLOT_COUNT; slot++)
            if (this.sources[slot] === peer)
                this.renew(slot, peer);
    }
    /** The peer owes copies: they are asked for again. */
    renewMissing(peer) {
        for (let slot = 0; slot < SLOT_COUNT; slot++) {
            if (this.sources[slot] === peer && this.live[slot] === 0)
                this.renew(slot, peer);
        }
    }
    /** No copy can be relied on any more: all are asked for anew. */
    reset() {
        for (let slot = 0; slot < SLOT_COUNT; slot++) {
            const source = this.sources[slot];
            if (source !== NOBODY)
                this.renew(slot, source);
        }
    }
    want(slot, source) {
        const before = this.sources[slot];
        if (before !== NOBODY) {
            this.claims.dropFollow(slot, before);
            this.wantedSlots--;
        }
        this.setLive(slot, 0);
        this.sources[slot] = source;
        if (source === NOBODY)
            return;
        this.wantedSlots++;
        this.claims.add(FOLLOW, slot, source, false);
    }
    setLive(slot, live) {
        this.liveSlots += live - this.live[slot];
        this.live[slot] = live;
    }
}
/** Whether the shard with that index owns the slot or has a copy of it. */
export function isHolder(map, slot, shard) {
    if (map.ownerOf(slot) === shard)
        return true;
    for (let n = 0; n < map.replicas; n++)
        if (map.replicaOf(slot, n) === shard)
            return true;
    return false;
}
//# sourceMappingURL=copies.js.map