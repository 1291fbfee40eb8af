/**
 * The member list. The only place where a record is replaced, so that the indexes, the rings and the hashes always
 * agree with the records.
 *
 * Bounds: at most MEMBER_LIMIT members, and of these at most DEAD_LIMIT, or as many as are live if that is more, that are dead or
 * have left (the oldest go first). So a member that lost sight of most others still knows that they are the most.
 */
import { Member } from './member.js';
import { Rings } from './rings.js';
import { bucketOf } from './state-hash.js';
const MEMBER_LIMIT = 16384;
export const DEAD_LIMIT = 256;
export class MemberTable {
    rings;
    /** Dead members in the list, not those that left. */
    deadCount = 0;
    /** Grows with every change of the live members. */
    version = 0;
    myself;
    hash;
    byId = new Map();
    byInstance = new Map();
    /** The members whose last instance was replaced, by that instance. */
    byReplaced = new Map();
    /** Dead and left members, oldest first. */
    goneIds = new Set();
    constructor(self, hash, nowMs, rings = new Rings()) {
        this.rings = rings;
        this.hash = hash;
        this.myself = new Member(self, true, nowMs);
        this.index(this.myself);
    }
    get(id) {
        return this.byId.get(id);
    }
    ofInstance(instance) {
        return this.byInstance.get(instance);
    }
    /** The member of which this was the instance before the present one. */
    replacing(instance) {
        return this.byReplaced.get(instance);
    }
    all() {
        return this.byId.values();
    }
    /** True when no other live member is known. */
    get isAlone() {
        return this.rings.size <= 1;
    }
    /** Adds a member that is not in the list; undefined when the list is full. */
    add(record, nowMs, sinceMs) {
        if (this.byId.size >= MEMBER_LIMIT)
            return undefined;
        const member = new Member(record, false, nowMs);
        member.sinceMs = sinceMs;
        this.index(member);
        this.dropOldest();
        return member;
    }
    /** Replaces the record of a member by a newer one of the same id. */
    replace(member, record, nowMs) {
        const wasLive = member.isLive;
        const previous = member.record.instance;
        this.unindex(member);
        member.record = record;
        if (previous !== record.instance) {
            this.byReplaced.delete(member.previousInstance);
            member.previousInstance = previous;
            this.byReplaced.set(previous, member);
        }
        if (wasLive !== member.isLive)
            member.sinceMs = nowMs;
        this.index(member);
        this.dropOldest();
    }
    /** Marks a live member as suspected or not; no change for the view. */
    setSuspect(member, suspect) {
        member.record = { ...member.record, state: suspect ? 'suspect' : 'alive' };
    }
    remove(member) {
        this.unindex(member);
        this.byId.delete(member.record.id);
        this.byReplaced.delete(member.previousInstance);
    }
    /** Forgets everybody else. */
    clear() {
        for (const member of [...this.byId.values()])
            if (!member.isMyself)
                this.remove(member);
    }
    /** Removes the members that have been dead or gone for longer than `retentionMs`. */
    dropExpired(retentionMs, nowMs) {
        for (const id of this.goneIds) {
            const member = this.byId.get(id);
            if (member && nowMs - member.sinceMs >= retentionMs)
                this.remove(member);
        }
    }
    /** The dead and left members. */
    *gone() {
        for (const id of this.goneIds) {
            const member = this.byId.get(id);
            if (member)
                yield member;
        }
    }
    /** The members whose ids fall into one bucket of the hash. */
    *inBuckets(buckets) {
        for (const member of this.byId.values())
            if (buckets.has(bucketOf(member.record.id)))
                yield member;
    }
    index(member) {
        const { id, instance } = member.record;
        this.byId.set(id, member);
        this.byInstance.set(instance, member);
        if (member.isLive) {
            this.rings.add(member);
            this.hash.foldLive(id, contentOf(member.record));
            this.version++;
        }
        else {
            this.goneIds.add(id);
            if (member.record.state === 'dead')
                this.deadCount++;
            this.hash.foldRest(id, contentOf(member.record));
        }
    }
    unindex(member) {
        const { id, instance } = member.record;
        if (this.byInstance.get(instance) === member)
            this.byInstance.delete(instance);
        if (member.isLive) {
            this.rings.remove(member);
            this.hash.foldLive(id, contentOf(member.record));
            this.version++;
        }
        else {
            this.goneIds.delete(id);
            if (member.record.state === 'dead')
                this.deadCount--;
            this.hash.foldRest(id, contentOf(member.record));
        }
    }
    dropOldest() {
        for (const member of this.gone()) {
            if (this.goneIds.size <= Math.max(DEAD_LIMIT, this.rings.size))
                return;
            if (!member.isMyself)
                this.remove(member);
        }
    }
}
/** What must agree between two members' lists. Whatever else a record says changes with its incarnation. */
export function contentOf(record) {
    const state = record.state === 'suspect' ? 'alive' : record.state;
    return `${record.id}${record.instance}${record.generation}/${record.incarnation}/${state}`;
}
//# sourceMappingURL=member-table.js.map