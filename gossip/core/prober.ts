/**
 * Pings: the regular round, and probes of single members (SWIM, section 3.1).
 *
 * A round takes one hf and has 4 beats: one ping to the successor on each of the 3 rings, and one to a member in shuffled
 * round-robin order (SWIM, section 4.3). A probe is a ping; without an ack after Tp it is repeated once, and 3 helpers are asked
 * to ping the target too; a helper without an answer says so (NACK) at 0.8 Tp. Not in the paper: the direct retry, and that probes
 * decide nothing. They only produce signs of life; silence is judged by the failure detector.
 *
 * Bounds: one probe for each live member; RELAY_LIMIT pings on behalf of others.
 */
import { addressOf, type Context } from './context.ts';
import type { Member } from './member.ts';
import type { Ack, IndirectAck, Nack, PingRequest } from './messages.ts';
import { RING_COUNT } from './rings.ts';
import type { Address, Source } from './types.ts';

const HELPER_COUNT = 3;
const RELAY_LIMIT = 1024;
const MIN_TIMEOUT_MS = 20;
const NACK_SHARE = 0.8;

interface Probe {
  readonly seq: number;
  readonly member: Member;
  readonly instance: string;
  readonly startedMs: number;
  /** When the newest ping of it was sent. */
  sentMs: number;
  deadlineMs: number;
  /** The direct ping was repeated, and helpers were asked. */
  widened: boolean;
  helperCount: number;
  nackCount: number;
}

interface Relay {
  readonly requester: Address;
  readonly requesterSeq: number;
  deadlineMs: number;
}

export class Prober {
  private readonly context: Context;
  private readonly probes = new Map<number, Probe>();
  private readonly probeSeqOf = new Map<string, number>();
  private readonly relays = new Map<number, Relay>();
  /** Smoothed round trip of probes, in ms; 0 while there was none. */
  srttMs = 0;
  private beatCount = 0;
  /** The present round-robin: how many turns it has left, where on the ring it is, and by how much it moves. */
  private turnsLeft = 0;
  private place = 0;
  private stride = 1;

  constructor(context: Context) {
    this.context = context;
  }

  /** One beat of the regular round. */
  beat(nowMs: number): void {
    const { table } = this.context;
    const ring = this.beatCount++ % (RING_COUNT + 1);
    const successor = ring < RING_COUNT ? table.rings.successor(ring, table.myself) : undefined;
    const target = successor ?? this.nextInTurn();
    if (target) this.probe(target, nowMs);
  }

  /**
   * Starts a probe of a member, or pings it once more where one is under way: a probe whose datagrams were lost takes up to 3 beats, too long
   * without a sign of life. Once in each beat, that is, as long as no other ping of it went out just before; timers come early and late.
   */
  probe(member: Member, nowMs: number): void {
    const { instance } = member.record;
    const underWay = this.probeSeqOf.get(instance);
    if (underWay !== undefined) {
      if (nowMs - member.lastPingedMs >= this.context.timing.beatMs / 4)
        this.sendPing(member, underWay, nowMs);
      return;
    }
    const seq = this.context.nextSeq();
    const deadlineMs = nowMs + this.timeoutMs;
    this.probes.set(seq, {
      seq,
      member,
      instance,
      startedMs: nowMs,
      sentMs: nowMs,
      deadlineMs,
      widened: false,
      helperCount: 0,
      nackCount: 0,
    });
    this.probeSeqOf.set(instance, seq);
    this.sendPing(member, seq, nowMs);
  }

  /** Starts a probe of a member afresh, with a ping at once. */
  probeAgain(member: Member, nowMs: number): void {
    const seq = this.probeSeqOf.get(member.record.instance);
    const probe = seq === undefined ? undefined : this.probes.get(seq);
    if (probe) this.finish(probe);
    this.probe(member, nowMs);
  }

  tick(nowMs: number): void {
    for (const probe of this.probes.values()) {
      if (nowMs < probe.deadlineMs) continue;
      if (!probe.widened && probe.member.record.instance === probe.instance) this.widen(probe, nowMs);
      else this.fail(probe);
    }
    for (const [seq, relay] of this.relays) {
      if (nowMs < relay.deadlineMs) continue;
      this.relays.delete(seq);
      this.context.outbox.send(relay.requester, { type: 'nack', seq: relay.requesterSeq });
    }
  }

