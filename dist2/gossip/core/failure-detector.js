const MAX_REACH = 16;
export class FailureDetector {
    context;
    prober;
    accusations;
    crashEvidence;
    /** The members that this one judges: its neighbours on the rings. */
    neighbours = [];
    /** The members that this one probes and asks about when they are silent: its neighbours, and at times those behind them. */
    watched = [];
    watchedVersion = -1;
    /** How many members are watched on each side of each ring. */
    reach = 1;
    reachedMs = Number.NEGATIVE_INFINITY;
    constructor(context, prober, accusations, crashEvidence) {
        this.crashEvidence = crashEvidence;
        this.context = context;
        this.prober = prober;
        this.accusations = accusations;
    }
    /**
     * Follows changes of the rings. A member that comes to be watched because its observer went may have been silent for long
     * already; it is given 1.5 hf, and asked about at once. Without this a member that crashes together with its observers
     * would be noticed up to ttl later.
     */
    followRings(nowMs) {
        const { table, timing } = this.context;
        if (this.watchedVersion === table.version)
            return;
        this.watchedVersion = table.version;
        const before = this.watched;
        this.neighbours = table.rings.neighbours(table.myself);
        this.watched = table.rings.neighbours(table.myself, this.reach);
        for (const member of this.watched) {
            if (before.includes(member))
                continue;
            // Nobody asked it for an answer from here.
            member.hearsMs = Math.max(member.hearsMs, nowMs);
            if (member.silenceMs(nowMs) <= timing.quietMs)
                continue;
            member.graceMs = Math.max(member.graceMs, nowMs - timing.inheritedMs);
            this.examine(member, nowMs);
        }
    }
    /** Pings every watched member at once. */
    checkAll(nowMs) {
        for (const member of this.watched)
            this.prober.probeAgain(member, nowMs);
    }
    beat(nowMs) {
        const { quietMs, unansweredMs } = this.context.timing;
        for (const member of this.watched) {
            if (member.silenceMs(nowMs) > quietMs || member.unansweredMs(nowMs) > unansweredMs)
                this.examine(member, nowMs);
        }
        for (const member of this.accusations.accused())
            this.examine(member, nowMs);
        this.adaptReach(nowMs);
    }
    /**
     * Where half of the watched members are silent, many may have gone at once, or this member and a few others are cut off: the members
     * behind them are watched too, twice as many after each hf. They are only probed and asked about until those before them are
     * gone, and this member is their neighbour: their own observers may all be pausing as well. But if they are silent by
     * then, their time is up at once, so that all are found about ttl later and not one row after the other.
     */
    adaptReach(nowMs) {
        const { suspectMs, hfMs } = this.context.timing;
        const silent = this.watched.filter((member) => member.silenceMs(nowMs) >= suspectMs).length;
        const isWorse = silent > 0 && 2 * silent >= this.watched.length && this.reach < MAX_REACH;
        const isBetter = this.reach > 1 && 4 * silent < this.watched.length;
        if ((!isWorse && !isBetter) || nowMs - this.reachedMs < hfMs)
            return;
        this.reach = isWorse ? 2 * this.reach : 1;
        this.reachedMs = nowMs;
        this.watchedVersion = -1;
        this.followRings(nowMs);
    }
    /** Reaches the verdicts that are due. */
    tick(nowMs) {
        this.crashEvidence.tick(nowMs);
        for (const member of this.neighbours) {
            if (!member.isLive)
                continue;
            if (this.verdictAt(member, nowMs) <= nowMs)
                this.accusations.declareDead(member, nowMs);
            else if (this.isDeaf(member, nowMs))
                this.accusations.declareDeaf(member, nowMs);
        }
        this.accusations.settle(nowMs);
        this.followRings(nowMs);
    }
    nextMs(nowMs) {
        let next = Math.min(this.accusations.nextMs(), this.crashEvidence.nextMs());
        for (const member of this.neighbours)
            next = Math.min(next, this.verdictAt(member, nowMs));
        return next;
    }
    onQuery(query, from, nowMs) {
        const member = this.context.table.ofInstance(query.subject);
        if (!member)
            return;
        const ageMs = member.isMyself ? 0 : nowMs - member.heardMs;
        const answeredAgeMs = member.isMyself ? 0 : nowMs - member.answeredMs;
        const refused = this.crashEvidence.onQuery(query, member, nowMs);
        this.context.outbox.send(from, { type: 'reply', seq: query.seq, ageMs, answeredAgeMs, refused });
    }
    onReply(reply, sender, nowMs) {
        this.crashEvidence.onReply(reply, sender, nowMs);
        const member = this.findCheck(reply.seq);
        if (!member?.check)
            return;
        // The answer is at least as old as the question: what it vouches for cannot drift by the time that it took to arrive.
        member.hearsMs = Math.max(member.hearsMs, member.check.sentMs - reply.answeredAgeMs);
        const vouchedMs = member.check.sentMs - reply.ageMs;
        if (nowMs - vouchedMs < this.context.health.suspectMs) {
            this.accusations.vouch(member, vouchedMs, nowMs);
            return;
        }
        member.vouchedMs = Math.max(member.vouchedMs, vouchedMs);
        member.check.agreeing.add(sender);
        this.suspectIfAgreed(member, nowMs);
    }
    /** Probes a silent member, and from the start of the suspicion asks its other observers too. */
    examine(member, nowMs) {
        this.prober.probe(member, nowMs);
        if (member.record.state === 'suspect')
            this.accusations.tellSuspicion(member, nowMs);
        const inDoubt = member.accusation !== undefined ||
            member.silenceMs(nowMs) >= this.context.health.suspectMs ||
            member.unansweredMs(nowMs) >= this.context.timing.unansweredMs;
        if (!inDoubt) {
            member.check = undefined;
            return;
        }
        const { table } = this.context;
        const agreeing = member.check?.agreeing ?? new Set();
        member.check = { seq: this.context.nextSeq(), sentMs: nowMs, agreeing };
        for (const observer of table.rings.neighbours(member)) {
            if (observer.isMyself)
                continue;
            this.context.sendTo(observer, {
                type: 'query',
                seq: member.check.seq,
                subject: member.record.instance,
                refused: false,
            });
        }
        this.suspectIfAgreed(member, nowMs);
    }
    /** Two observers have to agree, unless there is only this one. */
    suspectIfAgreed(member, nowMs) {
        const { check } = member;
        if (!check || member.record.state !== 'alive')
            return;
        if (member.silenceMs(nowMs) < this.context.health.suspectMs)
            return;
        const others = this.context.table.rings.neighbours(member).filter((observer) => !observer.isMyself);
        if (others.length === 0 || check.agreeing.size > 0)
            this.accusations.suspect(member, nowMs);
    }
    findCheck(seq) {
        const isAsked = (member) => member.check?.seq === seq;
        return this.watched.find(isAsked) ?? this.accusations.accused().find(isAsked);
    }
    verdictAt(member, nowMs) {
        const silentSinceMs = nowMs - member.silenceMs(nowMs);
        return Math.max(silentSinceMs + this.context.verdictMs, this.context.health.noVerdictBeforeMs);
    }
    /** It talks now, and has not shown to any observer for D that it hears. */
    isDeaf(member, nowMs) {
        const { health, timing } = this.context;
        return (nowMs >= health.noVerdictBeforeMs &&
            member.silenceMs(nowMs) <= timing.quietMs &&
            member.unansweredMs(nowMs) >= timing.verdictMs);
    }
}
//# sourceMappingURL=failure-detector.js.map