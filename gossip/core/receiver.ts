/**
 * What is done with a datagram: who sent it is looked at first, then each message goes to the part that it concerns.
 */
import type { Accusations } from './accusations.ts';
import type { Bans } from './bans.ts';
import type { Broadcast } from './broadcast.ts';
import type { Contacts } from './contacts.ts';
import type { Context } from './context.ts';
import type { Departure } from './departure.ts';
import type { FailureDetector } from './failure-detector.ts';
import type { Identity } from './identity.ts';
import type { Ack, Entry, Incoming, IndirectAck, Join, Message, Ping } from './messages.ts';
import type { Prober } from './prober.ts';
import type { Rumours } from './rumours.ts';
import type { Sync } from './sync.ts';
import type { Tombstones } from './tombstones.ts';
import type { Address, Source } from './types.ts';

/** The parts that messages go to. */
export interface Parts {
  readonly context: Context;
  readonly identity: Identity;
  readonly tombstones: Tombstones;
  readonly bans: Bans;
  readonly prober: Prober;
  readonly accusations: Accusations;
  readonly rumours: Rumours;
  readonly detector: FailureDetector;
  readonly sync: Sync;
  readonly contacts: Contacts;
  readonly departure: Departure;
  readonly broadcast: Broadcast;
}

export class Receiver {
  private readonly parts: Parts;

  constructor(parts: Parts) {
    this.parts = parts;
  }

  receive(incoming: Incoming, from: Address, nowMs: number): void {
    const { identity, context, accusations } = this.parts;
    if (!identity.isPresent && !this.wake(incoming, from, nowMs)) return;
    const join = incoming.messages.find((message) => message.type === 'join');
    if (this.turnedAway(incoming.sender, join, from, nowMs)) return;
    if (join) {
      this.onJoin(join, incoming, from, nowMs);
      return;
    }
    const sender = context.table.ofInstance(incoming.sender);
    if (sender?.isLive) accusations.heard(sender, nowMs);
    const source = { sender: incoming.sender, from, viaSync: false };
    const messages = sender ? incoming.messages : withoutRepeats(incoming.messages);
    for (const message of messages) {
      if (identity.isPresent) this.handle(message, source, nowMs);
    }
    if (!identity.isPresent) return;
    const known = context.table.ofInstance(incoming.sender);
    // The datagram itself may have made its sender known.
    if (known?.isLive && known !== sender) accusations.heard(known, nowMs);
    this.correctSender(incoming.sender, from, nowMs);
  }

  /** While this member is away, only the end of a ban wakes it up. An invitation it accepts: then whoever sent it lifts the ban. */
  private wake(incoming: Incoming, from: Address, nowMs: number): boolean {
    const { identity, contacts, context, departure } = this.parts;
    if (identity.status === 'left' && incoming.messages.some(({ type }) => type === 'ping'))
      context.outbox.send(from, departure.leave());
    if (identity.status !== 'banned') return false;
    for (const message of incoming.messages) {
      if (message.type === 'join' && message.kind === 'invite')
        contacts.sendJoin(from, 'accept', message.nonce, identity.banStamp);
      const isForMe = message.type === 'forget' && message.id === context.myself.record.id;
      if (!isForMe || !message.lifted || message.stamp <= identity.banStamp) continue;
      identity.readmit(nowMs);
      // Whom it knew is forgotten, and this datagram may be the last of the invitation that comes through.
      contacts.join([from], nowMs);
    }
    return identity.isPresent;
  }

  /** Answers a banned sender, and lifts the ban if this member has invited it. Returns true if it is not let in. */
  private turnedAway(sender: string, join: Join | undefined, from: Address, nowMs: number): boolean {
    const id = join ? join.id : this.parts.tombstones.bannedIdOf(sender);
    if (join?.kind === 'accept' && this.parts.contacts.takeAcceptance(join))
      this.parts.bans.lift(join.id, join.banStamp, from, nowMs);
    if (id === undefined || !this.parts.tombstones.isBanned(id)) return false;
    this.parts.tombstones.answer(id, from, nowMs);
    return true;
  }

  /** A sender that this member holds for dead, or knows to be replaced, is told so. */
  private correctSender(instance: string, from: Address, nowMs: number): void {
    const member = this.parts.context.table.ofInstance(instance);
    if (member) {
      if (!member.isLive) this.parts.rumours.tellAccused(member, from, nowMs);
      return;
    }
    const replaced = this.parts.context.table.replacing(instance);
    if (replaced?.isLive) this.parts.rumours.tellConflict(replaced, from, nowMs);
  }

