/**
 * How far this member may trust its own impression that others are silent (Lifeguard, section IV).
 *
 * Two parts. The score, 0 to 4, rises when probes fail without even the helpers' NACKs and when others say that they do not
 * hear this member, and falls with every answer; it stretches the start of a suspicion, never the verdict. And a
 * stall: when a tick comes late, the time lost counts against nobody, and no verdict is reached until a fresh round of probes
 * had its chance.
 */
import type { Timing } from './timing.ts';

const MAX_SCORE = 4;

export class LocalHealth {
  score = 0;
  /** How late the last tick was, in ms. */
  lagMs = 0;
  private noVerdictBeforeMs = Number.NEGATIVE_INFINITY;
  private readonly timing: Timing;

  constructor(timing: Timing) {
    this.timing = timing;
  }

  /** A probe was answered. */
  answered(): void {
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
    this.doubt();
    this.noVerdictBeforeMs = nowMs + this.timing.hfMs;
    return lateMs;
  }

  /** Silence after which a member is suspected, in ms: 2 hf, up to 3 hf in bad health. */
  get suspectMs(): number {
    return this.timing.suspectMs + (this.score / MAX_SCORE) * this.timing.hfMs;
  }

  /** The earliest time for a verdict on a member that has been silent since `nowMs - silenceMs`. */
  verdictAt(silenceMs: number, nowMs: number): number {
    return Math.max(nowMs - silenceMs + this.timing.verdictMs, this.noVerdictBeforeMs);
  }
}
