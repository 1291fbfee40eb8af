const MAX_SCORE = 4;
export class LocalHealth {
    score = 0;
    /** How late the last tick was, in ms. */
    lagMs = 0;
    /** When a probe of this member was last answered, or it came to know somebody to probe. */
    answeredMs;
    /** When this member last went on after it had been stalled. */
    resumedMs;
    /** No verdict is reached before this time. */
    noVerdictBeforeMs = Number.NEGATIVE_INFINITY;
    timing;
    lastWallMs = Number.NaN;
    lastTickMs;
    lastJumpMs = Number.NEGATIVE_INFINITY;
    constructor(timing, nowMs) {
        this.timing = timing;
        this.answeredMs = nowMs;
        this.resumedMs = nowMs;
        this.lastTickMs = nowMs;
    }
    /** A probe was answered. */
    answered(nowMs) {
        this.answeredMs = nowMs;
        if (this.score > 0)
            this.score--;
    }
    /** A probe failed and helpers that were asked did not even send a NACK, or a peer does not hear this member. */
    doubt() {
        if (this.score < MAX_SCORE)
            this.score++;
    }
    /**
     * Tells whether this member itself was stalled: the input that it is handling should have been preceded by a tick at
     * `scheduledMs`. Returns the time lost, 0 if none.
     */
    noticeLateness(scheduledMs, nowMs) {
        const lateMs = nowMs - scheduledMs;
        this.lagMs = Math.max(0, lateMs);
        if (lateMs <= this.timing.hfMs / 2)
            return 0;
        this.answeredMs += lateMs;
        this.resume(this.timing.hfMs, nowMs);
        return lateMs;
    }
    /** Compares how far the two clocks went since the last tick. Returns true if the machine may have been suspended. */
    noticeSuspension(wallMs, nowMs) {
        const aheadMs = wallMs - this.lastWallMs - (nowMs - this.lastTickMs);
        this.lastWallMs = wallMs;
        this.lastTickMs = nowMs;
        if (!(aheadMs > this.timing.hfMs / 2) || nowMs - this.lastJumpMs < this.timing.ttlMs)
            return false;
        this.lastJumpMs = nowMs;
        this.resume(this.timing.hfMs / 2, nowMs);
        return true;
    }
    resume(waitMs, nowMs) {
        this.doubt();
        this.resumedMs = nowMs;
        this.noVerdictBeforeMs = nowMs + waitMs;
    }
    /** Silence after which a member is suspected, in ms: 2 hf, up to 3 hf in bad health. */
    get suspectMs() {
        return this.timing.suspectMs + (this.score / MAX_SCORE) * this.timing.hfMs;
    }
}
//# sourceMappingURL=local-health.js.map