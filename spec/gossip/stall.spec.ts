import { expect } from 'chai';
import { MembershipCore } from '../../gossip/core/core.ts';
import type { Effect } from '../../gossip/core/messages.ts';
import { Random } from '../../lib/base/random.ts';
import { CONFIG, FROM, PEER } from './two-members.ts';

type Input = (core: MembershipCore, nowMs: number) => readonly Effect[];

const INPUTS: Readonly<Record<string, Input>> = {
  tick: (core, nowMs) => core.tick(nowMs, { wallMs: nowMs, serveStallMs: 0 }),
  onDatagram: (core, nowMs) =>
    core.onDatagram({ sender: PEER.instance, messages: [{ type: 'nack', seq: 1 }] }, FROM, nowMs),
  onMisdirected: (core, nowMs) => core.onMisdirected('c'.repeat(16), FROM, nowMs),
  onRefused: (core, nowMs) => core.onRefused(FROM, nowMs),
  onLinkReset: (core, nowMs) => core.onLinkReset(PEER.id, nowMs),
  askViews: (core, nowMs) => core.askViews(nowMs),
  join: (core, nowMs) => core.join([FROM], nowMs),
  meet: (core, nowMs) => core.meet(FROM, nowMs),
  forget: (core, nowMs) => core.forget('d'.repeat(40), nowMs).effects,
  leave: (core, nowMs) => core.leave(nowMs),
  setPhase: (core, nowMs) => core.setPhase('leaving', nowMs),
  setMetadata: (core, nowMs) => core.setMetadata(new Uint8Array(1), nowMs),
  publish: (core, nowMs) => core.publish(new Uint8Array(1), nowMs),
  reconfigure: (core, nowMs) => core.reconfigure(CONFIG, nowMs),
};

describe('a member that stood still for longer than ttl', () => {
  for (const [name, input] of Object.entries(INPUTS)) {
    it(`notices, and says so at once, whatever comes first: ${name}`, () => {
      const core = new MembershipCore(CONFIG, new Random(1), 0);
      core.onDatagram({ sender: PEER.instance, messages: [{ type: 'alive', record: PEER }] }, FROM, 0);
      const wakesMs = core.nextTickMs() + 2 * CONFIG.ttlMs;
      const events = input(core, wakesMs).flatMap((effect) =>
        effect.type === 'event' ? [effect.event.type] : [],
      );
      expect(events).to.include('ousted');
    });
  }
});
