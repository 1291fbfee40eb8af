/** Ways through a keyspace: all of it a part at a time, one hash slot, or one key at random. */

import { randomRef, scanIndex, visitRefs } from './index-walk.ts';
import { type EntryRef, KeyspaceBase, NO_ENTRY } from './keyspace-base.ts';

export class WalkableKeyspace extends KeyspaceBase {
  /**
   * A random key's entry; NO_ENTRY if there is none. `random` gives numbers in [0, 1). Keys in the denser pages of
   * their slot are less likely than others, by a small factor. Keys whose time has run out that it meets are deleted.
   */
  randomEntry(random: () => number, nowMs: number): EntryRef {
    this.latestMs = nowMs;
    while (this.table.size > 0) {
      const ref = randomRef(this.table.index, this.table.size, random);
      if (!this.table.entries.isExpired(ref, nowMs)) return ref;
      this.expire(ref);
    }
    return NO_ENTRY;
  }

  /**
   * Visits about `count` entries from `cursor` (0 to begin) and returns where to go on, 0 at the end. A cursor is below
   * 2^32. Every key that is there from the first call to the last is visited at least once, whatever changes meanwhile.
   * `visit` must not change the keyspace. Keys whose time has run out are not visited.
   */
  scan(cursor: number, count: number, nowMs: number, visit: (ref: EntryRef) => void): number {
    return scanIndex(this.table.index, cursor, count, (ref) => {
      if (!this.table.entries.isExpired(ref, nowMs)) visit(ref);
    });
  }

  /** Number of keys in a hash slot. */
  slotSize(slot: number): number {
    return this.table.index.counts.of(slot);
  }

  /** Visits the keys of a hash slot until `visit` returns false; it must not change the keyspace. */
  visitSlot(slot: number, nowMs: number, visit: (ref: EntryRef) => boolean): void {
    visitRefs(this.table.index, slot, (ref) => this.table.entries.isExpired(ref, nowMs) || visit(ref));
  }

  /** Deletes keys of a slot, all of them or `limit` at most; returns how many. */
  clearSlot(slot: number, limit: number = Number.POSITIVE_INFINITY): number {
    return this.table.removeSlot(slot, limit);
  }
}
