/**
 * Drops the keys of slots that this member no longer owns, in slices, so that a stale value can never come back.
 *
 * Invariant: a slot that comes back while its drop is pending is dropped before the new map is used.
 */
import { type ShardMap, SLOT_COUNT } from '../../shard/index.ts';
import type { Stats } from '../observe/stats.ts';
import type { Keyspace } from '../store/keyspace.ts';

/** Keys after which the event loop gets its turn. */
const SLICE_KEYS = 2000;

export class SlotCleaner {
  private readonly keyspace: Keyspace;
  private readonly stats: Stats;
  private readonly owned = new Uint8Array(SLOT_COUNT);
  private readonly pending = new Set<number>();
  private scheduled = false;

  constructor(keyspace: Keyspace, stats: Stats) {
    this.keyspace = keyspace;
    this.stats = stats;
  }

  /** Takes note of a new map, before anything is executed under it. */
  onMap(map: ShardMap, selfIndex: number): void {
    for (let slot = 0; slot < SLOT_COUNT; slot++) {
      const owned = selfIndex >= 0 && map.ownerOf(slot) === selfIndex ? 1 : 0;
      if (owned === this.owned[slot]) continue;
      this.owned[slot] = owned;
      if (owned === 0) this.pending.add(slot);
      else if (this.pending.delete(slot)) this.drop(slot, Number.POSITIVE_INFINITY);
    }
    this.schedule();
  }

  private schedule(): void {
    if (this.scheduled || this.pending.size === 0) return;
    this.scheduled = true;
    setImmediate(this.slice);
  }

  private readonly slice = (): void => {
    this.scheduled = false;
    let left = SLICE_KEYS;
    for (const slot of this.pending) {
      left -= this.drop(slot, left);
      if (left <= 0) break;
      this.pending.delete(slot);
    }
    this.schedule();
  };

  /** Drops `limit` keys of a slot at most; returns how many. */
  private drop(slot: number, limit: number): number {
    const dropped = this.keyspace.clearSlot(slot, limit);
    this.stats.keysDropped += dropped;
    return dropped;
  }
}
