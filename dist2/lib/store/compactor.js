/**
 * Gives memory back that many small free cells take: empties a slab, or a whole segment, by moving what is live in it to other
 * cells of the same size, a few at a time.
 *
 * Two things call for it. A size class that could do with one slab less, and 1/16 of its cells still free then, gives up its
 * emptiest; the slab can go to any class. Idle slabs of more than 1/32 of all memory (and 2 MB) are given back to the system: the
 * segment with the fewest slabs in use is emptied into idle slabs elsewhere, or into a new segment of which only as much is touched, and
 * dropped. Under a memory limit there may be a third: a size class needs a slab when there is none (memory-limit.ts).
 */
import { SLABS_PER_SEGMENT } from './arena.js';
import { CELL_BYTES, CELLS_PER_SLAB, FIRST_NODE_CLASS, SIZE_CLASS_COUNT, SLAB_BYTES, } from './size-classes.js';
/** Share of a size class's cells that may be free. */
const FREE_SHARE = 1 / 32;
/** Share of all memory that may be idle, and bytes that always may. */
const IDLE_SHARE = 1 / 32;
const IDLE_BYTES = 8 * SLAB_BYTES;
/** What an evicted byte costs, a moved one costing 1. */
const EVICTION_COST = 2;
/** The slabs that were taken into use last are not emptied, so that a size keeps what it was given: so many, or half of all. */
const MAX_FRESH_SLABS = 64;
/** Keeps slabs that give little memory from being chosen because there is little in them. */
const SMALL_SLAB_BYTES = SLAB_BYTES;
export class Compactor {
    table;
    arena;
    // The slabs that are being emptied, and where in them.
    from = 0;
    to = 0;
    slab = 0;
    unit = 0;
    /** Whether that began above the limit, to get below it. */
    mayExceed = false;
    constructor(table) {
        this.table = table;
        this.arena = table.arena;
    }
    get isActive() {
        return this.from < this.to;
    }
    /** Whether a segment is being emptied because memory is above the limit: until it is done nothing else can get it below. */
    get isRelieving() {
        return this.isActive && this.mayExceed;
    }
    /**
     * Looks at up to `cells` cells, moving the live ones; false if there is nothing to compact. It does not begin or go on with what
     * would take the store's memory above `maxBytes`, unless it is above already: then less memory in the end is worth more for a while.
     */
    compact(cells, maxBytes) {
        if (!this.isActive && !this.beginSlab() && !this.beginSegment(maxBytes))
            return false;
        const isNear = !this.mayExceed && this.table.usedBytes + SLAB_BYTES > maxBytes;
        if (isNear && !this.findsTouched()) {
            this.stop();
            return false;
        }
        this.run(isNear ? 1 : cells, this.move);
        return true;
    }
    move = (ref) => {
        this.arena.preferTouched(this.arena.sizeClassAt(ref));
        this.table.moveCell(ref);
    };
    /** Whether the next cell can go where memory is touched already. */
    findsTouched() {
        const { arena } = this;
        if (this.to - this.from > 1)
            return arena.idleSlabs > 0;
        const sizeClass = arena.classOf(this.from);
        return sizeClass < 0 || arena.preferTouched(sizeClass);
    }
    /**
     * Empties a slab of entries at once, to have an idle one: `relocate` takes each out of its cell. Chosen is the slab that costs least
     * for the memory that it gives;
     * only one whose entries all find room elsewhere unless `canLose` says that they may go. False if there is none.
     */
    emptySlab(canLose, relocate) {
        this.stop();
        const slab = this.cheapestSlab(canLose);
        if (slab < 0)
            return false;
        this.begin(slab, slab + 1);
        while (this.isActive)
            this.run(Number.MAX_SAFE_INTEGER, relocate);
        return true;
    }
    begin(from, to, mayExceed = false) {
        this.mayExceed = mayExceed;
        this.arena.close(from, to);
        this.from = from;
        this.to = to;
        this.slab = from;
        this.unit = 0;
    }
    /** Leaves what is being emptied as it is. */
    stop() {
        if (!this.isActive)
            return;
        this.arena.reopen();
        this.to = this.from;
    }
    run(cells, relocate) {
        const { arena } = this;
        for (let left = cells; left > 0; left--) {
            const ref = arena.cellAt(this.slab, this.unit);
            if (ref !== 0) {
                this.unit = arena.endOf(ref);
                if (!arena.isFree(ref))
                    relocate(ref);
                continue;
            }
            const sizeClass = arena.classOf(this.slab);
            if (sizeClass >= 0 && arena.liveIn(this.slab) === 0)
                arena.releaseSlab(this.slab, sizeClass);
            this.slab++;
            this.unit = 0;
            if (this.slab < this.to)
                continue;
            this.stop();
            return;
        }
    }
    /** Begins with the emptiest slab of a size class that has one too many; false if none has. */
    beginSlab() {
        const { arena } = this;
        for (let sizeClass = 0; sizeClass < SIZE_CLASS_COUNT; sizeClass++) {
            const slabs = arena.slabsOf[sizeClass];
            const room = (slabs - 1) * CELLS_PER_SLAB[sizeClass] * (1 - FREE_SHARE);
            if (slabs < 2 || arena.liveOf[sizeClass] > room)
                continue;
            let emptiest = -1;
            for (let slab = 0; slab < arena.slabCount; slab++) {
                if (arena.classOf(slab) !== sizeClass)
                    continue;
                if (emptiest < 0 || arena.liveIn(slab) < arena.liveIn(emptiest))
                    emptiest = slab;
            }
            this.begin(emptiest, emptiest + 1);
            return true;
        }
        return false;
    }
    /** Begins with a segment if enough slabs are idle and there is room for what it has. */
    beginSegment(maxBytes) {
        const { arena } = this;
        const threshold = Math.max(IDLE_BYTES, arena.usedBytes * IDLE_SHARE);
        if (arena.idleBytes <= threshold)
            return false;
        arena.dropSpare();
        if (arena.idleBytes <= threshold)
            return false;
        let from = -1;
        let needed = Number.POSITIVE_INFINITY;
        for (let first = 0; first < arena.slabCount; first += SLABS_PER_SEGMENT) {
            const used = this.slabsToMove(first);
            if (used >= needed)
                continue;
            from = first;
            needed = used;
        }
        const { usedBytes } = this.table;
        if (from < 0 || (usedBytes <= maxBytes && usedBytes + needed * SLAB_BYTES > maxBytes))
            return false;
        this.begin(from, from + SLABS_PER_SEGMENT, usedBytes > maxBytes);
        return true;
    }
    /** Slabs in use of the segment that begins with slab `first`; infinite if it has no idle ones to give back. */
    slabsToMove(first) {
        let used = 0;
        let idle = 0;
        for (let slab = first; slab < first + SLABS_PER_SEGMENT; slab++) {
            if (this.arena.classOf(slab) >= 0)
                used++;
            else if (this.arena.touchedIn(slab) > 0)
                idle++;
        }
        return idle === 0 ? Number.POSITIVE_INFINITY : used;
    }
    cheapestSlab(canLose) {
        const { arena } = this;
        let cheapest = -1;
        let least = Number.POSITIVE_INFINITY;
        const fresh = Math.min(MAX_FRESH_SLABS, arena.entrySlabCount >> 1);
        for (let slab = 0; slab < arena.slabCount; slab++) {
            const sizeClass = arena.classOf(slab);
            if (sizeClass < 0 || sizeClass >= FIRST_NODE_CLASS)
                continue;
            if (arena.openingsSince(slab) < fresh)
                continue;
            const live = arena.liveIn(slab);
            const elsewhere = (arena.slabsOf[sizeClass] - 1) * CELLS_PER_SLAB[sizeClass];
            const lost = Math.max(0, arena.liveOf[sizeClass] - elsewhere);
            const bytes = (live + EVICTION_COST * lost) * CELL_BYTES[sizeClass];
            const cost = (bytes + SMALL_SLAB_BYTES) / arena.touchedIn(slab);
            if (cost >= least || (lost > 0 && !canLose(slab)))
                continue;
            cheapest = slab;
            least = cost;
        }
        return cheapest;
    }
}
//# sourceMappingURL=compactor.js.map