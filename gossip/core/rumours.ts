/**
 * What is said of other members, and what of it is believed. Every change that is believed is flooded to the ring neighbours,
 * who do the same: a rumour that is no news is not passed on, so that a flood ends by itself and needs no message ids. What
 * a flood misses is repaired by sync.
 *
 * Merging is the same in whatever order rumours arrive: the newer instance wins, then the higher incarnation, then
 * left over dead over alive. Only a rumour of a death may have to wait (accusations.ts).
 */
import type { Accusations } from './accusations.ts';
import { addressOf, type Context } from './context.ts';
import type { Identity } from './identity.ts';
import { compareInstances, type Member } from './member.ts';
import { type Accusation, type Leave, NO_INSTANCE } from './messages.ts';
import type { Tombstones } from './tombstones.ts';
import type { Address, MemberRecord, MemberState, Source } from './types.ts';

const STATE_RANK: Record<MemberState, number> = { alive: 0, suspect: 0, dead: 1, left: 2 };

export class Rumours {
  private readonly context: Context;
  private readonly accusations: Accusations;
  private readonly tombstones: Tombstones;
  private readonly identity: Identity;
  /** When the first other member was learned of: until one hf later, whoever told about it tells the others too. */
  private metOthersMs = Number.POSITIVE_INFINITY;

  constructor(context: Context, accusations: Accusations, tombstones: Tombstones, identity: Identity) {
    this.context = context;
    this.accusations = accusations;
    this.tombstones = tombstones;
    this.identity = identity;
  }

  /** Takes up a record of another member. `sinceMs`: for how long a dead or left member has been so. */
  onRecord(record: MemberRecord, sinceMs: number, source: Source, nowMs: number): void {
    const { table } = this.context;
    if (record.id === table.myself.record.id) {
      this.identity.onRecordOfMyself(record, source.from, nowMs);
      return;
    }
    if (this.tombstones.isBanned(record.id)) {
      if (record.instance === source.sender) this.tombstones.answer(record.id, source.from, nowMs);
      return;
    }
    const member = table.get(record.id);
    if (!member) {
      this.learn(record, sinceMs, source, nowMs);
      return;
    }
    const newer = compareInstances(record, member.record);
    if (newer > 0) this.replaceInstance(member, record, source, nowMs);
    else if (newer < 0) this.correct(member, record, source, nowMs);
    else this.merge(member, record, sinceMs, source, nowMs);
  }

  onLeave(leave: Leave, source: Source, nowMs: number): void {
    const member = this.context.findInstance(leave);
    if (!member) return;
    const { incarnation } = leave;
    if (member.isMyself) {
      this.identity.refute(incarnation, true, source.from, nowMs);
      return;
    }
    if (member.record.state === 'left' || incarnation < member.record.incarnation) return;
    this.context.takeOff(
      member,
      { ...member.record, incarnation, state: 'left' },
      'left',
      'said so itself',
      nowMs,
    );
    this.context.flood(leave, source.sender);
  }

  /** Tells a member, at most once per hf/2, that this one holds it for dead, so that it can refute. */
  tellAccused(member: Member, to: Address, nowMs: number): void {
    if (nowMs - member.lastToldMs < this.context.timing.hfMs / 2) return;
    member.lastToldMs = nowMs;
    const sinceMs = nowMs - member.sinceMs;
    this.context.outbox.send(to, { type: 'record', record: member.record, sinceMs });
  }

  /** Tells an older instance of a live member, at most once per hf/2, that it has been replaced. */
  tellConflict(member: Member, to: Address, nowMs: number): void {
    if (nowMs - member.lastToldMs < this.context.timing.hfMs / 2) return;
    member.lastToldMs = nowMs;
    this.context.outbox.send(to, { type: 'conflict', record: member.record });
  }

