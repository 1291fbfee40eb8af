/**
 * Tombstones: the versions of deletions, by key, so that an older write that comes later does not undo them. They are remembered for a
 * time; where they are too many, those go first whose time is over first.
 *
 * They are entries without a value in a table of their own, outside the heap as the others. Under a memory limit a part of that is theirs
 * in any case, and counts as used; beyond, they take what the limit has room for, up to their share.
 */

import type { KeyedHash } from '../base/keyed-hash.ts';
import { Compactor, NO_BOUNDS } from './compactor.ts';
import { NO_VERSION } from './entries.ts';
import { EntryTable } from './entry-table.ts';
import { visitRefs } from './index-walk.ts';
import type { Segments } from './segments.ts';

/** Bytes that their cells and keys take at most, and the share of a memory limit if that is less. */
const MAX_BYTES = 1 << 26;
const LIMIT_SHARE = 1 / 16;
/** Of what they take at most under a memory limit, the part that they have in any case. */
const RESERVED_SHARE = 1 / 4;
const DEFAULT_LIFE_MS = 3_600_000;
/** Room that is left when they take no more: their index may grow while those that come take the cells of others. */
const KEPT_BYTES = 1 << 16;
/** More than what one takes beyond its key: header, rounding, a piece of the index. */
const OVERHEAD_BYTES = 128;
/** How many go at most when one comes, and one more for so many bytes of its: that is less than any takes. */
const MAX_REMOVED = 32;
const LEAST_BYTES = 32;

/** `view` covers `buf` everywhere. */
export class Tombstones {
  /** How long new ones are kept. */
  lifeMs = DEFAULT_LIFE_MS;

  private readonly keyHash: KeyedHash;
  private readonly segments: Segments;
  private table: EntryTable | null = null;
  private compactor: Compactor | null = null;
  private maxBytes = MAX_BYTES;
  private reservedBytes = 0;

  constructor(keyHash: KeyedHash, segments: Segments) {
    this.keyHash = keyHash;
    this.segments = segments;
  }

  /** All memory that they take, what is reserved for them included. */
  get usedBytes(): number {
    const { table } = this;
    return table === null ? 0 : table.index.usedBytes + Math.max(heldBytes(table), this.reservedBytes);
  }

  /** Makes the table, so that it counts before the first one comes. */
  begin(): void {
    this.table ??= this.newTable();
  }

  /** The memory limit of the keyspace, 0 for none. What is above their share of it goes in the background, and a part with each that comes. */
  setLimit(limitBytes: number): void {
    this.maxBytes = limitBytes === 0 ? MAX_BYTES : Math.min(MAX_BYTES, limitBytes * LIMIT_SHARE);
    this.reservedBytes = limitBytes === 0 ? 0 : Math.floor(this.maxBytes * RESERVED_SHARE);
  }

  /** The version of the key's deletion; NO_VERSION if none is remembered. */
  versionOf(buf: Buffer, view: DataView, start: number, end: number): number {
    if (this.table === null || this.table.size === 0) return NO_VERSION;
    const ref = this.table.lookUp(buf, view, start, end);
    return ref === 0 ? NO_VERSION : this.table.entries.versionOf(ref);
  }

  /** The same for a key that `table` has just not found. */
  versionOfMissed(table: EntryTable, view: DataView, start: number, end: number): number {
    if (this.table === null || this.table.size === 0) return NO_VERSION;
    const ref = this.table.lookUpMissed(table, view, start, end);
    return ref === 0 ? NO_VERSION : this.table.entries.versionOf(ref);
  }

  /**
   * Remembers a deletion, or that it was at a higher version than another one; `roomBytes` is how far memory may grow beyond
   * `usedBytes`. None of a key that would take all the room.
   */
  put(
    buf: Buffer,
    view: DataView,
    start: number,
    end: number,
    version: number,
    nowMs: number,
    roomBytes: number,
  ): void {
    const bytes = end - start + OVERHEAD_BYTES;
    if (bytes > this.maxBytes) return;
    this.table ??= this.newTable();
    const { table, reservedBytes } = this;
    const most = Math.max(reservedBytes, heldBytes(table)) + roomBytes - KEPT_BYTES;
    // No more than this command answers for: where the limit was lowered there may be very many.
    const toRemove = MAX_REMOVED + Math.ceil(bytes / LEAST_BYTES);
    this.shrink(table, bytes, toRemove, Math.min(Math.max(reservedBytes, most), this.maxBytes));
    const { entries } = table;
    const old = table.lookUp(buf, view, start, end);
    if (old !== 0 && entries.versionOf(old) >= version) return;
    const ref = table.put(old, buf, view, start, end, 0, nowMs + this.lifeMs, nowMs);
    entries.setVersion(ref, version);
  }

  /** Visits those of a slot: the key is `[start, end)` of `buf`, which holds during the call only. `visit` must change nothing. */
  visit(slot: number, visit: (buf: Buffer, start: number, end: number, version: number) => void): void {
    if (this.table === null) return;
    const { entries, index } = this.table;
    visitRefs(index, slot, (ref) => {
      const start = entries.payloadAt(ref);
      visit(entries.payload(ref), start, start + entries.keyLength(ref), entries.versionOf(ref));
      return true;
    });
  }

  /** Forgets those whose time is over, and those above their share, until about `deadlineMs` by `clock`; whether none is left. */
  expire(nowMs: number, deadlineMs: number, clock: () => number): boolean {
    const { table } = this;
    if (table === null) return true;
    if (!table.wheel.drain(nowMs, deadlineMs, clock, (ref) => table.remove(ref))) return false;
    while (this.shrink(table, 0, MAX_REMOVED, this.maxBytes)) if (clock() >= deadlineMs) return false;
    return true;
  }

  /** `compact`, if they take more than their share. */
  relieve(cells: number): boolean {
    return this.usedBytes > this.maxBytes && this.compact(cells);
  }

  /** Looks at up to `cells` cells to get memory back; false if there is nothing to do. */
  compact(cells: number): boolean {
    return this.compactor?.compact(cells, NO_BOUNDS) ?? false;
  }

  /** Forgets all, after their segments were released. */
  clear(): void {
    this.table = null;
    this.compactor = null;
  }

  /** Throws an Error if an invariant does not hold. */
  check(): void {
    const { table } = this;
    if (table === null) return;
    table.check();
    if (table.wheel.size !== table.size) throw new Error('store: a tombstone does not expire');
  }

  private newTable(): EntryTable {
    const table = new EntryTable(this.keyHash, this.segments);
    table.versioned = true;
    this.compactor = new Compactor(table);
    return table;
  }

  /** Forgets up to `most` to make room for `bytes` within `maxBytes`; whether there is more to forget. */
  private shrink(table: EntryTable, bytes: number, most: number, maxBytes: number): boolean {
    const { arena, entries, wheel } = table;
    if (heldBytes(table) + bytes <= maxBytes) return false;
    for (let left = most; arena.liveBytes + entries.usedBytes + bytes > maxBytes; left--) {
      if (left === 0) return true;
      const ref = wheel.soonest();
      if (ref === 0) return false;
      table.remove(ref);
    }
    return false;
  }
}

/** What their cells and large keys take, free ones included. */
function heldBytes({ arena, entries }: EntryTable): number {
  return arena.usedBytes + entries.usedBytes;
}
