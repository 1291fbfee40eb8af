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
 *   page       word 0   kind | depth (bits 16-23) | capacity (8-15) | keys (0-7)
 *              word 1   next page of a chain, 0 at its end
 *              hash × capacity, then reference × capacity, in no order
 *   directory  word 0   kind | bits
 *              word 1   number of children of depth `bits`
 *              reference × 2^bits
 *
 * A page grows through the capacities 3, 7, 11 and 15, then splits by the next bit of the hash; two buddies that hold 7 keys
 * together are merged, and a directory without children of full depth is halved. Bits of the hash are used from the
 * highest on, so pages lie in the order of their hashes, each covers an aligned range of them, and a position in that order
 * stays meaningful however pages split and merge. Pages hold whole hashes: a split reads no entry, and a lookup reads hardly
 * ever an entry of another key.
 *
 * Keys with equal hashes that no bit can separate go into a chain of pages.
 */

import { SLOT_COUNT } from '../base/hash-slot.ts';
import { type Arena, KIND_DIRECTORY, KIND_PAGE, KIND_SHIFT, SEGMENT_SHIFT, UNIT_MASK } from './arena.ts';
import { sizeClassOf } from './size-classes.ts';

const HASH_BITS = 32;
/** The hash position behind the last one. */
export const POSITION_END = 2 ** HASH_BITS;

const MAX_DIRECTORY_BITS = 10;
const CAPACITY_STEP = 4;
const MIN_CAPACITY = 3;
const MAX_CAPACITY = 15;
/** Buddies with this many keys together become one page: half its capacity, so that it does not split again at once. */
const MERGE_KEYS = 7;
/** A page with this many keys looks at its buddy. */
const SPARSE_KEYS = 3;

/** Words before the hashes of a page and the references of a directory. */
const HEADER_WORDS = 2;
const DEPTH_SHIFT = 16;
const CAPACITY_SHIFT = 8;
const BYTE = 0xff;

const SLOTS_PER_GROUP = 128;

