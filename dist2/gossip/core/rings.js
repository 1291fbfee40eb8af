import { hash32 } from './state-hash.js';
export const RING_COUNT = 3;
const COMPACT_SIZE = 20;
/** Up to this many members each one is a neighbour of all others. */
const SMALL_SIZE = 2 * RING_COUNT + 1;
const SIDES = [1, -1];
const RING_SEEDS = [0x1b873593, 0x7feb352d, 0x68e31da4];
/** The positions of a member on the rings. */
export function ringPositions(id) {
    return Uint32Array.from(RING_SEEDS, (seed) => hash32(id, seed));
}
export class Rings {
    rings = RING_SEEDS.map(() => []);
    get size() {
        return this.ring(0).length;
    }
    /** Everybody observes everybody. */
    get isSmall() {
        return this.size <= SMALL_SIZE;
    }
    add(member) {
        for (let ring = 0; ring < RING_COUNT; ring++)
            this.ring(ring).splice(this.indexOf(ring, member), 0, member);
    }
    /** `member` must be on the rings. */
    remove(member) {
        for (let ring = 0; ring < RING_COUNT; ring++)
            this.ring(ring).splice(this.indexOf(ring, member), 1);
    }
    /** The neighbour after `member` on one ring; undefined when there is none. */
    successor(ring, member) {
        return this.neighbour(ring, 1, 1, member);
    }
    /**
     * The members that observe `member` and that it observes: at most 6, none twice, never itself.
     * @param reach how many on each side of each ring: 1, or more to look beyond the neighbours
     */
    neighbours(member, reach = 1) {
        const found = new Set();
        for (let step = 1; step <= reach; step++) {
            for (let ring = 0; ring < RING_COUNT; ring++) {
                for (const side of SIDES) {
                    const neighbour = this.neighbour(ring, side, step, member);
                    if (neighbour)
                        found.add(neighbour);
                }
            }
        }
        return [...found];
    }
    /** The member at a place of the first ring, counted round and round. */
    at(place) {
        const members = this.ring(0);
        return members[place % members.length];
    }
    neighbour(ring, side, step, member) {
        const isCompact = this.size <= COMPACT_SIZE;
        const members = this.ring(isCompact ? 0 : ring);
        const distance = (isCompact ? ring + 1 + RING_COUNT * (step - 1) : step) % members.length;
        const index = this.indexOf(isCompact ? 0 : ring, member);
        const neighbour = members[(index + side * distance + members.length) % members.length];
        return neighbour === member ? undefined : neighbour;
    }
    ring(ring) {
        return this.rings[ring];
    }
    /** Where `member` stands, or would stand, on a ring. */
    indexOf(ring, member) {
        const members = this.ring(ring);
        let low = 0;
        let high = members.length;
        while (low < high) {
            const middle = (low + high) >>> 1;
            if (isBefore(members[middle], member, ring))
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
function isBefore(a, b, ring) {
    const left = a.ringPositions[ring];
    const right = b.ringPositions[ring];
    return left === right ? a.record.id < b.record.id : left < right;
}
//# sourceMappingURL=rings.js.map