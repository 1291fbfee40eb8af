/**
 * Sealed members on a network in which somebody without a key records all datagrams and sends them again, changed, and from
 * clusters of its own: the members must do exactly what they do without it.
 */
import { expect } from 'chai';
import { MembershipCore } from '../../gossip/core/core.ts';
import type { Effect } from '../../gossip/core/messages.ts';
import type { MemberRecord } from '../../gossip/core/types.ts';
import { CIPHER_SUITE } from '../../gossip/node/cipher-suite.ts';
import { clusterHashOf, DatagramEncoder, decodeDatagram } from '../../gossip/wire/datagram.ts';
import { Keyring } from '../../gossip/wire/keyring.ts';
import { Random } from '../../lib/base/random.ts';
import { Schedule } from '../sim/schedule.ts';

const CLUSTER = clusterHashOf('hearsay');
const KEY = new Uint8Array(32).fill(1);
const HOST = '10.0.0.1';
const DELAY_MS = 1;
const DESTINATION_AT = 16;
const FOR_ANYBODY = 0;
const TIMING = { hfMs: 200, ttlMs: 2000, forgetTtlMs: 60_000, retentionMs: 86_400_000, crashEvidence: true };

class SealedMember {
  readonly port: number;
  readonly core: MembershipCore;
  readonly keyring: Keyring;
  readonly encoder: DatagramEncoder;
  readonly dropped = new Map<string, number>();
  tickAtMs = Number.POSITIVE_INFINITY;

  constructor(index: number) {
    this.port = 1 + index;
    const instance = (0xa0 + index).toString(16).padStart(16, '0');
    const self: MemberRecord = {
      ...{ id: index.toString(16).padStart(40, '0'), instance, generation: 1, incarnation: 0 },
      ...{ state: 'alive', phase: 'serving', isLagging: false, host: HOST, busPort: this.port },
      ...{
        clientPort: 1,
        shardPort: 2,
        shards: 1,
        weight: 1,
        zone: '',
        name: `m${index}`,
        metadata: new Uint8Array(0),
      },
    };
    this.core = new MembershipCore({ self, ...TIMING }, new Random(index), 0);
    this.keyring = new Keyring(CIPHER_SUITE, instance, [KEY]);
    this.encoder = new DatagramEncoder(CLUSTER, instance, this.keyring);
  }
}

class World {
  readonly schedule = new Schedule();
  readonly members: SealedMember[];
  /** Everything that happened, in order: what two runs are compared by. */
  readonly history: string[] = [];
  private readonly adversary: Random | undefined;
  private readonly recorded: Buffer[] = [];
  private isOneDown = false;

  constructor(count: number, adversary?: Random) {
    this.adversary = adversary;
    this.members = Array.from({ length: count }, (_, index) => new SealedMember(index));
    for (const member of this.members) this.run(member, member.core.join([{ host: HOST, port: 1 }], 0));
  }

  /** Lets some time pass, kills the last one, publishes and forgets. */
  live(): void {
    const [first, second] = this.members as [SealedMember, SealedMember];
    this.schedule.run(2000);
    this.run(second, second.core.publish(Buffer.from('news'), this.schedule.nowMs));
    this.schedule.run(3000);
    this.isOneDown = true;
    this.schedule.run(6000);
    const { effects } = first.core.forget('2'.padStart(40, '0'), this.schedule.nowMs);
    this.run(first, effects);
    this.schedule.run(8000);
  }

  private run(member: SealedMember, effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.type === 'send') {
        const { messages, to } = effect;
        const instance = this.members[to.port - 1]?.keyring.instance;
        member.encoder.encode(messages, (bytes) => this.carry(Buffer.from(bytes), member, to.port), instance);
      } else {
        const about = effect.type === 'event' ? `${effect.event.type} ${effect.event.member.name}` : '';
        this.history.push(`${this.schedule.nowMs.toFixed(3)} ${member.port} ${effect.type} ${about}`);
      }
    }
    const atMs = member.core.nextTickMs();
    if (atMs === member.tickAtMs || !Number.isFinite(atMs)) return;
    member.tickAtMs = atMs;
    this.schedule.at(atMs, () => {
      if (member.tickAtMs !== atMs) return;
      member.tickAtMs = Number.POSITIVE_INFINITY;
      const { nowMs } = this.schedule;
      this.run(member, member.core.tick(nowMs, { wallMs: nowMs, serveStallMs: 0 }));
    });
  }

  private carry(datagram: Buffer, from: SealedMember, port: number): void {
    const { nowMs } = this.schedule;
    this.history.push(`${nowMs.toFixed(3)} ${from.port} to ${port}: ${datagram.length}`);
    this.schedule.at(nowMs + DELAY_MS, () => this.arrive(datagram, from.port, port));
    if (this.adversary) this.attack(this.adversary, datagram, port);
  }

  /** Behind the good datagram, and at any member: the same again, an old one again, one that was changed, ones of its own. */
  private attack(random: Random, datagram: Buffer, port: number): void {
    // A join is for whoever is there, so it may be played to another member, once.
    if (datagram.readUInt16BE(DESTINATION_AT) !== FOR_ANYBODY) this.recorded.push(datagram);
    if (this.recorded.length === 0) return;
    this.schedule.at(this.schedule.nowMs + 2 * DELAY_MS, () => this.arrive(datagram, 99, port));
    const old = random.pick(this.recorded);
    const changed = Buffer.from(datagram);
    const at = random.below(changed.length);
    changed[at] = (changed[at] as number) ^ (1 << random.below(8));
    const own: Buffer[] = [];
    const instance = random.hex(16);
    for (const keyring of [undefined, new Keyring(CIPHER_SUITE, instance, [new Uint8Array(32).fill(9)])]) {
      const encoder = new DatagramEncoder(CLUSTER, instance, keyring);
      encoder.encode([{ type: 'nack', seq: 1 }], (bytes) => own.push(Buffer.from(bytes)));
    }
    const aimedAt = 1 + random.below(this.members.length);
    for (const bad of [old, changed, ...own])
      this.schedule.at(this.schedule.nowMs + DELAY_MS + 0.5 + random.fraction(), () =>
        this.arrive(bad, 99, aimedAt),
      );
  }

  private arrive(datagram: Buffer, fromPort: number, toPort: number): void {
    const member = this.members[toPort - 1];
    if (!member || (this.isOneDown && member === this.members.at(-1))) return;
    const decoded = decodeDatagram(datagram, CLUSTER, member.keyring);
    if (decoded.ok) {
      this.run(member, member.core.onDatagram(decoded, { host: HOST, port: fromPort }, this.schedule.nowMs));
    } else {
      member.dropped.set(decoded.reason, (member.dropped.get(decoded.reason) ?? 0) + 1);
    }
  }
}

describe('somebody without a key on the network', () => {
  it('changes nothing with changed, foreign and clear datagrams, nor with good ones sent again, to whomever', () => {
    const quiet = new World(4);
    quiet.live();
    const attacked = new World(4, new Random(7));
    attacked.live();
    expect(quiet.history.length).to.be.above(300);
    expect(quiet.history.some((line) => line.endsWith('failed m3'))).to.equal(true);
    for (const reason of ['replay', 'authentication', 'clear', 'destination'])
      for (const member of attacked.members.slice(0, -1))
        expect(member.dropped.get(reason) ?? 0, reason).to.be.above(5);
    expect(attacked.history).to.deep.equal(quiet.history);
  });
});
