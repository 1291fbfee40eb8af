/**
 * The memory limit of a keyspace. It counts all that the keyspace has touched: entries, index, free and idle memory, fixed
 * tables. Unless it was lowered, no command takes memory further above it than by one value; below 2 MB, with more sizes than slabs,
 * an `allkeys` policy evicts and then lets it pass by up to 1 MB rather than refuse. Two things keep it:
 *
 * - `makeRoom`, before a command that may add something, evicts until live memory and what comes stay 1/16 below the limit; that
 *   sixteenth (2 MB of it at most are for idle slabs) is free cells, so that what comes finds one. Where not every entry may be evicted
 *   it refuses what may find none: beyond 1/64 below the limit there has to be an idle slab.
 * - `reclaim`, before an entry is made for which there is neither a free cell of its size nor an idle slab, when memory is within
 *   1/32 of the limit, and no free cell up to half as large again: it evicts an entry of that size, and now and then empties a slab,
 *   into free cells elsewhere or by evicting. So growth of one size is paid for by the others. The last 1/32 is for the index.
 *
 * Values of more than 64 KB have memory of their own: others of them are evicted where one is made or lengthened. One of them may pass
 * the limit when small entries hold all of it, and no other one is let in until there is room again. Room for a value is evicted in parts:
 * what it took from the small ones goes in the background, and with the commands that follow.
 */

import type { Random } from '../base/random.ts';
import { SLAB_SHIFT } from './cell-reference.ts';
import { type CompactionBounds, Compactor, type Relocation } from './compactor.ts';
import { Entries, MAX_SPARE_BYTES } from './entries.ts';
import type { EntryTable } from './entry-table.ts';
import { Evictor } from './eviction.ts';
import { EVICTION_POLICIES, type EvictionPolicy, type EvictionPolicyName } from './eviction-policy.ts';
import { HitDensity } from './hit-density.ts';
import { NODE_CLASSES } from './index-nodes.ts';
import { LARGEST_INSTEAD, MAX_CELL_BYTES, SLAB_BYTES, sizeClassOf } from './size-classes.ts';
import type { SlabSet } from './slab-set.ts';

/** More than what a small entry takes beyond its key and value: header, rounding, a piece of the index. */
const ENTRY_OVERHEAD_BYTES = 512;
/** What the index may take anew beside its share. */
const NODE_BYTES = 1 << 18;
/** Bytes that `makeRoom` evicts for each that it makes room for, where more should go: the rest is for later calls. */
const EVICTED_PER_ADDED = 2;
/** Entries that one `relieve` or `squeeze` evicts at most. */
const MAX_EVICTIONS = 32;
/** Entries that one command evicts at most, and large ones: of those many may go for one that is larger still. */
const MAX_EVICTIONS_PER_CALL = 512;
const MAX_LARGE_EVICTIONS = 1024;
/** Calls of `makeRoom` in which the slack falls to 1/e, and the share of the limit that it may be. */
const SLACK_CALLS = 1 << 16;
const MAX_SLACK = 1 / 5;
/** Bytes that may be evicted for want of cells of one size, between two slabs that are emptied for it. */
const MAX_EVICTED_IN_PLACE = 2 * SLAB_BYTES;
/** Evictions between two attempts to empty a slab, where not every entry may be evicted. */
const EVICTIONS_PER_SLAB = 64;
/** The size class of the largest piece of the index. */
const LARGEST_NODE = Math.max(...NODE_CLASSES);

export class MemoryLimit implements Relocation, CompactionBounds {
  readonly compactor: Compactor;
  /** Keeps the access words of entries, if the policy goes by frequency. */
  readonly density: HitDensity | null;
  private readonly table: EntryTable;
  readonly limitBytes: number;
  private readonly policy: EvictionPolicy;
  private readonly evictor: Evictor;
  /** Live memory stays below this. */
  private readonly softBytes: number;
  /** Within this, entries may touch new memory. */
  readonly growthBytes: number;
  /** Within this, entries may take every idle slab, beyond it one is kept for the index. */
  private readonly tightBytes: number;
  private readonly onEvicted: () => void;
  private latestMs: number;
  /** Whether memory may be above the limit because that was lowered. */
  private isAboveLowered: boolean;
  private lackingClass = 0;
  /** What a large value needs for which `lacksRoom` was called last, 0 for a small one. */
  private lackingBytes = 0;
  /** Bytes evicted for want of cells of one size since a slab was emptied. */
  private evictedInPlace = 0;
  /** How far live memory stays below `softBytes`: grows with each slab that had to be emptied, and falls with time. */
  private slackBytes = 0;

