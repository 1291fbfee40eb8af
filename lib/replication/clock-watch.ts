/** Tells of a member whose clock is far ahead, once in a while: its versions are taken, and all others follow them (version-clock.ts). */
import type { VersionClock } from './version-clock.ts';

/** Wall clocks do not differ by so much, unless one of them is wrong. */
const FAR_AHEAD_MS = 60_000;
const PERIOD_MS = 600_000;

export class ClockWatch {
  private readonly clock: VersionClock;
  private readonly onFarAhead: (from: string, aheadMs: number) => void;
  private nextMs = 0;

  constructor(clock: VersionClock, onFarAhead: (from: string, aheadMs: number) => void) {
    this.clock = clock;
    this.onFarAhead = onFarAhead;
  }

  /** The clock of shard `from` is the highest that was seen. `nowMs` is the wall clock here, `clockMs` a monotonic one. */
  note(from: string, nowMs: number, clockMs: number): void {
    const aheadMs = this.clock.aheadMs(nowMs);
    if (aheadMs < FAR_AHEAD_MS || clockMs < this.nextMs) return;
    this.nextMs = clockMs + PERIOD_MS;
    this.onFarAhead(from, aheadMs);
  }
}
