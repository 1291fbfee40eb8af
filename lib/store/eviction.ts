/**
 * Which entry to evict: the best of a pool of 16 candidates to which each eviction adds some random ones, as Redis does it ("Using
 * Redis as an LRU cache", approximated LRU). Candidates are met as often as their cells are large. Except for the pool it
 * takes no memory: what it goes by is in the entries' access words.
 */

import type { Random } from '../base/random.ts';
import { SLAB_SHIFT } from './cell-reference.ts';
import type { EntryTable } from './entry-table.ts';
import type { EvictionPolicy } from './eviction-policy.ts';
import type { HitDensity } from './hit-density.ts';
import { randomRef } from './index-walk.ts';
import type { SlabSet } from './slab-set.ts';

const POOL_SIZE = 16;
/** Entries that are looked at for each eviction. */
const SAMPLES = 6;
/** Places in memory that are looked at for one candidate before it is searched for. */
const TRIES = 32;
/** How often SAMPLES places are looked at for one of a certain size. */
const CLASS_ROUNDS = 64;
const ANY_CLASS = -1;

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
  private readonly samples = new Int32Array(SAMPLES);

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

  /** Evicts a good entry whose cell is of this size class, `pinned` excepted; returns its bytes, 0 if it met none. */
  evictOfClass(sizeClass: number, pinned: number, nowMs: number): number {
    for (let round = 0; round < CLASS_ROUNDS; round++) {
      this.takeSamples(sizeClass);
      for (const ref of this.samples) if (ref !== 0) this.consider(ref, nowMs);
      const ref = this.takeBest(sizeClass, pinned) || this.bestSample(pinned, nowMs);
      if (ref === 0) continue;
      const bytes = this.table.arena.cellBytes(ref);
      this.drop(ref);
      return bytes;
    }
    return 0;
  }

  mayEvict(ref: number): boolean {
    return this.policy.of === 'all' || (this.policy.of === 'expiring' && this.table.entries.hasExpiry(ref));
  }

  private choose(nowMs: number): number {
    if (!this.hasAny) return 0;
    if (this.policy.by === 'expiry') return this.table.wheel.soonest();
    if (this.policy.by === 'random') return this.sample();
    let ref = 0;
    while (ref === 0) {
      this.addCandidates(nowMs);
      ref = this.takeBest(ANY_CLASS, 0);
    }
    return ref;
  }

  /** Whether there is an entry that may be evicted. */
  private get hasAny(): boolean {
    const { of } = this.policy;
    return of !== 'none' && (of === 'all' ? this.table.size : this.table.wheel.size) > 0;
  }

  private addCandidates(nowMs: number): void {
    // Those that expire may be few among others.
    const areSpread = this.policy.of === 'expiring';
    if (!areSpread) this.takeSamples(ANY_CLASS);
    for (const ref of this.samples) {
      if (areSpread) this.consider(this.sample(), nowMs);
      else if (ref !== 0) this.consider(ref, nowMs);
    }
    if (this.candidates === 0) this.consider(this.sample(), nowMs);
  }

  /**
   * Takes the cells from a random place on, as what lies side by side comes from main memory as one. A sample is 0 where there is no entry
   * that may be evicted.
   */
  private takeSamples(sizeClass: number): void {
    const { samples } = this;
    let ref = sizeClass === ANY_CLASS ? this.pick() : this.pickOfClass(sizeClass);
    for (let i = 0; i < SAMPLES; i++) {
      samples[i] = this.isToMeet(ref) ? ref : 0;
      if (ref !== 0) ref = this.nextCell(ref);
    }
  }

  /** A random entry that may be evicted; there is one. */
  private sample(): number {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const ref = this.pick();
      if (this.isToMeet(ref)) return ref;
    }
    const { index, size } = this.table;
    return this.policy.of === 'all' ? randomRef(index, size, this.fraction) : this.findExpiring();
  }

  /** A random place in memory where an entry may be; 0 if there is none. */
  private pick(): number {
    const { arena, entries } = this.table;
    const largeBytes = entries.usedBytes;
    const isLarge = largeBytes > 0 && this.fraction() < largeBytes / (largeBytes + arena.usedBytes);
    return isLarge ? entries.randomLarge(this.fraction) : this.pickSmall();
  }

  private pickSmall(): number {
    return this.pickIn(this.policy.of === 'all' ? this.table.arena.entrySlabs : this.table.wheel.slabs);
  }

  private pickOfClass(sizeClass: number): number {
    const { arena } = this.table;
    if (this.policy.of === 'all') return this.pickIn(arena.slabsOf[sizeClass] as SlabSet);
    const ref = this.pickSmall();
    return ref !== 0 && arena.sizeClassAt(ref) === sizeClass ? ref : 0;
  }

  private pickIn(slabs: Pick<SlabSet, 'pick'>): number {
    const slab = slabs.pick(this.fraction);
    return slab < 0 ? 0 : this.table.arena.randomCell(slab, this.fraction);
  }

  /** Whether an entry that may be evicted is at a place that was picked. */
  private isToMeet(ref: number): boolean {
    return ref !== 0 && !this.table.arena.isFree(ref) && this.mayEvict(ref);
  }

  /** The first entry that expires behind a random place of a slab that has one: there is such a slab. */
  private findExpiring(): number {
    const { arena, entries, wheel } = this.table;
    const slab = wheel.slabs.pick(this.fraction);
    let ref = arena.randomCell(slab, this.fraction);
    // A free cell has no flags.
    while (!entries.hasExpiry(ref)) ref = this.nextCell(ref);
    return ref;
  }

  /** The carved cell behind this one, or the first one of its slab. */
  private nextCell(ref: number): number {
    const { arena } = this.table;
    const slab = ref >>> SLAB_SHIFT;
    return arena.cellAt(slab, arena.endOf(ref)) || arena.cellAt(slab, 0);
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

  /** Takes the candidate of this class with the highest score that is still as it was, `pinned` excepted; 0 if none is. */
  private takeBest(sizeClass: number, pinned: number): number {
    const { arena, entries } = this.table;
    for (let at = this.candidates - 1; at >= 0; at--) {
      const ref = this.refs[at] as number;
      const isSame =
        arena.isLiveEntry(ref) && entries.accessWord(ref) === this.words[at] && this.mayEvict(ref);
      if (isSame && ((sizeClass !== ANY_CLASS && arena.sizeClassAt(ref) !== sizeClass) || ref === pinned))
        continue;
      this.candidates--;
      for (let i = at; i < this.candidates; i++) this.move(i + 1, i);
      if (isSame) return ref;
    }
    return 0;
  }

  /** The best of those that were just met, `pinned` excepted; 0 if there is none. */
  private bestSample(pinned: number, nowMs: number): number {
    let best = 0;
    let highest = Number.NEGATIVE_INFINITY;
    for (const ref of this.samples) {
      if (ref === 0 || ref === pinned) continue;
      const score = this.scoreOf(ref, nowMs);
      if (score <= highest) continue;
      best = ref;
      highest = score;
    }
    return best;
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
