/**
 * Memory for entries and index outside the V8 heap: cells of fixed size classes in slabs of 256 KB in segments of 64 MB
 * (segments.ts), which are all that the garbage collector sees.
 *
 * A slab belongs to one size class at a time. Its cells are carved from its start on as they are needed (the system gives memory to
 * what has been touched only), and free cells form a list through their second word. Slabs of a class with room form a list too. A slab
 * whose last cell is freed is idle: it can go to any class. A segment without slabs in use is dropped, one spare excepted. A slab that is
 * needed is one that was touched before, if there is any, and of the fullest segment, so that the others run empty.
 *
 * A range of slabs can be closed while it is being emptied (compactor.ts): nothing is allocated there.
 * Invariants (check-arena.ts verifies them): a cell is live, free or not yet carved; a free cell's first word is KIND_FREE; a live
 * cell's kind is not; `live` of a slab + its free list's length = cells carved.
 */

import { KIND_ENTRY, KIND_FREE, KIND_SHIFT, SEGMENT_SHIFT, SLAB_SHIFT, UNIT_MASK } from './cell-reference.ts';
import { MAX_SEGMENTS, SEGMENT_BYTES, type Segments } from './segments.ts';
import {
  CELL_BYTES,
  FIRST_NODE_CLASS,
  SIZE_CLASS_COUNT,
  SLAB_BYTES,
  SLAB_PREFIX_BYTES,
  UNIT_BYTES,
} from './size-classes.ts';
import { NO_SLAB, SlabLists } from './slab-lists.ts';
import { SlabSet, slabSets } from './slab-set.ts';

export const SLABS_PER_SEGMENT = SEGMENT_BYTES / SLAB_BYTES;
/** Of all segments that there can be. */
export const SLAB_COUNT = MAX_SEGMENTS * SLABS_PER_SEGMENT;
const SLAB_UNITS = SLAB_BYTES / UNIT_BYTES;
/** Where a slab's cells begin: a large block from malloc begins 16 bytes into a page, and cells should begin with a cache line. */
const FIRST_UNIT = SLAB_PREFIX_BYTES / UNIT_BYTES;

const UNUSED = 255;

export class Arena {
  /** The segments as 32-bit words, as bytes, and for access at any alignment. An empty view stands for a dropped one. */
  readonly words: Int32Array[] = [];
  readonly bytes: Buffer[] = [];
  readonly views: DataView[] = [];

  // Of each slab. Sized for all that can ever be; untouched pages of it take no memory.
  private readonly slabClass = new Uint8Array(SLAB_COUNT).fill(UNUSED);
  private readonly live = new Int32Array(SLAB_COUNT);
  private readonly carvedUnits = new Int32Array(SLAB_COUNT);
  private readonly touchedUnits = new Int32Array(SLAB_COUNT);
  private readonly opening = new Int32Array(SLAB_COUNT);
  private readonly freeList = new Int32Array(SLAB_COUNT);

  private readonly withRoom = new SlabLists(SIZE_CLASS_COUNT, SLAB_COUNT);
  /** Slabs that hold entries. */
  readonly entrySlabs: SlabSet = new SlabSet(new Int32Array(SLAB_COUNT));
  /** Of each size class, its slabs and the number of its live cells. */
  readonly slabsOf: readonly SlabSet[] = slabSets(SIZE_CLASS_COUNT, SLAB_COUNT);
  readonly liveOf: Int32Array = new Int32Array(SIZE_CLASS_COUNT);
  /** Slabs in use, of each segment. */
  private readonly slabsUsed: number[] = [];
  private spareSegments = 0;
  private touchedBytes = 0;
  private liveUnits = 0;
  /** Slabs that are touched, idle and not closed, and their touched bytes. */
  idleSlabs = 0;
  idleBytes = 0;
  /** How many slabs have been put to use. While it stays the same, a cell that was live is live, free, or live again. */
  openings = 0;
  private closedFrom = 0;
  private closedTo = 0;
  private readonly segments: Segments;

  constructor(segments: Segments) {
    this.segments = segments;
  }

  /** Bytes that have been touched in the segments that are there: live, free and lost to rounding. */
  get usedBytes(): number {
    return this.touchedBytes;
  }

  /** Bytes of live cells. */
  get liveBytes(): number {
    return this.liveUnits * UNIT_BYTES;
  }

  /** Slabs of all segments, those of dropped ones included. */
  get slabCount(): number {
    return this.words.length * SLABS_PER_SEGMENT;
  }

