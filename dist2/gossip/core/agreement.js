export class Agreement {
    context;
    prober;
    askUntilMs = Number.NEGATIVE_INFINITY;
    constructor(context, prober) {
        this.context = context;
        this.prober = prober;
    }
    /** What was told before counts no longer. */
    ask(nowMs) {
        this.askUntilMs = nowMs + this.context.timing.ttlMs;
        for (const member of this.context.table.all())
            if (!member.isMyself)
                member.told = undefined;
        this.beat(nowMs);
    }
    beat(nowMs) {
        if (nowMs >= this.askUntilMs)
            return;
        const viewHash = this.context.hash.viewHash();
        for (const member of this.context.table.all()) {
            if (member.isLive && !member.isMyself && member.told?.viewHash !== viewHash)
                this.prober.probe(member, nowMs);
        }
    }
}
//# sourceMappingURL=agreement.js.map