  private handle(message: Message, source: Source, nowMs: number): void {
    const { from } = source;
    switch (message.type) {
      case 'ping':
        this.onPing(message, source, nowMs);
        break;
      case 'ack':
        this.onAck(message, source, nowMs);
        break;
      case 'pingreq':
        this.parts.prober.onPingRequest(message, source, nowMs);
        break;
      case 'iack':
        this.onIndirectAck(message, nowMs);
        break;
      case 'nack':
        this.parts.prober.onNack(message);
        break;
      case 'query':
        this.parts.detector.onQuery(message, from, nowMs);
        break;
      case 'reply':
        this.parts.detector.onReply(message, source.sender, nowMs);
        break;
      case 'suspect':
        this.parts.accusations.onSuspect(message, source, nowMs);
        break;
      case 'dead':
        this.parts.accusations.onDead(message, source, nowMs);
        break;
      case 'leave':
        this.parts.rumours.onLeave(message, source, nowMs);
        break;
      case 'alive':
      case 'wronginstance':
        this.parts.rumours.onRecord(message.record, 0, source, nowMs);
        break;
      case 'record':
        this.onEntry(message, source, nowMs);
        break;
      case 'forget':
        this.parts.bans.onForget(message, source.sender, nowMs);
        break;
      case 'sync':
        this.parts.sync.onSync(message.buckets, source, nowMs);
        break;
      case 'want':
        this.parts.sync.onWant(message.bitmap, source, nowMs);
        break;
      case 'gossip':
        this.parts.broadcast.onGossip(message, source.sender, nowMs);
        break;
      case 'ihave':
        this.parts.broadcast.onIHave(message, source.sender, nowMs);
        break;
      case 'graft':
        this.parts.broadcast.onGraft(message, source.sender);
        break;
      case 'prune':
        this.parts.broadcast.onPrune(message.origin, source.sender, nowMs);
        break;
      case 'banned':
        if (message.id === this.parts.context.myself.record.id)
          this.parts.bans.onBanned(message.stamp, message.remainingMs, nowMs);
        break;
      case 'conflict':
        if (message.record.id === this.parts.context.myself.record.id)
          this.parts.identity.yieldTo(message.record, nowMs);
        break;
    }
  }

  private onPing(ping: Ping, source: Source, nowMs: number): void {
    const { myself, outbox, table, health, timing } = this.parts.context;
    if (ping.target !== myself.record.instance) {
      outbox.send(source.from, { type: 'wronginstance', record: myself.record });
      return;
    }
    outbox.send(source.from, { type: 'ack', seq: ping.seq, ...this.parts.context.status() });
    const sender = table.ofInstance(source.sender);
    if (sender) this.parts.accusations.answered(sender, nowMs - ping.echoAgeMs);
    // A neighbour that does not hear this member: perhaps nobody does.
    if (sender && ping.echoAgeMs >= timing.suspectMs && table.rings.neighbours(myself).includes(sender)) {
      health.doubt();
    }
    this.compare(ping, source, nowMs);
  }

  private onIndirectAck(message: IndirectAck, nowMs: number): void {
    const found = this.parts.prober.onIndirectAck(message, nowMs);
    if (!found) return;
    this.parts.accusations.vouch(found.member, found.aliveMs, nowMs);
    found.member.hearsMs = Math.max(found.member.hearsMs, found.aliveMs);
  }

  private onAck(ack: Ack, source: Source, nowMs: number): void {
    const sender = this.parts.context.table.ofInstance(source.sender);
    if (sender) this.parts.accusations.answered(sender, nowMs);
    this.parts.prober.onAck(ack, nowMs);
    this.parts.departure.onAck(ack.seq, nowMs);
    if (this.parts.identity.isPresent) this.compare(ack, source, nowMs);
  }

  private compare(status: Ping | Ack, source: Source, nowMs: number): void {
    const sender = this.parts.context.table.ofInstance(source.sender);
    if (sender) sender.told = status;
    const sameView = this.parts.sync.compare(status, sender, source.from, nowMs);
    this.parts.context.clock.hear(status.epoch, sameView);
  }

  /** Syncs with the sender, which is no sign of life of it: the datagram may have been recorded. */
  private onJoin(join: Join, { sender, messages }: Incoming, from: Address, nowMs: number): void {
    const { contacts, context, sync } = this.parts;
    if (join.kind === 'invite') contacts.sendJoin(from, 'accept', join.nonce);
    if (join.kind === 'accept') context.outbox.send(from, sync.request());
    for (const message of messages)
      if (message.type === 'sync') sync.onSync(message.buckets, { sender, from }, nowMs);
    this.correctSender(sender, from, nowMs);
  }

  /**
   * What a member says of itself in a sync is news, as nobody else need have heard it. Who is known only now has missed what was flooded
   * since its sync began.
   */
  private onEntry({ record, sinceMs }: Entry, source: Source, nowMs: number): void {
    const { context, rumours, sync } = this.parts;
    const viaSync = record.instance !== source.sender;
    const isStranger = !viaSync && context.table.ofInstance(source.sender) === undefined;
    rumours.onRecord(record, sinceMs, { ...source, viaSync }, nowMs);
    if (isStranger && context.table.ofInstance(source.sender))
      context.outbox.send(source.from, sync.request());
  }
}

/** Types that are answered, by more bytes than they have. */
const QUESTIONS: ReadonlySet<Message['type']> = new Set(['ping', 'sync', 'want', 'query']);

/** Of a sender that is in no list, and whose address may be false, one question of each type is answered. */
function withoutRepeats(messages: readonly Message[]): readonly Message[] {
  const isFirst = ({ type }: Message, at: number): boolean =>
    messages.findIndex((other) => other.type === type) === at;
  return messages.filter((message, at) => !QUESTIONS.has(message.type) || isFirst(message, at));
}
