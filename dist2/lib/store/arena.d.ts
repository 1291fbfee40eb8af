/**
 * Memory for entries and index outside the V8 heap: cells of fixed size classes in slabs of 256 KB in segments of 64 MB
 * (segments.ts), which are all that the garbage collector sees.
 *
 * A slab belongs to one size class at a time. Its cells are carved from its start on as they are needed (the system
 * gives memory to what has been touched only), and free cells form a list through their second word. Slabs of a class with
 * room form a list too. A slab whose last cell is freed is idle: it can go to any class. A segment without slabs in use is
 * dropped, one spare excepted. A slab that is needed is an idle one that has been touched before, if there is any, and of the fullest
 * segment, so that the others run empty.
 *
 * A range of slabs can be closed while it is being emptied (compactor.ts): nothing is allocated there.
 * Invariants (check-arena.ts verifies them): a cell is live, free or not yet carved; a free cell's first word is KIND_FREE; a live
 * cell's kind is not; `live` of a slab + its free list's length = cells carved.
 */
import { type Segments } from './segments.ts';
export declare const SLABS_PER_SEGMENT: number;
export declare class Arena {
    /** The segments as 32-bit words, as bytes, and for access at any alignment. An empty view stands for a dropped one. */
    readonly words: Int32Array[];
    readonly bytes: Buffer[];
    readonly views: DataView[];
    private readonly slabClass;
    private readonly live;
    private readonly carvedUnits;
    private readonly touchedUnits;
    private readonly opening;
    private readonly freeList;
    private readonly next;
    private readonly previous;
    /** Of each size class, the first slab with room. */
    private readonly withRoom;
    private readonly entrySlabs;
    /** Of each size class, its slabs and its live cells. */
    readonly slabsOf: Int32Array;
    readonly liveOf: Int32Array;
    /** Slabs in use, of each segment. */
    private readonly slabsUsed;
    private spareSegments;
    private touchedBytes;
    /** Slabs that are touched and idle, and their touched bytes. */
    idleSlabs: number;
    idleBytes: number;
    /** How many slabs have been put to use. While it stays the same, a cell that was live is live, free, or live again. */
    openings: number;
    private closedFrom;
    private closedTo;
    private readonly segments;
    constructor(segments: Segments);
    /** Bytes that have been touched in the segments that are there: live, free and lost to rounding. */
    get usedBytes(): number;
    /** Bytes of live cells. */
    get liveBytes(): number;
    /** Slabs that hold entries. */
    get entrySlabCount(): number;
    /** Slabs of all segments, those of dropped ones included. */
    get slabCount(): number;
    /** A cell of the class, contents undefined. Throws RangeError when all 32 GB are in use. */
    allocate(sizeClass: number): number;
    /** Gives a cell back. */
    free(ref: number): void;
    /** Copies a live cell to another of the same class. */
    copyCell(from: number, to: number): void;
    /** The size class of a live cell. */
    sizeClassAt(ref: number): number;
    /** Bytes of a live cell. */
    cellBytes(ref: number): number;
    /** Sees to it that the next allocation of the class touches no new memory and takes no idle slab; false if it cannot. */
    preferTouched(sizeClass: number): boolean;
    /** Gives the class an idle slab, if there is one; whether `preferTouched` holds then. */
    openIdle(sizeClass: number): boolean;
    /** The size class of a slab, -1 if it is in none. */
    classOf(slab: number): number;
    /** Bytes of a slab that have been touched. */
    touchedIn(slab: number): number;
    /** How many times since a slab was taken into use another one was. */
    openingsSince(slab: number): number;
    /** Live cells of a slab. */
    liveIn(slab: number): number;
    /** The carved cell of a slab at or behind unit `from` (0: the first); 0 if there is none. It may be free. */
    cellAt(slab: number, from: number): number;
    /** The unit behind a cell within its slab. */
    endOf(ref: number): number;
    /** What a cell holds: one of the kinds above. */
    kindOf(ref: number): number;
    isFree(ref: number): boolean;
    /** The first free cell of a slab, 0 if it has none; a free cell's second word is the next one. */
    firstFree(slab: number): number;
    /** A live entry at a place that `random` (numbers in [0, 1)) gives, larger cells being likelier; 0 if it hits none. */
    randomEntry(random: () => number): number;
    /** Whether a live entry begins at `ref`, which may be any number. */
    isLiveEntry(ref: number): boolean;
    /** Allocates nothing in slabs `[from, to)` until `reopen`; no others are closed. */
    close(from: number, to: number): void;
    reopen(): void;
    /** Drops the spare segment if there is one. */
    dropSpare(): void;
    private addSlab;
    /** A slab that no class has: the one most of which has been touched, in the fullest segment that has one. */
    private findSlab;
    private addSegment;
    /** Takes a slab without live cells out of its class, so that it is idle. */
    releaseSlab(slab: number, sizeClass: number): void;
    private dropSegment;
    private touch;
    private countIdle;
    private isClosed;
    /** Whether a slab in use has cells to give. */
    private hasRoom;
    private link;
    private unlink;
    private word;
}
