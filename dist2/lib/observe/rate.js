/** How fast a counter grows: the mean of its last samples, as Redis's instantaneous metrics are. */
/** Time between two samples, about. */
export const RATE_SAMPLE_MS = 100;
const SAMPLES = 16;
export class Rate {
    samples = new Float64Array(SAMPLES);
    next = 0;
    lastCount = 0;
    lastMs = -1;
    /** `count` is the counter at `nowMs`, in ms of any clock. A counter that was set back to zero begins again. */
    sample(count, nowMs) {
        if (this.lastMs !== -1 && nowMs > this.lastMs) {
            const growth = count >= this.lastCount ? count - this.lastCount : count;
            this.samples[this.next] = (1000 * growth) / (nowMs - this.lastMs);
            this.next = (this.next + 1) % SAMPLES;
        }
        this.lastCount = count;
        this.lastMs = nowMs;
    }
    get perSecond() {
        return this.samples.reduce((sum, one) => sum + one, 0) / SAMPLES;
    }
}
//# sourceMappingURL=rate.js.map