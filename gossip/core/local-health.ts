/**
 * How far this member may trust its own impression that others are silent (Lifeguard, section IV).
 *
 * Two parts. The score, 0 to 4, rises when probes fail without even the helpers' NACKs and when others say that they do not
 * hear this member, and falls with every answer; it stretches the start of a suspicion, never the verdict. And a
 * stall: when a tick comes late, the time lost counts against nobody, and no verdict is reached until a fresh round of probes
 * had its chance. The same goes for a machine that may have been suspended: its monotonic clock stands still meanwhile, its
 * wall clock jumps ahead. A wall clock that is only set looks the same, so such a jump costs nothing but the wait, at
 * most once per ttl.
 */
import type { Timing } from './timing.ts';

const MAX_SCORE = 4;

export class LocalHealth {
  score = 0;
  /** How late the last tick was, in ms. */
  lagMs = 0;
  /** When a probe of this member was last answered, or it came to know somebody to probe. */
  answeredMs: number;
  /** When this member last went on after it had been stalled. */
  resumedMs: number;
  /** No verdict is reached before this time. */
  noVerdictBeforeMs = Number.NEGATIVE_INFINITY;
  private readonly timing: Timing;
  private lastWallMs = Number.NaN;
  private lastTickMs: number;
  private lastJumpMs = Number.NEGATIVE_INFINITY;

  constructor(timing: Timing, nowMs: number) {
    this.timing = timing;
    this.answeredMs = nowMs;
    this.resumedMs = nowMs;
    this.lastTickMs = nowMs;
  }

  /** A probe was answered. */
  answered(nowMs: number): void {
    this.answeredMs = nowMs;
    if (this.score > 0) this.score--;
  }

  /** A probe failed and helpers that were asked did not even send a NACK, or a peer does not hear this member. */
  doubt(): void {
    if (this.score < MAX_SCORE) this.score++;
  }

  /**
   * Tells whether this member itself was stalled: the input that it is handling should have been preceded by a tick at
   * `scheduledMs`. Returns the time lost, 0 if none.
   */
  noticeLateness(scheduledMs: number, nowMs: number): number {
    const lateMs = nowMs - scheduledMs;
    this.lagMs = Math.max(0, lateMs);
    if (lateMs <= this.timing.hfMs / 2) return 0;
    this.answeredMs += lateMs;
    this.resume(this.timing.hfMs, nowMs);
    return lateMs;
  }

  /**
   * Compares how far the two clocks went since the last tick. Returns for how long the machine may have been suspended, in ms, 0 if it
   * was not.
   */
  suspendedMs(wallMs: number, nowMs: number): number {
    const aheadMs = wallMs - this.lastWallMs - (nowMs - this.lastTickMs);
    this.lastWallMs = wallMs;
    this.lastTickMs = nowMs;
    return aheadMs > this.timing.hfMs / 2 ? aheadMs : 0;
  }

  /** The machine may have been suspended. Returns false if the same was said less than ttl ago: then it changes nothing. */
  noticeSuspension(nowMs: number): boolean {
    if (nowMs - this.lastJumpMs < this.timing.ttlMs) return false;
    this.lastJumpMs = nowMs;
    this.resume(this.timing.hfMs / 2, nowMs);
    return true;
  }

  private resume(waitMs: number, nowMs: number): void {
    this.doubt();
    this.resumedMs = nowMs;
    this.noVerdictBeforeMs = nowMs + waitMs;
  }

  /** Silence after which a member is suspected, in ms: 2 hf, up to 3 hf in bad health. */
  get suspectMs(): number {
    return this.timing.suspectMs + (this.score / MAX_SCORE) * this.timing.hfMs;
  }
}
