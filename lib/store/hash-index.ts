/**
 * The index: for each hash slot a multimap from 32-bit key hashes to entry references, in cells of the arena.
 *
 * A slot is an extendible hash table in pieces of bounded size (Fagin et al., "Extendible Hashing", 1979), so that nothing
 * is ever rehashed as a whole and no operation touches more than a few kilobytes:
 *
 *   root ─► page                        up to 15 keys
 *   root ─► directory ─► pages          2^bits references, bits <= 10; a page of depth d stands in 2^(bits - d) of them
 *   root ─► directory ─► directories …  where one of 2^10 pages is full; a slot of 10 M keys has two levels
 *
 * A page grows through the capacities 3, 7, 11 and 15, then splits by the next bit of the hash; two buddies that hold 7 keys
 * together are merged, and a directory without children of full depth is halved. Bits of the hash are used from the
 * highest on, so pages lie in the order of their hashes, each covers an aligned range of them, and a position in that order
 * stays meaningful however pages split and merge. Keys with equal hashes that no bit can separate go into a chain of pages.
 * index-nodes.ts has pages and directories word by word.
 */

import { SLOT_COUNT } from '../base/hash-slot.ts';
import type { Arena } from './arena.ts';
import { KIND_DIRECTORY, KIND_SHIFT, SEGMENT_SHIFT } from './cell-reference.ts';
import {
  BITS_MASK,
  CAPACITY_STEP,
  capacityFor,
  capacityOf,
  HASH_BITS,
  HEADER_WORDS,
  IndexNodes,
  keysOf,
  MAX_CAPACITY,
  MAX_DIRECTORY_BITS,
  SPANS,
  wordOf,
} from './index-nodes.ts';
import { SlotCounts } from './slot-counts.ts';

/** The hash position behind the last one. */
export const POSITION_END = 2 ** HASH_BITS;

/** Buddies with this many keys together become one page: half its capacity, so that it does not split again at once. */
const MERGE_KEYS = 7;
/** A page with this much free room gives up CAPACITY_STEP of it; the rest keeps it from growing again at once. */
const SHRINK_FREE = CAPACITY_STEP + 2;
/** A page with this many keys looks at its buddy. */
const SPARSE_KEYS = 3;

export class HashIndex {
  /** Pages and directories, for all but lookups: those read the words themselves. */
  readonly nodes: IndexNodes;
  /** Number of keys of each slot. */
  readonly counts = new SlotCounts();
  readonly segments: readonly Int32Array[];
  /** Of each slot, its page or directory, 0 if it has no keys. */
  readonly roots = new Int32Array(SLOT_COUNT);

  private expectedSlot = -1;
  private expectedKeys = 0;
  // Where the last `first` or `next` found something.
  private foundPage = 0;
  private foundCell = 0;
  private foundHash = 0;

  // The way that the last `descend` took.
  private parent = 0;
  private childIndex = 0;
  private grandparent = 0;
  private parentIndex = 0;
  /** Hash bits that the parent and its page are there to distinguish. */
  private parentHashBits = HASH_BITS;

  constructor(arena: Arena) {
    this.nodes = new IndexNodes(arena);
    this.segments = arena.words;
  }

  /** Bytes outside the arena. */
  get usedBytes(): number {
    return this.roots.byteLength + this.counts.usedBytes;
  }

  /** The first reference stored under `hash`, 0 if there is none. */
  first(slot: number, hash: number): number {
    const root = this.roots[slot] as number;
    if (root === 0) return 0;
    this.foundHash = hash;
    return this.searchFrom(this.pageOf(root, hash), 0);
  }

  /** The next reference of the same hash after `first`; nothing may have changed meanwhile. */
  next(): number {
    return this.searchFrom(this.foundPage, this.foundCell + 1);
  }

  /** Puts `ref` in the place of `old`, which is there under this slot and hash. */
  replace(slot: number, hash: number, old: number, ref: number): void {
    let found = this.first(slot, hash);
    while (found !== old && found !== 0) found = this.next();
    if (found === 0) throw new Error('store: the index has no such entry');
    this.nodes.setRef(this.foundPage, this.foundCell, ref);
  }

  /** If this slot is the next that gets its first key, it is made for `keys` of them: it need not grow page by page. */
  expect(slot: number, keys: number): void {
    this.expectedSlot = slot;
    // A small integer, even if it was read as a double: else V8 would give the index another shape, and compile all that uses it anew.
    this.expectedKeys = Math.min(keys, 2 ** 30) | 0;
  }