  /** The time of the next deadline; Infinity if there is none. */
  nextMs(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const probe of this.probes.values()) next = Math.min(next, probe.deadlineMs);
    for (const relay of this.relays.values()) next = Math.min(next, relay.deadlineMs);
    return next;
  }

  onAck(ack: Ack, nowMs: number): void {
    const relay = this.relays.get(ack.seq);
    if (relay) {
      this.relays.delete(ack.seq);
      this.context.outbox.send(relay.requester, { type: 'iack', seq: relay.requesterSeq });
      return;
    }
    const probe = this.probes.get(ack.seq);
    if (!probe) return;
    // From the first ping, even after a retry: too long at times, but never stuck below the true round trip.
    this.measure(nowMs - probe.startedMs);
    this.finish(probe);
    this.context.health.answered(nowMs);
  }

  /** A helper's ping was answered. Returns the member, which was alive at the time returned with it or later. */
  onIndirectAck(message: IndirectAck, nowMs: number): { member: Member; aliveMs: number } | undefined {
    const probe = this.probes.get(message.seq);
    if (!probe) return undefined;
    this.finish(probe);
    this.context.health.answered(nowMs);
    if (probe.member.record.instance !== probe.instance) return undefined;
    return { member: probe.member, aliveMs: probe.sentMs };
  }

  onNack(message: Nack): void {
    const probe = this.probes.get(message.seq);
    if (probe) probe.nackCount++;
  }

  /** Of who is in no list it is none of this member's business: the ping goes to any address that the request names. */
  onPingRequest(request: PingRequest, { sender, from }: Source, nowMs: number): void {
    if (this.relays.size >= RELAY_LIMIT || !this.context.table.ofInstance(sender)) return;
    const seq = this.context.nextSeq();
    const deadlineMs = nowMs + NACK_SHARE * Math.min(request.timeoutMs, this.context.timing.hfMs);
    this.relays.set(seq, { requester: from, requesterSeq: request.seq, deadlineMs });
    const target = this.context.table.ofInstance(request.target);
    this.context.outbox.send(request.address, {
      type: 'ping',
      seq,
      target: request.target,
      echoAgeMs: target ? target.evidenceAgeMs(nowMs) : 0,
      ...this.context.status(),
    });
  }

  /** Moves every deadline on by the time that this member itself was stalled. */
  shift(lostMs: number): void {
    for (const probe of this.probes.values()) probe.deadlineMs += lostMs;
    for (const relay of this.relays.values()) relay.deadlineMs += lostMs;
  }

  /** Gives up everything under way. */
  clear(): void {
    this.probes.clear();
    this.probeSeqOf.clear();
    this.relays.clear();
  }

  /** How long to wait for an ack, in ms: 4 smoothed round trips, at least 20 ms, at most hf/4. */
  get timeoutMs(): number {
    return Math.min(Math.max(4 * this.srttMs, MIN_TIMEOUT_MS), this.context.timing.beatMs);
  }

  private sendPing(member: Member, seq: number, nowMs: number): void {
    member.lastPingedMs = nowMs;
    this.context.sendTo(member, {
      type: 'ping',
      seq,
      target: member.record.instance,
      echoAgeMs: Math.min(member.evidenceAgeMs(nowMs), nowMs - member.graceMs),
      ...this.context.status(),
    });
  }

  private widen(probe: Probe, nowMs: number): void {
    const { member } = probe;
    const helpers = this.drawOthers(member);
    probe.sentMs = nowMs;
    probe.deadlineMs = nowMs + 2 * this.timeoutMs;
    probe.widened = true;
    probe.helperCount = helpers.length;
    this.sendPing(member, probe.seq, nowMs);
    for (const helper of helpers) {
      this.context.sendTo(helper, {
        type: 'pingreq',
        seq: probe.seq,
        target: probe.instance,
        address: addressOf(member),
        timeoutMs: Math.ceil(this.timeoutMs),
      });
    }
  }

  private fail(probe: Probe): void {
    this.finish(probe);
    // Helpers that are well answer either way. None of them did: the fault may be on this side.
    if (probe.helperCount > 0 && probe.nackCount === 0) this.context.health.doubt();
  }

  private finish(probe: Probe): void {
    this.probes.delete(probe.seq);
    this.probeSeqOf.delete(probe.instance);
  }

  private measure(roundTripMs: number): void {
    this.srttMs = this.srttMs === 0 ? roundTripMs : this.srttMs + (roundTripMs - this.srttMs) / 8;
  }

  /** Up to 3 live members to ask about `target`, drawn at random: for an indirect probe, or whether they have heard it. */
  drawOthers(target: Member): Member[] {
    const { random, table } = this.context;
    const helpers: Member[] = [];
    for (let draw = 0; draw < 4 * HELPER_COUNT && helpers.length < HELPER_COUNT; draw++) {
      const member = table.rings.at(random.below(table.rings.size));
      if (!member || member === target || member.isMyself || helpers.includes(member)) continue;
      if (member.record.state === 'alive') helpers.push(member);
    }
    return helpers;
  }

  /** The next member of the round-robin: it goes over the ring by a stride that is drawn for each round and reaches everybody. */
  private nextInTurn(): Member | undefined {
    const { random, table } = this.context;
    const { size } = table.rings;
    for (let skipped = 0; skipped < 2; skipped++) {
      if (this.turnsLeft-- <= 0) {
        this.turnsLeft = size - 1;
        this.place = random.below(size);
        this.stride = strideFor(size, random.below(size));
      }
      this.place = (this.place + this.stride) % size;
      const member = table.rings.at(this.place);
      if (member && !member.isMyself) return member;
    }
    return undefined;
  }
}

/** A stride from `first` on that has no divisor in common with `size`, so that it comes to every place. */
function strideFor(size: number, first: number): number {
  let stride = Math.max(1, first);
  while (greatestDivisor(stride, size) > 1) stride++;
  return stride;
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}
