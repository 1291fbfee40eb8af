import { expect } from 'chai';
import { MembershipCore } from '../../gossip/core/core.ts';
import type { Effect, Message } from '../../gossip/core/messages.ts';
import type { MemberRecord } from '../../gossip/core/types.ts';
import { Random } from '../../lib/base/random.ts';
import { CONFIG, FROM, PEER } from './two-members.ts';

const COUNT = 5000;
const BEAT_MS = 50;
const HERE = { host: CONFIG.self.host, port: CONFIG.self.busPort };

const sent = (effects: readonly Effect[]): Message[] =>
  effects.flatMap((effect) => (effect.type === 'send' ? effect.messages : []));

describe('a sync', () => {
  it('of more than is told on one beat comes to an end, though nobody else helps', () => {
    const random = new Random(1);
    const core = new MembershipCore(CONFIG, random, 0);
    const joiner = new MembershipCore({ ...CONFIG, self: PEER }, random, 0);
    core.onDatagram({ sender: PEER.instance, messages: [{ type: 'alive', record: PEER }] }, FROM, 0);
    for (let count = 0; count < COUNT; count++) {
      const record: MemberRecord = { ...PEER, id: random.hex(40), instance: random.hex(16) };
      core.onDatagram({ sender: PEER.instance, messages: [{ type: 'record', record, sinceMs: 0 }] }, FROM, 0);
    }
    const known = [1, 2, 3].map((beat) => {
      const nowMs = beat * BEAT_MS;
      core.tick(nowMs, { wallMs: nowMs, serveStallMs: 0 });
      const request = sent(joiner.meet(HERE, nowMs)).filter(({ type }) => type === 'sync');
      const answer = sent(core.onDatagram({ sender: PEER.instance, messages: request }, FROM, nowMs));
      const messages = answer.filter(({ type }) => type === 'record');
      joiner.onDatagram({ sender: CONFIG.self.instance, messages }, HERE, nowMs);
      return joiner.members(nowMs).length;
    });
    expect([known[0], known[2]]).to.deep.equal([2049, COUNT + 2]);
  });
});
