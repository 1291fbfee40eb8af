/**
 * What the index is made of, in cells of the arena:
 *
 *   page       word 0   kind (bits 28-30) | slot (12-25) | depth (8-11) | capacity (4-7) | keys (0-3)
 *              word 1   next page of a chain, 0 at its end
 *              hash × capacity, then reference × capacity, in no order
 *   directory  word 0   kind (bits 28-30) | slot (12-25) | bits (0-3)
 *              word 1   number of children of depth `bits`
 *              reference × 2^bits
 *
 * Pages have room for 3, 7, 11 or 15 keys: 32, 64, 96 or 128 bytes. They hold whole hashes, so that a split reads no
 * entry and a lookup hardly ever reads an entry of another key. The first hash of a page is one of its range even when it has no
 * keys; with that and the slot, whoever comes upon a page or directory finds the way to it from the slot's root.
 */

import type { Arena } from './arena.ts';
import { KIND_DIRECTORY, KIND_PAGE, KIND_SHIFT, SEGMENT_SHIFT, UNIT_MASK } from './cell-reference.ts';
import { SEGMENT_BYTES } from './segments.ts';
import { nodeClassOf } from './size-classes.ts';

export const HASH_BITS = 32;
export const CAPACITY_STEP = 4;
export const MIN_CAPACITY = 3;
export const MAX_CAPACITY = 15;
export const MAX_DIRECTORY_BITS = 10;

/** Of a slot whose keys are still to come: keys for a page at most, its capacity, and most pages. With more keys it grows as any other. */
const EXPECTED_PER_PAGE = 10;
const EXPECTED_CAPACITY = 11;
const MAX_EXPECTED_BITS = 6;
/** Words before the hashes of a page and the references of a directory. */
export const HEADER_WORDS = 2;
const SLOT_SHIFT = 12;
const SLOT_MASK = 0x3fff;
const DEPTH_SHIFT = 8;
const CAPACITY_SHIFT = 4;
/** A directory's bits in its word 0; a page's depth, capacity and keys take as many. */
export const BITS_MASK = 0xf;
/** Words of a cache line. */
const LINE_WORDS = 16;
const WORD_MASK = SEGMENT_BYTES / 4 - 1;

/** How many hashes agree in all but so many of their bits: powers of two, which to look up is faster than to work out. */
export const SPANS: Float64Array = Float64Array.from({ length: HASH_BITS + 1 }, (_, bits) => 2 ** bits);

/** The size classes of all pages and of the directories. */
export const NODE_CLASSES: readonly number[] = nodeClasses();

function nodeClasses(): number[] {
  const words: number[] = [];
  for (let capacity = MIN_CAPACITY; capacity <= MAX_CAPACITY; capacity += CAPACITY_STEP)
    words.push(2 * capacity);
  for (let bits = 1; bits <= MAX_DIRECTORY_BITS; bits++) words.push(1 << bits);
  return [...new Set(words.map((count) => nodeClassOf((HEADER_WORDS + count) * 4)))];
}

export class IndexNodes {
  /** Of no use: it keeps the reads of `touchRefs` from being optimised away. */
  touched = 0;
  private readonly arena: Arena;

  constructor(arena: Arena) {
    this.arena = arena;
  }

  /** A page without keys; `hash` is any one of the range that it covers. */
  newPage(slot: number, hash: number, capacity: number, depth: number): number {
    const page = this.arena.allocate(nodeClassOf((HEADER_WORDS + 2 * capacity) * 4));
    this.setHead(page, pageHead(slot, depth, capacity, 0));
    const words = this.wordsAt(page);
    const word = wordOf(page);
    words[word + 1] = 0;
    words[word + HEADER_WORDS] = hash;
    return page;
  }

  /** A directory without children yet. */
  newDirectory(slot: number, bits: number): number {
    const directory = this.arena.allocate(nodeClassOf((HEADER_WORDS + (1 << bits)) * 4));
    this.setHead(directory, (KIND_DIRECTORY << KIND_SHIFT) | (slot << SLOT_SHIFT) | bits);
    this.wordsAt(directory)[wordOf(directory) + 1] = 0;
    return directory;
  }

