/**
 * Published messages, to every live member exactly once: Plumtree (Leitao, Pereira, Rodrigues 2007) over the ring neighbours.
 *
 * A member pushes a message to its eager peers, and only tells the lazy ones that it has it (IHAVE). Everybody is eager at first; who gets
 * a message twice prunes the second way (PRUNE), so that the eager links come to be a tree. Who is told of a message and does not get
 * it in time asks for it, and makes that link eager (GRAFT): so the tree mends itself.
 *
 * Deviations from the paper: every origin has a tree of its own, which is one of shortest ways, so that it need not be optimised;
 * announcements are of runs of one origin's messages, and on every beat one neighbour is told again of what is kept, so that no loss of
 * announcements can hide a message for good; the rings are the overlay.
 *
 * Bounds: those of the message store; MISSING_LIMIT messages asked for; one peer for each ring neighbour.
 */
import type { Context } from './context.ts';
import type { Member } from './member.ts';
import { ANNOUNCED_LIMIT, appendTo, MessageStore } from './message-store.ts';
import type { Gossip, Graft, IHave } from './messages.ts';
import type { Prober } from './prober.ts';
import { PAYLOAD_LIMIT } from './types.ts';

const BATCH_MS = 5;
const MIN_GRAFT_MS = 30;
const MISSING_LIMIT = 4096;
/** Announcements on one beat: they fit one datagram. */
const REMINDER_LIMIT = 48;
const MAX_HOPS = 255;

interface Peer {
  readonly member: Member;
  /** What it has not been told of yet. */
  announcements: IHave[];
}

/** A message that was announced and has not come. */
interface Missing {
  readonly origin: string;
  readonly seq: number;
  /** Instances that have it, in the order in which they are asked. */
  readonly holders: string[];
  dueMs: number;
}

export class Broadcast {
  private readonly context: Context;
  private readonly prober: Prober;
  private readonly store: MessageStore;
  /** The ring neighbours, by instance. */
  private peers = new Map<string, Peer>();
  private peersVersion = -1;
  private readonly missing = new Map<string, Missing>();
  private lastSeq = 0;
  private flushMs = Number.POSITIVE_INFINITY;
  private graftMs = Number.POSITIVE_INFINITY;
  private reminderTurn = 0;
  private reminderStart = 0;

  constructor(context: Context, prober: Prober) {
    this.context = context;
    this.prober = prober;
    this.store = new MessageStore();
  }

  /** @throws RangeError when it is longer than PAYLOAD_LIMIT bytes */
  publish(payload: Uint8Array, nowMs: number): void {
    if (payload.length > PAYLOAD_LIMIT)
      throw new RangeError(`a published message must not be longer than ${PAYLOAD_LIMIT} bytes`);
    const origin = this.context.myself.record.instance;
    this.followRings();
    this.pass({ type: 'gossip', origin, seq: ++this.lastSeq, hops: 0, payload }, origin, nowMs);
  }

  onGossip(gossip: Gossip, sender: string, nowMs: number): void {
    const { origin, seq, hops, payload } = gossip;
    const { myself, outbox, table } = this.context;
    if (origin === myself.record.instance) return;
    this.followRings();
    const peer = this.peers.get(sender);
    if (this.store.has(origin, seq)) {
      if (peer) this.prune(peer, origin, nowMs);
      return;
    }
    this.missing.delete(keyOf(origin, seq));
    this.store.origin(origin).lazyPeers.delete(sender);
    outbox.add({ type: 'deliver', originId: table.ofInstance(origin)?.record.id ?? '', payload });
    this.pass({ ...gossip, hops: Math.min(hops + 1, MAX_HOPS) }, sender, nowMs);
  }

  onIHave(ihave: IHave, sender: string, nowMs: number): void {
    const { origin, seq, count } = ihave;
    if (origin === this.context.myself.record.instance) return;
    this.followRings();
    // Nobody else is asked for what it has.
    if (!this.peers.has(sender)) return;
    for (let at = 0; at < Math.min(count, ANNOUNCED_LIMIT); at++) {
      if (!this.store.has(origin, seq + at)) this.miss(origin, seq + at, sender, nowMs);
    }
  }

  onGraft(graft: Graft, sender: string): void {
    this.followRings();
    const peer = this.peers.get(sender);
    if (!peer) return;
    this.store.origin(graft.origin).lazyPeers.delete(sender);
    const gossip = this.store.get(graft.origin, graft.seq);
    if (gossip) this.context.sendTo(peer.member, gossip);
  }

  onPrune(origin: string, sender: string, nowMs: number): void {
    if (this.peers.has(sender)) this.store.origin(origin).lazyPeers.set(sender, nowMs);
  }

