/**
 * What this shard asks of others, FOLLOW and TAKE, until it is granted: slot by slot, in messages of many, with the digest of
 * what is here already.
 *
 * Slots for which a command waits are taken before all others, so that it waits for one message and not for all slots that come with a map.
 * Digests are worked out in slices. A claim that is refused, or lost with its connection, is made again after RETRY_MS; one that was
 * granted and then brings nothing is made again by whoever waits for it. Bound: one claim for each slot and shard;
 * 32 KiB for each shard.
 */
import { SLOT_COUNT } from '../base/hash-slot.ts';
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
/** The same where clients wait for the slots: what one of them waits for is in the next message. */
const SLOTS_PER_TAKE = 128;
/** Slots between two looks at the clock. */
const SLOTS_PER_LOOK = 16;
/**
 * A shard that serves follows so many slots within t ms of a new map: t * t / RAMP_MS. All members copy at once then, with clients waiting,
 * in code that may be new to the compiler; a slow start leaves it and them the time that the first copies cost.
 */
const RAMP_MS = 50;
/** Fewer are not worth a message. */
const LEAST_SLOTS = 16;
/** Marks of slots: their digests are to be compared; they are followed there already, so that nothing need be; somebody waits for them. */
const PLAIN = 1;
const IS_FOLLOWED = 2;
const IS_URGENT = 4;

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

/** Slots that are to be asked for, each with a mark. */
class ClaimedSlots {
  count = 0;
  /** By slot 0, PLAIN or IS_FOLLOWED, and whether it is among the urgent ones. */
  private readonly marks = new Uint8Array(SLOT_COUNT);
  private cursor = 0;
  /** Slots that go before all others, in order; some may have been asked for since. */
  private urgent: number[] = [];

  set(slot: number, isFollowed: boolean): void {
    if (this.marks[slot] === 0) this.count++;
    this.marks[slot] = isFollowed ? IS_FOLLOWED : PLAIN;
  }

  isFollowed(slot: number): boolean {
    return ((this.marks[slot] as number) & IS_FOLLOWED) !== 0;
  }

  /** Somebody waits for the slot. */
  hurry(slot: number): void {
    const mark = this.marks[slot] as number;
    if (mark === 0 || (mark & IS_URGENT) !== 0) return;
    this.marks[slot] = mark | IS_URGENT;
    this.urgent.push(slot);
  }

  delete(slot: number): void {
    if (this.marks[slot] !== 0) this.count--;
    this.marks[slot] = 0;
  }

  /** The next slot: an urgent one, or in rounds, so that what is claimed again comes behind all others; -1 if there is none. */
  next(): number {
    if (this.count === 0) return -1;
    const { marks } = this;
    while (this.urgent.length > 0) {
      const slot = this.urgent.shift() as number;
      if (marks[slot] !== 0) return slot;
    }
    let slot = this.cursor;
    while (marks[slot] === 0) slot = (slot + 1) % SLOT_COUNT;
    this.cursor = (slot + 1) % SLOT_COUNT;
    return slot;
  }
}

/** What is to be asked of one other shard. */
interface Wanted {
  readonly follow: ClaimedSlots;
  readonly take: ClaimedSlots;
  notBeforeMs: number;
  isAsking: boolean;
}

/** What one message asks for. */
interface Asked {
  readonly slots: number[];
  /** Those of them that are followed already. */
  readonly followed: Set<number>;
}

export class Claims {
  private readonly host: ClaimsHost;
  private readonly wanted = new Map<number, Wanted>();
  /** When the latest map came, and how many slots were asked to be followed since. */
  private sinceMs = Number.NEGATIVE_INFINITY;
  private followed = 0;

  constructor(host: ClaimsHost) {
    this.host = host;
  }

  /** There is a new map; `isServing`: clients wait for this shard. */
  onMap(isServing: boolean): void {
    this.sinceMs = isServing ? this.host.clockMs() : Number.NEGATIVE_INFINITY;
    this.followed = 0;
  }

  add(type: Claim, slot: number, peer: number, isFollowed: boolean): void {
    const wanted = this.of(peer);
    (type === TAKE ? wanted.take : wanted.follow).set(slot, isFollowed);
  }

