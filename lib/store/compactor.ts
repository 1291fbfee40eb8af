/**
 * Gives memory back that many small free cells take: empties a slab, or a whole segment, by moving what is live in it to other
 * cells of the same size, a few at a time.
 *
 * Two things call for it. A size class that could do with one slab less, and 1/32 of its cells still free then, gives up its
 * emptiest; the slab can go to any class. Idle slabs of more than 1/32 of all memory (and 2 MB), or of as much as memory is above the
 * limit, are given back to the system: the segment with the fewest slabs in use is emptied into idle slabs elsewhere, or into a new
 * segment of which only as much is touched, and dropped. Under a memory limit there may be a third: a size class needs a slab when there
 * is none (memory-limit.ts).
 *
 * Only where the limit was lowered may it take memory further above it for a while, to get below it in the end. Else what is moved
 * near the limit goes where memory is touched already, or stays.
 */

import { type Arena, SLABS_PER_SEGMENT } from './arena.ts';
import type { EntryTable } from './entry-table.ts';
import { SEGMENT_BYTES } from './segments.ts';
import {
  CELL_BYTES,
  CELLS_PER_SLAB,
  FIRST_NODE_CLASS,
  LARGEST_INSTEAD,
  SIZE_CLASS_COUNT,
  SLAB_BYTES,
  SLAB_PREFIX_BYTES,
} from './size-classes.ts';
import type { SlabSet } from './slab-set.ts';

/** Share of a size class's cells that may be free. */
const FREE_SHARE = 1 / 32;
/** Share of all memory that may be idle, and bytes that always may. */
const IDLE_SHARE = 1 / 32;
const IDLE_BYTES = 8 * SLAB_BYTES;
/** What a new segment may take beside live cells: the first cells of its slabs, and what is written meanwhile. */
const FRESH_BYTES = SLAB_BYTES;
/** What an evicted byte costs, a moved one costing 1. */
const EVICTION_COST = 2;
/** The slabs that were taken into use last are not emptied, so that a size keeps what it was given: so many, or half of all. */
const MAX_FRESH_SLABS = 64;
/** Keeps slabs that give little memory from being chosen because there is little in them. */
const SMALL_SLAB_BYTES = SLAB_BYTES;

/** What a slab of entries that is emptied at once may lose, and how; for `emptySlab`. */
export interface Relocation {
  /** How many entries of the slab may be evicted. */
  mayLose(slab: number): number;
  /** Takes an entry out of its cell: moves it, if need be to a larger one, or evicts it if it may; of the latter `spare` are moved too. */
  relocate(ref: number): void;
  /** Cells of its size elsewhere that are left when those have one that may not be evicted. */
  spare: number;
}

/** What memory there is, in bytes of the store's `usedBytes`; Infinity where there is no limit. */
export interface CompactionBounds {
  readonly limitBytes: number;
  /** Within this, new memory may be touched. */
  readonly growthBytes: number;
  /** Whether memory may be above the limit, as that was lowered. */
  readonly isLowered: boolean;
}

export const NO_BOUNDS: CompactionBounds = {
  limitBytes: Number.POSITIVE_INFINITY,
  growthBytes: Number.POSITIVE_INFINITY,
  isLowered: false,
};

export class Compactor {
  private readonly table: EntryTable;
  private readonly arena: Arena;
  // The slabs that are being emptied, and where in them.
  private from = 0;
  private to = 0;
  private slab = 0;
  private unit = 0;
  /** Whether that began above a limit that was lowered, to get below it. */
  private mayExceed = false;
  /** Of each size class, free cells that have been touched. */
  private readonly touchedFree = new Int32Array(SIZE_CLASS_COUNT);

  constructor(table: EntryTable) {
    this.table = table;
    this.arena = table.arena;
  }

  get isActive(): boolean {
    return this.from < this.to;
  }

  /** Whether a segment is being emptied because memory is above the limit: until it is done nothing else can get it below. */
  get isRelieving(): boolean {
    return this.isActive && this.mayExceed;
  }

  /**
   * Looks at up to `cells` cells, moving the live ones; false if there is nothing to compact. It does not begin or go on with what
   * would take the store's memory above the limit, unless it is above already and `isLowered`: then less memory in the end is worth
   * more for a while.
   */
  compact(cells: number, bounds: CompactionBounds): boolean {
    if (!this.isActive && !this.beginSlab(bounds) && !this.beginSegment(bounds)) return false;
    if (this.isNear(bounds) && !this.findsTouched()) {
      this.stop();
      if (!bounds.isLowered || this.table.usedBytes <= bounds.limitBytes || !this.beginSegment(bounds))
        return false;
    }
    const sizeClass = this.arena.classOf(this.slab);
    // Less than a slab in one go, which is how near the limit may be.
    const most = sizeClass < 0 ? cells : Math.min(cells, (CELLS_PER_SLAB[sizeClass] as number) >> 1);
    this.run(this.isNear(bounds) ? 1 : most, this.move);
    return true;
  }

