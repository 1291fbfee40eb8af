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
export declare class LocalHealth {
    score: number;
    /** How late the last tick was, in ms. */
    lagMs: number;
    /** When a probe of this member was last answered, or it came to know somebody to probe. */
    answeredMs: number;
    /** When this member last went on after it had been stalled. */
    resumedMs: number;
    /** No verdict is reached before this time. */
    noVerdictBeforeMs: number;
    private readonly timing;
    private lastWallMs;
    private lastTickMs;
    private lastJumpMs;
    constructor(timing: Timing, nowMs: number);
    /** A probe was answered. */
    answered(nowMs: number): void;
    /** A probe failed and helpers that were asked did not even send a NACK, or a peer does not hear this member. */
    doubt(): void;
    /**
     * Tells whether this member itself was stalled: the input that it is handling should have been preceded by a tick at
     * `scheduledMs`. Returns the time lost, 0 if none.
     */
    noticeLateness(scheduledMs: number, nowMs: number): number;
    /** Compares how far the two clocks went since the last tick. Returns true if the machine may have been suspended. */
    noticeSuspension(wallMs: number, nowMs: number): boolean;
    private resume;
    /** Silence after which a member is suspected, in ms: 2 hf, up to 3 hf in bad health. */
    get suspectMs(): number;
}