export class HashIndex {
  private readonly arena: Arena;
  /** Of each slot, its page or directory, 0 if it has no keys. */
  private readonly roots = new Int32Array(SLOT_COUNT);
  private readonly counts = new Int32Array(SLOT_COUNT);
  private readonly groupCounts = new Int32Array(SLOT_COUNT / SLOTS_PER_GROUP);

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
    this.arena = arena;
  }

  /** Bytes outside the arena. */
  get usedBytes(): number {
    return this.roots.byteLength + this.counts.byteLength + this.groupCounts.byteLength;
  }

  slotSize(slot: number): number {
    return this.counts[slot] as number;
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
    const words = this.wordsAt(this.foundPage);
    const word = wordOf(this.foundPage);
    words[word + HEADER_WORDS + capacityOf(words[word] as number) + this.foundCell] = ref;
  }

  /** Adds a reference; it must not be there. */
  insert(slot: number, hash: number, ref: number): void {
    if (this.roots[slot] === 0) this.roots[slot] = this.newPage(MIN_CAPACITY, 0);
    let page = this.descend(slot, hash);
    while (this.isFull(page)) {
      const capacity = capacityOf(this.head(page));
      if (capacity < MAX_CAPACITY) page = this.resizePage(slot, page, capacity + CAPACITY_STEP);
      else if (depthOf(this.head(page)) < this.parentHashBits) {
        this.split(slot, page);
        page = this.descend(slot, hash);
      } else page = this.extendChain(slot, page);
    }
    this.append(page, hash, ref);
    this.addToCount(slot, 1);
  }

  /** Removes a reference that is there under this slot and hash. */
  remove(slot: number, hash: number, ref: number): void {
    const first = this.descend(slot, hash);
    let before = 0;
    let page = first;
    let cell = this.cellOf(page, ref);
    while (cell < 0) {
      before = page;
      page = this.nextInChain(page);
      if (page === 0) throw new Error('store: the index has no such entry');
      cell = this.cellOf(page, ref);
    }
    const keys = this.removeCell(page, cell);
    this.addToCount(slot, -1);
    if (this.counts[slot] === 0) this.freeSlot(slot);
    else if (before !== 0 || this.nextInChain(page) !== 0) {
      if (keys === 0) this.unchain(slot, before, page);
    } else if (keys <= SPARSE_KEYS && this.parent !== 0) this.merge(slot, hash, page);
    else this.shrink(slot, page, keys);
  }

  /** Takes all references of a slot away. */
  freeSlot(slot: number): void {
    const root = this.roots[slot] as number;
    if (root !== 0) this.freeTree(root);
    this.roots[slot] = 0;
    this.addToCount(slot, -(this.counts[slot] as number));
  }

  // Walking: the pages of a slot in the order of their hashes, by positions 0 to 2^32.

  /** The first page of the chain that covers a position; 0 if the slot is empty. */
  pageAt(slot: number, position: number): number {
    return this.roots[slot] === 0 ? 0 : this.descend(slot, position | 0);
  }

  /** The position behind the range of the page that `pageAt` returned for `position`. */
  endOfPage(page: number, position: number): number {
    const span = 2 ** (this.parentHashBits - depthOf(this.head(page)));
    return (Math.floor(position / span) + 1) * span;
  }

  nextInChain(page: number): number {
    return this.wordsAt(page)[wordOf(page) + 1] as number;
  }

  /** Number of keys in one page. */
  keysIn(page: number): number {
    return keysOf(this.head(page));
  }

  hashIn(page: number, cell: number): number {
    return this.wordsAt(page)[wordOf(page) + HEADER_WORDS + cell] as number;
  }

  refIn(page: number, cell: number): number {
    const words = this.wordsAt(page);
    const word = wordOf(page);
    return words[word + HEADER_WORDS + capacityOf(words[word] as number) + cell] as number;
  }

  /** The slot of the key with rank `rank`, keys counted in the order of slots. */
  slotOfRank(rank: number): number {
    let left = rank;
    let group = 0;
    for (; left >= (this.groupCounts[group] as number); group++) left -= this.groupCounts[group] as number;
    let slot = group * SLOTS_PER_GROUP;
    for (; left >= (this.counts[slot] as number); slot++) left -= this.counts[slot] as number;
    return slot;
  }

  /** The first slot from `slot` on that has keys; SLOT_COUNT if there is none. */
  nextSlotWithKeys(slot: number): number {
    let at = slot;
    while (at < SLOT_COUNT && this.counts[at] === 0) {
      const skipGroup = at % SLOTS_PER_GROUP === 0 && this.groupCounts[at / SLOTS_PER_GROUP] === 0;
      at += skipGroup ? SLOTS_PER_GROUP : 1;
    }
    return at;
  }

  /** Calls `visit` for every page and directory; for the verification in check-keyspace.ts. */
  visitCells(slot: number, visit: (ref: number) => void): void {
    const root = this.roots[slot] as number;
    if (root !== 0) this.visitTree(root, visit);
  }

  private pageOf(root: number, hash: number): number {
    let ref = root;
    let words = this.wordsAt(ref);
    let word = wordOf(ref);
    let head = words[word] as number;
    let shift = HASH_BITS;
    while (head >>> KIND_SHIFT === KIND_DIRECTORY) {
      const bits = head & BYTE;
      shift -= bits;
      ref = words[word + HEADER_WORDS + ((hash >>> shift) & ((1 << bits) - 1))] as number;
      words = this.wordsAt(ref);
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
    for (let head = this.head(ref); head >>> KIND_SHIFT === KIND_DIRECTORY; head = this.head(ref)) {
      bits = head & BYTE;
      shift -= bits;
      this.grandparent = this.parent;
      this.parentIndex = this.childIndex;
      this.parent = ref;
      this.childIndex = (hash >>> shift) & ((1 << bits) - 1);
      ref = this.child(ref, this.childIndex);
    }
    this.parentHashBits = shift + bits;
    return ref;
  }

  private searchFrom(start: number, startCell: number): number {
    const hash = this.foundHash;
    let cell = startCell;
    for (let page = start; page !== 0; page = this.nextInChain(page)) {
      const words = this.wordsAt(page);
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
    const keys = this.keysIn(page);
    let upperKeys = 0;
    for (let cell = 0; cell < keys; cell++) upperKeys += (this.hashIn(page, cell) >>> shift) & 1;
    const lower = this.newPage(capacityFor(keys - upperKeys), depth + 1);
    const upper = this.newPage(capacityFor(upperKeys), depth + 1);
    for (let cell = 0; cell < keys; cell++) {
      const hash = this.hashIn(page, cell);
      this.append((hash >>> shift) & 1 ? upper : lower, hash, this.refIn(page, cell));
    }
    const half = 1 << (this.bitsOf(this.parent) - depth - 1);
    const start = this.childIndex & ~(2 * half - 1);
    this.setChildren(start, half, lower);
    this.setChildren(start + half, half, upper);
    if (half === 1) this.addFullDepth(2);
    this.arena.free(page);
  }

  /** Sees to it that the page's depth is below its directory's bits; returns its depth there. */
  private makeRoomForSplit(slot: number, page: number): number {
    const depth = depthOf(this.head(page));
    const bits = this.parent === 0 ? 0 : this.bitsOf(this.parent);
    if (depth < bits) return depth;
    if (this.parent === 0 || bits === MAX_DIRECTORY_BITS) {
      const directory = this.newDirectory(1);
      this.replacePage(slot, page, directory);
      this.grandparent = this.parent;
      this.parentIndex = this.childIndex;
      this.parent = directory;
      this.childIndex = 0;
      this.parentHashBits -= bits;
      return 0;
    }
    const doubled = this.newDirectory(bits + 1);
    for (let child = 0; child < 1 << bits; child++) {
      const ref = this.child(this.parent, child);
      this.setChild(doubled, 2 * child, ref);
      this.setChild(doubled, 2 * child + 1, ref);
    }
    this.replaceParent(slot, doubled);
    this.childIndex *= 2;
    return depth;
  }

  /** Merges a page with its buddy, and the result with its own, as long as they are sparse enough. */
  private merge(slot: number, hash: number, sparsePage: number): void {
    let page = sparsePage;
    while (this.parent !== 0 && this.keysIn(page) <= SPARSE_KEYS) {
      const depth = depthOf(this.head(page));
      const bits = this.bitsOf(this.parent);
      const half = 1 << (bits - depth);
      const buddy = this.child(this.parent, this.childIndex ^ half);
      const head = this.head(buddy);
      const isBuddy = head >>> KIND_SHIFT === KIND_PAGE && depthOf(head) === depth;
      if (!isBuddy || this.nextInChain(buddy) !== 0 || keysOf(head) + this.keysIn(page) > MERGE_KEYS) return;
      const merged = this.newPage(MERGE_KEYS, depth - 1);
      this.appendAll(merged, page);
      this.appendAll(merged, buddy);
      this.arena.free(page);
      this.arena.free(buddy);
      this.setChildren(this.childIndex & ~(2 * half - 1), 2 * half, merged);
      if (half === 1) this.addFullDepth(-2);
      if (depth === 1) this.collapse(slot, merged);
      else if (this.wordsAt(this.parent)[wordOf(this.parent) + 1] === 0) this.halve(slot);
      page = this.descend(slot, hash);
    }
  }

  /** Puts the only page of a directory in its place. */
  private collapse(slot: number, page: number): void {
    const depth = this.grandparent === 0 ? 0 : this.bitsOf(this.grandparent);
    this.setHead(page, pageHead(depth, capacityOf(this.head(page)), this.keysIn(page)));
    this.replaceParent(slot, page);
  }

  private halve(slot: number): void {
    const bits = this.bitsOf(this.parent) - 1;
    const halved = this.newDirectory(bits);
    let fullDepth = 0;
    for (let child = 0; child < 1 << bits; child++) {
      const ref = this.child(this.parent, 2 * child);
      this.setChild(halved, child, ref);
      if (depthOf(this.head(ref)) === bits) fullDepth++;
    }
    this.replaceParent(slot, halved);
    this.addFullDepth(fullDepth);
  }

  /** A page of another capacity in the place of this one; returns it. */
  private resizePage(slot: number, page: number, capacity: number): number {
    const resized = this.newPage(capacity, depthOf(this.head(page)));
    this.appendAll(resized, page);
    this.replacePage(slot, page, resized);
    this.arena.free(page);
    return resized;
  }

  private shrink(slot: number, page: number, keys: number): void {
    const capacity = capacityOf(this.head(page));
    if (keys <= capacity - 2 * CAPACITY_STEP) this.resizePage(slot, page, capacity - CAPACITY_STEP);
  }

  /** An empty page before a full one that cannot be split; returns it. */
  private extendChain(slot: number, page: number): number {
    const first = this.newPage(MAX_CAPACITY, depthOf(this.head(page)));
    this.wordsAt(first)[wordOf(first) + 1] = page;
    this.replacePage(slot, page, first);
    return first;
  }

  /** Takes an empty page out of its chain. */
  private unchain(slot: number, before: number, page: number): void {
    const next = this.nextInChain(page);
    if (before === 0) this.replacePage(slot, page, next);
    else this.wordsAt(before)[wordOf(before) + 1] = next;
    this.arena.free(page);
  }

  /** Puts `ref` where the page that `descend` found stands. */
  private replacePage(slot: number, page: number, ref: number): void {
    if (this.parent === 0) {
      this.roots[slot] = ref;
      return;
    }
    const count = 1 << (this.bitsOf(this.parent) - depthOf(this.head(page)));
    this.setChildren(this.childIndex & ~(count - 1), count, ref);
  }

  /** Puts `ref` where the parent stands, and frees that; `ref` is the parent from now on. */
  private replaceParent(slot: number, ref: number): void {
    this.arena.free(this.parent);
    if (this.grandparent === 0) this.roots[slot] = ref;
    else this.setChild(this.grandparent, this.parentIndex, ref);
    this.parent = ref;
  }

  private freeTree(ref: number): void {
    if (this.head(ref) >>> KIND_SHIFT === KIND_DIRECTORY) {
      const bits = this.bitsOf(ref);
      for (let child = 0; child < 1 << bits; ) {
        const childRef = this.child(ref, child);
        child += this.childSpan(childRef, bits);
        this.freeTree(childRef);
      }
      this.arena.free(ref);
      return;
    }
    for (let page = ref; page !== 0; ) {
      const next = this.nextInChain(page);
      this.arena.free(page);
      page = next;
    }
  }

  private visitTree(ref: number, visit: (ref: number) => void): void {
    if (this.head(ref) >>> KIND_SHIFT === KIND_DIRECTORY) {
      const bits = this.bitsOf(ref);
      for (let child = 0; child < 1 << bits; child += this.childSpan(this.child(ref, child), bits)) {
        this.visitTree(this.child(ref, child), visit);
      }
      visit(ref);
    } else for (let page = ref; page !== 0; page = this.nextInChain(page)) visit(page);
  }

  /** How many references of a directory of `bits` the child takes. */
  private childSpan(child: number, bits: number): number {
    const head = this.head(child);
    return head >>> KIND_SHIFT === KIND_DIRECTORY ? 1 : 1 << (bits - depthOf(head));
  }

  private newPage(capacity: number, depth: number): number {
    const page = this.arena.allocate(sizeClassOf((HEADER_WORDS + 2 * capacity) * 4));
    this.setHead(page, pageHead(depth, capacity, 0));
    this.wordsAt(page)[wordOf(page) + 1] = 0;
    return page;
  }

  /** A directory without children yet. */
  private newDirectory(bits: number): number {
    const directory = this.arena.allocate(sizeClassOf((HEADER_WORDS + (1 << bits)) * 4));
    this.setHead(directory, (KIND_DIRECTORY << KIND_SHIFT) | bits);
    this.wordsAt(directory)[wordOf(directory) + 1] = 0;
    return directory;
  }

  private append(page: number, hash: number, ref: number): void {
    const words = this.wordsAt(page);
    const word = wordOf(page);
    const head = words[word] as number;
    const at = word + HEADER_WORDS + keysOf(head);
    words[at] = hash;
    words[at + capacityOf(head)] = ref;
    words[word] = head + 1;
  }

  private appendAll(target: number, page: number): void {
    const keys = this.keysIn(page);
    for (let cell = 0; cell < keys; cell++)
      this.append(target, this.hashIn(page, cell), this.refIn(page, cell));
  }

  /** Moves the last key into the cell's place; returns how many are left. */
  private removeCell(page: number, cell: number): number {
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

  private cellOf(page: number, ref: number): number {
    const words = this.wordsAt(page);
    const word = wordOf(page);
    const head = words[word] as number;
    const first = word + HEADER_WORDS + capacityOf(head);
    for (let cell = 0; cell < keysOf(head); cell++) if (words[first + cell] === ref) return cell;
    return -1;
  }

  private isFull(page: number): boolean {
    const head = this.head(page);
    return keysOf(head) === capacityOf(head);
  }

  private addToCount(slot: number, delta: number): void {
    this.counts[slot] = (this.counts[slot] as number) + delta;
    const group = slot >>> 7;
    this.groupCounts[group] = (this.groupCounts[group] as number) + delta;
  }

  private bitsOf(directory: number): number {
    return this.head(directory) & BYTE;
  }

  private addFullDepth(delta: number): void {
    const words = this.wordsAt(this.parent);
    const word = wordOf(this.parent) + 1;
    words[word] = (words[word] as number) + delta;
  }

  private child(directory: number, index: number): number {
    return this.wordsAt(directory)[wordOf(directory) + HEADER_WORDS + index] as number;
  }

  private setChild(directory: number, index: number, ref: number): void {
    this.wordsAt(directory)[wordOf(directory) + HEADER_WORDS + index] = ref;
  }

  private setChildren(start: number, count: number, ref: number): void {
    for (let index = start; index < start + count; index++) this.setChild(this.parent, index, ref);
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
function wordOf(ref: number): number {
  return (ref & UNIT_MASK) << 1;
}

function pageHead(depth: number, capacity: number, keys: number): number {
  return (KIND_PAGE << KIND_SHIFT) | (depth << DEPTH_SHIFT) | (capacity << CAPACITY_SHIFT) | keys;
}

function keysOf(head: number): number {
  return head & BYTE;
}

function capacityOf(head: number): number {
  return (head >>> CAPACITY_SHIFT) & BYTE;
}

function depthOf(head: number): number {
  return (head >>> DEPTH_SHIFT) & BYTE;
}

/** Room for `keys` and one more. */
function capacityFor(keys: number): number {
  return Math.min(MAX_CAPACITY, ((keys + 1) >> 2) * CAPACITY_STEP + MIN_CAPACITY);
}
