/** Number of keys of each hash slot, and of each group of slots so that searches need not look at every slot. */
import { SLOT_COUNT } from '../base/hash-slot.js';
const GROUP_SHIFT = 7;
const SLOTS_PER_GROUP = 1 << GROUP_SHIFT;
export class SlotCounts {
    slots = new Int32Array(SLOT_COUNT);
    groups = new Int32Array(SLOT_COUNT / SLOTS_PER_GROUP);
    get usedBytes() {
        return this.slots.byteLength + this.groups.byteLength;
    }
    of(slot) {
        return this.slots[slot];
    }
    add(slot, delta) {
        const group = slot >>> GROUP_SHIFT;
        this.slots[slot] = this.slots[slot] + delta;
        this.groups[group] = this.groups[group] + delta;
    }
    /** The slot of the key with this rank, keys counted from 0 in the order of slots. The rank is below the number of keys. */
    slotOfRank(rank) {
        let left = rank;
        let group = 0;
        for (; left >= this.groups[group]; group++)
            left -= this.groups[group];
        let slot = group * SLOTS_PER_GROUP;
        for (; left >= this.slots[slot]; slot++)
            left -= this.slots[slot];
        return slot;
    }
    /** The first slot from `slot` on that has keys; SLOT_COUNT or more if there is none. */
    nextWithKeys(slot) {
        let at = slot;
        while (at < SLOT_COUNT && this.slots[at] === 0) {
            const isGroupEmpty = at % SLOTS_PER_GROUP === 0 && this.groups[at >>> GROUP_SHIFT] === 0;
            at += isGroupEmpty ? SLOTS_PER_GROUP : 1;
        }
        return at;
    }
}
//# sourceMappingURL=slot-counts.js.map