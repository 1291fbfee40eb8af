/**
 * Whether all live members have the same view, from the view hashes that their pings and acks carry. Members that are not pinged often
 * tell theirs late, so one may ask them all at once: for ttl from then on, whoever does not agree is pinged on every beat.
 */
import type { Context } from './context.ts';
import type { Prober } from './prober.ts';

export class Agreement {
  private readonly context: Context;
  private readonly prober: Prober;
  private askUntilMs = Number.NEGATIVE_INFINITY;

  constructor(context: Context, prober: Prober) {
    this.context = context;
    this.prober = prober;
  }

  /** What was told before counts no longer. */
  ask(nowMs: number): void {
    this.askUntilMs = nowMs + this.context.timing.ttlMs;
    for (const member of this.context.table.all()) if (!member.isMyself) member.told = undefined;
    this.beat(nowMs);
  }

  beat(nowMs: number): void {
    if (nowMs >= this.askUntilMs) return;
    const viewHash = this.context.hash.viewHash();
    for (const member of this.context.table.all()) {
      if (member.isLive && !member.isMyself && member.told?.viewHash !== viewHash)
        this.prober.probe(member, nowMs);
    }
  }
}
