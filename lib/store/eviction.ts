/**
 * Which entry to evict: the best of a pool of 16 candidates to which each eviction adds some random ones, as Redis does it ("Using
 * Redis as an LRU cache", approximated LRU). Candidates are met as often as their cells are large. Except for the pool it
 * takes no memory: what it goes by is in the entries' access words.
 */

import type { Random } from '../base/random.ts';
import type { EntryTable } from './entry-table.ts';
import type { EvictionPolicy } from './eviction-policy.ts';
import type { HitDensity } from './hit-density.ts';
import { randomRef } from './index-walk.ts';

const POOL_SIZE = 16;
const SAMPLES = 8;
/** Places in memory that are looked at for one candidate before it is searched for. */
const TRIES = 32;
/** Places that are looked at for one of a certain size. */
const CLASS_TRIES = 64;

export class Evictor {
  private readonly table: EntryTable;
  private readonly policy: EvictionPolicy;
  private readonly density: HitDensity;
  private readonly fraction: () => number;
  // The pool, ascending by score: references with their access words, by which those that were used or freed since are known.
  private readonly refs = new Int32Array(POOL_SIZE);
  private readonly words = new Int32Array(POOL_SIZE);
  private readonly scores = new Float64Array(POOL_SIZE);
  private candidates = 0;

  constructor(table: EntryTable, policy: EvictionPolicy, density: HitDensity, random: Random) {
    this.table = table;
    this.policy = policy;
    this.density = density;
    this.fraction = () => random.fraction();
  }

  /** Evicts one entry; returns its bytes, 0 if there is none that may be evicted. */
  evict(nowMs: number): number {
    const ref = this.choose(nowMs);
    if (ref === 0) return 0;
    const bytes = this.table.entries.entryBytes(ref);
    this.drop(ref);
    return bytes;
  }

  /** Evicts this entry. */
  drop(ref: number): void {
    const { table } = this;
    if (this.policy.by === 'frequency') this.density.evict(table.entries.accessWord(ref), table.size);
    table.evict(ref);
  }

  /** Evicts an entry that has a buffer of its own, but not `pinned`; false if none was found that may be. */
  evictLarge(pinned: number): boolean {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const ref = this.table.entries.randomLarge(this.fraction);
      if (ref === 0 || ref === pinned || !this.mayEvict(ref)) continue;
      this.drop(ref);
      return true;
    }
    return false;
  }

  /** Evicts the best of a few entries whose cells are of this size class, `pinned` excepted; returns its bytes, 0 if it met none. */
  evictOfClass(sizeClass: number, pinned: number, nowMs: number): number {
    const { arena } = this.table;
    let best = 0;
    let highest = Number.NEGATIVE_INFINITY;
    for (let attempt = 0; attempt < CLASS_TRIES; attempt++) {
      const ref = this.randomSmall();
      if (ref === 0 || ref === pinned || arena.sizeClassAt(ref) !== sizeClass) continue;
      const score = this.scoreOf(ref, nowMs);
      if (score <= highest) continue;
      best = ref;
      highest = score;
    }
    if (best === 0) return 0;
    const bytes = arena.cellBytes(best);
    this.drop(best);
    return bytes;
  }

  mayEvict(ref: number): boolean {
    return this.policy.of === 'all' || (this.policy.of === 'expiring' && this.table.entries.hasExpiry(ref));
  }

  private choose(nowMs: number): number {
    const { of, by } = this.policy;
    if (of === 'none' || (of === 'all' ? this.table.size : this.table.wheel.size) === 0) return 0;
    if (by === 'expiry') return this.table.wheel.soonest();
    if (by === 'random') return this.sample();
    let ref = 0;
    while (ref === 0) {
      for (let sample = 0; sample < SAMPLES; sample++) this.consider(this.sample(), nowMs);
      ref = this.takeBest();
    }
    return ref;
  }

  /** A random entry that may be evicted; there is one. */
  private sample(): number {
    const { arena, entries, index, size } = this.table;
    const largeShare = entries.usedBytes / (entries.usedBytes + arena.usedBytes);
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const isLarge = largeShare > 0 && this.fraction() < largeShare;
      const ref = isLarge ? entries.randomLarge(this.fraction) : this.randomSmall();
      if (ref !== 0 && this.mayEvict(ref)) return ref;
    }
    return this.policy.of === 'all' ? randomRef(index, size, this.fraction) : this.findExpiring();
  }

  /** What is at a random place in memory, if that is an entry that may be evicted; else 0. */
  private randomSmall(): number {
    const { arena, wheel } = this.table;
    const slabs = this.policy.of === 'all' ? arena.entrySlabs : wheel.slabs;
    const slab = slabs.pick(this.fraction);
    const ref = slab < 0 ? 0 : arena.randomCell(slab, this.fraction);
    return ref === 0 || arena.isFree(ref) || !this.mayEvict(ref) ? 0 : ref;
  }

  /** The first entry that expires behind a random place of a slab that has one: there is such a slab. */
  private findExpiring(): number {
    const { arena, entries, wheel } = this.table;
    const slab = wheel.slabs.pick(this.fraction);
    let ref = arena.randomCell(slab, this.fraction);
    // A free cell has no flags.
    while (!entries.hasExpiry(ref)) ref = arena.cellAt(slab, arena.endOf(ref)) || arena.cellAt(slab, 0);
    return ref;
  }

  /** Puts an entry into the pool if that has room or a worse one. */
  private consider(ref: number, nowMs: number): void {
    const { refs, words, scores } = this;
    const score = this.scoreOf(ref, nowMs);
    const isFull = this.candidates === POOL_SIZE;
    if (isFull && score <= (scores[0] as number)) return;
    for (let at = 0; at < this.candidates; at++) if (refs[at] === ref) return;
    // The worse ones keep their places, or where the worst one goes move into it.
    let at: number;
    if (isFull) {
      for (at = 0; at + 1 < POOL_SIZE && (scores[at + 1] as number) < score; at++) this.move(at + 1, at);
    } else {
      for (at = this.candidates++; at > 0 && (scores[at - 1] as number) > score; at--) this.move(at - 1, at);
    }
    refs[at] = ref;
    words[at] = this.table.entries.accessWord(ref);
    scores[at] = score;
  }

  private move(from: number, to: number): void {
    this.refs[to] = this.refs[from] as number;
    this.words[to] = this.words[from] as number;
    this.scores[to] = this.scores[from] as number;
  }

  /** Takes the candidate with the highest score that is still as it was; 0 if none is. */
  private takeBest(): number {
    const { arena, entries } = this.table;
    while (this.candidates > 0) {
      const best = --this.candidates;
      const ref = this.refs[best] as number;
      const isSame = arena.isLiveEntry(ref) && entries.accessWord(ref) === this.words[best];
      if (isSame && this.mayEvict(ref)) return ref;
    }
    return 0;
  }

  /** The higher the sooner it goes. */
  private scoreOf(ref: number, nowMs: number): number {
    const { entries } = this.table;
    switch (this.policy.by) {
      case 'idle':
        return entries.idleMs(ref, nowMs);
      case 'frequency':
        return entries.entryBytes(ref) / (this.density.densityOf(entries.accessWord(ref)) + Number.MIN_VALUE);
      case 'random':
        return this.fraction();
      case 'expiry':
        return -entries.expiresAtMs(ref);
    }
  }
}
