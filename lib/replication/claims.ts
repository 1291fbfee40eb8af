/**
 * What this shard asks of others, FOLLOW and TAKE, until it is granted: slot by slot, in messages of many, with the digest of
 * what is here already.
 *
 * Digests are worked out in slices. A claim that is refused, or lost with its connection, is made again after RETRY_MS; one that was
 * granted and then brings nothing is made again by whoever waits for it. Bound: one claim for each slot and shard.
 */
import type { Keyspace } from '../store/keyspace.ts';
import {
  type Claim,
  ClaimWriter,
  FOLLOW,
  FOLLOWED,
  MESSAGE_HEAD_BYTES,
  readAnswer,
  TAKE,
} from './messages.ts';

const RETRY_MS = 50;
/** Few enough for one turn of the other side's event loop. */
const SLOTS_PER_MESSAGE = 512;
/** Slots between two looks at the clock. */
const SLOTS_PER_LOOK = 16;

export interface ClaimsHost {
  readonly keyspace: Keyspace;
  readonly epoch: number;
  clockMs(): number;
  idOf(peer: number): string;
  /** Whether the slot is still to be asked for there. */
  isWanted(type: Claim, slot: number, peer: number): boolean;
  /** As OutflowHost's. */
  ask(peer: string, buf: Buffer, start: number, end: number, onReply: (reply?: Buffer) => void): boolean;
  /** The peer's stream has that number now, 0 if there is none. */
  onStream(peer: number, stream: number): void;
}

/** What is to be asked of one other shard. */
interface Wanted {
  /** Slots, and whether they are followed there already, so that nothing need be compared. */
  readonly follow: Map<number, boolean>;
  readonly take: Map<number, boolean>;
  notBeforeMs: number;
  isAsking: boolean;
}

export class Claims {
  private readonly host: ClaimsHost;
  private readonly wanted = new Map<number, Wanted>();

  constructor(host: ClaimsHost) {
    this.host = host;
  }

  add(type: Claim, slot: number, peer: number, isFollowed: boolean): void {
    const wanted = this.of(peer);
    (type === TAKE ? wanted.take : wanted.follow).set(slot, isFollowed);
  }

  /** The slot is not to be followed there any more. */
  dropFollow(slot: number, peer: number): void {
    this.wanted.get(peer)?.follow.delete(slot);
  }

  /** The peer is gone. */
  dropPeer(peer: number): void {
    this.wanted.delete(peer);
  }

  /** Asks the peer which stream it has for this shard. */
  inquire(peer: number): void {
    const wanted = this.of(peer);
    if (!wanted.isAsking) this.send(peer, wanted, FOLLOW, new Map(), this.message(FOLLOW, 0));
  }

  /** Asks for a part of what is wanted; returns whether there is nothing that could be asked for now. */
  work(nowMs: number, isTimeUp: () => boolean): boolean {
    const clockMs = this.host.clockMs();
    for (const [peer, wanted] of this.wanted) {
      if (wanted.isAsking || clockMs < wanted.notBeforeMs) continue;
      if (wanted.take.size > 0) this.ask(peer, wanted, TAKE, wanted.take, nowMs, isTimeUp);
      else if (wanted.follow.size > 0) this.ask(peer, wanted, FOLLOW, wanted.follow, nowMs, isTimeUp);
      if (isTimeUp()) return false;
    }
    return true;
  }

  private of(peer: number): Wanted {
    let wanted = this.wanted.get(peer);
    if (wanted === undefined) {
      wanted = { follow: new Map(), take: new Map(), notBeforeMs: 0, isAsking: false };
      this.wanted.set(peer, wanted);
    }
    return wanted;
  }

  private ask(
    peer: number,
    wanted: Wanted,
    type: Claim,
    slots: Map<number, boolean>,
    nowMs: number,
    isTimeUp: () => boolean,
  ): void {
    const { host } = this;
    const message = this.message(type, Math.min(slots.size, SLOTS_PER_MESSAGE));
    const asked = new Map<number, boolean>();
    for (const [slot, isFollowed] of slots) {
      slots.delete(slot);
      if (!host.isWanted(type, slot, peer)) continue;
      asked.set(slot, isFollowed);
      message.add(slot, isFollowed ? FOLLOWED : host.keyspace.digestOf(slot, nowMs));
      const isLook = asked.size % SLOTS_PER_LOOK === 0;
      if (asked.size === SLOTS_PER_MESSAGE || (isLook && isTimeUp())) break;
    }
    if (asked.size > 0) this.send(peer, wanted, type, asked, message);
  }

  private message(type: Claim, slots: number): ClaimWriter {
    return new ClaimWriter(type, this.host.epoch, slots);
  }

  private send(
    peer: number,
    wanted: Wanted,
    type: Claim,
    asked: ReadonlyMap<number, boolean>,
    message: ClaimWriter,
  ): void {
    const { host } = this;
    const again = (slots: Iterable<number>): void => {
      for (const slot of slots) {
        wanted.notBeforeMs = host.clockMs() + RETRY_MS;
        (type === TAKE ? wanted.take : wanted.follow).set(slot, asked.get(slot) ?? false);
      }
    };
    wanted.isAsking = true;
    const isSent = host.ask(host.idOf(peer), message.buf, MESSAGE_HEAD_BYTES, message.end, (reply) => {
      wanted.isAsking = false;
      if (this.wanted.get(peer) !== wanted) return;
      const answer = reply === undefined ? undefined : readAnswer(reply);
      again(answer?.refused ?? asked.keys());
      if (answer !== undefined) host.onStream(peer, answer.stream);
    });
    if (isSent) return;
    wanted.isAsking = false;
    again(asked.keys());
  }
}
