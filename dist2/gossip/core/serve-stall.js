/** There is a read every hf at least; one that comes later than this was kept from it. Below the 2 hf of lagging. */
const LONGEST_STEP_IN_HF = 1.5;
export class ServeStall {
    context;
    identity;
    countedMs = 0;
    readMs = Number.POSITIVE_INFINITY;
    isLagging = false;
    isStalled = false;
    constructor(context, identity) {
        this.context = context;
        this.identity = identity;
    }
    /** @param stallMs age of the data thread's last sign of work */
    read(stallMs, nowMs) {
        const { hfMs, suspectMs, ttlMs } = this.context.timing;
        const sinceMs = Math.max(0, nowMs - this.readMs);
        this.readMs = nowMs;
        this.countedMs = Math.min(stallMs, this.countedMs + Math.min(sinceMs, LONGEST_STEP_IN_HF * hfMs));
        const { countedMs } = this;
        this.context.serveStallMs = countedMs;
        // Once it is behind it has to be back below hf, so that it does not change its mind all the time.
        this.isLagging = countedMs > (this.isLagging ? hfMs : suspectMs);
        this.isStalled = countedMs >= (this.isStalled ? hfMs : ttlMs);
        this.identity.setService(this.isLagging, this.isStalled, nowMs);
    }
}
//# sourceMappingURL=serve-stall.js.map