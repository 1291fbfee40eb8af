import { expect } from 'chai';
import type { Message } from '../../gossip/core/messages.ts';
import { DatagramEncoder } from '../../gossip/wire/datagram.ts';
import { SimulatedCluster, type SimulatedMember } from '../sim/cluster.ts';

const STRANGER = 'ab'.repeat(8);
const NOBODY = '0'.repeat(16);
const STATUS = { viewHash: NOBODY, restHash: 0, epoch: 1, lagMs: 0, health: 0, serveStallMs: 0 };
const ALL = new Uint8Array(8).fill(255);

function bytesOf(messages: readonly Message[]): number {
  let bytes = 0;
  new DatagramEncoder(0, STRANGER).encode(messages, (datagram) => {
    bytes += datagram.length;
  });
  return bytes;
}

/** How many times as many bytes as somebody sends a member sends for it, to whatever address. */
function amplification(member: SimulatedMember, sender: string, messages: readonly Message[]): number {
  const from = { host: '10.9.9.9', port: 53 };
  const effects = member.core.onDatagram({ sender, messages }, from, member.core.nextTickMs() - 1);
  const sent = effects.map((effect) => (effect.type === 'send' ? bytesOf(effect.messages) : 0));
  return sent.reduce((sum, bytes) => sum + bytes, 0) / bytesOf(messages);
}

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

describe('who is in no list', () => {
  const members = (): SimulatedMember[] => new SimulatedCluster(1).startAll(40);
  const sync: Message = { type: 'sync', buckets: new Uint8Array(512) };
  const want: Message = { type: 'want', bitmap: ALL };
  const questions: readonly [what: string, limit: number, messages: readonly Message[]][] = [
    ['a sync', 1, [sync]],
    ['a join', 1, [{ type: 'join', kind: 'request', nonce: NOBODY, id: 'f'.repeat(40), banStamp: 0 }, sync]],
    ['a request for its list', 5, [want]],
    ['many of them', 1, times(90, () => want)],
    ['many pings', 2, times(18, (seq) => ({ type: 'ping', seq, target: NOBODY, echoAgeMs: 0, ...STATUS }))],
    [
      'many requests to ping others',
      0,
      times(30, (seq) => ({
        ...{ type: 'pingreq', seq, target: NOBODY, timeoutMs: 100 },
        address: { host: `10.8.8.${seq}`, port: 53 },
      })),
    ],
  ];
  it('cannot make it repeat what it says of itself, by many rumours of its end', () => {
    const [one] = members() as [SimulatedMember];
    const leave = (incarnation: number): Message => ({
      ...{ type: 'leave', id: one.id, instance: one.instance, incarnation },
    });
    for (const incarnationOf of [(): number => 0, (at: number): number => 2 * at])
      expect(
        amplification(
          one,
          STRANGER,
          times(30, (at) => leave(incarnationOf(at))),
        ),
      ).to.be.at.most(1);
  });

  for (const [what, limit, messages] of questions) {
    it(`gets no flood of bytes for ${what}`, () => {
      const [one] = members() as [SimulatedMember];
      expect(amplification(one, STRANGER, messages)).to.be.at.most(limit);
    });
  }

  it('while a member gets the whole list', () => {
    const [one, other] = members() as [SimulatedMember, SimulatedMember];
    expect(amplification(one, other.instance, [want])).to.be.above(50);
  });
});
