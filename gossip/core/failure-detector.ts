/**
 * Judges silence.
 *
 * A member watches its ring neighbours (rings.ts), and any member that somebody accuses against the evidence here. Where a
 * watched member is silent for long it is probed on every beat; from 2 hf on its other observers are asked how fresh their own
 * evidence is, and any fresher answer moves its clock; so are 3 members drawn at random each time, as its observers may all be pausing too,
 * and anybody may have heard it last. It is dead after D = ttl - 1.5 hf without any sign of life.
 *
 * Of two members each has only its own evidence of the other one: their beats come twice as fast from a silence of hf/2 on.
 *
 * A member that talks but hears nobody (its pings say so, and it answers none) keeps others waiting as a dead one does: it is taken off when no
 * observer has been answered for D.
 *
 * Deviations from SWIM and Lifeguard: no suspicion timer. Suspicion is a hint for routing; the verdict depends on the
 * age of the evidence alone, which is what gives the bound: a crashed member is off every list within ttl.
 */
import type { Accusations } from './accusations.ts';
import type { Context } from './context.ts';
import type { CrashEvidence } from './crash-evidence.ts';
import type { Member } from './member.ts';
import type { Query, Reply } from './messages.ts';
import type { Prober } from './prober.ts';
import type { Address } from './types.ts';

const MAX_REACH = 16;

export class FailureDetector {
  private readonly context: Context;
  private readonly prober: Prober;
  private readonly accusations: Accusations;
  private readonly crashEvidence: CrashEvidence;
  /** The members that this one judges: its neighbours on the rings. */
  private neighbours: readonly Member[] = [];
  /** The members that this one probes and asks about when they are silent: its neighbours, and at times those behind them. */
  private watched: readonly Member[] = [];
  private watchedVersion = -1;
  /** How many members are watched on each side of each ring. */
  private reach = 1;
  private reachedMs = Number.NEGATIVE_INFINITY;

