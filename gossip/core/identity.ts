/**
 * What this member says of itself. Only this part raises the own incarnation, and it never lowers it.
 *
 * Status: `active` until it leaves (`leaving`, then `left`), is forgotten by the others (`banned`), or finds a newer live
 * instance of its own id (`conflict`). `banned` ends only by a MEET; the other three never do. All but `active` and `leaving` are
 * silent and have an empty view.
 */

import type { Context } from './context.ts';
import { compareInstances } from './member.ts';
import type { Address, Ban, MemberRecord, MemberState, Phase } from './types.ts';

export type Status = 'active' | 'leaving' | 'left' | 'banned' | 'conflict';

export class Identity {
  status: Status = 'active';
  private readonly context: Context;
  /** Up to this incarnation the others held this member for dead for a while, and it has been told. */
  private oustedIncarnation = -1;
  /** Stamp of the newest ban on the own id that was told. */
  banStamp = 0;
  /** Until when the others said that the ban holds. */
  private bannedUntilMs = Number.NEGATIVE_INFINITY;
  /** Bans up to this stamp have been lifted, as the others know until then. Whatever comes later is a new one. */
  private liftedStamp = 0;
  private liftedUntilMs = Number.NEGATIVE_INFINITY;

  /** The phase that was asked for; the record says `stalled` instead while the data thread is. */
  private wantedPhase: Phase;
  private isStalled = false;

  constructor(context: Context) {
    this.context = context;
    this.wantedPhase = context.config.self.phase;
  }

  get isPresent(): boolean {
    return this.status === 'active' || this.status === 'leaving';
  }

  setPhase(phase: Phase, nowMs: number): void {
    this.wantedPhase = phase;
    this.setService(this.record.isLagging, this.isStalled, nowMs);
  }

  /** How far the data thread is behind. A member that is alone serves on: nobody could take over. */
  setService(isLagging: boolean, isStalled: boolean, nowMs: number): void {
    if (isStalled && !this.isStalled) {
      if (this.context.table.isAlone || this.wantedPhase !== 'serving') return;
      this.ousted(this.oustedIncarnation, 'its data thread did nothing for ttl: it serves no longer', nowMs);
    }
    this.isStalled = isStalled;
    const phase = isStalled && this.wantedPhase === 'serving' ? 'stalled' : this.wantedPhase;
    const { record } = this;
    if (phase === record.phase && isLagging === record.isLagging) return;
    this.announce({ ...record, phase, isLagging }, nowMs);
  }

  setMetadata(metadata: Uint8Array, nowMs: number): void {
    this.announce({ ...this.record, metadata }, nowMs);
  }

  /**
   * Somebody says that this member is suspect, or even that it `isGone`, at `incarnation` (SWIM, section 4.2). In the second case
   * it was off somebody's list for a while.
   */
  refute(incarnation: number, isGone: boolean, from: Address, nowMs: number): void {
    if (this.status !== 'active') return;
    if (incarnation >= this.record.incarnation) {
      this.announce({ ...this.record, incarnation }, nowMs);
    }
    if (isGone && incarnation > this.oustedIncarnation) {
      this.ousted(incarnation, `held for dead by ${from.host}:${from.port}`, nowMs);
    }
    this.context.outbox.send(from, { type: 'alive', record: this.record });
  }

  /**
   * This member did nothing for longer than a pause may last: the others may have declared it dead, whether it hears of that or
   * not.
   */
  onAbsence(lostMs: number, nowMs: number): void {
    if (this.status !== 'active' || this.context.table.isAlone) return;
    this.ousted(
      this.record.incarnation,
      `stalled for ${Math.round(lostMs)} ms, long enough to be declared dead`,
      nowMs,
    );
  }

  /** What this member owned may have had another owner, up to this incarnation. Told once for each. */
  private ousted(incarnation: number, reason: string, nowMs: number): void {
    this.oustedIncarnation = incarnation;
    this.context.event('ousted', this.context.myself, reason, nowMs, 0);
  }