  /** A page without keys, `hash` being one of its range, or for many keys that are to come a directory of such pages. */
  newRoot(slot: number, hash: number, keys: number): number {
    const bits = Math.min(Math.ceil(Math.log2(keys / EXPECTED_PER_PAGE)), MAX_EXPECTED_BITS);
    if (bits < 1) return this.newPage(slot, hash, MIN_CAPACITY, 0);
    const directory = this.newDirectory(slot, bits);
    const pages = 1 << bits;
    for (let child = 0; child < pages; child++) {
      const first = child << (HASH_BITS - bits);
      this.setChild(directory, child, this.newPage(slot, first, EXPECTED_CAPACITY, bits));
    }
    this.addFullDepth(directory, pages);
    return directory;
  }

  free(ref: number): void {
    this.arena.free(ref);
  }

  isDirectory(ref: number): boolean {
    return this.head(ref) >>> KIND_SHIFT === KIND_DIRECTORY;
  }

  /** Number of keys in one page. */
  keysIn(page: number): number {
    return keysOf(this.head(page));
  }

  capacityOf(page: number): number {
    return capacityOf(this.head(page));
  }

  depthOf(page: number): number {
    return depthOf(this.head(page));
  }

  setDepth(page: number, depth: number): void {
    this.setHead(page, pageHead(this.slotOf(page), depth, this.capacityOf(page), this.keysIn(page)));
  }

  /** The slot of a page or directory. */
  slotOf(ref: number): number {
    return (this.head(ref) >>> SLOT_SHIFT) & SLOT_MASK;
  }

  /** A hash of the range that a page or directory covers. */
  hashOf(ref: number): number {
    let page = ref;
    while (this.isDirectory(page)) page = this.child(page, 0);
    return this.hashIn(page, 0);
  }

  isFull(page: number): boolean {
    const head = this.head(page);
    return keysOf(head) === capacityOf(head);
  }

  hashIn(page: number, cell: number): number {
    return this.wordsAt(page)[wordOf(page) + HEADER_WORDS + cell] as number;
  }

  refIn(page: number, cell: number): number {
    const words = this.wordsAt(page);
    const word = wordOf(page);
    return words[word + HEADER_WORDS + capacityOf(words[word] as number) + cell] as number;
  }

  /**
   * Reads two cache lines of all that a page refers to, before somebody goes through it one by one: so the processor waits for main memory once,
   * not once for each.
   */
  touchRefs(page: number): void {
    const segments = this.arena.words;
    const words = this.wordsAt(page);
    const word = wordOf(page);
    const head = words[word] as number;
    const first = word + HEADER_WORDS + capacityOf(head);
    const end = first + keysOf(head);
    let sum = 0;
    for (let at = first; at < end; at++) {
      const ref = words[at] as number;
      const entry = segments[ref >>> SEGMENT_SHIFT] as Int32Array;
      const place = (ref & UNIT_MASK) << 1;
      sum ^= (entry[place] as number) ^ (entry[(place + LINE_WORDS) & WORD_MASK] as number);
    }
    this.touched = sum;
  }

  setRef(page: number, cell: number, ref: number): void {
    const words = this.wordsAt(page);
    const word = wordOf(page);
    words[word + HEADER_WORDS + capacityOf(words[word] as number) + cell] = ref;
  }

  /** The cell of a reference, -1 if the page does not have it. */
  cellOf(page: number, ref: number): number {
    const words = this.wordsAt(page);
    const word = wordOf(page);
    const head = words[word] as number;
    const first = word + HEADER_WORDS + capacityOf(head);
    for (let cell = 0; cell < keysOf(head); cell++) if (words[first + cell] === ref) return cell;
    return -1;
  }

  nextInChain(page: number): number {
    return this.wordsAt(page)[wordOf(page) + 1] as number;
  }

  setNextInChain(page: number, next: number): void {
    this.wordsAt(page)[wordOf(page) + 1] = next;
  }

  /** Adds a key to a page that is not full. */
  append(page: number, hash: number, ref: number): void {
    const words = this.wordsAt(page);
    const word = wordOf(page);
    const head = words[word] as number;
    const at = word + HEADER_WORDS + keysOf(head);
    words[at] = hash;
    words[at + capacityOf(head)] = ref;
    words[word] = head + 1;
  }