  /** A cell of the class, contents undefined. Throws RangeError when all 32 GB are in use. */
  allocate(sizeClass: number): number {
    let slab = this.withRoom.first[sizeClass] as number;
    if (slab === NO_SLAB) slab = this.addSlab(sizeClass);
    const cellUnits = (CELL_BYTES[sizeClass] as number) / UNIT_BYTES;
    let ref = this.freeList[slab] as number;
    let carved = this.carvedUnits[slab] as number;
    if (ref !== 0) {
      const words = this.words[ref >>> SEGMENT_SHIFT] as Int32Array;
      this.freeList[slab] = words[((ref & UNIT_MASK) << 1) + 1] as number;
    } else {
      ref = ((slab << SLAB_SHIFT) + carved) | 0;
      carved += cellUnits;
      this.carvedUnits[slab] = carved;
      if (carved > (this.touchedUnits[slab] as number)) this.touch(slab, carved);
    }
    this.live[slab] = (this.live[slab] as number) + 1;
    this.liveOf[sizeClass] = (this.liveOf[sizeClass] as number) + 1;
    this.liveUnits += cellUnits;
    if (this.freeList[slab] === 0 && carved + cellUnits > SLAB_UNITS) this.withRoom.remove(slab, sizeClass);
    return ref;
  }

  /** Gives a cell back. */
  free(ref: number): void {
    const slab = ref >>> SLAB_SHIFT;
    const sizeClass = this.slabClass[slab] as number;
    const cellUnits = (CELL_BYTES[sizeClass] as number) / UNIT_BYTES;
    const list = this.freeList[slab] as number;
    const wasFull = list === 0 && (this.carvedUnits[slab] as number) + cellUnits > SLAB_UNITS;
    const words = this.words[ref >>> SEGMENT_SHIFT] as Int32Array;
    const word = (ref & UNIT_MASK) << 1;
    words[word] = KIND_FREE << KIND_SHIFT;
    words[word + 1] = list;
    this.freeList[slab] = ref;
    const live = (this.live[slab] as number) - 1;
    this.live[slab] = live;
    this.liveOf[sizeClass] = (this.liveOf[sizeClass] as number) - 1;
    this.liveUnits -= cellUnits;
    if (wasFull && !this.isClosed(slab)) this.withRoom.add(slab, sizeClass);
    if (live === 0) this.releaseSlab(slab, sizeClass);
  }

  /** Copies a live cell to another one that is as large at least. */
  copyCell(from: number, to: number): void {
    const source = this.words[from >>> SEGMENT_SHIFT] as Int32Array;
    const target = this.words[to >>> SEGMENT_SHIFT] as Int32Array;
    const start = (from & UNIT_MASK) << 1;
    const end = start + this.cellBytes(from) / 4;
    for (let word = start, at = (to & UNIT_MASK) << 1; word < end; ) target[at++] = source[word++] as number;
  }

  /** The size class of a live cell. */
  sizeClassAt(ref: number): number {
    return this.slabClass[ref >>> SLAB_SHIFT] as number;
  }

  /** Bytes of a live cell. */
  cellBytes(ref: number): number {
    return CELL_BYTES[this.sizeClassAt(ref)] as number;
  }

  /** Sees to it that the next allocation of the class touches no new memory and takes no idle slab; false if it cannot. */
  preferTouched(sizeClass: number): boolean {
    const cellUnits = (CELL_BYTES[sizeClass] as number) / UNIT_BYTES;
    const first = this.withRoom.first[sizeClass] as number;
    for (let slab = first; slab !== NO_SLAB; slab = this.withRoom.next[slab] as number) {
      const carved = (this.carvedUnits[slab] as number) + cellUnits;
      if (this.freeList[slab] === 0 && carved > (this.touchedUnits[slab] as number)) continue;
      if (slab !== first) {
        this.withRoom.remove(slab, sizeClass);
        this.withRoom.add(slab, sizeClass);
      }
      return true;
    }
    return false;
  }

  /** Gives the class an idle slab of which at least a cell has been touched; false if there is none. Then `preferTouched` holds. */
  openIdle(sizeClass: number): boolean {
    const slab = this.idleSlabs === 0 ? NO_SLAB : this.findSlab(unitsWithCell(sizeClass));
    if (slab !== NO_SLAB) this.takeSlab(slab, sizeClass);
    return slab !== NO_SLAB;
  }

  /** Whether `openIdle` would find one. */
  hasIdle(sizeClass: number): boolean {
    return this.idleSlabs > 0 && this.findSlab(unitsWithCell(sizeClass)) !== NO_SLAB;
  }

  /** Cells that a slab in use could give without touching new memory. */
  touchedFreeIn(slab: number): number {
    const cellBytes = CELL_BYTES[this.slabClass[slab] as number] as number;
    const cells = Math.floor((this.touchedIn(slab) - SLAB_PREFIX_BYTES) / cellBytes);
    return Math.max(cells, 0) - (this.live[slab] as number);
  }

