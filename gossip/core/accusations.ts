/**
 * Who is said to be silent or gone, by this member or by others, and what comes of it: suspicion, which is a hint, and death, which takes a
 * member off the live list.
 *
 * A death that others report is believed at once unless the evidence here contradicts it. If it does, or if the news is old (it came by
 * sync), the case stays open: the accused is told, so that it can refute, and probed; any sign of life closes the case,
 * and silence for D decides it.
 *
 * Bounds: one open case for each live member.
 */
import type { Context } from './context.ts';
import type { Identity } from './identity.ts';
import type { Member } from './member.ts';
import { type Accusation, NO_INSTANCE, type Suspect } from './messages.ts';
import type { Prober } from './prober.ts';
import type { FailureCause, Source } from './types.ts';

/** For people. */
const DESCRIPTIONS: Record<FailureCause, (silentMs: number) => string> = {
  silence: (silentMs) => `silent for ${silentMs} ms`,
  refused: () => 'its process is gone',
  deaf: (silentMs) => `it has not heard anybody for ${silentMs} ms`,
};

export class Accusations {
  private readonly context: Context;
  private readonly prober: Prober;
  private readonly identity: Identity;
  private readonly openCases = new Set<Member>();

  constructor(context: Context, prober: Prober, identity: Identity) {
    this.context = context;
    this.prober = prober;
    this.identity = identity;
  }

  /** First-hand sign of life. */
  heard(member: Member, nowMs: number): void {
    if (nowMs - member.heardMs >= this.context.timing.suspectMs) member.backMs = nowMs;
    member.heardMs = nowMs;
    this.vouch(member, nowMs, nowMs);
  }

  /** A sign of life as of `aliveMs`. */
  vouch(member: Member, aliveMs: number, nowMs: number): void {
    member.vouchedMs = Math.max(member.vouchedMs, aliveMs);
    if (member.record.state !== 'suspect' || nowMs - aliveMs >= this.context.health.suspectMs) return;
    this.context.table.setSuspect(member, false);
    this.context.event('recovered', member, 'heard again', nowMs);
  }

  /** It has shown that it heard this member at `hearsMs`. */
  answered(member: Member, hearsMs: number): void {
    member.answeredMs = Math.max(member.answeredMs, hearsMs);
    member.hearsMs = Math.max(member.hearsMs, hearsMs);
  }

  /** The members with an accusation that is still open. */
  accused(): Member[] {
    return [...this.openCases].filter((member) => member.accusation !== undefined);
  }

  /** A DEAD that spreads as news. */
  onDead(accusation: Accusation, source: Source, nowMs: number): void {
    const member = this.context.findInstance(accusation);
    if (!member) return;
    if (member.isMyself) this.identity.refute(accusation.incarnation, true, source.from, nowMs);
    else this.hear(member, accusation, source, nowMs);
  }

  onSuspect(suspicion: Suspect, source: Source, nowMs: number): void {
    const member = this.context.findInstance(suspicion);
    if (!member) return;
    const { incarnation } = suspicion;
    if (member.isMyself) {
      this.identity.refute(incarnation, false, source.from, nowMs);
      return;
    }
    if (member.record.state !== 'alive' || incarnation < member.record.incarnation) return;
    if (incarnation <= member.suspectedIncarnation) return;
    if (member.evidenceAgeMs(nowMs) < this.context.timing.quietMs) return;
    member.suspectedIncarnation = incarnation;
    this.markSuspect(member, suspicion, source.sender, nowMs);
  }

  /** Somebody says that another member is dead. */
  hear(member: Member, accusation: Accusation, source: Source, nowMs: number): void {
    if (accusation.incarnation < member.record.incarnation) return;
    const { incarnation } = accusation;
    if (!member.isLive) {
      if (incarnation > member.record.incarnation) {
        this.context.table.replace(member, { ...member.record, incarnation }, nowMs);
      }
      return;
    }
    // Old news may have been refuted long ago, and fresh evidence speaks against it: the member and its observers
    // are asked first. News from an observer that nothing here contradicts is believed at once.
    if (!source.viaSync && this.isUncontradicted(member, accusation, nowMs)) {
      this.bury(member, accusation, source.sender, nowMs);
      return;
    }
    if (!member.accusation || member.accusation.accusation.incarnation < incarnation) {
      const notBeforeMs = source.viaSync ? nowMs + 2 * this.prober.timeoutMs : nowMs;
      member.accusation = { accusation, receivedMs: nowMs, notBeforeMs };
      this.openCases.add(member);
      this.context.sendTo(member, { type: 'dead', ...accusation });
      this.prober.probe(member, nowMs);
    }
  }

  /** This member and another observer have not heard it for 2 hf. */
  suspect(member: Member, nowMs: number): void {
    const suspicion = this.accusationOf(member, nowMs);
    this.context.sendTo(member, { type: 'suspect', ...suspicion });
    this.markSuspect(member, suspicion, '', nowMs);
  }

  /** Reminds a suspected member that it should refute. */
  tellSuspicion(member: Member, nowMs: number): void {
    this.context.sendTo(member, { type: 'suspect', ...this.accusationOf(member, nowMs) });
  }

