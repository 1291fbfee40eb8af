/**
 * Watches the data thread of this member: the gossip thread answers pings even when the data thread hangs, and would hide it.
 * More than 2 hf behind, the member says that it lags, so that the others may route around it; at ttl it says
 * that it serves no longer, as if it were dead, and that it serves again once the data thread does its work.
 *
 * Time that the whole process was stalled does not count: that is judged by the others.
 */
import type { Context } from './context.ts';
import type { Identity } from './identity.ts';

export class ServeStall {
  private readonly context: Context;
  private readonly identity: Identity;
  private isLagging = false;
  private isStalled = false;

  constructor(context: Context, identity: Identity) {
    this.context = context;
    this.identity = identity;
  }

  /** @param stallMs age of the data thread's last sign of work */
  read(stallMs: number, nowMs: number): void {
    const { hfMs, suspectMs, ttlMs } = this.context.timing;
    const countedMs = Math.max(0, Math.min(stallMs, nowMs - this.context.health.resumedMs));
    this.context.serveStallMs = countedMs;
    // Once it is behind it has to be back below hf, so that it does not change its mind all the time.
    this.isLagging = countedMs > (this.isLagging ? hfMs : suspectMs);
    this.isStalled = countedMs >= (this.isStalled ? hfMs : ttlMs);
    this.identity.setService(this.isLagging, this.isStalled, nowMs);
  }
}
