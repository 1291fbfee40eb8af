/** Warns of clients that speak HTTP, but not more than once a minute, whoever tries. */
import type { MemberCalls } from './calls.ts';

const PAUSE_MS = 60_000;

export class HttpWarning {
  private readonly log: MemberCalls['log'];
  private nextMs = 0;

  constructor(log: MemberCalls['log']) {
    this.log = log;
  }

  /** This client did, and was disconnected. */
  note(client: string): void {
    const nowMs = performance.now();
    if (nowMs < this.nextMs) return;
    this.nextMs = nowMs + PAUSE_MS;
    this.log(
      'warn',
      { event: 'http', client },
      'a client sent an HTTP request and was disconnected: possible attack by cross protocol scripting',
    );
  }
}
