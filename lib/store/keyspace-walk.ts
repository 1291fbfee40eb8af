/** Ways through a keyspace: all of it a part at a time, one hash slot, or one key at random. */

import type { EntryImage } from './entry-image.ts';
import { HiddenSlots } from './hidden-slots.ts';
import { collectPage, randomRefOfSlot, scanIndex, scanIndexSlot, visitRefs } from './index-walk.ts';
import { type EntryRef, KeyspaceBase, NO_ENTRY } from './keyspace-base.ts';
import { slotDigest } from './slot-digest.ts';

export class WalkableKeyspace extends KeyspaceBase {
  private readonly hidden = new HiddenSlots();

  /**
   * Hides a slot from `scan`, `randomEntry`, `visibleSize` and `visibleExpiringSize`, or shows it again: its keys are held for another
   * member. All that names a key or a slot finds them as before.
   */
  setHidden(slot: number, hidden: boolean): void {
    this.hidden.set(slot, hidden);
  }

  isHidden(slot: number): boolean {
    return this.hidden.has(slot);
  }

  /** `size` without the keys of hidden slots. Takes some 10 us if there are any. */
  get visibleSize(): number {
    return this.size - this.hidden.keysIn(this.table.index.counts);
  }

  /** About how many of them have an expiry time: their part of `expiringSize`, as if they were like the others. */
  get visibleExpiringSize(): number {
    return this.size === 0 ? 0 : Math.round(this.expiringSize * (this.visibleSize / this.size));
  }

  /**
   * A random visible key's entry; NO_ENTRY if there is none. `random` gives numbers in [0, 1). Keys in the denser pages of
   * their slot are less likely than others, by a small factor. Keys whose time has run out that it meets are deleted.
   */
  randomEntry(random: () => number, nowMs: number): EntryRef {
    this.latestMs = nowMs;
    const { entries, index } = this.table;
    for (let left = this.visibleSize; left > 0; left--) {
      const slot = this.hidden.slotOfRank(index.counts, Math.floor(random() * left));
      const ref = randomRefOfSlot(index, slot, random);
      if (!entries.isExpired(ref, nowMs)) return ref;
      this.expire(ref);
    }
    return NO_ENTRY;
  }

  /**
   * Visits about `count` entries from `cursor` (0 to begin) and returns where to go on, 0 at the end. A cursor is below
   * 2^32. Every key that is there from the first call to the last is visited at least once, whatever changes meanwhile.
   * `visit` must not change the keyspace. Keys whose time has run out, and those of hidden slots,
   * are not visited.
   */
  scan(cursor: number, count: number, nowMs: number, visit: (ref: EntryRef) => void): number {
    return scanIndex(this.table.index, this.hidden, cursor, count, (ref) => {
      if (!this.table.entries.isExpired(ref, nowMs)) visit(ref);
    });
  }

  /**
   * The next entries of one hash slot, hidden or not: `refs` has those of a page of the index then, and nothing else, perhaps none. Returns where to
   * go on, 0 at the end; such cursors are of no use to `scan`. What `scan` says of keys that are there throughout holds here too.
   */
  scanSlot(slot: number, cursor: number, nowMs: number, refs: EntryRef[]): number {
    const { entries, index, wheel } = this.table;
    refs.length = 0;
    const next = collectPage(index, slot, cursor, refs);
    if (wheel.size === 0) return next;
    let kept = 0;
    for (const ref of refs) if (!entries.isExpired(ref, nowMs)) refs[kept++] = ref;
    refs.length = kept;
    return next;
  }

  /** Number of keys in a hash slot. */
  slotSize(slot: number): number {
    return this.table.index.counts.of(slot);
  }

  /** The next slot that gets its first key gets about `keys`, if it is this one: they are put there faster. */
  expectKeys(slot: number, keys: number): void {
    this.table.index.expect(slot, keys);
  }

  /** Visits the keys of a hash slot until `visit` returns false; it must not change the keyspace. */
  visitSlot(slot: number, nowMs: number, visit: (ref: EntryRef) => boolean): void {
    visitRefs(this.table.index, slot, (ref) => this.table.entries.isExpired(ref, nowMs) || visit(ref));
  }

  /** Deletes keys of a slot, all of them or `limit` at most; returns how many. */
  clearSlot(slot: number, limit: number = Number.POSITIVE_INFINITY): number {
    return this.table.removeSlot(slot, limit);
  }

  /**
   * Deletes keys of a slot for which `keep` is false, without tombstones, from `cursor` (0 to begin) until soon after `goesOn`, asked for
   * each key, was false; returns where to go on, 0 at the end.
   */
  sweepSlot(slot: number, cursor: number, keep: (ref: EntryRef) => boolean, goesOn: () => boolean): number {
    const refs: EntryRef[] = [];
    const next = scanIndexSlot(this.table.index, slot, cursor, (ref) => {
      if (!keep(ref)) refs.push(ref);
      return goesOn();
    });
    for (const ref of refs) this.table.remove(ref);
    return next;
  }

  /**
   * An integer below 2^53 that is the same wherever the same keys with the same versions are in the slot, those aside whose time has run
   * out; 0 if there are none. Works it out, in some 100 ns a key.
   */
  digestOf(slot: number, nowMs: number): number {
    return slotDigest(this.table, slot, nowMs);
  }

  /** Tells all of an entry. */
  read(ref: EntryRef, image: EntryImage): void {
    image.read(this.table.arena, this.table.entries, ref);
  }

  /** Visits the deletions that are remembered of a slot; `[start, end)` of `buf`, the key, holds during the call only. */
  visitTombstones(
    slot: number,
    visit: (buf: Buffer, start: number, end: number, version: number) => void,
  ): void {
    this.tombstones.visit(slot, visit);
  }
}