  /** The size class of a slab, -1 if it is in none. */
  classOf(slab: number): number {
    const sizeClass = this.slabClass[slab] as number;
    return sizeClass === UNUSED ? NO_SLAB : sizeClass;
  }

  /** Bytes of a slab that have been touched. */
  touchedIn(slab: number): number {
    return (this.touchedUnits[slab] as number) * UNIT_BYTES;
  }

  /** How many times since a slab was taken into use another one was. */
  openingsSince(slab: number): number {
    return (this.openings - (this.opening[slab] as number)) | 0;
  }

  /** Live cells of a slab. */
  liveIn(slab: number): number {
    return this.live[slab] as number;
  }

  /** The carved cell of a slab at or behind unit `from` (0: the first); 0 if there is none. It may be free. */
  cellAt(slab: number, from: number): number {
    const unit = Math.max(from, FIRST_UNIT);
    if (this.slabClass[slab] === UNUSED || unit >= (this.carvedUnits[slab] as number)) return 0;
    return ((slab << SLAB_SHIFT) + unit) | 0;
  }

  /** The unit behind a cell within its slab. */
  endOf(ref: number): number {
    return (ref & (SLAB_UNITS - 1)) + this.cellBytes(ref) / UNIT_BYTES;
  }

  /** What a cell holds: one of the kinds above. */
  kindOf(ref: number): number {
    const word = (ref & UNIT_MASK) << 1;
    return ((this.words[ref >>> SEGMENT_SHIFT] as Int32Array)[word] as number) >>> KIND_SHIFT;
  }

  isFree(ref: number): boolean {
    return this.kindOf(ref) === KIND_FREE;
  }

  /** The first free cell of a slab, 0 if it has none; a free cell's second word is the next one. */
  firstFree(slab: number): number {
    return this.freeList[slab] as number;
  }

  /** Any carved cell of a slab in use; 0 if there is none. It may be free. */
  randomCell(slab: number, random: () => number): number {
    const cellUnits = (CELL_BYTES[this.slabClass[slab] as number] as number) / UNIT_BYTES;
    const cells = ((this.carvedUnits[slab] as number) - FIRST_UNIT) / cellUnits;
    const unit = FIRST_UNIT + Math.floor(random() * cells) * cellUnits;
    return cells === 0 ? 0 : ((slab << SLAB_SHIFT) + unit) | 0;
  }

  /** Whether a live entry begins at `ref`, which may be any number. */
  isLiveEntry(ref: number): boolean {
    const slab = ref >>> SLAB_SHIFT;
    const sizeClass = this.slabClass[slab] as number;
    if (sizeClass >= FIRST_NODE_CLASS) return false;
    const unit = ref & (SLAB_UNITS - 1);
    const cellUnits = (CELL_BYTES[sizeClass] as number) / UNIT_BYTES;
    if (unit < FIRST_UNIT || unit >= (this.carvedUnits[slab] as number)) return false;
    return (unit - FIRST_UNIT) % cellUnits === 0 && this.kindOf(ref) === KIND_ENTRY;
  }

  /** Allocates nothing in slabs `[from, to)` until `reopen`; no others are closed. */
  close(from: number, to: number): void {
    this.offer(from, to, false);
    this.closedFrom = from;
    this.closedTo = to;
  }

  reopen(): void {
    const { closedFrom, closedTo } = this;
    this.closedFrom = 0;
    this.closedTo = 0;
    this.offer(closedFrom, closedTo, true);
  }

  private offer(from: number, to: number, isOffered: boolean): void {
    for (let slab = from; slab < to; slab++) {
      this.countIdle(slab, isOffered ? 1 : -1);
      if (!this.hasRoom(slab)) continue;
      if (isOffered) this.withRoom.add(slab, this.classOf(slab));
      else this.withRoom.remove(slab, this.classOf(slab));
    }
  }

  /** Drops the spare segment if there is one. */
  dropSpare(): void {
    for (let segment = 0; segment < this.words.length; segment++) {
      if (this.slabsUsed[segment] === 0 && this.words[segment]?.length) this.dropSegment(segment);
    }
  }

  private addSlab(sizeClass: number): number {
    let slab = this.findSlab(0);
    if (slab === NO_SLAB) slab = this.addSegment();
    this.takeSlab(slab, sizeClass);
    return slab;
  }

  private takeSlab(slab: number, sizeClass: number): void {
    const segment = Math.floor(slab / SLABS_PER_SEGMENT);
    this.countIdle(slab, -1);
    if (this.slabsUsed[segment] === 0) this.spareSegments--;
    this.slabsUsed[segment] = (this.slabsUsed[segment] as number) + 1;
    this.slabClass[slab] = sizeClass;
    (this.slabsOf[sizeClass] as SlabSet).add(slab);
    if (sizeClass < FIRST_NODE_CLASS) this.entrySlabs.add(slab);
    this.opening[slab] = ++this.openings;
    this.live[slab] = 0;
    this.freeList[slab] = 0;
    this.carvedUnits[slab] = FIRST_UNIT;
    this.withRoom.add(slab, sizeClass);
  }