  /** Whether what is moved is to go where memory is touched and in use: so near the limit idle slabs are for what comes. */
  private isNear({ limitBytes, growthBytes }: CompactionBounds): boolean {
    return !this.mayExceed && this.table.usedBytes > Math.min(growthBytes, limitBytes - SLAB_BYTES);
  }

  private readonly move = (ref: number): void => {
    this.arena.preferTouched(this.arena.sizeClassAt(ref));
    this.table.moveCell(ref);
  };

  /** Whether the next cell can go where memory is touched already. To have an idle slab is no use where only one is to be emptied. */
  private findsTouched(): boolean {
    const { arena } = this;
    const sizeClass = arena.classOf(this.slab);
    if (sizeClass < 0 || arena.preferTouched(sizeClass)) return true;
    return this.to - this.from > 1 && arena.openIdle(sizeClass);
  }

  /**
   * Empties a slab of entries at once, to have an idle one that can give a cell of `neededClass`. Chosen is the slab that costs least
   * for the memory that it gives, of those from which no entry has to go to new memory. False if there is none.
   */
  emptySlab(neededClass: number, relocation: Relocation): boolean {
    this.stop();
    const slab = this.cheapestSlab(SLAB_PREFIX_BYTES + (CELL_BYTES[neededClass] as number), relocation);
    if (slab < 0) return false;
    const kept = this.arena.liveIn(slab) - relocation.mayLose(slab);
    relocation.spare = Math.max(0, this.freeBeside(slab) - kept);
    this.begin(slab, slab + 1);
    while (this.isActive) this.run(Number.MAX_SAFE_INTEGER, relocation.relocate);
    return true;
  }

  private begin(from: number, to: number, mayExceed = false): void {
    this.mayExceed = mayExceed;
    this.arena.close(from, to);
    this.from = from;
    this.to = to;
    this.slab = from;
    this.unit = 0;
  }

  /** Leaves what is being emptied as it is. */
  stop(): void {
    if (!this.isActive) return;
    this.arena.reopen();
    this.to = this.from;
  }

  /** Goes on by so many cells, to the end of the slab at most. */
  private run(cells: number, relocate: (ref: number) => void): void {
    const { arena } = this;
    for (let left = cells; left > 0; left--) {
      const ref = arena.cellAt(this.slab, this.unit);
      if (ref !== 0) {
        this.unit = arena.endOf(ref);
        if (!arena.isFree(ref)) relocate(ref);
        continue;
      }
      const sizeClass = arena.classOf(this.slab);
      if (sizeClass >= 0 && arena.liveIn(this.slab) === 0) arena.releaseSlab(this.slab, sizeClass);
      this.slab++;
      this.unit = 0;
      if (this.slab === this.to) this.stop();
      return;
    }
  }

  /**
   * Begins with the emptiest slab of a size class that has one too many; false if none has. Near the limit it passes over those whose
   * cells would have to go to new memory.
   */
  private beginSlab(bounds: CompactionBounds): boolean {
    const { arena } = this;
    for (let sizeClass = 0; sizeClass < SIZE_CLASS_COUNT; sizeClass++) {
      const slabs = (arena.slabsOf[sizeClass] as SlabSet).size;
      const room = (slabs - 1) * (CELLS_PER_SLAB[sizeClass] as number) * (1 - FREE_SHARE);
      if (slabs < 2 || (arena.liveOf[sizeClass] as number) > room) continue;
      let emptiest = -1;
      for (let slab = 0; slab < arena.slabCount; slab++) {
        if (arena.classOf(slab) !== sizeClass) continue;
        if (emptiest < 0 || arena.liveIn(slab) < arena.liveIn(emptiest)) emptiest = slab;
      }
      this.begin(emptiest, emptiest + 1);
      if (!this.isNear(bounds) || this.findsTouched()) return true;
      this.stop();
    }
    return false;
  }