  /** This member's own verdict. */
  declareDead(member: Member, nowMs: number): void {
    this.bury(member, this.accusationOf(member, nowMs), '', nowMs);
  }

  /** Its process is gone: its address has refused this member and `witness` since `sinceMs`. */
  declareGone(member: Member, witness: string, sinceMs: number, nowMs: number): void {
    const refusedMs = Math.max(1, Math.round(nowMs - sinceMs));
    this.bury(
      member,
      { ...this.accusationOf(member, nowMs), witness, cause: 'refused', refusedMs },
      '',
      nowMs,
    );
  }

  /** It talks, but hears nobody: no use to anybody. */
  declareDeaf(member: Member, nowMs: number): void {
    const silentMs = Math.round(member.unansweredMs(nowMs));
    this.bury(member, { ...this.accusationOf(member, nowMs), silentMs, cause: 'deaf' }, '', nowMs);
  }

  /** Closes the accusations that were contradicted meanwhile, and accepts those whose time has come. */
  settle(nowMs: number): void {
    for (const member of this.openCases) {
      const { accusation } = member;
      const isOver =
        !accusation ||
        !member.isLive ||
        this.context.table.get(member.record.id) !== member ||
        accusation.accusation.incarnation < member.record.incarnation ||
        member.vouchedMs > accusation.receivedMs;
      if (isOver) {
        member.accusation = undefined;
        this.openCases.delete(member);
      } else if (this.acceptableMs(member) <= nowMs) {
        this.bury(member, accusation.accusation, '', nowMs);
      }
    }
  }

  nextMs(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const member of this.openCases) next = Math.min(next, this.acceptableMs(member));
    return next;
  }

  private acceptableMs(member: Member): number {
    const { health, verdictMs } = this.context;
    const notBeforeMs = member.accusation?.notBeforeMs ?? Number.POSITIVE_INFINITY;
    return Math.max(member.vouchedMs + verdictMs, notBeforeMs, health.noVerdictBeforeMs);
  }

  /** Whether the evidence here is old enough for the accusation to be true. */
  private isUncontradicted(member: Member, { cause, refusedMs }: Accusation, nowMs: number): boolean {
    const ageMs = member.evidenceAgeMs(nowMs);
    if (cause === 'deaf') return nowMs - member.hearsMs >= this.context.timing.unansweredMs;
    const isProof = cause === 'refused' && this.context.config.crashEvidence;
    // Who stood still has heard nobody for as long.
    const isSilent = ageMs >= this.context.verdictMs && nowMs >= this.context.health.noVerdictBeforeMs;
    return isSilent || (isProof && ageMs >= refusedMs);
  }

  private markSuspect(member: Member, suspicion: Accusation, except: string, nowMs: number): void {
    this.context.table.setSuspect(member, true);
    const { silentMs, reporter, witness } = suspicion;
    const observers = [reporter, witness].filter((instance) => instance !== NO_INSTANCE);
    const names = observers.map((instance) => this.context.nameOf(instance));
    this.context.event('suspected', member, this.reportersOf(suspicion), nowMs, silentMs, names);
    this.context.flood({ type: 'suspect', ...suspicion }, except);
  }

  private bury(member: Member, accusation: Accusation, except: string, nowMs: number): void {
    const incarnation = Math.max(member.record.incarnation, accusation.incarnation);
    const { cause, reporter, witness, silentMs } = accusation;
    const what = DESCRIPTIONS[cause](Math.round(silentMs));
    this.context.failures.add({
      ...{ id: member.record.id, name: member.record.name, instance: member.record.instance, cause },
      removedMs: nowMs,
      latencyMs: cause === 'deaf' ? silentMs : Math.min(silentMs, member.evidenceAgeMs(nowMs)),
      reporter: this.context.nameOf(reporter),
      witness: witness === NO_INSTANCE ? '' : this.context.nameOf(witness),
    });
    const reason = `${what}, ${this.reportersOf(accusation)}`;
    this.context.takeOff(member, { ...member.record, incarnation, state: 'dead' }, 'failed', reason, nowMs);
    if (this.isTrustworthy(cause, nowMs))
      this.context.flood({ type: 'dead', ...accusation, incarnation }, except);
  }

  /** Who gets no answer from anybody may be cut off itself: what it makes of the others' silence is nothing to tell. */
  private isTrustworthy(cause: FailureCause, nowMs: number): boolean {
    const { health, timing } = this.context;
    return cause === 'refused' || nowMs - health.answeredMs < timing.suspectMs;
  }

  private accusationOf(member: Member, nowMs: number): Accusation {
    const { id, instance, incarnation } = member.record;
    const silentMs = Math.round(member.silenceMs(nowMs));
    const reporter = this.context.myself.record.instance;
    const [witness = NO_INSTANCE] = member.check?.agreeing ?? [];
    return { id, instance, incarnation, reporter, silentMs, witness, cause: 'silence', refusedMs: 0 };
  }

  /** For people. */
  private reportersOf({ reporter, witness }: Accusation): string {
    const agreed = witness === NO_INSTANCE ? '' : ` and ${this.context.nameOf(witness)}`;
    return `reported by ${this.context.nameOf(reporter)}${agreed}`;
  }
}
