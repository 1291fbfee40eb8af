import { addressOf } from './context.js';
import { compareInstances } from './member.js';
import { NO_INSTANCE } from './messages.js';
const STATE_RANK = { alive: 0, suspect: 0, dead: 1, left: 2 };
export class Rumours {
    context;
    accusations;
    tombstones;
    identity;
    /** When the first other member was learned of: until one hf later, whoever told about it tells the others too. */
    metOthersMs = Number.POSITIVE_INFINITY;
    constructor(context, accusations, tombstones, identity) {
        this.context = context;
        this.accusations = accusations;
        this.tombstones = tombstones;
        this.identity = identity;
    }
    /** Takes up a record of another member. `sinceMs`: for how long a dead or left member has been so. */
    onRecord(record, sinceMs, source, nowMs) {
        const { table } = this.context;
        if (record.id === table.myself.record.id) {
            this.identity.onRecordOfMyself(record, source.from, nowMs);
            return;
        }
        if (this.tombstones.isBanned(record.id)) {
            if (record.instance === source.sender)
                this.tombstones.answer(record.id, source.from, nowMs);
            return;
        }
        const member = table.get(record.id);
        if (!member) {
            this.learn(record, sinceMs, source, nowMs);
            return;
        }
        const newer = compareInstances(record, member.record);
        if (newer > 0)
            this.replaceInstance(member, record, source, nowMs);
        else if (newer < 0)
            this.correct(member, record, source, nowMs);
        else
            this.merge(member, record, sinceMs, source, nowMs);
    }
    onLeave(leave, source, nowMs) {
        const member = this.context.findInstance(leave);
        if (!member)
            return;
        const { incarnation } = leave;
        if (member.isMyself) {
            this.identity.refute(incarnation, true, source.from, nowMs);
            return;
        }
        if (member.record.state === 'left' || incarnation < member.record.incarnation)
            return;
        this.context.takeOff(member, { ...member.record, incarnation, state: 'left' }, 'left', 'said so itself', nowMs);
        this.context.flood(leave, source.sender);
    }
    /** Tells a member, at most once per hf/2, that this one holds it for dead, so that it can refute. */
    tellAccused(member, to, nowMs) {
        if (nowMs - member.lastToldMs < this.context.timing.hfMs / 2)
            return;
        member.lastToldMs = nowMs;
        const sinceMs = nowMs - member.sinceMs;
        this.context.outbox.send(to, { type: 'record', record: member.record, sinceMs });
    }
    /** Tells an older instance of a live member, at most once per hf/2, that it has been replaced. */
    tellConflict(member, to, nowMs) {
        if (nowMs - member.lastToldMs < this.context.timing.hfMs / 2)
            return;
        member.lastToldMs = nowMs;
        this.context.outbox.send(to, { type: 'conflict', record: member.record });
    }
    learn(record, sinceMs, source, nowMs) {
        const { table, config } = this.context;
        if (record.state !== 'alive' && sinceMs >= config.retentionMs)
            return;
        const wasAlone = table.isAlone;
        const member = table.add(record, nowMs, nowMs - sinceMs);
        if (!member?.isLive)
            return;
        if (wasAlone)
            this.metOthersMs = nowMs;
        const reporter = record.instance === source.sender ? 'itself' : this.context.nameOf(source.sender);
        this.context.event('joined', member, `reported by ${reporter}`, nowMs);
        this.spread(member, source, nowMs);
    }
    replaceInstance(member, record, source, nowMs) {
        const { table } = this.context;
        if (record.state !== 'alive') {
            this.context.takeOff(member, record, record.state === 'left' ? 'left' : 'failed', 'as a newer instance', nowMs);
            return;
        }
        const hadLeft = member.record.state === 'left';
        table.replace(member, record, nowMs);
        member.heardMs = Number.NEGATIVE_INFINITY;
        member.vouchedMs = Number.NEGATIVE_INFINITY;
        member.answeredMs = Number.NEGATIVE_INFINITY;
        member.hearsMs = Number.NEGATIVE_INFINITY;
        this.renew(member, nowMs);
        const reason = `instance ${record.instance}, reported by ${this.context.nameOf(source.sender)}`;
        this.context.event(hadLeft ? 'joined' : 'restarted', member, reason, nowMs);
        this.spread(member, source, nowMs);
    }
    /** The record is of an older instance than the one in the list. */
    correct(member, record, source, nowMs) {
        if (record.instance !== source.sender)
            return;
        if (member.isLive)
            this.tellConflict(member, source.from, nowMs);
        else
            this.tellAccused(member, source.from, nowMs);
    }
    merge(member, record, sinceMs, source, nowMs) {
        const mine = member.record;
        const isNewer = record.incarnation > mine.incarnation ||
            (record.incarnation === mine.incarnation && STATE_RANK[record.state] > STATE_RANK[mine.state]);
        if (!isNewer)
            return;
        if (record.state === 'left') {
            this.context.takeOff(member, record, 'left', `reported by ${this.context.nameOf(source.sender)}`, nowMs);
        }
        else if (record.state === 'dead') {
            const { id, instance, incarnation } = record;
            const silentMs = sinceMs + this.context.timing.verdictMs;
            const accusation = {
                ...{ id, instance, incarnation, silentMs, reporter: source.sender },
                ...{ witness: NO_INSTANCE, cause: 'silence', refusedMs: 0 },
            };
            this.accusations.hear(member, accusation, source, nowMs);
        }
        else {
            this.update(member, record, source, nowMs);
        }
    }
    /** A live member raised its incarnation. */
    update(member, record, source, nowMs) {
        const before = member.record;
        // It may have raised its incarnation for another reason and not know yet that it was off this list.
        if (!member.isLive)
            this.tellAccused(member, addressOf(member), nowMs);
        this.context.table.replace(member, record, nowMs);
        this.renew(member, nowMs);
        if (before.state !== 'alive') {
            this.context.event('recovered', member, `refuted with incarnation ${record.incarnation}`, nowMs);
        }
        else if (isChanged(before, record)) {
            this.context.event('updated', member, `phase ${record.phase}`, nowMs);
        }
        this.spread(member, source, nowMs);
    }
    /** Silence counts from now on, and what was said of an earlier incarnation is void. */
    renew(member, nowMs) {
        member.graceMs = nowMs;
        member.check = undefined;
        member.suspectedIncarnation = -1;
        member.accusation = undefined;
    }
    spread(member, source, nowMs) {
        if (source.viaSync && nowMs - this.metOthersMs < this.context.timing.hfMs)
            return;
        this.context.flood({ type: 'alive', record: member.record }, source.sender);
    }
}
/** Whether more than the incarnation changed. */
function isChanged(before, after) {
    return (before.phase !== after.phase ||
        before.host !== after.host ||
        before.busPort !== after.busPort ||
        before.clientPort !== after.clientPort ||
        before.shardPort !== after.shardPort ||
        before.shards !== after.shards ||
        before.weight !== after.weight ||
        before.zone !== after.zone ||
        before.name !== after.name ||
        Buffer.compare(before.metadata, after.metadata) !== 0);
}
//# sourceMappingURL=rumours.js.map