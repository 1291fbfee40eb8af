/**
 * What the parts of the core share: configuration, the member list, the outbox, and ways to speak to members.
 */
import type { Random } from '../../lib/base/random.ts';
import { FailureLog } from './failure-log.ts';
import { LocalHealth } from './local-health.ts';
import type { Member } from './member.ts';
import type { MemberTable } from './member-table.ts';
import type { Message, Status } from './messages.ts';
import { Outbox } from './outbox.ts';
import { StateHash } from './state-hash.ts';
import { type Timing, timingOf } from './timing.ts';
import type { Address, CoreConfig, MemberRecord, MembershipEventType } from './types.ts';
import { ViewClock } from './view-clock.ts';

/** Makes the member list; the simulator has one that many cores share. */
export type TableFactory = (self: MemberRecord, hash: StateHash, nowMs: number) => MemberTable;

export class Context {
  config: CoreConfig;
  /** One object for good, so that the parts can keep it. */
  readonly timing: Timing;
  readonly random: Random;
  readonly hash = new StateHash();
  readonly outbox = new Outbox();
  readonly clock = new ViewClock();
  readonly health: LocalHealth;
  readonly table: MemberTable;
  readonly failures = new FailureLog();
  /** How long the data thread has done nothing, in ms. */
  serveStallMs = 0;
  private lastSeq: number;

  constructor(config: CoreConfig, random: Random, nowMs: number, tableOf: TableFactory) {
    this.config = config;
    this.random = random;
    this.timing = timingOf(config.hfMs, config.ttlMs);
    this.health = new LocalHealth(this.timing, nowMs);
    this.table = tableOf(config.self, this.hash, nowMs);
    this.lastSeq = random.uint32();
  }

  /** @throws RangeError when ttl is less than 5 hf */
  reconfigure({ hfMs, ttlMs, forgetTtlMs, retentionMs, crashEvidence }: Omit<CoreConfig, 'self'>): void {
    Object.assign(this.timing, timingOf(hfMs, ttlMs));
    this.config = { self: this.config.self, hfMs, ttlMs, forgetTtlMs, retentionMs, crashEvidence };
  }

  get myself(): Member {
    return this.table.myself;
  }

  /** D: silence after which this member declares another one dead. */
  get verdictMs(): number {
    return this.table.rings.isSmall ? this.timing.smallVerdictMs : this.timing.verdictMs;
  }

  /** A sequence number, 32 bits, that no other exchange of this time uses. */
  nextSeq(): number {
    this.lastSeq = (this.lastSeq + 1) >>> 0;
    return this.lastSeq;
  }

  status(): Status {
    return {
      viewHash: this.hash.viewHash(),
      restHash: this.hash.restHash(),
      epoch: this.clock.epoch,
      lagMs: Math.round(this.health.lagMs),
      health: this.health.score,
      serveStallMs: Math.round(this.serveStallMs),
    };
  }

  sendTo(member: Member, message: Message): void {
    this.outbox.send(addressOf(member), message);
  }

  /** Floods news: to every ring neighbour but the instance it came from. Each of them passes on what is news to it. */
  flood(message: Message, exceptInstance = ''): void {
    for (const member of this.table.rings.neighbours(this.myself)) {
      if (member.record.instance !== exceptInstance) this.sendTo(member, message);
    }
  }

  /** Puts a record of a dead or left member in the place of what was there, and ends every case against it. */
  takeOff(
    member: Member,
    record: MemberRecord,
    event: 'failed' | 'left',
    reason: string,
    nowMs: number,
  ): void {
    const wasLive = member.isLive;
    this.table.replace(member, record, nowMs);
    member.check = undefined;
    member.accusation = undefined;
    if (wasLive) this.event(event, member, reason, nowMs);
  }

  /** The member that a rumour is about, if it is about the instance in the list. */
  findInstance({ id, instance }: { readonly id: string; readonly instance: string }): Member | undefined {
    const member = this.table.get(id);
    return member?.record.instance === instance ? member : undefined;
  }

  event(
    type: MembershipEventType,
    member: Member,
    reason: string,
    nowMs: number,
    silentMs = member.evidenceAgeMs(nowMs),
    observers: readonly string[] = [],
  ): void {
    this.outbox.emit({ type, member: member.info(nowMs), reason, silentMs, observers });
  }

  /** The name of the member with this instance, for people. */
  nameOf(instance: string): string {
    const member = this.table.ofInstance(instance);
    if (!member) return `instance ${instance}`;
    return member.isMyself ? 'this member' : member.record.name || member.record.id;
  }
}

export function addressOf(member: Member): Address {
  return { host: member.record.host, port: member.record.busPort };
}

export function isSameAddress(a: Address, b: Address): boolean {
  return a.port === b.port && a.host === b.host;
}
