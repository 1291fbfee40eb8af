/**
 * The memory limit of a keyspace. It counts all that the keyspace has touched: entries, index, free and idle memory, fixed
 * tables. Two things keep it:
 *
 * - `makeRoom`, before a command that may add something, evicts until live memory and what comes stay 1/16 below the limit; that
 *   sixteenth (2 MB of it at most are for idle slabs) is free cells, so that what comes finds one.
 * - `reclaim`, before an entry is made for which there is neither a free cell of its size nor an idle slab, when memory is within
 *   1/32 of the limit, and no free cell up to half as large again: it evicts an entry of that size, and now and then empties a slab,
 *   into free cells elsewhere or by evicting. So growth of one size is paid for by the others. The last 1/32 is for the index.
 *
 * Values of more than 64 KB have memory of their own: others of them are evicted where one is made or lengthened. One of them may pass the limit when small entries hold all of it, and the next is
 * refused until there is room again.
 */

import type { Random } from '../base/random.ts';
import { Compactor } from './compactor.ts';
import { Entries, MAX_SPARE_BYTES } from './entries.ts';
import type { EntryTable } from './entry-table.ts';
import { Evictor } from './eviction.ts';
import { EVICTION_POLICIES, type EvictionPolicy, type EvictionPolicyName } from './eviction-policy.ts';
import { HitDensity } from './hit-density.ts';
import { NODE_CLASSES } from './index-nodes.ts';
import { CELL_BYTES, FIRST_NODE_CLASS, MAX_CELL_BYTES, SLAB_BYTES, sizeClassOf } from './size-classes.ts';

/** More than what a small entry takes beyond its key and value: header, rounding, a piece of the index. */
const ENTRY_OVERHEAD_BYTES = 512;
/** What the index may take anew beside its share. */
const NODE_BYTES = 1 << 18;
/** Bytes that `makeRoom` evicts for each that it makes room for, where more should go: the rest is for later calls. */
const EVICTED_PER_ADDED = 2;
/** Entries that one `relieve` or `squeeze` evicts at most. */
const MAX_EVICTIONS = 32;
/** Entries or large ones that are evicted for one value at most, where they may not be enough. */
const MAX_ATTEMPTS = 1024;
/** How much larger than needed a cell may be when those of the right size are used up. */
const MAX_CELL_EXCESS = 1.5;
/** Calls of `makeRoom` in which the slack falls to 1/e, and the share of the limit that it may be. */
const SLACK_CALLS = 1 << 16;
const MAX_SLACK = 1 / 5;
/** Bytes that may be evicted for want of cells of one size, between two slabs that are emptied for it. */
const MAX_EVICTED_IN_PLACE = 2 * SLAB_BYTES;
/** Evictions between two attempts to empty a slab, where not every entry may be evicted. */
const EVICTIONS_PER_SLAB = 64;
const ENTRIES_JUDGED_BY = 16;

export class MemoryLimit {
  readonly compactor: Compactor;
  /** Keeps the access words of entries, if the policy goes by frequency. */
  readonly density: HitDensity | null;
  private readonly table: EntryTable;
  private readonly limitBytes: number;
  private readonly policy: EvictionPolicy;
  private readonly evictor: Evictor;
  /** Live memory stays below this. */
  private readonly softBytes: number;
  /** Within this, entries may touch new memory. */
  private readonly growthBytes: number;
  /** Within this, entries may take every idle slab, beyond it one is kept for the index. */
  private readonly tightBytes: number;
  private readonly onEvicted: () => void;
  private latestMs: number;
  private lackingClass = 0;
  /** What a large value needs for which `lacksRoom` was called last, 0 for a small one. */
  private lackingBytes = 0;
  /** Bytes evicted for want of cells of one size since a slab was emptied. */
  private evictedInPlace = 0;
  /** How far live memory stays below `softBytes`: grows with each slab that had to be emptied, and falls with time. */
  private slackBytes = 0;

  /** `limitBytes` 0 is no limit. `learned` is what the limit before this one had, whose clock the entries' access words go by. */
  constructor(
    table: EntryTable,
    limitBytes: number,
    policy: EvictionPolicyName,
    nowMs: number,
    random: Random,
    learned: HitDensity | null,
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
    this.onEvicted = onEvicted;
  }

  /** Room for a command that adds about `bytes`; false if there is none and none can be made. */
  makeRoom(bytes: number, nowMs: number): boolean {
    this.latestMs = nowMs;
    const needed = bytes + ENTRY_OVERHEAD_BYTES;
    if (this.table.usedBytes + needed <= this.growthBytes) return true;
    this.slackBytes -= this.slackBytes / SLACK_CALLS;
    if (!this.evictDownTo(this.softBytes - this.slackBytes - needed, EVICTED_PER_ADDED * bytes, nowMs)) {
      return false;
    }
    if (bytes > MAX_CELL_BYTES) return this.makeRoomForLarge(needed);
    if (this.isTight && !this.compactor.isRelieving) this.reserveForIndex();
    if (this.policy.of === 'all') return true;
    return this.table.usedBytes + needed <= this.tightBytes || this.makeIdleSlab(nowMs);
  }

  /**
   * A part of what is to be evicted where a limit was lowered; false if that is nothing, or nothing may be. To be called in the
   * background.
   */
  relieve(nowMs: number): boolean {
    if (this.table.usedBytes <= this.limitBytes || this.table.liveBytes <= this.softBytes) return false;
    return this.evictSome(nowMs);
  }