  /** Begins with a segment if enough slabs are idle and there is room for what it has. */
  private beginSegment(bounds: CompactionBounds): boolean {
    const { arena, table } = this;
    const { limitBytes, isLowered } = bounds;
    if (!this.hasMemoryToGive(bounds)) return false;
    arena.dropSpare();
    if (!this.hasMemoryToGive(bounds)) return false;
    const mayExceed = isLowered && table.usedBytes > limitBytes;
    let from = -1;
    let needed = Number.POSITIVE_INFINITY;
    for (let first = 0; first < arena.slabCount; first += SLABS_PER_SEGMENT) {
      const used = this.slabsToMove(first, mayExceed && this.fitsOneSegment());
      if (used >= needed) continue;
      from = first;
      needed = used;
    }
    if (from < 0) return false;
    const untouched = Math.max(0, needed - (arena.idleSlabs - this.idleSlabsIn(from)));
    if (!mayExceed && table.usedBytes + untouched * SLAB_BYTES > limitBytes) return false;
    this.begin(from, from + SLABS_PER_SEGMENT, mayExceed);
    return true;
  }

  /**
   * Whether more is idle than may be. Above the limit, whether that gets memory below it: giving back what is idle or, if it was lowered
   * and all that is live fits one segment, also all that is free.
   */
  private hasMemoryToGive({ limitBytes, isLowered }: CompactionBounds): boolean {
    const { arena, table } = this;
    if (arena.idleBytes > Math.max(IDLE_BYTES, arena.usedBytes * IDLE_SHARE)) return true;
    const excess = table.usedBytes - limitBytes;
    if (excess <= 0) return false;
    if (arena.idleBytes >= excess) return true;
    return isLowered && this.fitsOneSegment() && table.liveBytes + FRESH_BYTES <= limitBytes;
  }

  /** Whether all that is live can be brought together in one segment, so that what is moved for that is moved once or twice. */
  private fitsOneSegment(): boolean {
    const { words, liveBytes } = this.arena;
    return liveBytes <= SEGMENT_BYTES * 0.75 || words.filter(({ length }) => length > 0).length === 1;
  }

  /** Slabs in use of the segment that begins with slab `first`; infinite if it has no idle ones to give back, unless it may. */
  private slabsToMove(first: number, mayBeFull: boolean): number {
    let used = 0;
    for (let slab = first; slab < first + SLABS_PER_SEGMENT; slab++)
      if (this.arena.classOf(slab) >= 0) used++;
    return this.idleSlabsIn(first) > 0 || (mayBeFull && used > 0) ? used : Number.POSITIVE_INFINITY;
  }

  private idleSlabsIn(first: number): number {
    const { arena } = this;
    let idle = 0;
    for (let slab = first; slab < first + SLABS_PER_SEGMENT; slab++)
      if (arena.classOf(slab) < 0 && arena.touchedIn(slab) > 0) idle++;
    return idle;
  }

  private cheapestSlab(leastTouched: number, relocation: Relocation): number {
    const { arena } = this;
    let cheapest = -1;
    let least = Number.POSITIVE_INFINITY;
    const fresh = Math.min(MAX_FRESH_SLABS, arena.entrySlabs.size >> 1);
    this.countTouchedFree();
    for (let slab = 0; slab < arena.slabCount; slab++) {
      const sizeClass = arena.classOf(slab);
      const isChoosable =
        sizeClass >= 0 && sizeClass < FIRST_NODE_CLASS && arena.touchedIn(slab) >= leastTouched;
      if (!isChoosable || arena.openingsSince(slab) < fresh) continue;
      const live = arena.liveIn(slab);
      const kept = live - relocation.mayLose(slab);
      const free = this.freeBeside(slab);
      if (kept > free && kept > free + this.freeInstead(sizeClass)) continue;
      const lost = Math.max(0, live - Math.max(free, kept));
      const bytes = (live + EVICTION_COST * lost) * (CELL_BYTES[sizeClass] as number);
      const cost = (bytes + SMALL_SLAB_BYTES) / arena.touchedIn(slab);
      if (cost >= least) continue;
      cheapest = slab;
      least = cost;
    }
    return cheapest;
  }

  private countTouchedFree(): void {
    const { arena, touchedFree } = this;
    touchedFree.fill(0);
    for (let slab = 0; slab < arena.slabCount; slab++) {
      const sizeClass = arena.classOf(slab);
      if (sizeClass >= 0)
        touchedFree[sizeClass] = (touchedFree[sizeClass] as number) + arena.touchedFreeIn(slab);
    }
  }

  /** Free cells of the size classes that may stand in for one. */
  private freeInstead(sizeClass: number): number {
    let free = 0;
    const largest = LARGEST_INSTEAD[sizeClass] as number;
    for (let larger = sizeClass + 1; larger <= largest; larger++) free += this.touchedFree[larger] as number;
    return free;
  }

  /** Free cells in the other slabs of the same size class, as they were counted. */
  private freeBeside(slab: number): number {
    return (this.touchedFree[this.arena.classOf(slab)] as number) - this.arena.touchedFreeIn(slab);
  }
}
