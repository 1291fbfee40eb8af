import { FailureLog } from './failure-log.js';
import { LocalHealth } from './local-health.js';
import { Outbox } from './outbox.js';
import { StateHash } from './state-hash.js';
import { timingOf } from './timing.js';
import { ViewClock } from './view-clock.js';
export class Context {
    config;
    /** One object for good, so that the parts can keep it. */
    timing;
    random;
    hash = new StateHash();
    outbox = new Outbox();
    clock = new ViewClock();
    health;
    table;
    failures = new FailureLog();
    /** How long the data thread has done nothing, in ms. */
    serveStallMs = 0;
    lastSeq;
    constructor(config, random, nowMs, tableOf) {
        this.config = config;
        this.random = random;
        this.timing = timingOf(config.hfMs, config.ttlMs);
        this.health = new LocalHealth(this.timing, nowMs);
        this.table = tableOf(config.self, this.hash, nowMs);
        this.lastSeq = random.uint32();
    }
    /** @throws RangeError when ttl is less than 5 hf */
    reconfigure({ hfMs, ttlMs, forgetTtlMs, retentionMs, crashEvidence }) {
        Object.assign(this.timing, timingOf(hfMs, ttlMs));
        this.config = { self: this.config.self, hfMs, ttlMs, forgetTtlMs, retentionMs, crashEvidence };
    }
    get myself() {
        return this.table.myself;
    }
    /** D: silence after which this member declares another one dead. */
    get verdictMs() {
        return this.table.rings.isSmall ? this.timing.smallVerdictMs : this.timing.verdictMs;
    }
    /** A sequence number, 32 bits, that no other exchange of this time uses. */
    nextSeq() {
        this.lastSeq = (this.lastSeq + 1) >>> 0;
        return this.lastSeq;
    }
    status() {
        return {
            viewHash: this.hash.viewHash(),
            restHash: this.hash.restHash(),
            epoch: this.clock.epoch,
            lagMs: Math.round(this.health.lagMs),
            health: this.health.score,
            serveStallMs: Math.round(this.serveStallMs),
        };
    }
    sendTo(member, message) {
        this.outbox.send(addressOf(member), message);
    }
    /** Floods news: to every ring neighbour but the instance it came from. Each of them passes on what is news to it. */
    flood(message, exceptInstance = '') {
        for (const member of this.table.rings.neighbours(this.myself)) {
            if (member.record.instance !== exceptInstance)
                this.sendTo(member, message);
        }
    }
    /** Puts a record of a dead or left member in the place of what was there, and ends every case against it. */
    takeOff(member, record, event, reason, nowMs) {
        const wasLive = member.isLive;
        this.table.replace(member, record, nowMs);
        member.check = undefined;
        member.accusation = undefined;
        if (wasLive)
            this.event(event, member, reason, nowMs);
    }
    /** The member that a rumour is about, if it is about the instance in the list. */
    findInstance({ id, instance }) {
        const member = this.table.get(id);
        return member?.record.instance === instance ? member : undefined;
    }
    event(type, member, reason, nowMs, silentMs = member.evidenceAgeMs(nowMs)) {
        this.outbox.emit({ type, member: member.info(nowMs), reason, silentMs });
    }
    /** The name of the member with this instance, for people. */
    nameOf(instance) {
        const member = this.table.ofInstance(instance);
        if (!member)
            return `instance ${instance}`;
        return member.isMyself ? 'this member' : member.record.name || member.record.id;
    }
}
export function addressOf(member) {
    return { host: member.record.host, port: member.record.busPort };
}
export function isSameAddress(a, b) {
    return a.port === b.port && a.host === b.host;
}
//# sourceMappingURL=context.js.map