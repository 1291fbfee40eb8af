/**
 * Drops what a shard has of slots that it neither owns nor copies any more, some time after it was last of use, and what a FLUSHALL
 * elsewhere has voided. It does so in slices, so that clients have their turn.
 *
 * What stays for that time does no harm: a slot that comes back is not answered for before it was brought up to date.
 */
import { SLOT_COUNT } from '../../shard/index.js';
/** How long a slot is kept: a member that died meanwhile may have had its only other copy. */
export const KEEP_MS = 10_000;
/** Keys after which the event loop gets its turn. */
const SLICE_KEYS = 2000;
const NEVER = Number.POSITIVE_INFINITY;
export class SlotCleaner {
    keyspace;
    stats;
    isNeeded;
    /** When each slot may be dropped, a time of the clock of `tick`. */
    dueMs = new Float64Array(SLOT_COUNT).fill(NEVER);
    /** Slots to be dropped now. */
    dropping = new Set();
    /** Up to which version what is in a slot is void. */
    floors = new Map();
    isScheduled = false;
    /** `isNeeded` tells whether the slot is owned or copied here, or somebody is to have it from here. */
    constructor(keyspace, stats, isNeeded) {
        this.keyspace = keyspace;
        this.stats = stats;
        this.isNeeded = isNeeded;
    }
    /** Looks for slots that are of no more use, and drops those whose time has come. Called now and then with a monotonic clock. */
    tick(nowMs) {
        for (let slot = 0; slot < SLOT_COUNT; slot++) {
            if (this.keyspace.slotSize(slot) === 0 || this.isNeeded(slot)) {
                this.dueMs[slot] = NEVER;
                this.dropping.delete(slot);
            }
            else if (this.dueMs[slot] === NEVER)
                this.dueMs[slot] = nowMs + KEEP_MS;
            else if (this.dueMs[slot] <= nowMs)
                this.dropping.add(slot);
        }
        this.schedule();
    }
    /** Entries of the slot up to that version go. */
    dropUpTo(slot, version) {
        this.keyspace.setFloor(slot, Math.max(version, this.keyspace.floorOf(slot)));
        if (this.keyspace.slotSize(slot) === 0)
            return;
        this.floors.set(slot, version);
        this.schedule();
    }
    schedule() {
        if (this.isScheduled || this.dropping.size + this.floors.size === 0)
            return;
        this.isScheduled = true;
        setImmediate(this.slice);
    }
    slice = () => {
        this.isScheduled = false;
        let left = SLICE_KEYS;
        for (const slot of this.dropping) {
            // It may have come back since.
            if (this.isNeeded(slot)) {
                this.dropping.delete(slot);
                continue;
            }
            const dropped = this.keyspace.clearSlot(slot, left);
            this.stats.keysDropped += dropped;
            left -= dropped;
            if (left <= 0)
                break;
            this.dropping.delete(slot);
        }
        for (const [slot, version] of this.floors) {
            if (left <= 0)
                break;
            left -= this.keyspace.sweepSlot(slot, (ref) => this.keyspace.versionOf(ref) > version, left);
            if (left > 0)
                this.floors.delete(slot);
        }
        this.schedule();
    };
}
//# sourceMappingURL=slot-cleaner.js.map