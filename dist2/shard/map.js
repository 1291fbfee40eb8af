/**
 * The shard map: slot -> owner and replicas, a pure function of the members that serve.
 *
 * For each slot the members are ranked by score (score.ts), ties by id; the first has it and the next have its copies, those
 * of other zones first (rank.ts), each in the shard that its score says. A member's scores depend on no other member,
 * so a join or death moves slots and copies only to or from that member.
 *
 * Invariants: `members` is sorted by id, `shards` likewise and then by index; a slot has an owner unless there are no members;
 * its owner and replicas are shards of members that all differ; a map never changes once built. A map keeps 64 KiB
 * of scores for each member, which it shares with the map built from it, and at most 224 KiB more for each copy.
 */
import { SLOT_COUNT } from '../lib/base/hash-slot.js';
import { holdersOf, rankCandidates } from './rank.js';
import { MAX_WEIGHT, shardOfScore, slotScores } from './score.js';
import { MAX_SHARDS, shardId } from './shard-id.js';
/** Bound of the copies of a slot beside the owner's. */
export const MAX_REPLICAS = 3;
/** A shard map placed by rendezvous hashing. Made by `buildShardMap`. */
export class RendezvousMap {
    epoch;
    members;
    shards;
    replicas;
    owners;
    /** By member index. */
    candidates;
    ranks;
    /** Index in `shards` of each member's first shard. */
    firstShards;
    /** The shard at each place of each slot, the owner's first: `SLOT_COUNT` of them for a place. */
    holders;
    counts;
    indexById;
    memberIndexById;
    /** `members` sorted by id, without duplicates. */
    constructor(epoch, members, replicas, previous) {
        this.epoch = epoch;
        this.members = members;
        this.replicas = replicas;
        this.candidates = members.map((member) => ({
            scores: previous?.scoresOf(member) ?? slotScores(member.id, member.weight),
            zone: member.zone,
        }));
        this.ranks = rankCandidates(this.candidates, 1 + replicas, previous?.ranks);
        this.shards = members.flatMap(shardsOf);
        this.indexById = new Map(this.shards.map((shard, index) => [shard.id, index]));
        // A member's first shard has the member's own id.
        this.firstShards = members.map(({ id }) => this.indexOf(id));
        this.memberIndexById = new Map(members.map(({ id }, index) => [id, index]));
        this.holders = holdersOf(this.ranks);
        this.giveToShards();
        this.owners = this.holders.subarray(0, SLOT_COUNT);
        this.counts = new Uint16Array(this.shards.length);
        if (members.length > 0)
            for (const owner of this.owners)
                this.counts[owner] += 1;
    }
    ownerOf(slot) {
        return this.owners[slot];
    }
    replicaOf(slot, n) {
        return this.holders[(n + 1) * SLOT_COUNT + slot];
    }
    indexOf(id) {
        return this.indexById.get(id) ?? -1;
    }
    slotCount(shardIndex) {
        return this.counts[shardIndex];
    }
    heldBy(shardIndex) {
        const held = new Uint8Array(SLOT_COUNT);
        const { holders } = this;
        for (let at = 0; at < holders.length; at++) {
            if (holders[at] === shardIndex)
                held[at & (SLOT_COUNT - 1)] = 1;
        }
        return held;
    }
    slotRanges(shardIndex) {
        const ranges = [];
        for (let slot = 0; slot < SLOT_COUNT; slot++) {
            if (this.holders[slot] !== shardIndex)
                continue;
            const first = slot;
            while (slot + 1 < SLOT_COUNT && this.holders[slot + 1] === shardIndex)
                slot++;
            ranges.push([first, slot]);
        }
        return ranges;
    }
    /** Turns `holders` from members into shards. */
    giveToShards() {
        const { holders, members, candidates, firstShards } = this;
        const counts = Uint16Array.from(members, ({ shards }) => shards);
        for (let at = 0; at < holders.length; at++) {
            const member = holders[at];
            if (member < 0)
                continue;
            const shards = counts[member];
            let shard = firstShards[member];
            if (shards > 1) {
                const { scores } = candidates[member];
                shard += shardOfScore(scores[at & (SLOT_COUNT - 1)], shards);
            }
            holders[at] = shard;
        }
    }
    /** The member's scores, if it is in this map with the same weight. They are not to be written to. */
    scoresOf(member) {
        const index = this.memberIndexById.get(member.id) ?? -1;
        return this.members[index]?.weight === member.weight ? this.candidates[index]?.scores : undefined;
    }
}
/**
 * The map of `members`, in any order. Scores of members that `previous` has too are taken from it, so that a change
 * of one member ranks that member only; the result is the same without it.
 * Throws RangeError for a weight or a number of shards or replicas that is no integer in its range, and for an id that
 * occurs twice.
 */
export function buildShardMap(members, epoch, previous, replicas = 0) {
    check('number of replicas', replicas, 0, MAX_REPLICAS);
    const sorted = members.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    for (const [index, { id, weight, shards }] of sorted.entries()) {
        check(`weight of member ${id}`, weight, 1, MAX_WEIGHT);
        check(`number of shards of member ${id}`, shards, 1, MAX_SHARDS);
        if (sorted[index + 1]?.id === id)
            throw new RangeError(`member ${id} occurs twice`);
    }
    return new RendezvousMap(epoch, sorted, replicas, previous);
}
function check(what, value, least, most) {
    if (Number.isInteger(value) && value >= least && value <= most)
        return;
    throw new RangeError(`${what} is ${value}, not an integer from ${least} to ${most}`);
}
function shardsOf({ id: memberId, shards }) {
    return Array.from({ length: shards }, (_, index) => ({ id: shardId(memberId, index), memberId, index }));
}
//# sourceMappingURL=map.js.map