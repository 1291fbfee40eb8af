import { Member } from '../../gossip/core/member.js';
import { contentOf, MemberTable } from '../../gossip/core/member-table.js';
import { RING_COUNT, Rings, ringPositions } from '../../gossip/core/rings.js';
import { BUCKET_COUNT, bucketOf, StateHash } from '../../gossip/core/state-hash.js';
/** The members at the start. Never changed. */
export class Roster {
    hash = new StateHash();
    byId = new Map();
    byInstance = new Map();
    buckets = Array.from({ length: BUCKET_COUNT }, () => []);
    rings = [];
    /** Place of each member on each ring. */
    places = new Map();
    constructor(records) {
        const positions = new Map(records.map(({ id }) => [id, ringPositions(id)]));
        for (const record of records) {
            this.byId.set(record.id, record);
            this.byInstance.set(record.instance, record);
            this.buckets[bucketOf(record.id)]?.push(record);
            this.hash.foldLive(record.id, contentOf(record));
            this.places.set(record.id, []);
        }
        for (let ring = 0; ring < RING_COUNT; ring++) {
            const positionOf = ({ id }) => positions.get(id)?.[ring];
            const sorted = [...records].sort((a, b) => positionOf(a) - positionOf(b) || (a.id < b.id ? -1 : 1));
            this.rings.push(sorted);
            sorted.forEach(({ id }, place) => {
                this.places.get(id)?.push(place);
            });
        }
    }
    tableOf = (self, hash, nowMs) => new SharedTable(this, self, hash, nowMs);
}
class SharedRings extends Rings {
    gone = new Set();
    memberOf = () => {
        throw new Error('the rings belong to no table yet');
    };
    roster;
    constructor(roster) {
        super();
        this.roster = roster;
    }
    get size() {
        return this.roster.byId.size - this.gone.size;
    }
    add(member) {
        this.gone.delete(member.record.id);
    }
    remove(member) {
        this.gone.add(member.record.id);
    }
    at(place) {
        return this.from(0, place % this.roster.byId.size, 1, 1, undefined);
    }
    neighbour(ring, side, step, member) {
        const place = this.roster.places.get(member.record.id)?.[ring];
        return place === undefined ? undefined : this.from(ring, place + side, side, step, member);
    }
    /** The `step`th live member from a place on. */
    from(ring, place, side, step, except) {
        const records = this.roster.rings[ring];
        for (let at = place, left = step, seen = 0; seen < records.length; at += side, seen++) {
            const record = records[(at + records.length) % records.length];
            if (this.gone.has(record.id))
                continue;
            if (--left > 0)
                continue;
            return record.id === except?.record.id ? undefined : this.memberOf(record);
        }
        return undefined;
    }
}
class SharedTable extends MemberTable {
    roster;
    startMs;
    removed = new Set();
    constructor(roster, self, hash, nowMs) {
        const rings = new SharedRings(roster);
        super(self, hash, nowMs, rings);
        this.roster = roster;
        this.startMs = nowMs;
        rings.memberOf = (record) => this.memberOf(record);
        // Every list begins with the same hash; its halves are copied, as each list changes its own.
        const { halves, ...rest } = roster.hash;
        Object.assign(hash, rest, { halves: Uint32Array.from(halves) });
    }
    get(id) {
        return super.get(id) ?? this.find(this.roster.byId.get(id));
    }
    ofInstance(instance) {
        return super.ofInstance(instance) ?? this.find(this.roster.byInstance.get(instance));
    }
    *all() {
        for (const record of this.roster.byId.values()) {
            const member = this.get(record.id);
            if (member)
                yield member;
        }
    }
    remove(member) {
        super.remove(member);
        this.removed.add(member.record.id);
    }
    *inBuckets(buckets) {
        for (const bucket of buckets) {
            for (const record of this.roster.buckets[bucket] ?? []) {
                const member = this.get(record.id);
                if (member)
                    yield member;
            }
        }
    }
    find(record) {
        return record && !this.removed.has(record.id) && !this.byId.has(record.id)
            ? this.memberOf(record)
            : undefined;
    }
    memberOf(record) {
        const known = super.get(record.id);
        if (known)
            return known;
        const member = new Member(record, false, this.startMs);
        this.byId.set(record.id, member);
        this.byInstance.set(record.instance, member);
        return member;
    }
}
//# sourceMappingURL=shared-table.js.map