  /** A client waits for a slot that is to be taken there. */
  hurry(slot: number, peer: number): void {
    this.wanted.get(peer)?.take.hurry(slot);
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
    if (wanted.isAsking) return;
    const nothing = { slots: [], followed: new Set<number>() };
    this.send(peer, wanted, wanted.follow, nothing, this.message(FOLLOW, 0));
  }

  /** Asks for a part of what is wanted; returns whether there is nothing that could be asked for now. */
  work(nowMs: number, isTimeUp: () => boolean): boolean {
    const clockMs = this.host.clockMs();
    for (const [peer, wanted] of this.wanted) {
      if (wanted.isAsking || clockMs < wanted.notBeforeMs) continue;
      if (wanted.take.count > 0) this.ask(peer, wanted, TAKE, nowMs, isTimeUp);
      else if (wanted.follow.count > 0 && this.mayFollow(clockMs) >= LEAST_SLOTS)
        this.ask(peer, wanted, FOLLOW, nowMs, isTimeUp);
      if (isTimeUp()) return false;
    }
    return true;
  }

  private of(peer: number): Wanted {
    let wanted = this.wanted.get(peer);
    if (wanted === undefined) {
      wanted = { follow: new ClaimedSlots(), take: new ClaimedSlots(), notBeforeMs: 0, isAsking: false };
      this.wanted.set(peer, wanted);
    }
    return wanted;
  }

  private ask(peer: number, wanted: Wanted, type: Claim, nowMs: number, isTimeUp: () => boolean): void {
    const { host } = this;
    const isTake = type === TAKE;
    const claimed = isTake ? wanted.take : wanted.follow;
    const allowed = isTake ? this.slotsPerTake : this.mayFollow(host.clockMs());
    const most = Math.min(claimed.count, SLOTS_PER_MESSAGE, allowed);
    const message = this.message(type, most);
    const asked: Asked = { slots: [], followed: new Set() };
    while (message.count < most) {
      const slot = claimed.next();
      if (slot < 0) break;
      const isFollowed = claimed.isFollowed(slot);
      claimed.delete(slot);
      if (!host.isWanted(type, slot, peer)) continue;
      asked.slots.push(slot);
      if (isFollowed) asked.followed.add(slot);
      message.add(slot, isFollowed ? FOLLOWED : host.keyspace.digestOf(slot, nowMs));
      if (message.count % SLOTS_PER_LOOK === 0 && isTimeUp()) break;
    }
    if (!isTake) this.followed += message.count;
    if (message.count > 0) this.send(peer, wanted, claimed, asked, message);
  }

  private get slotsPerTake(): number {
    return this.sinceMs === Number.NEGATIVE_INFINITY ? SLOTS_PER_MESSAGE : SLOTS_PER_TAKE;
  }

  /** How many more slots may be asked to be followed now. */
  private mayFollow(clockMs: number): number {
    const ms = clockMs - this.sinceMs;
    return Math.floor((ms * ms) / RAMP_MS) - this.followed;
  }

  private message(type: Claim, slots: number): ClaimWriter {
    return new ClaimWriter(type, this.host.epoch, slots);
  }

  private send(
    peer: number,
    wanted: Wanted,
    claimed: ClaimedSlots,
    asked: Asked,
    message: ClaimWriter,
  ): void {
    const { host } = this;
    const again = (slots: readonly number[]): void => {
      if (slots.length > 0) wanted.notBeforeMs = host.clockMs() + RETRY_MS;
      for (const slot of slots) claimed.set(slot, asked.followed.has(slot));
    };
    wanted.isAsking = true;
    const isSent = host.ask(host.idOf(peer), message.buf, MESSAGE_HEAD_BYTES, message.end, (reply) => {
      wanted.isAsking = false;
      if (this.wanted.get(peer) !== wanted) return;
      const answer = reply === undefined ? undefined : readAnswer(reply);
      again(answer?.refused ?? asked.slots);
      if (answer !== undefined) host.onStream(peer, answer.stream);
    });
    if (isSent) return;
    wanted.isAsking = false;
    again(asked.slots);
  }
}
