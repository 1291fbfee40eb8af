/**
 * Leaving on purpose: the ring neighbours are told, each until it acknowledges, and pass it on. Done when all of them know, or
 * after one hf.
 */
import { addressOf } from './context.js';
export class Departure {
    context;
    identity;
    /** Who has not acknowledged yet, by the sequence number of the pings that carry the news. */
    untold = new Map();
    deadlineMs = Number.POSITIVE_INFINITY;
    nextTryMs = Number.POSITIVE_INFINITY;
    constructor(context, identity) {
        this.context = context;
        this.identity = identity;
    }
    /** The news, to answer pings that still come. */
    leave() {
        const { id, instance, incarnation } = this.context.myself.record;
        return { type: 'leave', id, instance, incarnation };
    }
    start(nowMs) {
        if (this.identity.status !== 'active') {
            if (this.identity.status !== 'leaving')
                this.context.outbox.add({ type: 'left' });
            return;
        }
        const { table, timing } = this.context;
        for (const member of table.rings.neighbours(table.myself))
            this.untold.set(this.context.nextSeq(), member);
        this.identity.status = 'leaving';
        this.deadlineMs = nowMs + timing.hfMs;
        this.nextTryMs = nowMs;
        this.tick(nowMs);
    }
    onAck(seq, nowMs) {
        if (this.untold.delete(seq) && this.untold.size === 0)
            this.finish(nowMs);
    }
    tick(nowMs) {
        if (nowMs >= this.deadlineMs || (this.untold.size === 0 && nowMs >= this.nextTryMs)) {
            this.finish(nowMs);
        }
        else if (nowMs >= this.nextTryMs) {
            this.nextTryMs = nowMs + this.context.timing.beatMs / 2;
            for (const [seq, member] of this.untold)
                this.tell(seq, member, nowMs);
        }
    }
    nextMs() {
        return Math.min(this.deadlineMs, this.nextTryMs);
    }
    tell(seq, member, nowMs) {
        const to = addressOf(member);
        this.context.outbox.send(to, this.leave());
        const echoAgeMs = member.evidenceAgeMs(nowMs);
        const target = member.record.instance;
        this.context.outbox.send(to, { type: 'ping', seq, target, echoAgeMs, ...this.context.status() });
    }
    finish(nowMs) {
        this.deadlineMs = Number.POSITIVE_INFINITY;
        this.nextTryMs = Number.POSITIVE_INFINITY;
        this.untold.clear();
        this.identity.withdraw('left', nowMs);
        this.context.event('left', this.context.myself, 'left on purpose', nowMs, 0);
        this.context.outbox.add({ type: 'left' });
    }
}
//# sourceMappingURL=departure.js.map