  private learn(record: MemberRecord, sinceMs: number, source: Source, nowMs: number): void {
    const { table, config } = this.context;
    if (record.state !== 'alive' && sinceMs >= config.retentionMs) return;
    const wasAlone = table.isAlone;
    const member = table.add(record, nowMs, nowMs - sinceMs);
    if (!member?.isLive) return;
    if (wasAlone) this.metOthersMs = nowMs;
    const reporter = record.instance === source.sender ? 'itself' : this.context.nameOf(source.sender);
    this.context.event('joined', member, `reported by ${reporter}`, nowMs);
    this.spread(member, source, nowMs);
  }

  private replaceInstance(member: Member, record: MemberRecord, source: Source, nowMs: number): void {
    const { table } = this.context;
    if (record.state !== 'alive') {
      this.context.takeOff(
        member,
        record,
        record.state === 'left' ? 'left' : 'failed',
        'as a newer instance',
        nowMs,
      );
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
  private correct(member: Member, record: MemberRecord, source: Source, nowMs: number): void {
    if (record.instance !== source.sender) return;
    if (member.isLive) this.tellConflict(member, source.from, nowMs);
    else this.tellAccused(member, source.from, nowMs);
  }

  private merge(member: Member, record: MemberRecord, sinceMs: number, source: Source, nowMs: number): void {
    const mine = member.record;
    const isNewer =
      record.incarnation > mine.incarnation ||
      (record.incarnation === mine.incarnation && STATE_RANK[record.state] > STATE_RANK[mine.state]);
    if (!isNewer) return;
    if (record.state === 'left') {
      this.context.takeOff(
        member,
        record,
        'left',
        `reported by ${this.context.nameOf(source.sender)}`,
        nowMs,
      );
    } else if (record.state === 'dead') {
      const { id, instance, incarnation } = record;
      const silentMs = sinceMs + this.context.timing.verdictMs;
      const accusation: Accusation = {
        ...{ id, instance, incarnation, silentMs, reporter: source.sender },
        ...{ witness: NO_INSTANCE, cause: 'silence', refusedMs: 0 },
      };
      this.accusations.hear(member, accusation, source, nowMs);
    } else {
      this.update(member, record, source, nowMs);
    }
  }

  /** A live member raised its incarnation. */
  private update(member: Member, record: MemberRecord, source: Source, nowMs: number): void {
    const before = member.record;
    // It may have raised its incarnation for another reason and not know yet that it was off this list.
    if (!member.isLive) this.tellAccused(member, addressOf(member), nowMs);
    this.context.table.replace(member, record, nowMs);
    this.renew(member, nowMs);
    if (before.state !== 'alive') {
      this.context.event('recovered', member, `refuted with incarnation ${record.incarnation}`, nowMs);
    } else if (isChanged(before, record)) {
      this.context.event('updated', member, `phase ${record.phase}`, nowMs);
    }
    this.spread(member, source, nowMs);
  }

  /** Silence counts from now on, and what was said of an earlier incarnation is void. */
  private renew(member: Member, nowMs: number): void {
    member.graceMs = nowMs;
    member.check = undefined;
    member.suspectedIncarnation = -1;
    member.accusation = undefined;
  }

  private spread(member: Member, source: Source, nowMs: number): void {
    if (source.viaSync && nowMs - this.metOthersMs < this.context.timing.hfMs) return;
    this.context.flood({ type: 'alive', record: member.record }, source.sender);
  }
}

/** Whether more than the incarnation changed. */
function isChanged(before: MemberRecord, after: MemberRecord): boolean {
  return (
    before.phase !== after.phase ||
    before.host !== after.host ||
    before.busPort !== after.busPort ||
    before.clientPort !== after.clientPort ||
    before.shardPort !== after.shardPort ||
    before.shards !== after.shards ||
    before.weight !== after.weight ||
    before.zone !== after.zone ||
    before.name !== after.name ||
    Buffer.compare(before.metadata, after.metadata) !== 0
  );
}
