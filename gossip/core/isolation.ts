/**
 * Whether this member may be cut off: it knows others, but none of its probes has been answered for D. Answers count, not
 * datagrams: a member that hears the others and is not heard by them is cut off too.
 */
import type { Context } from './context.ts';

export class Isolation {
  isIsolated = false;
  private readonly context: Context;

  constructor(context: Context) {
    this.context = context;
  }

  beat(nowMs: number): void {
    const { health, myself, table, verdictMs } = this.context;
    if (table.isAlone && table.deadCount === 0) health.answeredMs = nowMs;
    const silentMs = nowMs - health.answeredMs;
    const isIsolated = silentMs >= verdictMs;
    if (isIsolated === this.isIsolated) return;
    this.isIsolated = isIsolated;
    if (isIsolated) {
      const reason = `no answer from any other member for ${Math.round(silentMs)} ms`;
      this.context.event('isolated', myself, reason, nowMs, silentMs);
    } else {
      this.context.event('reconnected', myself, 'others answer again', nowMs, 0);
    }
  }
}
