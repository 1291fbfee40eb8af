export class Isolation {
    isIsolated = false;
    context;
    constructor(context) {
        this.context = context;
    }
    beat(nowMs) {
        const { health, myself, table, verdictMs } = this.context;
        if (table.isAlone && table.deadCount === 0)
            health.answeredMs = nowMs;
        const silentMs = nowMs - health.answeredMs;
        const isIsolated = silentMs >= verdictMs;
        if (isIsolated === this.isIsolated)
            return;
        this.isIsolated = isIsolated;
        if (isIsolated) {
            const reason = `no answer from any other member for ${Math.round(silentMs)} ms`;
            this.context.event('isolated', myself, reason, nowMs, silentMs);
        }
        else {
            this.context.event('reconnected', myself, 'others answer again', nowMs, 0);
        }
    }
}
//# sourceMappingURL=isolation.js.map