  /** For `Relocation`. */
  spare = 0;

  /**
   * `limitBytes` 0 is no limit; `isLowered` if memory may be above it from before. `learned` is what the limit before this one had,
   * whose clock the entries' access words go by.
   */
  constructor(
    table: EntryTable,
    limitBytes: number,
    policy: EvictionPolicyName,
    nowMs: number,
    random: Random,
    learned: HitDensity | null,
    isLowered: boolean,
    onEvicted: () => void,
  ) {
    this.table = table;
    this.latestMs = nowMs;
    this.limitBytes = limitBytes === 0 ? Number.POSITIVE_INFINITY : limitBytes;
    this.policy = EVICTION_POLICIES[limitBytes === 0 ? 'noeviction' : policy];
    this.compactor = new Compactor(table);
    const density = learned ?? new HitDensity(random, Math.floor(nowMs / 1000));
    this.density = this.policy.by === 'frequency' ? density : null;
    this.evictor = new Evictor(table, this.policy, density, random);
    this.growthBytes = this.limitBytes - Math.floor(limitBytes / 32) - Math.min(limitBytes / 16, NODE_BYTES);
    this.tightBytes = (this.growthBytes + this.limitBytes) / 2;
    this.softBytes = this.growthBytes - Math.min(Math.floor(limitBytes / 32), 8 * SLAB_BYTES);
    this.isAboveLowered = isLowered && table.usedBytes > this.limitBytes;
    this.onEvicted = onEvicted;
    table.wheel.movesAtOnce = this.policy.by === 'expiry';
  }

  /** Whether memory is above the limit since that was lowered. */
  get isLowered(): boolean {
    this.isAboveLowered &&= this.table.usedBytes > this.limitBytes;
    return this.isAboveLowered;
  }

  /** Room for a command that adds about `bytes`; false if there is none and none can be made. */
  makeRoom(bytes: number, nowMs: number): boolean {
    this.latestMs = nowMs;
    const needed = bytes + ENTRY_OVERHEAD_BYTES;
    if (this.table.usedBytes + needed <= this.growthBytes) {
      this.isAboveLowered = false;
      return true;
    }
    this.slackBytes -= this.slackBytes / SLACK_CALLS;
    const liveBytes = this.softBytes - this.slackBytes - needed;
    if (liveBytes < this.table.index.usedBytes) return false;
    if (bytes > MAX_CELL_BYTES) return this.makeRoomForLarge(needed, liveBytes, nowMs);
    if (!this.evictDownTo(liveBytes, EVICTED_PER_ADDED * bytes, nowMs)) return false;
    if (this.policy.of !== 'all')
      return this.table.usedBytes + needed <= this.tightBytes || this.makeIdleSlab(needed, nowMs);
    if (this.isTight && !this.compactor.isRelieving) {
      if (this.table.arena.idleSlabs === 0 && !this.isLowered) this.compactor.emptySlab(LARGEST_NODE, this);
      this.reserveForIndex();
    }
    return true;
  }

  /**
   * A part of what is to be evicted where a limit was lowered, or a value has passed it; false if that is nothing, or nothing may be. To
   * be called in the background.
   */
  relieve(nowMs: number): boolean {
    if (this.table.usedBytes <= this.limitBytes || this.table.liveBytes <= this.softBytes) return false;
    return this.evictSome(nowMs);
  }

  /**
   * The same where that was not enough for a lowered limit, as slabs in use hold what is free: to be called when there is nothing to
   * compact, which then has more to do.
   */
  squeeze(nowMs: number): boolean {
    const { usedBytes, arena } = this.table;
    return this.isLowered && usedBytes - arena.idleBytes > this.limitBytes && this.evictSome(nowMs);
  }

