/**
 * Gives memory back that many small free cells take: empties a slab, or a whole segment, by moving what is live in it to other
 * cells of the same size, a few at a time.
 *
 * Two things call for it. A size class that could do with one slab less, and 1/16 of its cells still free then, gives up its
 * emptiest; the slab can go to any class. Idle slabs of more than 1/32 of all memory (and 2 MB) are given back to the system: the
 * segment with the fewest slabs in use is emptied into idle slabs elsewhere, or into a new segment of which only as much is touched, and
 * dropped. Under a memory limit there may be a third: a size class needs a slab when there is none (memory-limit.ts).
 */
import type { EntryTable } from './entry-table.ts';
export declare class Compactor {
    private readonly table;
    private readonly arena;
    private from;
    private to;
    private slab;
    private unit;
    /** Whether that began above the limit, to get below it. */
    private mayExceed;
    constructor(table: EntryTable);
    get isActive(): boolean;
    /** Whether a segment is being emptied because memory is above the limit: until it is done nothing else can get it below. */
    get isRelieving(): boolean;
    /**
     * Looks at up to `cells` cells, moving the live ones; false if there is nothing to compact. It does not begin or go on with what
     * would take the store's memory above `maxBytes`, unless it is above already: then less memory in the end is worth more for a while.
     */
    compact(cells: number, maxBytes: number): boolean;
    private readonly move;
    /** Whether the next cell can go where memory is touched already. */
    private findsTouched;
    /**
     * Empties a slab of entries at once, to have an idle one: `relocate` takes each out of its cell. Chosen is the slab that costs least
     * for the memory that it gives;
     * only one whose entries all find room elsewhere unless `canLose` says that they may go. False if there is none.
     */
    emptySlab(canLose: (slab: number) => boolean, relocate: (ref: number) => void): boolean;
    private begin;
    /** Leaves what is being emptied as it is. */
    stop(): void;
    private run;
    /** Begins with the emptiest slab of a size class that has one too many; false if none has. */
    private beginSlab;
    /** Begins with a segment if enough slabs are idle and there is room for what it has. */
    private beginSegment;
    /** Slabs in use of the segment that begins with slab `first`; infinite if it has no idle ones to give back. */
    private slabsToMove;
    private cheapestSlab;
}
