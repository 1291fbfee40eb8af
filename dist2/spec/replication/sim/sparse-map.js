/** A shard map of which only some slots have an owner: what is done slot by slot costs the simulator little then. */
import { buildShardMap, SLOT_COUNT } from '../../../shard/index.js';
export class SparseMap {
    epoch;
    owners;
    whole;
    placed;
    constructor(whole, epoch, placed) {
        this.whole = whole;
        this.epoch = epoch;
        this.placed = placed;
        this.owners = whole.owners.map((owner, slot) => (placed[slot] === 1 ? owner : -1));
    }
    get members() {
        return this.whole.members;
    }
    get shards() {
        return this.whole.shards;
    }
    get replicas() {
        return this.whole.replicas;
    }
    ownerOf(slot) {
        return this.owners[slot];
    }
    replicaOf(slot, n) {
        return this.placed[slot] === 1 ? this.whole.replicaOf(slot, n) : -1;
    }
    indexOf(id) {
        return this.whole.indexOf(id);
    }
    heldBy(shardIndex) {
        return this.whole.heldBy(shardIndex).map((held, slot) => held & this.placed[slot]);
    }
    slotRanges() {
        return [];
    }
    slotCount(shardIndex) {
        let slots = 0;
        for (let slot = 0; slot < SLOT_COUNT; slot++)
            if (this.ownerOf(slot) === shardIndex)
                slots++;
        return slots;
    }
    /** Makes maps with these slots and so many replicas; members have a shard each. */
    static maker(slots, replicas) {
        const placed = new Uint8Array(SLOT_COUNT);
        for (const slot of slots)
            placed[slot] = 1;
        const known = new Map();
        return (ids, epoch) => {
            const name = ids.toSorted().join();
            let whole = known.get(name);
            if (whole === undefined) {
                const members = ids.map((id) => ({ id, weight: 1, zone: '', shards: 1 }));
                whole = buildShardMap(members, 0, known.values().next().value, replicas);
                known.set(name, whole);
            }
            return new SparseMap(whole, epoch, placed);
        };
    }
}
//# sourceMappingURL=sparse-map.js.map