  /** Adds a reference; it must not be there. */
  insert(slot: number, hash: number, ref: number): void {
    if (this.roots[slot] === 0) {
      this.roots[slot] = this.nodes.newRoot(slot, hash, slot === this.expectedSlot ? this.expectedKeys : 0);
      this.expectedSlot = -1;
    }
    let page = this.descend(slot, hash);
    while (this.nodes.isFull(page)) {
      const capacity = this.nodes.capacityOf(page);
      if (capacity < MAX_CAPACITY) page = this.resizePage(slot, page, capacity + CAPACITY_STEP);
      else if (this.nodes.depthOf(page) < this.parentHashBits) {
        this.split(slot, page);
        page = this.descend(slot, hash);
      } else page = this.extendChain(slot, page);
    }
    this.nodes.append(page, hash, ref);
    this.counts.add(slot, 1);
  }

  /** Removes a reference that is there under this slot and hash. */
  remove(slot: number, hash: number, ref: number): void {
    const first = this.descend(slot, hash);
    let before = 0;
    let page = first;
    let cell = this.nodes.cellOf(page, ref);
    while (cell < 0) {
      before = page;
      page = this.nodes.nextInChain(page);
      if (page === 0) throw new Error('store: the index has no such entry');
      cell = this.nodes.cellOf(page, ref);
    }
    const keys = this.nodes.removeCell(page, cell);
    this.counts.add(slot, -1);
    if (this.counts.of(slot) === 0) this.freeSlot(slot);
    else if (before !== 0 || this.nodes.nextInChain(page) !== 0) {
      if (keys === 0) this.unchain(slot, before, page);
    } else if (keys <= SPARSE_KEYS && this.parent !== 0) this.merge(slot, hash, page);
    else this.shrink(slot, page, keys);
  }

  /** Takes all references of a slot away. */
  freeSlot(slot: number): void {
    const root = this.roots[slot] as number;
    if (root !== 0) this.nodes.freeTree(root);
    this.roots[slot] = 0;
    this.counts.add(slot, -this.counts.of(slot));
  }

  /** Puts `moved`, a copy of the page or directory `ref`, in its place. */
  replaceNode(ref: number, moved: number): void {
    const { nodes } = this;
    const slot = nodes.slotOf(ref);
    const hash = nodes.hashOf(ref);
    let at = this.roots[slot] as number;
    let shift = HASH_BITS;
    this.parent = 0;
    while (at !== ref && nodes.isDirectory(at)) {
      const bits = nodes.bitsOf(at);
      shift -= bits;
      this.parent = at;
      this.childIndex = (hash >>> shift) & ((1 << bits) - 1);
      at = nodes.child(at, this.childIndex);
    }
    if (at === ref) {
      if (this.parent !== 0 && nodes.isDirectory(ref)) nodes.setChild(this.parent, this.childIndex, moved);
      else this.replacePage(slot, ref, moved);
      return;
    }
    while (nodes.nextInChain(at) !== ref) at = nodes.nextInChain(at);
    nodes.setNextInChain(at, moved);
  }

  // Walking: the pages of a slot in the order of their hashes, by positions 0 to 2^32.

  /** The first page of the chain that covers a position; 0 if the slot is empty. */
  pageAt(slot: number, position: number): number {
    return this.roots[slot] === 0 ? 0 : this.descend(slot, position | 0);
  }

  /** The position behind the range of the page that `pageAt` returned for `position`. */
  endOfPage(page: number, position: number): number {
    const span = SPANS[this.parentHashBits - this.nodes.depthOf(page)] as number;
    return (Math.floor(position / span) + 1) * span;
  }

  /** Calls `visit` for every page and directory; for the verification in check-keyspace.ts. */
  visitCells(slot: number, visit: (ref: number) => void): void {
    const root = this.roots[slot] as number;
    if (root !== 0) this.nodes.visitTree(root, visit);
  }