  /** A record of the own id, from somebody else's list. */
  onRecordOfMyself(record: MemberRecord, from: Address, nowMs: number): void {
    const mine = this.record;
    const order = compareInstances(record, mine);
    if (order < 0) return;
    if (order === 0) {
      if (record.state !== 'alive' || record.incarnation > mine.incarnation) {
        this.refute(record.incarnation, isGone(record.state), from, nowMs);
      }
      return;
    }
    if (record.state === 'alive') {
      this.yieldTo(record, nowMs);
      return;
    }
    // A newer instance than this one was known, and it is gone: the count of starts was lost.
    this.announce({ ...mine, generation: record.generation + 1 }, nowMs);
  }

  /** A newer instance of the own id is live: this one must stop. */
  yieldTo(record: MemberRecord, nowMs: number): void {
    if (!this.isPresent || compareInstances(record, this.record) <= 0) return;
    const where = `${record.host}:${record.busPort}`;
    const reason = `instance ${record.instance} at ${where} has this member's id and a higher generation`;
    this.context.event('conflict', this.context.myself, reason, nowMs);
    this.withdraw('conflict', nowMs);
  }

  /** The others have forgotten this member. Returns false if that is no longer true or known already. */
  onBan(stamp: number, remainingMs: number, nowMs: number): boolean {
    if (!this.isPresent || (stamp <= this.liftedStamp && nowMs < this.liftedUntilMs)) return false;
    this.banStamp = stamp;
    this.bannedUntilMs = nowMs + remainingMs;
    this.withdraw('banned', nowMs);
    const reason = `forgotten by the cluster; banned for another ${Math.ceil(remainingMs)} ms`;
    this.context.event('banned', this.context.myself, reason, nowMs, 0);
    return true;
  }

  /** The ban on the own id, while it holds. */
  bans(nowMs: number): Ban[] {
    const remainingMs = Math.ceil(this.bannedUntilMs - nowMs);
    if (this.status !== 'banned' || remainingMs <= 0) return [];
    return [{ id: this.record.id, remainingMs }];
  }

  /** A ban on the own id was lifted: bans up to this stamp are void, for as long as others may still hold them. */
  onLift(stamp: number, remainingMs: number, nowMs: number): void {
    if (nowMs < this.liftedUntilMs && stamp <= this.liftedStamp) return;
    this.liftedStamp = stamp;
    this.liftedUntilMs = nowMs + remainingMs;
  }

  /**
   * A MEET wakes this member up after it was banned: the invitation of another one, which has lifted the ban, or a MEET given here; then
   * the others decide whether the ban still holds.
   */
  readmit(nowMs: number): void {
    if (this.status !== 'banned') return;
    this.status = 'active';
    // Nobody was asked for an answer meanwhile.
    this.context.health.answeredMs = nowMs;
    this.announce({ ...this.record, state: 'alive' }, nowMs);
    this.context.event('unbanned', this.context.myself, 'met again', nowMs, 0);
  }

  /** Goes silent, with an empty view. */
  withdraw(status: 'left' | 'banned' | 'conflict', nowMs: number): void {
    this.status = status;
    this.context.table.replace(this.context.myself, { ...this.record, state: 'left' }, nowMs);
    if (status !== 'left') this.context.table.clear();
  }

  /** Raises the incarnation and tells everybody. */
  private announce(record: MemberRecord, nowMs: number): void {
    const incarnation = Math.max(this.record.incarnation, record.incarnation) + 1;
    this.context.table.replace(this.context.myself, { ...record, incarnation }, nowMs);
    if (this.isPresent) this.context.flood({ type: 'alive', record: this.record });
  }

  private get record(): MemberRecord {
    return this.context.myself.record;
  }
}

function isGone(state: MemberState): boolean {
  return state === 'dead' || state === 'left';
}
