/**
 * How many bytes of slots may be under way to one shard: enough that it never waits for more, and few enough that what clients wait for,
 * which goes behind them, is there soon.
 *
 * After LEDBAT (RFC 6817), for transfers that give way to others: the window follows the time that answers take. What that is beyond the
 * shortest of late is time spent in queues: on the way, at the other side, or for its processor. Below TARGET_MS of it the window grows, at
 * first by all that is answered, and once it is near by STEP_BYTES each time that all of it is; above it shrinks by what is answered at most.
 */

import { BATCH_BYTES } from './changes.ts';

/** So long may bytes wait in queues. */
const TARGET_MS = 5;
const STEP_BYTES = 64 * 1024;
/**
 * To begin with, too. While one batch is applied half of the next is collected. Were there two of each sender, who applies them would not let go of
 * its processor for longer than clients of other processes, on a machine of few cores, are to wait.
 */
const LEAST_BYTES = 1.5 * BATCH_BYTES;
/** The shortest answer counts for one such period and the next, as the way may have become longer. */
const PERIOD_MS = 10_000;

export class SendWindow {
  bytes = LEAST_BYTES;
  private isStarting = true;
  private shortestMs = Number.POSITIVE_INFINITY;
  /** The same of the period before. */
  private formerMs = Number.POSITIVE_INFINITY;
  private periodEndMs = Number.NEGATIVE_INFINITY;

  /** `bytes` of `flightBytes` that were under way were answered at `clockMs`, `delayMs` after they were sent. */
  onAnswer(bytes: number, flightBytes: number, delayMs: number, clockMs: number): void {
    if (clockMs >= this.periodEndMs) {
      this.periodEndMs = clockMs + PERIOD_MS;
      this.formerMs = this.shortestMs;
      this.shortestMs = delayMs;
    } else if (delayMs < this.shortestMs) this.shortestMs = delayMs;
    const queuedMs = delayMs - Math.min(this.shortestMs, this.formerMs);
    const room = Math.max((TARGET_MS - queuedMs) / TARGET_MS, -1);
    if (room < 0.5) this.isStarting = false;
    const share = this.isStarting || room < 0 ? 1 : Math.min(STEP_BYTES / this.bytes, 1);
    // What is not used says nothing of the way: the window falls back to twice what is, as LEDBAT's does.
    const mostBytes = Math.max(LEAST_BYTES, 2 * flightBytes);
    this.bytes = Math.max(Math.min(this.bytes + room * share * bytes, mostBytes), LEAST_BYTES);
  }
}