  /** A slab of no class, of which so much has been touched: the most touched, in the fullest segment; NO_SLAB if there is none. */
  private findSlab(leastTouched: number): number {
    let best = NO_SLAB;
    let bestScore = NO_SLAB;
    for (let segment = this.words.length - 1; segment >= 0; segment--) {
      if ((this.words[segment] as Int32Array).length === 0) continue;
      const used = this.slabsUsed[segment] as number;
      const first = segment * SLABS_PER_SEGMENT;
      for (let slab = first; slab < first + SLABS_PER_SEGMENT; slab++) {
        const touched = this.touchedUnits[slab] as number;
        if (this.slabClass[slab] !== UNUSED || touched < leastTouched || this.isClosed(slab)) continue;
        const score = used + (SLABS_PER_SEGMENT * touched) / SLAB_UNITS;
        if (score < bestScore) continue;
        best = slab;
        bestScore = score;
      }
    }
    return best;
  }

  /** Adds a segment, in the place of one that was dropped if there is one; returns its first slab. */
  private addSegment(): number {
    let segment = 0;
    while (this.words[segment]?.length || this.isClosed(segment * SLABS_PER_SEGMENT)) segment++;
    if (segment === this.segments.most)
      throw new RangeError('keyspace full: its 32 GB of small values are in use');
    const buffer = this.segments.allocate();
    this.words[segment] = new Int32Array(buffer);
    this.bytes[segment] = Buffer.from(buffer);
    this.views[segment] = new DataView(buffer);
    this.slabsUsed[segment] = 0;
    this.spareSegments++;
    return segment * SLABS_PER_SEGMENT;
  }

  /** Takes a slab without live cells out of its class, so that it is idle. */
  releaseSlab(slab: number, sizeClass: number): void {
    if (!this.isClosed(slab)) this.withRoom.remove(slab, sizeClass);
    this.slabClass[slab] = UNUSED;
    (this.slabsOf[sizeClass] as SlabSet).remove(slab);
    if (sizeClass < FIRST_NODE_CLASS) this.entrySlabs.remove(slab);
    this.countIdle(slab, 1);
    const segment = Math.floor(slab / SLABS_PER_SEGMENT);
    const used = (this.slabsUsed[segment] as number) - 1;
    this.slabsUsed[segment] = used;
    if (used > 0) return;
    this.spareSegments++;
    if (this.spareSegments > 1) this.dropSegment(segment);
  }

  private dropSegment(segment: number): void {
    this.words[segment] = new Int32Array(0);
    this.bytes[segment] = Buffer.alloc(0);
    this.views[segment] = new DataView(new ArrayBuffer(0));
    this.spareSegments--;
    this.segments.release();
    const first = segment * SLABS_PER_SEGMENT;
    for (let slab = first; slab < first + SLABS_PER_SEGMENT; slab++) {
      this.touchedBytes -= (this.touchedUnits[slab] as number) * UNIT_BYTES;
      this.countIdle(slab, -1);
      this.touchedUnits[slab] = 0;
    }
  }

  private touch(slab: number, units: number): void {
    this.touchedBytes += (units - (this.touchedUnits[slab] as number)) * UNIT_BYTES;
    this.touchedUnits[slab] = units;
  }

  /** Counts a slab if it is idle. One that is untouched or closed has no memory to give. */
  private countIdle(slab: number, sign: number): void {
    if (this.slabClass[slab] !== UNUSED || this.touchedUnits[slab] === 0 || this.isClosed(slab)) return;
    this.idleSlabs += sign;
    this.idleBytes += sign * (this.touchedUnits[slab] as number) * UNIT_BYTES;
  }

  isClosed(slab: number): boolean {
    return slab >= this.closedFrom && slab < this.closedTo;
  }

  /** Whether a slab in use has cells to give. */
  private hasRoom(slab: number): boolean {
    const sizeClass = this.slabClass[slab] as number;
    if (sizeClass === UNUSED) return false;
    const cellUnits = (CELL_BYTES[sizeClass] as number) / UNIT_BYTES;
    return this.freeList[slab] !== 0 || (this.carvedUnits[slab] as number) + cellUnits <= SLAB_UNITS;
  }
}

/** Touched units of a slab from which it can give a cell of the class. */
function unitsWithCell(sizeClass: number): number {
  return FIRST_UNIT + (CELL_BYTES[sizeClass] as number) / UNIT_BYTES;
}
