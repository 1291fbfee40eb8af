/**
 * The hash slots that walks through the keyspace pass over, because it holds their keys for somebody else. As long as there are none
 * this takes neither memory nor time; with some, what counts keys looks at all slots.
 */
import { SLOT_COUNT } from '../base/hash-slot.js';
export class HiddenSlots {
    /** Of each slot 1 if it is hidden; `null` until the first one is. */
    flags = null;
    hiddenCount = 0;
    set(slot, hidden) {
        if (this.has(slot) === hidden)
            return;
        this.flags ??= new Uint8Array(SLOT_COUNT);
        this.flags[slot] = hidden ? 1 : 0;
        this.hiddenCount += hidden ? 1 : -1;
    }
    has(slot) {
        return this.flags !== null && this.flags[slot] === 1;
    }
    /** Number of keys in hidden slots. */
    keysIn(counts) {
        if (this.hiddenCount === 0)
            return 0;
        let keys = 0;
        for (let slot = 0; slot < SLOT_COUNT; slot++)
            if (this.has(slot))
                keys += counts.of(slot);
        return keys;
    }
    /** The first slot from `slot` on that has keys and is not hidden; SLOT_COUNT or more if there is none. */
    nextVisible(counts, slot) {
        let at = counts.nextWithKeys(slot);
        while (at < SLOT_COUNT && this.has(at))
            at = counts.nextWithKeys(at + 1);
        return at;
    }
    /** The slot of the visible key with this rank, keys counted from 0 in the order of slots; the rank is below their number. */
    slotOfRank(counts, rank) {
        if (this.hiddenCount === 0)
            return counts.slotOfRank(rank);
        let slot = this.nextVisible(counts, 0);
        for (let left = rank; left >= counts.of(slot); slot = this.nextVisible(counts, slot + 1)) {
            left -= counts.of(slot);
        }
        return slot;
    }
}
//# sourceMappingURL=hidden-slots.js.map