  private pageOf(root: number, hash: number): number {
    let ref = root;
    let words = this.segments[ref >>> SEGMENT_SHIFT] as Int32Array;
    let word = wordOf(ref);
    let head = words[word] as number;
    let shift = HASH_BITS;
    while (head >>> KIND_SHIFT === KIND_DIRECTORY) {
      const bits = head & BITS_MASK;
      shift -= bits;
      ref = words[word + HEADER_WORDS + ((hash >>> shift) & ((1 << bits) - 1))] as number;
      words = this.segments[ref >>> SEGMENT_SHIFT] as Int32Array;
      word = wordOf(ref);
      head = words[word] as number;
    }
    return ref;
  }

  /** Like `pageOf`, and remembers the way. */
  private descend(slot: number, hash: number): number {
    let ref = this.roots[slot] as number;
    let bits = 0;
    let shift = HASH_BITS;
    this.parent = 0;
    this.childIndex = 0;
    while (this.nodes.isDirectory(ref)) {
      bits = this.nodes.bitsOf(ref);
      shift -= bits;
      this.grandparent = this.parent;
      this.parentIndex = this.childIndex;
      this.parent = ref;
      this.childIndex = (hash >>> shift) & ((1 << bits) - 1);
      ref = this.nodes.child(ref, this.childIndex);
    }
    this.parentHashBits = shift + bits;
    return ref;
  }

  private searchFrom(start: number, startCell: number): number {
    const hash = this.foundHash;
    let cell = startCell;
    for (let page = start; page !== 0; page = this.nodes.nextInChain(page)) {
      const words = this.segments[page >>> SEGMENT_SHIFT] as Int32Array;
      const word = wordOf(page);
      const head = words[word] as number;
      const end = word + HEADER_WORDS + keysOf(head);
      for (let at = word + HEADER_WORDS + cell; at < end; at++) {
        if (words[at] !== hash) continue;
        this.foundPage = page;
        this.foundCell = at - word - HEADER_WORDS;
        return words[at + capacityOf(head)] as number;
      }
      cell = 0;
    }
    return 0;
  }

  /** Makes two pages of a full one, by the next bit of the hash. */
  private split(slot: number, page: number): void {
    const depth = this.makeRoomForSplit(slot, page);
    const shift = this.parentHashBits - depth - 1;
    const keys = this.nodes.keysIn(page);
    let upperKeys = 0;
    for (let cell = 0; cell < keys; cell++) upperKeys += (this.nodes.hashIn(page, cell) >>> shift) & 1;
    const inRange = this.nodes.hashOf(page);
    const bit = 1 << shift;
    const lower = this.nodes.newPage(slot, inRange & ~bit, capacityFor(keys - upperKeys), depth + 1);
    const upper = this.nodes.newPage(slot, inRange | bit, capacityFor(upperKeys), depth + 1);
    for (let cell = 0; cell < keys; cell++) {
      const hash = this.nodes.hashIn(page, cell);
      this.nodes.append((hash >>> shift) & 1 ? upper : lower, hash, this.nodes.refIn(page, cell));
    }
    const half = 1 << (this.nodes.bitsOf(this.parent) - depth - 1);
    const start = this.childIndex & ~(2 * half - 1);
    this.nodes.setChildren(this.parent, start, half, lower);
    this.nodes.setChildren(this.parent, start + half, half, upper);
    if (half === 1) this.nodes.addFullDepth(this.parent, 2);
    this.nodes.free(page);
  }

  /** Sees to it that the page's depth is below its directory's bits; returns its depth there. */
  private makeRoomForSplit(slot: number, page: number): number {
    const depth = this.nodes.depthOf(page);
    const bits = this.parent === 0 ? 0 : this.nodes.bitsOf(this.parent);
    if (depth < bits) return depth;
    if (this.parent === 0 || bits === MAX_DIRECTORY_BITS) {
      const directory = this.nodes.newDirectory(slot, 1);
      this.replacePage(slot, page, directory);
      this.grandparent = this.parent;
      this.parentIndex = this.childIndex;
      this.parent = directory;
      this.childIndex = 0;
      this.parentHashBits -= bits;
      return 0;
    }
    const doubled = this.nodes.newDirectory(slot, bits + 1);
    for (let child = 0; child < 1 << bits; child++) {
      const ref = this.nodes.child(this.parent, child);
      this.nodes.setChild(doubled, 2 * child, ref);
      this.nodes.setChild(doubled, 2 * child + 1, ref);
    }
    this.replaceParent(slot, doubled);
    this.childIndex *= 2;
    return depth;
  }