  /**
   * The same where that was not enough, as slabs in use hold what is free: to be called when there is nothing to compact, which then
   * has more to do.
   */
  squeeze(nowMs: number): boolean {
    const { usedBytes, arena } = this.table;
    return usedBytes - arena.idleBytes > this.limitBytes && this.evictSome(nowMs);
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
    const mostBytes = bytes * MAX_CELL_EXCESS;
    for (let larger = this.lackingClass + 1; (CELL_BYTES[larger] as number) <= mostBytes; larger++) {
      if (larger === FIRST_NODE_CLASS) break;
      if (!arena.preferTouched(larger)) continue;
      table.entries.leastClass = larger;
      return false;
    }
    return true;
  }

  /**
   * Finds room for an entry of the size class that `lacksRoom` was last called for: evicts one of that size, or empties a slab, if
   * there is one that can be, and gives it to the class. `pinned` is an entry that the caller holds, or 0; returns its reference, which
   * may have changed. All other references become invalid.
   */
  reclaim(pinned: number): number {
    const { table } = this;
    if (this.lackingBytes > 0) {
      this.evictLarge(this.lackingBytes, pinned);
      return pinned;
    }
    if (this.evictInPlace(pinned)) return pinned;
    this.slackBytes = Math.min(this.slackBytes + SLAB_BYTES, this.limitBytes * MAX_SLACK);
    table.pinned = pinned;
    if (this.emptySlab()) table.arena.openIdle(this.lackingClass);
    const ref = table.pinned;
    table.pinned = 0;
    return ref;
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
      const share = (arena.slabsOf[this.lackingClass] as number) / arena.entrySlabCount;
      this.evictedInPlace += bytes * (1 - share);
      if (bytes > 0 && arena.preferTouched(this.lackingClass)) return true;
    }
    this.evictedInPlace = 0;
    return false;
  }

  private emptySlab(): boolean {
    return this.compactor.emptySlab(this.canLose, this.relocate);
  }

  /** Sees to it that the index finds touched memory for its next nodes. */
  private reserveForIndex(): void {
    const { arena, size, wheel } = this.table;
    const isLowered = this.table.usedBytes > this.limitBytes;
    // Where few entries may be evicted there is hardly a slab that can be emptied, and looking for one takes time.
    const canEmpty = this.policy.of === 'all' || (this.policy.of === 'expiring' && 2 * wheel.size > size);
    if (arena.idleSlabs === 0 && canEmpty && !isLowered) this.emptySlab();
    for (const nodeClass of NODE_CLASSES) {
      const isInUse = (arena.slabsOf[nodeClass] as number) > 0;
      if (isInUse && !arena.preferTouched(nodeClass)) arena.openIdle(nodeClass);
    }
  }

  private get isTight(): boolean {
    return this.table.usedBytes > this.tightBytes;
  }

  /** Evicts, if it has to, until a slab can be emptied without touching new memory; false if that does not come about. */
  private makeIdleSlab(nowMs: number): boolean {
    for (let left = MAX_ATTEMPTS; left > 0; left--) {
      if (this.table.arena.idleSlabs > 0) return true;
      if (left % EVICTIONS_PER_SLAB === 0 && this.emptySlab()) return true;
      if (this.evictOne(nowMs) === 0) return false;
    }
    return false;
  }

  /** Whether what does not find room elsewhere when a slab is emptied may be evicted, judged by its first entries. */
  private readonly canLose = (slab: number): boolean => {
    if (this.policy.of !== 'expiring') return this.policy.of === 'all';
    const { arena } = this.table;
    let ref = arena.cellAt(slab, 0);
    for (let left = ENTRIES_JUDGED_BY; left > 0 && ref !== 0; left--) {
      if (!arena.isFree(ref) && !this.evictor.mayEvict(ref)) return false;
      ref = arena.cellAt(slab, arena.endOf(ref));
    }
    return true;
  };

  /** Evicts until live memory is down to `bytes`, or by `mostBytes` at least; false if nothing is left that may be evicted. */
  private evictDownTo(bytes: number, mostBytes: number, nowMs: number): boolean {
    if (bytes < this.table.index.usedBytes) return false;
    let left = Math.min(this.table.liveBytes - bytes, mostBytes);
    while (left > 0) {
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

  private makeRoomForLarge(needed: number): boolean {
    this.evictLarge(needed, 0);
    return this.table.usedBytes <= this.limitBytes;
  }

  /** Evicts large entries until `needed` bytes fit or none is found, `pinned` excepted. */
  private evictLarge(needed: number, pinned: number): void {
    for (let left = MAX_ATTEMPTS; left > 0 && this.table.usedBytes + needed > this.limitBytes; left--) {
      if (!this.evictor.evictLarge(pinned)) return;
      this.onEvicted();
    }
  }

  private readonly relocate = (ref: number): void => {
    const { table } = this;
    const { arena } = table;
    const isMoved = ref === table.pinned || arena.preferTouched(arena.sizeClassAt(ref));
    if (isMoved || !this.evictor.mayEvict(ref)) table.moveCell(ref);
    else {
      this.evictor.drop(ref);
      this.onEvicted();
    }
  };
}