  tick(nowMs: number): void {
    if (nowMs >= this.flushMs) this.flush();
    if (nowMs >= this.graftMs) this.graft(nowMs);
  }

  /** Reminds one neighbour of what is kept. */
  beat(nowMs: number): void {
    this.store.expire(nowMs - 2 * this.context.timing.ttlMs);
    if (this.store.size === 0) return;
    this.followRings();
    const peers = [...this.peers.values()];
    const peer = peers[this.reminderTurn++ % peers.length];
    if (!peer) return;
    const all = this.store.announcements();
    if (this.reminderStart >= all.length) this.reminderStart = 0;
    const reminders = all.slice(this.reminderStart, this.reminderStart + REMINDER_LIMIT);
    if (this.reminderTurn % peers.length === 0) this.reminderStart += REMINDER_LIMIT;
    for (const ihave of reminders) this.context.sendTo(peer.member, ihave);
  }

  nextMs(): number {
    return Math.min(this.flushMs, this.graftMs);
  }

  /** Keeps a message, pushes it to the eager peers and announces it to the others. */
  private pass(gossip: Gossip, sender: string, nowMs: number): void {
    this.store.add(gossip, nowMs);
    const { origin, seq, hops } = gossip;
    const { lazyPeers } = this.store.origin(origin);
    for (const [instance, peer] of this.peers) {
      if (instance === sender || instance === origin) continue;
      if (!lazyPeers.has(instance)) {
        this.context.sendTo(peer.member, gossip);
        continue;
      }
      if (!appendTo(peer.announcements, origin, seq, hops))
        peer.announcements.push({ type: 'ihave', origin, seq, count: 1, hops });
      this.flushMs = Math.min(this.flushMs, nowMs + BATCH_MS);
    }
  }

  /** The message came twice: this peer's way is not needed. */
  private prune(peer: Peer, origin: string, nowMs: number): void {
    const { lazyPeers } = this.store.origin(origin);
    const { instance } = peer.member.record;
    // Told already: what comes now was under way.
    if (nowMs - (lazyPeers.get(instance) ?? Number.NEGATIVE_INFINITY) < this.context.timing.beatMs) return;
    lazyPeers.set(instance, nowMs);
    this.context.sendTo(peer.member, { type: 'prune', origin });
  }

  private miss(origin: string, seq: number, holder: string, nowMs: number): void {
    const key = keyOf(origin, seq);
    const known = this.missing.get(key);
    if (known) {
      if (!known.holders.includes(holder)) known.holders.push(holder);
      return;
    }
    if (this.missing.size >= MISSING_LIMIT) return;
    const dueMs = nowMs + this.patienceMs;
    this.missing.set(key, { origin, seq, holders: [holder], dueMs });
    this.graftMs = Math.min(this.graftMs, dueMs);
  }

  /** Asks for what has not come in time, one holder after the other. */
  private graft(nowMs: number): void {
    this.followRings();
    this.graftMs = Number.POSITIVE_INFINITY;
    for (const [key, missing] of this.missing) {
      if (nowMs >= missing.dueMs) {
        missing.dueMs = nowMs + this.patienceMs / 2;
        const holder = missing.holders.shift();
        const peer = holder === undefined ? undefined : this.peers.get(holder);
        if (peer) this.graftFrom(peer, missing);
        if (holder === undefined) {
          // The next announcement makes it missing again.
          this.missing.delete(key);
          continue;
        }
      }
      this.graftMs = Math.min(this.graftMs, missing.dueMs);
    }
  }

  private graftFrom(peer: Peer, { origin, seq }: Missing): void {
    this.store.origin(origin).lazyPeers.delete(peer.member.record.instance);
    this.context.sendTo(peer.member, { type: 'graft', origin, seq });
  }

  private flush(): void {
    this.flushMs = Number.POSITIVE_INFINITY;
    for (const peer of this.peers.values()) {
      for (const ihave of peer.announcements) this.context.sendTo(peer.member, ihave);
      peer.announcements = [];
    }
  }

  private followRings(): void {
    const { table } = this.context;
    if (this.peersVersion === table.version) return;
    this.peersVersion = table.version;
    const before = this.peers;
    this.peers = new Map();
    for (const member of table.rings.neighbours(table.myself)) {
      const { instance } = member.record;
      this.peers.set(instance, before.get(instance) ?? { member, announcements: [] });
    }
    for (const instance of before.keys()) if (!this.peers.has(instance)) this.store.forgetPeer(instance);
  }

  private get patienceMs(): number {
    return Math.max(3 * this.prober.srttMs, MIN_GRAFT_MS);
  }
}

function keyOf(origin: string, seq: number): string {
  return `${origin}/${seq}`;
}
