/**
 * Looks several keys up at once. A lookup is a chain of reads, each of which may wait a hundred nanoseconds for main memory; the
 * chains of different keys do not depend on each other, so loops that make one step for all keys have the processor wait for
 * many reads at the same time.
 *
 * What was found is a hint for the lookups that follow, in whatever order they come: by then the keyspace may have changed. An
 * entry that is still there and has the key is the key's entry; otherwise the index is asked again.
 *
 * The loops are kept apart and small on purpose: the processor looks a few hundred instructions ahead, and no further.
 */

import { fastHashSlot } from '../base/fast-hash-slot.ts';
import type { KeyedHash } from '../base/keyed-hash.ts';
import type { Arena } from './arena.ts';
import { KIND_DIRECTORY, KIND_SHIFT, SEGMENT_SHIFT, UNIT_MASK } from './cell-reference.ts';
import type { HashIndex } from './hash-index.ts';
import { BITS_MASK, capacityOf, HEADER_WORDS, keysOf } from './index-nodes.ts';

/** Most keys at once. */
export const MAX_PREFETCHED = 32;

const HASH_BITS = 32;
/** Words of a cache line. */
const LINE_WORDS = 16;

/** Keys that are to be looked up: key `i` is `[keyStarts[i], keyEnds[i])` of `buf`. At most MAX_PREFETCHED. */
export interface KeyBatch {
  readonly buf: Buffer;
  readonly count: number;
  readonly keyStarts: Int32Array;
  readonly keyEnds: Int32Array;
  /** The slot of each key: put there if it is not known. */
  readonly keySlots: Int32Array;
}

export class Prefetcher {
  private readonly arena: Arena;
  private readonly index: HashIndex;
  private readonly keyHash: KeyedHash;
  private readonly starts = new Int32Array(MAX_PREFETCHED);
  private readonly hashes = new Int32Array(MAX_PREFETCHED);
  private readonly refs = new Int32Array(MAX_PREFETCHED);
  /** Bits of each hash that no directory has used yet. */
  private readonly shifts = new Int32Array(MAX_PREFETCHED);
  private count = 0;
  private openings = 0;
  /** The key after the one that was asked for last. */
  private cursor = 0;

  constructor(arena: Arena, index: HashIndex, keyHash: KeyedHash) {
    this.arena = arena;
    this.index = index;
    this.keyHash = keyHash;
  }

  /**
   * Looks the keys up; `view` covers their buffer. If `routes` are given only those of slots for which they say `here`. Returns nothing of
   * use: a sum that keeps reads from being optimised away.
   */
  run(keys: KeyBatch, view: DataView, areSlotsKnown: boolean, routes?: Int32Array, here = 0): number {
    if (!areSlotsKnown) findSlots(keys, view);
    const { count, keySlots } = keys;
    this.count = count;
    this.cursor = 0;
    this.openings = this.arena.openings;
    const segments = this.arena.words;
    const { roots } = this.index;
    for (let i = 0; i < count; i++) {
      const slot = keySlots[i] as number;
      this.refs[i] = routes === undefined || routes[slot] === here ? (roots[slot] as number) : 0;
    }
    this.hash(keys, view);
    this.descend(segments);
    const sum = this.touch(segments);
    this.search(segments);
    return sum ^ this.touch(segments);
  }

  /** The cell of the entry that the key at `start` had, unless another one lies there by now; 0 if it had none. */
  hint(start: number): number {
    if (this.openings !== this.arena.openings) return 0;
    for (let i = this.cursor; i < this.count; i++) {
      if (this.starts[i] !== start) continue;
      this.cursor = i + 1;
      return this.refs[i] as number;
    }
    return 0;
  }

  /** Those that are asked for from now on are others. */
  forget(): void {
    this.count = 0;
  }

  /** The hashes of the keys that have a root. */
  private hash({ count, keyStarts, keyEnds }: KeyBatch, view: DataView): void {
    const { starts, hashes, refs, keyHash } = this;
    for (let i = 0; i < count; i++) {
      const start = keyStarts[i] as number;
      starts[i] = start;
      if (refs[i] !== 0) hashes[i] = keyHash.of(view, start, keyEnds[i] as number);
    }
  }

  /** From roots to pages, one level of directories after the other. */
  private descend(segments: readonly Int32Array[]): void {
    const { refs, hashes, shifts, count } = this;
    for (let i = 0; i < count; i++) shifts[i] = HASH_BITS;
    for (let isDone = false; !isDone; ) {
      isDone = true;
      for (let i = 0; i < count; i++) {
        const ref = refs[i] as number;
        if (ref === 0) continue;
        const words = segments[ref >>> SEGMENT_SHIFT] as Int32Array;
        const word = (ref & UNIT_MASK) << 1;
        const head = words[word] as number;
        if (head >>> KIND_SHIFT !== KIND_DIRECTORY) continue;
        const bits = head & BITS_MASK;
        const shift = (shifts[i] as number) - bits;
        shifts[i] = shift;
        const child = ((hashes[i] as number) >>> shift) & ((1 << bits) - 1);
        refs[i] = words[word + HEADER_WORDS + child] as number;
        isDone = false;
      }
    }
  }

  /** Reads both cache lines of each page, or entry if it is a small one. */
  private touch(segments: readonly Int32Array[]): number {
    const { refs, count } = this;
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const ref = refs[i] as number;
      if (ref === 0) continue;
      const words = segments[ref >>> SEGMENT_SHIFT] as Int32Array;
      const word = (ref & UNIT_MASK) << 1;
      sum ^= (words[word] as number) ^ (words[word | LINE_WORDS] as number);
    }
    return sum;
  }

  /** From pages to entries. */
  private search(segments: readonly Int32Array[]): void {
    const { refs, hashes, count } = this;
    for (let i = 0; i < count; i++) {
      const page = refs[i] as number;
      if (page === 0) continue;
      const words = segments[page >>> SEGMENT_SHIFT] as Int32Array;
      const word = (page & UNIT_MASK) << 1;
      const head = words[word] as number;
      const hash = hashes[i] as number;
      let at = word + HEADER_WORDS;
      const end = at + keysOf(head);
      while (at < end && words[at] !== hash) at++;
      refs[i] = at < end ? (words[at + capacityOf(head)] as number) : 0;
    }
  }
}

function findSlots({ buf, count, keyStarts, keyEnds, keySlots }: KeyBatch, view: DataView): void {
  for (let i = 0; i < count; i++) {
    keySlots[i] = fastHashSlot(buf, view, keyStarts[i] as number, keyEnds[i] as number);
  }
}