  /** Merges a page with its buddy, and the result with its own, as long as they are sparse enough. */
  private merge(slot: number, hash: number, sparsePage: number): void {
    let page = sparsePage;
    while (this.parent !== 0 && this.nodes.keysIn(page) <= SPARSE_KEYS) {
      const depth = this.nodes.depthOf(page);
      const bits = this.nodes.bitsOf(this.parent);
      const half = 1 << (bits - depth);
      const buddy = this.nodes.child(this.parent, this.childIndex ^ half);
      if (!this.canMerge(page, buddy)) return;
      const merged = this.nodes.newPage(slot, hash, MERGE_KEYS, depth - 1);
      this.nodes.appendAll(merged, page);
      this.nodes.appendAll(merged, buddy);
      this.nodes.free(page);
      this.nodes.free(buddy);
      this.nodes.setChildren(this.parent, this.childIndex & ~(2 * half - 1), 2 * half, merged);
      if (half === 1) this.nodes.addFullDepth(this.parent, -2);
      if (depth === 1) this.collapse(slot, merged);
      else if (this.nodes.fullDepthCount(this.parent) === 0) this.halve(slot);
      page = this.descend(slot, hash);
    }
  }

  private canMerge(page: number, buddy: number): boolean {
    const { nodes } = this;
    if (nodes.isDirectory(buddy) || nodes.depthOf(buddy) !== nodes.depthOf(page)) return false;
    return nodes.nextInChain(buddy) === 0 && nodes.keysIn(buddy) + nodes.keysIn(page) <= MERGE_KEYS;
  }

  /** Puts the only page of a directory in its place. */
  private collapse(slot: number, page: number): void {
    const depth = this.grandparent === 0 ? 0 : this.nodes.bitsOf(this.grandparent);
    this.nodes.setDepth(page, depth);
    this.replaceParent(slot, page);
  }

  private halve(slot: number): void {
    const bits = this.nodes.bitsOf(this.parent) - 1;
    const halved = this.nodes.newDirectory(slot, bits);
    let fullDepth = 0;
    for (let child = 0; child < 1 << bits; child++) {
      const ref = this.nodes.child(this.parent, 2 * child);
      this.nodes.setChild(halved, child, ref);
      if (this.nodes.depthOf(ref) === bits) fullDepth++;
    }
    this.replaceParent(slot, halved);
    this.nodes.addFullDepth(this.parent, fullDepth);
  }

  /** A page of another capacity in the place of this one; returns it. */
  private resizePage(slot: number, page: number, capacity: number): number {
    const resized = this.nodes.newPage(slot, this.nodes.hashOf(page), capacity, this.nodes.depthOf(page));
    this.nodes.appendAll(resized, page);
    this.replacePage(slot, page, resized);
    this.nodes.free(page);
    return resized;
  }

  private shrink(slot: number, page: number, keys: number): void {
    const capacity = this.nodes.capacityOf(page);
    if (keys <= capacity - SHRINK_FREE) this.resizePage(slot, page, capacity - CAPACITY_STEP);
  }

  /** An empty page before a full one that cannot be split; returns it. */
  private extendChain(slot: number, page: number): number {
    const first = this.nodes.newPage(slot, this.nodes.hashOf(page), MAX_CAPACITY, this.nodes.depthOf(page));
    this.nodes.setNextInChain(first, page);
    this.replacePage(slot, page, first);
    return first;
  }

  /** Takes an empty page out of its chain. */
  private unchain(slot: number, before: number, page: number): void {
    const next = this.nodes.nextInChain(page);
    if (before === 0) this.replacePage(slot, page, next);
    else this.nodes.setNextInChain(before, next);
    this.nodes.free(page);
  }

  /** Puts `ref` where the page that `descend` found stands. */
  private replacePage(slot: number, page: number, ref: number): void {
    if (this.parent === 0) {
      this.roots[slot] = ref;
      return;
    }
    const count = 1 << (this.nodes.bitsOf(this.parent) - this.nodes.depthOf(page));
    this.nodes.setChildren(this.parent, this.childIndex & ~(count - 1), count, ref);
  }

  /** Puts `ref` where the parent stands, and frees that; `ref` is the parent from now on. */
  private replaceParent(slot: number, ref: number): void {
    this.nodes.free(this.parent);
    if (this.grandparent === 0) this.roots[slot] = ref;
    else this.nodes.setChild(this.grandparent, this.parentIndex, ref);
    this.parent = ref;
  }
}
