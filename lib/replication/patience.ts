/**
 * Asks those again that owe this shard something, slots or copies, and have brought nothing for a while; gives up on them in the end.
 * While this process stands still they bring nothing either, which is not their fault: that time does not count.
 */
import { WakingClock } from '../base/waking-clock.ts';
import type { Claims } from './claims.ts';
import type { Copies } from './copies.ts';
import { TAKE } from './messages.ts';
import type { Ownership } from './ownership.ts';

/** A shard that brings nothing for so long is asked again. */
const PATIENCE_MS = 1000;

export class Patience {
  private readonly ownership: Ownership;
  private readonly copies: Copies;
  private readonly claims: Claims;
  private readonly onGiveUp: (peer: number, slots: number) => void;
  /** When each shard was last asked for slots, or sent something of what it was asked for. */
  private readonly heardMs = new Map<number, number>();
  private readonly clock = new WakingClock();
  private nextMs = 0;

  /** `onGiveUp` is called when a shard's slots, so many, are not waited for any longer. */
  constructor(
    ownership: Ownership,
    copies: Copies,
    claims: Claims,
    onGiveUp: (peer: number, slots: number) => void,
  ) {
    this.ownership = ownership;
    this.copies = copies;
    this.claims = claims;
    this.onGiveUp = onGiveUp;
  }

  /** The peer is gone. */
  drop(peer: number): void {
    this.heardMs.delete(peer);
  }

  onHeard(peer: number): void {
    this.heardMs.set(peer, this.clock.nowMs);
  }

  /**
   * To be called several times a second, with any monotonic clock; returns whether it was time to ask. Whoever owes slots and is silent for
   * `handoffTimeoutMs` is given up.
   */
  tick(clockMs: number, handoffTimeoutMs: number): boolean {
    this.clock.tick(clockMs);
    const { nowMs } = this.clock;
    if (nowMs < this.nextMs) return false;
    this.nextMs = nowMs + PATIENCE_MS;
    const debtors = this.askForSlots(nowMs, handoffTimeoutMs);
    const sources = this.copies.sourcesNow();
    for (const peer of new Set([...sources, ...debtors])) this.claims.inquire(peer);
    for (const peer of sources) {
      const isSilent = nowMs - (this.heardMs.get(peer) ?? 0) >= PATIENCE_MS;
      if (isSilent && !this.copies.isComplete) this.copies.renewMissing(peer);
    }
    return true;
  }

  /** Returns those that owe slots. */
  private askForSlots(nowMs: number, handoffTimeoutMs: number): Set<number> {
    const debtors = new Set<number>();
    const given = new Map<number, number[]>();
    for (const [slot, peers] of this.ownership.awaited()) {
      for (const peer of peers) {
        debtors.add(peer);
        const silentMs = nowMs - (this.heardMs.get(peer) ?? nowMs);
        if (silentMs >= handoffTimeoutMs) {
          const slots = given.get(peer) ?? [];
          slots.push(slot);
          given.set(peer, slots);
        } else if (silentMs >= PATIENCE_MS) this.claims.add(TAKE, slot, peer, false);
      }
    }
    for (const [peer, slots] of given) {
      for (const slot of slots) this.ownership.onGiven(slot, peer, false);
      this.onGiveUp(peer, slots.length);
    }
    return debtors;
  }
}
