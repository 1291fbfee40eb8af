/**
 * Watches the data threads of this member, one a shard, by the one that is furthest behind: the gossip thread answers pings even
 * when a data thread hangs, and would hide it. More than 2 hf behind, the member says that it lags, so that the others may
 * route around it; at ttl it says that it serves no longer, as if it were dead, and that it serves again once they all work.
 *
 * Time that the whole process was stalled does not count: that is judged by the others. On a busy machine the gossip thread is
 * late again and again, so that only the time between two reads beyond what is usual is left out, and not all before it.
 */
import type { Context } from './context.ts';
import type { Identity } from './identity.ts';

/** There is a read every hf at least; one that comes later than this was kept from it. Below the 2 hf of lagging. */
const LONGEST_STEP_IN_HF = 1.5;

export class ServeStall {
  private readonly context: Context;
  private readonly identity: Identity;
  private countedMs = 0;
  private readMs = Number.POSITIVE_INFINITY;
  private isLagging = false;
  private isStalled = false;

  constructor(context: Context, identity: Identity) {
    this.context = context;
    this.identity = identity;
  }

  /** @param stallMs age of the data thread's last sign of work */
  read(stallMs: number, nowMs: number): void {
    const { hfMs, suspectMs, ttlMs } = this.context.timing;
    const sinceMs = Math.max(0, nowMs - this.readMs);
    this.readMs = nowMs;
    this.countedMs = Math.min(stallMs, this.countedMs + Math.min(sinceMs, LONGEST_STEP_IN_HF * hfMs));
    const { countedMs } = this;
    this.context.serveStallMs = countedMs;
    // Once it is behind it has to be back below hf, so that it does not change its mind all the time.
    this.isLagging = countedMs > (this.isLagging ? hfMs : suspectMs);
    this.isStalled = countedMs >= (this.isStalled ? hfMs : ttlMs);
    this.identity.setService(this.isLagging, this.isStalled, nowMs);
  }
}
