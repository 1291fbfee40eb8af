/**
 * Drops what a shard has of slots that it neither owns nor copies any more, some time after it was last of use. It does so in slices of about
 * SLICE_MS, so that clients have their turn.
 *
 * What stays for that time does no harm: a slot that comes back is not answered for before it was brought up to date.
 */
import { SLOT_COUNT } from '../../shard/index.ts';
import type { Stats } from '../observe/stats.ts';
import type { Keyspace } from '../store/keyspace.ts';

/** How long a slot is kept: a member that died meanwhile may have had its only other copy. */
export const KEEP_MS = 10_000;
/** What one turn of the event loop may spend on it. */
const SLICE_MS = 0.5;
/** Keys that are dropped between two looks at the clock, and slots that are looked at in one tick. */
const KEYS_PER_LOOK = 256;
const SLOTS_PER_TICK = SLOT_COUNT / 8;
const NEVER = Number.POSITIVE_INFINITY;

export class SlotCleaner {
  private readonly keyspace: Keyspace;
  private readonly stats: Stats;
  private readonly isNeeded: (slot: number) => boolean;
  private readonly clockMs: () => number;
  /** When each slot may be dropped, a time of the clock of `tick`. */
  private readonly dueMs = new Float64Array(SLOT_COUNT).fill(NEVER);
  /** Slots to be dropped now. */
  private readonly dropping = new Set<number>();
  /** The slot that the next tick begins with. */
  private next = 0;
  private isScheduled = false;

  /** `isNeeded` tells whether the slot is owned or copied here, or somebody is to have it from here; `clockMs` is a monotonic clock. */
  constructor(
    keyspace: Keyspace,
    stats: Stats,
    isNeeded: (slot: number) => boolean,
    clockMs: () => number = () => performance.now(),
  ) {
    this.keyspace = keyspace;
    this.stats = stats;
    this.isNeeded = isNeeded;
    this.clockMs = clockMs;
  }

  /** Looks for slots that are of no more use, an eighth of all, and drops those whose time has come. Called now and then with a monotonic clock. */
  tick(nowMs: number): void {
    const first = this.next;
    this.next = (first + SLOTS_PER_TICK) % SLOT_COUNT;
    for (let slot = first; slot < first + SLOTS_PER_TICK; slot++) {
      if (this.keyspace.slotSize(slot) === 0 || this.isNeeded(slot)) {
        this.dueMs[slot] = NEVER;
        this.dropping.delete(slot);
      } else if (this.dueMs[slot] === NEVER) this.dueMs[slot] = nowMs + KEEP_MS;
      else if ((this.dueMs[slot] as number) <= nowMs) this.dropping.add(slot);
    }
    this.schedule();
  }

  private schedule(): void {
    if (this.isScheduled || this.dropping.size === 0) return;
    this.isScheduled = true;
    setImmediate(this.slice);
  }

  private readonly slice = (): void => {
    this.isScheduled = false;
    const untilMs = this.clockMs() + SLICE_MS;
    while (this.dropSome()) if (this.clockMs() >= untilMs) break;
    this.schedule();
  };

  /** Drops keys of a slot that is of no more use; returns whether there was one. */
  private dropSome(): boolean {
    const [slot] = this.dropping;
    if (slot === undefined) return false;
    // It may have come back since.
    const isNeeded = this.isNeeded(slot);
    if (!isNeeded) this.stats.keysDropped += this.keyspace.clearSlot(slot, KEYS_PER_LOOK);
    if (isNeeded || this.keyspace.slotSize(slot) === 0) this.dropping.delete(slot);
    return true;
  }
}