  appendAll(target: number, page: number): void {
    const keys = this.keysIn(page);
    for (let cell = 0; cell < keys; cell++)
      this.append(target, this.hashIn(page, cell), this.refIn(page, cell));
  }

  /** Moves the last key into the cell's place; returns how many are left. */
  removeCell(page: number, cell: number): number {
    const words = this.wordsAt(page);
    const word = wordOf(page);
    const head = words[word] as number;
    const at = word + HEADER_WORDS + cell;
    const last = word + HEADER_WORDS + keysOf(head) - 1;
    words[at] = words[last] as number;
    words[at + capacityOf(head)] = words[last + capacityOf(head)] as number;
    words[word] = head - 1;
    return keysOf(head) - 1;
  }

  bitsOf(directory: number): number {
    return this.head(directory) & BITS_MASK;
  }

  /** Number of a directory's children whose depth is its bits. */
  fullDepthCount(directory: number): number {
    return this.wordsAt(directory)[wordOf(directory) + 1] as number;
  }

  addFullDepth(directory: number, delta: number): void {
    const words = this.wordsAt(directory);
    const word = wordOf(directory) + 1;
    words[word] = (words[word] as number) + delta;
  }

  child(directory: number, index: number): number {
    return this.wordsAt(directory)[wordOf(directory) + HEADER_WORDS + index] as number;
  }

  setChild(directory: number, index: number, ref: number): void {
    this.wordsAt(directory)[wordOf(directory) + HEADER_WORDS + index] = ref;
  }

  /** Sets `count` references of a directory from `start` on. */
  setChildren(directory: number, start: number, count: number, ref: number): void {
    for (let index = start; index < start + count; index++) this.setChild(directory, index, ref);
  }

  /** How many references of a directory of `bits` the child takes. */
  childSpan(child: number, bits: number): number {
    return this.isDirectory(child) ? 1 : 1 << (bits - this.depthOf(child));
  }

  /** Frees a page with its chain, or a directory with all that is below it. */
  freeTree(ref: number): void {
    if (this.isDirectory(ref)) {
      const bits = this.bitsOf(ref);
      for (let index = 0; index < 1 << bits; ) {
        const child = this.child(ref, index);
        index += this.childSpan(child, bits);
        this.freeTree(child);
      }
      this.free(ref);
      return;
    }
    for (let page = ref; page !== 0; ) {
      const next = this.nextInChain(page);
      this.free(page);
      page = next;
    }
  }

  /** Visits the same pages and directories. */
  visitTree(ref: number, visit: (ref: number) => void): void {
    if (this.isDirectory(ref)) {
      const bits = this.bitsOf(ref);
      for (let index = 0; index < 1 << bits; ) {
        const child = this.child(ref, index);
        index += this.childSpan(child, bits);
        this.visitTree(child, visit);
      }
      visit(ref);
    } else for (let page = ref; page !== 0; page = this.nextInChain(page)) visit(page);
  }

  private wordsAt(ref: number): Int32Array {
    return this.arena.words[ref >>> SEGMENT_SHIFT] as Int32Array;
  }

  private head(ref: number): number {
    return this.wordsAt(ref)[wordOf(ref)] as number;
  }

  private setHead(ref: number, head: number): void {
    this.wordsAt(ref)[wordOf(ref)] = head;
  }
}

/** Index of a reference's first word in its segment. */
export function wordOf(ref: number): number {
  return (ref & UNIT_MASK) << 1;
}

function pageHead(slot: number, depth: number, capacity: number, keys: number): number {
  const sizes = (depth << DEPTH_SHIFT) | (capacity << CAPACITY_SHIFT) | keys;
  return (KIND_PAGE << KIND_SHIFT) | (slot << SLOT_SHIFT) | sizes;
}

export function keysOf(head: number): number {
  return head & BITS_MASK;
}

export function capacityOf(head: number): number {
  return (head >>> CAPACITY_SHIFT) & BITS_MASK;
}

function depthOf(head: number): number {
  return (head >>> DEPTH_SHIFT) & BITS_MASK;
}

/** Room for `keys` and one more. */
export function capacityFor(keys: number): number {
  return Math.min(MAX_CAPACITY, ((keys + 1) >> 2) * CAPACITY_STEP + MIN_CAPACITY);
}
