/**
 * Memory for entries and index outside the V8 heap: cells of fixed size classes in slabs of 1 MB in segments of 64 MB,
 * each segment one ArrayBuffer. The garbage collector sees only the segments. They are that large because malloc hands
 * blocks of more than 32 MB back to the system at once when they are freed, and smaller ones not always.
 *
 * A reference is a 32-bit number that counts units of 8 bytes:
 *
 *     31             23 22          17 16                          0
 *     | segment (9)    | slab (6)     | unit within the slab (17) |      32 GB in all
 *
 * It is kept as a signed integer, so it may be negative; only 0, where no cell begins, means "none". V8 has no small integers beyond 2^31.
 *
 * A slab belongs to one size class at a time. Its cells are carved from its start on as they are needed (the system
 * gives memory to what has been touched only), and free cells form a list through their second word. Slabs of a class with
 * room form a list too. A slab whose last cell is freed can go to any class, and a segment without slabs in use is
 * dropped, one spare excepted. Slabs come from the lowest segment with room, so that the others run empty.
 *
 * Invariants (check-keyspace.ts verifies them): a cell is live, free or not yet carved; a free cell's first word is
 * KIND_FREE; a live cell's kind is not; `live` of a slab + its free list's length = cells carved.
 */

import { CELL_BYTES, SIZE_CLASS_COUNT, SLAB_BYTES, SLAB_PREFIX_BYTES, UNIT_BYTES } from './size-classes.ts';

const SEGMENT_BYTES = 1 << 26;
const SLABS_PER_SEGMENT = SEGMENT_BYTES / SLAB_BYTES;
const MAX_SEGMENTS = 512;
const SLAB_SHIFT = 17;
const SLAB_UNITS = SLAB_BYTES / UNIT_BYTES;
/** Where a slab's cells begin: a large block from malloc begins 16 bytes into a page, and cells should begin with a cache line. */
const FIRST_UNIT = SLAB_PREFIX_BYTES / UNIT_BYTES;

/** Index of a reference's segment in `words`, `bytes` and `views`: `ref >>> SEGMENT_SHIFT`. */
export const SEGMENT_SHIFT = 23;
/** A reference's unit within its segment; times 2 for its first word, times 8 for its first byte. */
export const UNIT_MASK = (1 << SEGMENT_SHIFT) - 1;

/** What a cell holds: bits 28 to 30 of its first word. */
export const KIND_SHIFT = 28;
export const KIND_ENTRY = 1;
export const KIND_PAGE = 2;
export const KIND_DIRECTORY = 3;
export const KIND_FREE = 4;
export const KIND_WHEEL = 5;

const NONE = -1;
const UNUSED = 255;

export class Arena {
  /** The segments as 32-bit words, as bytes, and for access at any alignment. An empty view stands for a dropped one. */
  readonly words: Int32Array[] = [];
  readonly bytes: Buffer[] = [];
  readonly views: DataView[] = [];

  // Of each slab. Sized for all that can ever be; untouched pages of it take no memory.
  private readonly slabClass = new Uint8Array(MAX_SEGMENTS * SLABS_PER_SEGMENT).fill(UNUSED);
  private readonly live = new Int32Array(MAX_SEGMENTS * SLABS_PER_SEGMENT);
  private readonly carvedUnits = new Int32Array(MAX_SEGMENTS * SLABS_PER_SEGMENT);
  private readonly touchedUnits = new Int32Array(MAX_SEGMENTS * SLABS_PER_SEGMENT);
  private readonly freeList = new Int32Array(MAX_SEGMENTS * SLABS_PER_SEGMENT);
  private readonly next = new Int32Array(MAX_SEGMENTS * SLABS_PER_SEGMENT);
  private readonly previous = new Int32Array(MAX_SEGMENTS * SLABS_PER_SEGMENT);

  /** Of each size class, the first slab with room. */
  private readonly withRoom = new Int32Array(SIZE_CLASS_COUNT).fill(NONE);
  /** Slabs in use, of each segment. */
  private readonly slabsUsed: number[] = [];
  private spareSegments = 0;
  private touchedBytes = 0;

  /** Bytes that have been touched in the segments that are there: live, free and lost to rounding. */
  get usedBytes(): number {
    return this.touchedBytes;
  }

  /** A cell of the class, contents undefined. Throws RangeError when all 32 GB are in use. */
  allocate(sizeClass: number): number {
    let slab = this.withRoom[sizeClass] as number;
    if (slab === NONE) slab = this.addSlab(sizeClass);
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
    if (this.freeList[slab] === 0 && carved + cellUnits > SLAB_UNITS) this.unlink(slab, sizeClass);
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
    if (wasFull) this.link(slab, sizeClass);
    if (live === 0) this.releaseSlab(slab, sizeClass);
  }

  /** The size class of a live cell. */
  sizeClassAt(ref: number): number {
    return this.slabClass[ref >>> SLAB_SHIFT] as number;
  }

