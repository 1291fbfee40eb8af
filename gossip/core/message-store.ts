/**
 * The published messages that this member has, by origin and number, so that none is delivered twice and others can be given
 * what they missed. A message is kept until `expire` is told that it is too old; what comes later than that counts as had.
 *
 * Bounds: MESSAGE_LIMIT messages, the oldest go first; ORIGIN_LIMIT origins.
 */
import type { Gossip, IHave } from './messages.ts';

const MESSAGE_LIMIT = 4096;
const ORIGIN_LIMIT = 16384;

/** What is known of one origin. */
export interface Origin {
  /** Every message up to this number has been had, or is too old. */
  floor: number;
  readonly messages: Map<number, Gossip>;
  /** Instances of the peers that get its messages from others, and when they said so; or that were told to send none. */
  readonly lazyPeers: Map<string, number>;
}

export class MessageStore {
  private readonly origins = new Map<string, Origin>();
  /** Oldest first; `head` is the first that is still kept. */
  private arrivals: { origin: string; seq: number; atMs: number }[] = [];
  private head = 0;

  get size(): number {
    return this.arrivals.length - this.head;
  }

  has(origin: string, seq: number): boolean {
    const known = this.origins.get(origin);
    return known !== undefined && (seq <= known.floor || known.messages.has(seq));
  }

  /** Undefined when it never came, or is too old. */
  get(origin: string, seq: number): Gossip | undefined {
    return this.origins.get(origin)?.messages.get(seq);
  }

  add(gossip: Gossip, nowMs: number): void {
    const { origin, seq } = gossip;
    this.origin(origin).messages.set(seq, gossip);
    this.arrivals.push({ origin, seq, atMs: nowMs });
    if (this.size > MESSAGE_LIMIT) this.dropOldest();
  }

  origin(instance: string): Origin {
    const known = this.origins.get(instance);
    if (known) return known;
    const added = { floor: 0, messages: new Map(), lazyPeers: new Map() };
    this.origins.set(instance, added);
    this.dropIdleOrigin();
    return added;
  }

  /** A peer is a neighbour no longer. */
  forgetPeer(instance: string): void {
    for (const { lazyPeers } of this.origins.values()) lazyPeers.delete(instance);
  }

  /** Drops what came at `untilMs` or before. */
  expire(untilMs: number): void {
    for (;;) {
      const oldest = this.arrivals[this.head];
      if (!oldest || oldest.atMs > untilMs) return;
      this.dropOldest();
    }
  }

  /** All that is kept, as announcements of consecutive numbers. */
  announcements(): IHave[] {
    const found: IHave[] = [];
    for (const [origin, { messages }] of this.origins) {
      for (const seq of [...messages.keys()].sort((a, b) => a - b)) {
        if (appendTo(found, origin, seq, messages.get(seq)?.hops ?? 0)) continue;
        found.push({ type: 'ihave', origin, seq, count: 1, hops: messages.get(seq)?.hops ?? 0 });
      }
    }
    return found;
  }

  private dropOldest(): void {
    const oldest = this.arrivals[this.head++];
    const known = oldest && this.origins.get(oldest.origin);
    if (known) {
      known.messages.delete(oldest.seq);
      known.floor = Math.max(known.floor, oldest.seq);
    }
    if (2 * this.head < this.arrivals.length) return;
    this.arrivals = this.arrivals.slice(this.head);
    this.head = 0;
  }

  private dropIdleOrigin(): void {
    if (this.origins.size <= ORIGIN_LIMIT) return;
    for (const [origin, { messages }] of this.origins) {
      if (messages.size > 0) continue;
      this.origins.delete(origin);
      return;
    }
  }
}

/** Lengthens the last announcement by one message if it is the next of its origin. */
export function appendTo(announcements: IHave[], origin: string, seq: number, hops: number): boolean {
  const last = announcements.at(-1);
  if (last?.origin !== origin || last.seq + last.count !== seq || last.count >= ANNOUNCED_LIMIT) return false;
  const count = last.count + 1;
  announcements[announcements.length - 1] = { ...last, count, hops: Math.max(last.hops, hops) };
  return true;
}

/** No announcement is of more messages than this. */
export const ANNOUNCED_LIMIT = 256;