  private evictSome(nowMs: number): boolean {
    for (let left = MAX_EVICTIONS; left > 0; left--) if (this.evictOne(nowMs) === 0) return false;
    return true;
  }

  /** Whether an entry of these lengths and flags would need memory that is not to be touched, so that `reclaim` has to come first. */
  lacksRoom(keyLength: number, valueLength: number, flags: number): boolean {
    if (this.limitBytes === Number.POSITIVE_INFINITY) return false;
    const { table } = this;
    table.entries.leastClass = 0;
    const bytes = Entries.cellBytesFor(keyLength, valueLength, flags);
    this.lackingBytes = 0;
    if (bytes === 0) {
      // A value that grows gets spare room beside what the command brings.
      const needed = keyLength + valueLength + Math.min(valueLength, MAX_SPARE_BYTES) + ENTRY_OVERHEAD_BYTES;
      if (table.usedBytes + needed > this.limitBytes) this.lackingBytes = needed;
      return this.lackingBytes > 0;
    }
    if (table.usedBytes + bytes <= this.growthBytes || this.compactor.isRelieving) return false;
    this.lackingClass = sizeClassOf(bytes);
    const { arena } = table;
    if (arena.preferTouched(this.lackingClass)) return false;
    const kept = this.isTight && this.policy.of === 'all' ? 1 : 0;
    if (arena.idleSlabs > kept && arena.openIdle(this.lackingClass)) return false;
    const largest = LARGEST_INSTEAD[this.lackingClass] as number;
    for (let larger = this.lackingClass + 1; larger <= largest; larger++) {
      if (!arena.preferTouched(larger)) continue;
      table.entries.leastClass = larger;
      return false;
    }
    return true;
  }

  /**
   * Finds room for an entry that `lacksRoom` was last called for: evicts one of its size, or empties a slab, if there is one that can be,
   * and gives it to the size class; for a large one, evicts large ones. `pinned` is an entry that the caller holds, or 0; returns its
   * reference, which may have changed. All other references become invalid.
   */
  reclaim(pinned: number): number {
    const { table } = this;
    if (this.lackingBytes > 0) {
      this.evictLarge(this.lackingBytes, pinned);
      return pinned;
    }
    if (this.evictInPlace(pinned)) return pinned;
    table.pinned = pinned;
    if (this.emptySlab(this.lackingClass)) table.arena.openIdle(this.lackingClass);
    const ref = table.pinned;
    table.pinned = 0;
    return ref;
  }

  /**
   * Whether the entry that `lacksRoom` was last called for, and then `reclaim`, may be made: it finds room, or may pass the limit.
   * `freedBytes` is what goes when it is there.
   */
  mayAdd(freedBytes: number): boolean {
    if (this.table.usedBytes - freedBytes <= this.limitBytes || this.isLowered) return true;
    return this.lackingBytes === 0 && this.table.arena.preferTouched(this.lackingClass);
  }

  /**
   * Evicts an entry of the size class that lacks room, which costs less than all that is in a slab; false if that did not help, or
   * if it was done so often that the size has proved to need another slab.
   */
  private evictInPlace(pinned: number): boolean {
    const { arena } = this.table;
    if (this.evictedInPlace < MAX_EVICTED_IN_PLACE) {
      const bytes = this.evictor.evictOfClass(this.lackingClass, pinned, this.latestMs);
      if (bytes > 0) this.onEvicted();
      // The more slabs are of this size already, the less it gains by another one.
      const share = (arena.slabsOf[this.lackingClass] as SlabSet).size / arena.entrySlabs.size;
      this.evictedInPlace += bytes * (1 - share);
      if (bytes > 0 && arena.preferTouched(this.lackingClass)) return true;
    }
    this.evictedInPlace = 0;
    return false;
  }

  /** Sees to it that the index finds touched memory for its next nodes; false if there is too little that is idle. */
  private reserveForIndex(): boolean {
    const { arena } = this.table;
    for (const nodeClass of NODE_CLASSES) {
      const isInUse = (arena.slabsOf[nodeClass] as SlabSet).size > 0;
      if (isInUse && !arena.preferTouched(nodeClass) && !arena.openIdle(nodeClass)) return false;
    }
    return true;
  }