  /** Bytes of a live cell. */
  cellBytes(ref: number): number {
    return CELL_BYTES[this.sizeClassAt(ref)] as number;
  }

  /** Throws unless exactly the cells of `reachable` are live. For the verification in check-keyspace.ts. */
  checkCells(reachable: Set<number>): void {
    let liveCells = 0;
    for (let slab = 0; slab < this.words.length * SLABS_PER_SEGMENT; slab++) {
      const sizeClass = this.slabClass[slab] as number;
      if (sizeClass === UNUSED) continue;
      const free = this.freeCells(slab);
      const cellUnits = (CELL_BYTES[sizeClass] as number) / UNIT_BYTES;
      let live = 0;
      for (let unit = FIRST_UNIT; unit < (this.carvedUnits[slab] as number); unit += cellUnits) {
        const ref = ((slab << SLAB_SHIFT) + unit) | 0;
        const isFree = this.word(ref, 0) >>> KIND_SHIFT === KIND_FREE;
        if (isFree !== free.has(ref)) throw new Error(`store: cell ${ref} and its free list do not agree`);
        if (isFree === reachable.has(ref)) throw new Error(`store: cell ${ref} is lost, or free and used`);
        if (!isFree) live++;
      }
      if (live !== this.live[slab]) throw new Error(`store: slab ${slab} counts its cells wrongly`);
      liveCells += live;
    }
    if (liveCells !== reachable.size) throw new Error('store: a reference leads nowhere');
  }

  private freeCells(slab: number): Set<number> {
    const free = new Set<number>();
    for (let ref = this.freeList[slab] as number; ref !== 0; ref = this.word(ref, 1)) {
      if (free.has(ref) || ref >>> SLAB_SHIFT !== slab)
        throw new Error(`store: bad free list of slab ${slab}`);
      free.add(ref);
    }
    return free;
  }

  private addSlab(sizeClass: number): number {
    const segment = this.segmentWithRoom();
    let slab = segment * SLABS_PER_SEGMENT;
    while (this.slabClass[slab] !== UNUSED) slab++;
    if ((this.slabsUsed[segment] as number) === 0) this.spareSegments--;
    this.slabsUsed[segment] = (this.slabsUsed[segment] as number) + 1;
    this.slabClass[slab] = sizeClass;
    this.live[slab] = 0;
    this.freeList[slab] = 0;
    this.carvedUnits[slab] = FIRST_UNIT;
    this.link(slab, sizeClass);
    return slab;
  }

  private segmentWithRoom(): number {
    let hole = this.words.length;
    for (let segment = this.words.length - 1; segment >= 0; segment--) {
      if ((this.words[segment] as Int32Array).length === 0) hole = segment;
    }
    for (let segment = 0; segment < this.words.length; segment++) {
      const isThere = (this.words[segment] as Int32Array).length > 0;
      if (isThere && (this.slabsUsed[segment] as number) < SLABS_PER_SEGMENT) return segment;
    }
    this.addSegment(hole);
    return hole;
  }

  private addSegment(segment: number): void {
    if (segment === MAX_SEGMENTS) throw new RangeError('keyspace full: its 32 GB of small values are in use');
    const buffer = new ArrayBuffer(SEGMENT_BYTES);
    this.words[segment] = new Int32Array(buffer);
    this.bytes[segment] = Buffer.from(buffer);
    this.views[segment] = new DataView(buffer);
    this.slabsUsed[segment] = 0;
    this.spareSegments++;
  }

  private releaseSlab(slab: number, sizeClass: number): void {
    this.unlink(slab, sizeClass);
    this.slabClass[slab] = UNUSED;
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
    const first = segment * SLABS_PER_SEGMENT;
    for (let slab = first; slab < first + SLABS_PER_SEGMENT; slab++) {
      this.touchedBytes -= (this.touchedUnits[slab] as number) * UNIT_BYTES;
      this.touchedUnits[slab] = 0;
    }
  }

  private touch(slab: number, units: number): void {
    this.touchedBytes += (units - (this.touchedUnits[slab] as number)) * UNIT_BYTES;
    this.touchedUnits[slab] = units;
  }

  private link(slab: number, sizeClass: number): void {
    const first = this.withRoom[sizeClass] as number;
    this.next[slab] = first;
    this.previous[slab] = NONE;
    if (first !== NONE) this.previous[first] = slab;
    this.withRoom[sizeClass] = slab;
  }

  private unlink(slab: number, sizeClass: number): void {
    const next = this.next[slab] as number;
    const previous = this.previous[slab] as number;
    if (previous === NONE) this.withRoom[sizeClass] = next;
    else this.next[previous] = next;
    if (next !== NONE) this.previous[next] = previous;
  }

  private word(ref: number, index: number): number {
    return (this.words[ref >>> SEGMENT_SHIFT] as Int32Array)[((ref & UNIT_MASK) << 1) + index] as number;
  }
}
