import { addressOf, isSameAddress } from './context.js';
import { NO_INSTANCE } from './messages.js';
const REFUSAL_GAP_MS = 100;
/** How often a case is looked at again once the address has refused twice. */
const RETRY_MS = 50;
export class CrashEvidence {
    context;
    prober;
    accusations;
    cases = new Map();
    constructor(context, prober, accusations) {
        this.context = context;
        this.prober = prober;
        this.accusations = accusations;
    }
    /** A datagram to this address was refused. */
    onRefused(address, nowMs) {
        if (!this.context.config.crashEvidence)
            return;
        const member = this.memberAt(address);
        if (!member)
            return;
        const known = this.cases.get(member);
        if (known && !this.isOver(known, nowMs)) {
            known.lastMs = nowMs;
            if (isComplete(known))
                this.ask(known, nowMs);
            return;
        }
        const opened = {
            ...{ member, instance: member.record.instance, address, firstMs: nowMs, lastMs: nowMs },
            ...{ seq: 0, askedMs: nowMs, nextMs: nowMs + REFUSAL_GAP_MS },
        };
        this.cases.set(member, opened);
        this.ask(opened, nowMs);
    }
    /** A connection to this member was reset: perhaps its process is gone. */
    onLinkReset(id, nowMs) {
        const member = this.context.table.get(id);
        if (!this.context.config.crashEvidence || !member?.isLive || member.isMyself)
            return;
        this.prober.probe(member, nowMs);
    }
    /** Another observer had a datagram to this member refused. Returns whether this one has found the same. */
    onQuery(query, member, nowMs) {
        const known = this.cases.get(member);
        const isOpen = known !== undefined && !this.isOver(known, nowMs);
        if (query.refused && !isOpen && this.context.config.crashEvidence)
            this.prober.probe(member, nowMs);
        return isOpen && isComplete(known);
    }
    onReply(reply, sender, nowMs) {
        for (const known of this.cases.values()) {
            if (known.seq !== reply.seq)
                continue;
            if (known.askedMs - reply.ageMs > known.firstMs)
                this.cases.delete(known.member);
            else if (reply.refused && isComplete(known))
                this.conclude(known, sender, nowMs);
        }
    }
    tick(nowMs) {
        for (const known of this.cases.values()) {
            if (this.isOver(known, nowMs)) {
                this.cases.delete(known.member);
            }
            else if (nowMs >= known.nextMs) {
                known.nextMs = nowMs + RETRY_MS;
                this.prober.probeAgain(known.member, nowMs);
            }
        }
    }
    nextMs() {
        let next = Number.POSITIVE_INFINITY;
        for (const known of this.cases.values())
            next = Math.min(next, known.nextMs);
        return next;
    }
    /** Asks the other observers; where there is none that could know better, the own evidence decides. */
    ask(known, nowMs) {
        const { table } = this.context;
        const others = table.rings
            .neighbours(known.member)
            .filter((observer) => !observer.isMyself && !this.cases.has(observer));
        if (others.length === 0 && isComplete(known)) {
            this.conclude(known, NO_INSTANCE, nowMs);
            return;
        }
        known.seq = this.context.nextSeq();
        known.askedMs = nowMs;
        const subject = known.instance;
        for (const observer of others)
            this.context.sendTo(observer, { type: 'query', seq: known.seq, subject, refused: true });
        if (!isComplete(known))
            this.prober.probe(known.member, nowMs);
    }
    conclude(known, witness, nowMs) {
        if (this.isOver(known, nowMs) || nowMs < this.context.health.noVerdictBeforeMs)
            return;
        this.cases.delete(known.member);
        this.accusations.declareGone(known.member, witness, known.firstMs, nowMs);
    }
    /** The member answered meanwhile, is somebody or somewhere else now, or too much time has passed. */
    isOver({ member, instance, address, firstMs }, nowMs) {
        return (!member.isLive ||
            this.context.table.get(member.record.id) !== member ||
            member.record.instance !== instance ||
            member.vouchedMs >= firstMs ||
            !isSameAddress(addressOf(member), address) ||
            nowMs - firstMs > this.context.timing.ttlMs);
    }
    /** The live member at this address; undefined if there is none, or more than one says so. */
    memberAt(address) {
        let found;
        for (const member of this.context.table.all()) {
            if (!member.isLive || member.isMyself || !isSameAddress(addressOf(member), address))
                continue;
            if (found)
                return undefined;
            found = member;
        }
        return found;
    }
}
function isComplete({ firstMs, lastMs }) {
    return lastMs - firstMs >= REFUSAL_GAP_MS;
}
//# sourceMappingURL=crash-evidence.js.map