  private get isTight(): boolean {
    return this.table.usedBytes > this.tightBytes;
  }

  /**
   * Sees to it that index and an entry of `bytes` find touched memory, whatever sizes they need: empties a slab, and evicts until one can
   * be; false if that does not come about.
   */
  private makeIdleSlab(bytes: number, nowMs: number): boolean {
    const sizeClass = sizeClassOf(Math.min(bytes, MAX_CELL_BYTES));
    for (let left = MAX_EVICTIONS_PER_CALL; left > 0; left--) {
      if (left % EVICTIONS_PER_SLAB === 0) {
        if (this.isReadyFor(sizeClass)) return true;
        if (this.emptySlab(sizeClass) && this.isReadyFor(sizeClass)) return true;
      }
      if (this.evictOne(nowMs) === 0) return false;
    }
    return false;
  }

  /** Empties a slab that can give a cell of the class; then more is kept free, so that it does not come to that with each entry. */
  private emptySlab(sizeClass: number): boolean {
    this.slackBytes = Math.min(this.slackBytes + SLAB_BYTES, this.limitBytes * MAX_SLACK);
    return this.compactor.emptySlab(sizeClass, this);
  }

  private isReadyFor(sizeClass: number): boolean {
    return this.reserveForIndex() && this.table.arena.hasIdle(sizeClass);
  }

  mayLose(slab: number): number {
    const { arena, pinned, wheel } = this.table;
    if (this.policy.of === 'none') return 0;
    const some = this.policy.of === 'all' ? arena.liveIn(slab) : wheel.slabs.countIn(slab);
    const isPinned = pinned !== 0 && pinned >>> SLAB_SHIFT === slab && this.evictor.mayEvict(pinned);
    return isPinned ? some - 1 : some;
  }

  /** Evicts until live memory is down to `bytes`, or by `mostBytes` at least; false if nothing is left that may be evicted. */
  private evictDownTo(bytes: number, mostBytes: number, nowMs: number): boolean {
    let left = Math.min(this.table.liveBytes - bytes, mostBytes);
    for (let calls = MAX_EVICTIONS_PER_CALL; left > 0 && calls > 0; calls--) {
      const evicted = this.evictOne(nowMs);
      if (evicted === 0) return false;
      left -= evicted;
    }
    return true;
  }

  /** Bytes of the entry that it evicted, 0 if there is none that may be. */
  private evictOne(nowMs: number): number {
    const bytes = this.evictor.evict(nowMs);
    if (bytes > 0) this.onEvicted();
    return bytes;
  }

  /** Large ones go first, as what small ones have touched is not given back soon: they owe the rest of what comes. */
  private makeRoomForLarge(needed: number, liveBytes: number, nowMs: number): boolean {
    this.evictLarge(needed, 0);
    const { table } = this;
    return this.evictDownTo(liveBytes, needed, nowMs) && table.usedBytes <= this.limitBytes;
  }

  /** Evicts large entries until `needed` bytes fit or none is found, `pinned` excepted. */
  private evictLarge(needed: number, pinned: number): void {
    for (
      let left = MAX_LARGE_EVICTIONS;
      left > 0 && this.table.usedBytes + needed > this.limitBytes;
      left--
    ) {
      if (!this.evictor.evictLarge(pinned)) return;
      this.onEvicted();
    }
  }

  readonly relocate = (ref: number): void => {
    const { table } = this;
    const mayGo = ref !== table.pinned && this.evictor.mayEvict(ref);
    if (mayGo && this.spare === 0) {
      this.evictor.drop(ref);
      this.onEvicted();
      return;
    }
    if (mayGo) this.spare--;
    table.moveCell(ref, this.classWithRoom(table.arena.sizeClassAt(ref)));
  };

  /** The size class, or one that may stand in for it, that has a touched cell: `Compactor` has seen that there is one. */
  private classWithRoom(sizeClass: number): number {
    const largest = LARGEST_INSTEAD[sizeClass] as number;
    for (let some = sizeClass; some <= largest; some++) if (this.table.arena.preferTouched(some)) return some;
    return sizeClass;
  }
}
