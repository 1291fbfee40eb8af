/**
 * A clock, in ms, that stands still while this process does: what it says of others must not count the time in which nobody listened to them.
 */

/** By how much it advances at most between two ticks. */
const MAX_STEP_MS = 200;

export class WakingClock {
  nowMs = 0;
  private lastTickMs = Number.POSITIVE_INFINITY;

  /** To be called several times a second, with any monotonic clock. */
  tick(monotonicMs: number): void {
    this.nowMs += Math.min(Math.max(0, monotonicMs - this.lastTickMs), MAX_STEP_MS);
    this.lastTickMs = monotonicMs;
  }
}
