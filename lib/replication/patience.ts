/** Looks after what other shards owe: asks again those that bring nothing for a while, and gives up on them in the end. */
import type { Claims } from './claims.ts';
import type { Copies } from './copies.ts';
import { TAKE } from './messages.ts';
import type { Ownership } from './ownership.ts';

/** A shard that brings nothing for so long is asked again. */
export const PATIENCE_MS = 1000;

export interface PatienceParts {
  readonly ownership: Ownership;
  readonly copies: Copies;
  readonly claims: Claims;
  handoffTimeoutMs(): number;
  /** What `peer` was to hand over of so many slots is not waited for any longer. */
  onGiveUp(peer: number, slots: number): void;
}

export class Patience {
  private readonly parts: PatienceParts;
  /** When each shard was last asked for something, or sent something of that. */
  private readonly heardMs = new Map<number, number>();

  constructor(parts: PatienceParts) {
    this.parts = parts;
  }

  /** The shard is asked for something now, or sends it. */
  onHeard(peer: number, clockMs: number): void {
    this.heardMs.set(peer, clockMs);
  }

  /** To be called every PATIENCE_MS. */
  askAgain(clockMs: number): void {
    const { ownership, copies, claims } = this.parts;
    const handoffTimeoutMs = this.parts.handoffTimeoutMs();
    const given: Map<number, number[]> = new Map();
    const waitingFor = new Set<number>();
    for (const [slot, sources] of ownership.awaited()) {
      for (const peer of sources) {
        waitingFor.add(peer);
        const silentMs = clockMs - (this.heardMs.get(peer) ?? clockMs);
        if (silentMs >= handoffTimeoutMs) given.set(peer, [...(given.get(peer) ?? []), slot]);
        else if (silentMs >= PATIENCE_MS) claims.add(TAKE, slot, peer, false);
      }
    }
    for (const [peer, slots] of given) {
      for (const slot of slots) ownership.onGiven(slot, peer, false);
      this.parts.onGiveUp(peer, slots.length);
    }
    const sources = copies.sourcesNow();
    for (const peer of new Set([...sources, ...waitingFor])) claims.inquire(peer);
    for (const peer of sources) {
      const isSilent = clockMs - (this.heardMs.get(peer) ?? 0) >= PATIENCE_MS;
      if (isSilent && !copies.isComplete) copies.renewMissing(peer);
    }
  }
}
