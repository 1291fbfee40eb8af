import { ringPositions } from './rings.js';
export class Member {
    /** Replaced as a whole, only by MemberTable, which keeps hashes, indexes and rings in step. */
    record;
    isMyself;
    ringPositions;
    /** Instance that this one replaced, while both may still be talking; '' if none. */
    previousInstance = '';
    /** Last first-hand sign of life. */
    heardMs = Number.NEGATIVE_INFINITY;
    /** Last sign of life, first-hand or vouched for by another observer; never before `heardMs`. */
    vouchedMs = Number.NEGATIVE_INFINITY;
    /** When it last heard this member, as it showed by an answer or said in a ping. */
    answeredMs = Number.NEGATIVE_INFINITY;
    /** The same, first-hand or vouched for by another observer. */
    hearsMs = Number.NEGATIVE_INFINITY;
    /**
     * From when on silence counts against the member although nothing was heard: it was learned of, its observer was
     * inherited, or this member itself had been stalled until then.
     */
    graceMs;
    /** Since when it has been in its state, for a dead or left member. */
    sinceMs;
    lastPingedMs = Number.NEGATIVE_INFINITY;
    check = undefined;
    accusation = undefined;
    /** What its newest ping or ack said of its view and health. */
    told = undefined;
    /** Highest incarnation for which a SUSPECT from elsewhere was taken up; each is taken up once. */
    suspectedIncarnation = -1;
    /** When it was last told that it is held for dead, or has been replaced. */
    lastToldMs = Number.NEGATIVE_INFINITY;
    /** The last sync that was started with it: when, over which difference, and how long not to repeat it. */
    lastSyncMs = Number.NEGATIVE_INFINITY;
    lastSyncDifference = '';
    syncPauseMs = 0;
    constructor(record, isMyself, nowMs) {
        this.record = record;
        this.isMyself = isMyself;
        this.ringPositions = ringPositions(record.id);
        this.graceMs = nowMs;
        this.sinceMs = nowMs;
    }
    get isLive() {
        return this.record.state === 'alive' || this.record.state === 'suspect';
    }
    /** How long this member's own silence clock has run, in ms. */
    silenceMs(nowMs) {
        return nowMs - Math.max(this.vouchedMs, this.graceMs);
    }
    /** For how long it has not shown that it hears anybody, in ms. */
    unansweredMs(nowMs) {
        return nowMs - Math.max(this.hearsMs, this.graceMs);
    }
    /** The time that this member itself was stalled counts against nobody. */
    excuse(lostMs, nowMs) {
        const hearsMs = nowMs - this.unansweredMs(nowMs) + lostMs;
        this.graceMs = Math.min(nowMs, nowMs - this.silenceMs(nowMs) + lostMs);
        this.hearsMs = Math.min(nowMs, hearsMs);
        if (this.accusation)
            this.accusation.notBeforeMs += lostMs;
    }
    /** Age of the last sign of life, in ms; Infinity if there was none. */
    evidenceAgeMs(nowMs) {
        return this.isMyself ? 0 : Math.max(0, nowMs - this.vouchedMs);
    }
    info(nowMs) {
        return {
            ...this.record,
            silentMs: this.evidenceAgeMs(nowMs),
            isMyself: this.isMyself,
            health: this.told?.health ?? 0,
            serveStallMs: this.told?.serveStallMs ?? 0,
            viewHash: this.told?.viewHash ?? '',
        };
    }
}
/** Which of two instances of one member is the newer one: positive if that of `a` is. */
export function compareInstances(a, b) {
    if (a.generation !== b.generation)
        return a.generation - b.generation;
    if (a.instance === b.instance)
        return 0;
    return a.instance > b.instance ? 1 : -1;
}
//# sourceMappingURL=member.js.map