  constructor(context: Context, prober: Prober, accusations: Accusations, crashEvidence: CrashEvidence) {
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
  followRings(nowMs: number): void {
    const { table, timing } = this.context;
    if (this.watchedVersion === table.version) return;
    this.watchedVersion = table.version;
    const before = this.watched;
    this.neighbours = table.rings.neighbours(table.myself);
    this.watched = table.rings.neighbours(table.myself, this.reach);
    for (const member of this.watched) {
      if (before.includes(member)) continue;
      // Nobody asked it for an answer from here.
      member.hearsMs = Math.max(member.hearsMs, nowMs);
      if (member.silenceMs(nowMs) <= timing.quietMs) continue;
      member.graceMs = Math.max(member.graceMs, nowMs - timing.inheritedMs);
      this.examine(member, nowMs);
    }
  }

  /** Pings every watched member at once. */
  checkAll(nowMs: number): void {
    for (const member of this.watched) this.prober.probeAgain(member, nowMs);
  }

  /** How long until the next beat, in ms. */
  beatMs(nowMs: number): number {
    const { beatMs, hfMs } = this.context.timing;
    const [other] = this.watched;
    if (!other || this.context.table.rings.size > 2) return beatMs;
    const isHeard = Math.max(other.silenceMs(nowMs), other.unansweredMs(nowMs)) < hfMs / 2;
    return isHeard ? beatMs : beatMs / 2;
  }

  beat(nowMs: number): void {
    const { quietMs, unansweredMs } = this.context.timing;
    for (const member of this.watched) {
      if (member.silenceMs(nowMs) > quietMs || member.unansweredMs(nowMs) > unansweredMs)
        this.examine(member, nowMs);
    }
    for (const member of this.accusations.accused()) this.examine(member, nowMs);
    this.adaptReach(nowMs);
  }

  /**
   * Where half of the watched members are silent, many may have gone at once, or this member and a few others are cut off: the members
   * behind them are watched too, twice as many after each hf. They are only probed and asked about until those before them are
   * gone, and this member is their neighbour: their own observers may all be pausing as well. But if they are silent by
   * then, their time is up at once, so that all are found about ttl later and not one row after the other.
   */
  private adaptReach(nowMs: number): void {
    const { suspectMs, hfMs } = this.context.timing;
    const silent = this.watched.filter((member) => member.silenceMs(nowMs) >= suspectMs).length;
    const isWorse = silent > 0 && 2 * silent >= this.watched.length && this.reach < MAX_REACH;
    const isBetter = this.reach > 1 && 4 * silent < this.watched.length;
    if ((!isWorse && !isBetter) || nowMs - this.reachedMs < hfMs) return;
    this.reach = isWorse ? 2 * this.reach : 1;
    this.reachedMs = nowMs;
    this.watchedVersion = -1;
    this.followRings(nowMs);
  }

  /** Reaches the verdicts that are due. */
  tick(nowMs: number): void {
    this.crashEvidence.tick(nowMs);
    for (const member of this.neighbours) {
      if (!member.isLive) continue;
      if (this.verdictAt(member, nowMs) <= nowMs) this.accusations.declareDead(member, nowMs);
      else if (this.isDeaf(member, nowMs)) this.accusations.declareDeaf(member, nowMs);
    }
    this.accusations.settle(nowMs);
    this.followRings(nowMs);
  }

  nextMs(nowMs: number): number {
    let next = Math.min(this.accusations.nextMs(), this.crashEvidence.nextMs());
    for (const member of this.neighbours) next = Math.min(next, this.verdictAt(member, nowMs));
    return next;
  }

  onQuery(query: Query, from: Address, nowMs: number): void {
    const member = this.context.table.ofInstance(query.subject);
    if (!member) return;
    const ageMs = member.isMyself ? 0 : nowMs - member.heardMs;
    const answeredAgeMs = member.isMyself ? 0 : nowMs - member.answeredMs;
    const refused = this.crashEvidence.onQuery(query, member, nowMs);
    this.context.outbox.send(from, { type: 'reply', seq: query.seq, ageMs, answeredAgeMs, refused });
  }

  onReply(reply: Reply, sender: string, nowMs: number): void {
    this.crashEvidence.onReply(reply, sender, nowMs);
    const member = this.findCheck(reply.seq);
    if (!member?.check) return;
    // The answer is at least as old as the question: what it vouches for cannot drift by the time that it took to arrive.
    member.hearsMs = Math.max(member.hearsMs, member.check.sentMs - reply.answeredAgeMs);
    const vouchedMs = member.check.sentMs - reply.ageMs;
    if (nowMs - vouchedMs < this.context.health.suspectMs) {
      this.accusations.vouch(member, vouchedMs, nowMs);
      return;
    }
    member.vouchedMs = Math.max(member.vouchedMs, vouchedMs);
    // Who does not observe it need not have heard it.
    const isObserver = this.context.table.rings
      .neighbours(member)
      .some(({ record }) => record.instance === sender);
    if (!isObserver) return;
    member.check.agreeing.add(sender);
    this.suspectIfAgreed(member, nowMs);
  }

  /** Probes a silent member, and from the start of the suspicion asks its other observers too. */
  private examine(member: Member, nowMs: number): void {
    this.prober.probe(member, nowMs);
    if (member.record.state === 'suspect') this.accusations.tellSuspicion(member, nowMs);
    const inDoubt =
      member.accusation !== undefined ||
      member.silenceMs(nowMs) >= this.context.health.suspectMs ||
      member.unansweredMs(nowMs) >= this.context.timing.unansweredMs;
    if (!inDoubt) {
      member.check = undefined;
      return;
    }
    const { table } = this.context;
    const agreeing = member.check?.agreeing ?? new Set<string>();
    member.check = { seq: this.context.nextSeq(), sentMs: nowMs, agreeing };
    for (const other of new Set([...table.rings.neighbours(member), ...this.prober.drawOthers(member)])) {
      if (other.isMyself) continue;
      this.context.sendTo(other, {
        type: 'query',
        seq: member.check.seq,
        subject: member.record.instance,
        refused: false,
      });
    }
    this.suspectIfAgreed(member, nowMs);
  }

  /** Two observers have to agree, unless there is only this one. */
  private suspectIfAgreed(member: Member, nowMs: number): void {
    const { check } = member;
    if (!check || member.record.state !== 'alive') return;
    if (member.silenceMs(nowMs) < this.context.health.suspectMs) return;
    const others = this.context.table.rings.neighbours(member).filter((observer) => !observer.isMyself);
    if (others.length === 0 || check.agreeing.size > 0) this.accusations.suspect(member, nowMs);
  }

  private findCheck(seq: number): Member | undefined {
    const isAsked = (member: Member): boolean => member.check?.seq === seq;
    return this.watched.find(isAsked) ?? this.accusations.accused().find(isAsked);
  }

  private verdictAt(member: Member, nowMs: number): number {
    const silentSinceMs = nowMs - member.silenceMs(nowMs);
    return Math.max(silentSinceMs + this.context.verdictMs, this.context.health.noVerdictBeforeMs);
  }

  /** It talks now, and has not shown to any observer for D that it hears. One that was silent before has half of hf to show it. */
  private isDeaf(member: Member, nowMs: number): boolean {
    const { health, timing } = this.context;
    return (
      nowMs >= health.noVerdictBeforeMs &&
      member.silenceMs(nowMs) <= timing.quietMs &&
      nowMs - member.backMs >= timing.hfMs / 2 &&
      member.unansweredMs(nowMs) >= timing.verdictMs
    );
  }
}
