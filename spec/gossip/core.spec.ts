import { expect } from 'chai';
import fc from 'fast-check';
import { MembershipCore } from '../../gossip/core/core.ts';
import { FAILURE_LIMIT } from '../../gossip/core/failure-log.ts';
import { DEAD_LIMIT } from '../../gossip/core/member-table.ts';
import { type Effect, type Entry, type Message, NO_INSTANCE, type Ping } from '../../gossip/core/messages.ts';
import type { MemberRecord } from '../../gossip/core/types.ts';
import { DatagramEncoder } from '../../gossip/wire/datagram.ts';
import { Random } from '../../lib/base/random.ts';
import { anyMessage } from './arbitraries.ts';

const SELF: MemberRecord = {
  id: 'a'.repeat(40),
  instance: 'a'.repeat(16),
  generation: 1,
  incarnation: 0,
  state: 'alive',
  phase: 'serving',
  isLagging: false,
  host: '10.0.0.1',
  busPort: 17001,
  clientPort: 7001,
  shardPort: 8001,
  shards: 1,
  weight: 1,
  zone: '',
  name: 'self',
  metadata: new Uint8Array(0),
};
const FROM = { host: '10.0.0.2', port: 17002 };
const PEER = 'b'.repeat(16);

const TIMING = { hfMs: 200, forgetTtlMs: 60_000, retentionMs: 86_400_000, crashEvidence: true };

/** From a member that hears this one. */
const PING_OF_SELF: Ping = {
  ...{ type: 'ping', seq: 1, target: SELF.instance, echoAgeMs: 0 },
  ...{ viewHash: '0'.repeat(16), restHash: 0, epoch: 1, lagMs: 0, health: 0, serveStallMs: 0 },
};

function newCore(ttlMs = 2000): MembershipCore {
  return new MembershipCore({ self: SELF, ...TIMING, ttlMs }, new Random(1), 0);
}

const peer = (index: number, change: Partial<MemberRecord> = {}): MemberRecord => ({
  ...SELF,
  id: (0xb000 + index).toString(16).padStart(40, '0'),
  instance: (0xc000 + index).toString(16).padStart(16, '0'),
  host: '10.0.1.1',
  busPort: 1000 + index,
  ...change,
});

const tick = (core: MembershipCore, nowMs: number): Effect[] =>
  core.tick(nowMs, { wallMs: nowMs, serveStallMs: 0 });

const sent = (effects: readonly Effect[]): Message[] =>
  effects.flatMap((effect) => (effect.type === 'send' ? effect.messages : []));

describe('membership core', () => {
  it('refuses a ttl of less than 5 hf, and says why', () => {
    expect(() => newCore(999)).to.throw(RangeError, 'ttl (999 ms) must be at least 5 times hf (200 ms)');
  });

  it('takes any sequence of valid messages without throwing, and answers with what can be encoded', () => {
    const about = fc.constantFrom(SELF.id, peer(1).id, peer(2).id);
    const instances = fc.constantFrom(SELF.instance, PEER, peer(1).instance, peer(2).instance);
    // Aimed at a few members, so that the messages have something to do with each other.
    const aimed = fc.tuple(anyMessage, about, instances).map(([message, id, instance]): Message => {
      const aim = { id, instance };
      if ('record' in message) return { ...message, record: { ...message.record, ...aim } };
      if ('target' in message) return { ...message, target: instance };
      return 'id' in message ? { ...message, ...aim } : message;
    });
    const step = fc.tuple(fc.array(aimed, { maxLength: 4 }), instances, fc.nat(500));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const core = newCore();
        const encoder = new DatagramEncoder(0, SELF.instance);
        let nowMs = 0;
        for (const [messages, sender, pauseMs] of steps) {
          nowMs += pauseMs;
          const effects = core.onDatagram({ sender, messages }, FROM, nowMs).concat(tick(core, nowMs));
          encoder.encode(sent(effects), () => {});
          expect(core.nextTickMs()).to.be.at.least(nowMs);
          expect(core.members(nowMs).filter(({ isMyself }) => isMyself)).to.have.length(1);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('keeps a bounded number of dead members, the newest ones', () => {
    const core = newCore();
    const count = DEAD_LIMIT + 50;
    for (let index = 0; index < count; index++) {
      const record = peer(index, { state: 'dead' });
      const entry: Entry = { type: 'record', record, sinceMs: 1000 };
      core.onDatagram({ sender: PEER, messages: [entry] }, FROM, index);
    }
    const ids = core.members(count).map(({ id }) => id);
    expect(ids).to.have.length(DEAD_LIMIT + 1);
    expect(ids)
      .to.include(peer(count - 1).id)
      .and.not.include(peer(0).id);
  });

  it('forgets dead members of others that have been dead for longer than the retention', () => {
    const core = newCore();
    const entry: Entry = { type: 'record', record: peer(1, { state: 'dead' }), sinceMs: 86_400_000 };
    core.onDatagram({ sender: PEER, messages: [entry] }, FROM, 1);
    expect(core.members(1)).to.have.length(1);
  });

  it('counts the datagram that makes its sender known as a sign of life', () => {
    const core = newCore();
    const record = peer(1);
    core.onDatagram({ sender: record.instance, messages: [{ type: 'alive', record }] }, FROM, 1);
    expect(core.members(11).find(({ id }) => id === record.id)?.silentMs).to.equal(10);
  });

  it('keeps published messages for 2 ttl, as ttl is now', () => {
    const core = newCore();
    core.onDatagram(
      { sender: PEER, messages: [{ type: 'alive', record: peer(1, { instance: PEER }) }] },
      FROM,
      0,
    );
    core.publish(new Uint8Array([1]), 0);
    core.reconfigure({ ...TIMING, ttlMs: 10_000 }, 1);
    const isKept = (nowMs: number): boolean => {
      core.onDatagram({ sender: PEER, messages: [PING_OF_SELF] }, FROM, nowMs);
      tick(core, nowMs);
      const graft: Message = { type: 'graft', origin: SELF.instance, seq: 1 };
      const answers = sent(core.onDatagram({ sender: PEER, messages: [graft] }, FROM, nowMs));
      return answers.some(({ type }) => type === 'gossip');
    };
    expect([isKept(5000), isKept(19_000), isKept(21_000)]).to.deep.equal([true, true, false]);
  });

  it('asks for what its neighbours announce, however much others do', () => {
    const core = newCore();
    const alive: Message = { type: 'alive', record: peer(1, { instance: PEER }) };
    core.onDatagram({ sender: PEER, messages: [alive] }, FROM, 0);
    const announce = (sender: string, origin: string, seq: number): void => {
      const messages: Message[] = [{ type: 'ihave', origin, seq, count: 256, hops: 0 }];
      core.onDatagram({ sender, messages }, FROM, 1);
    };
    for (let run = 0; run < 100; run++) announce('e'.repeat(16), 'd'.repeat(16), 1 + 256 * run);
    announce(PEER, PEER, 1);
    const grafts = sent(tick(core, 50)).filter(({ type }) => type === 'graft');
    expect(grafts).to.have.length(256);
  });

  it('stays in its own list when it has left, on a beat too, and though those who are gone are not kept', () => {
    const core = new MembershipCore({ self: SELF, ...TIMING, ttlMs: 2000, retentionMs: 0 }, new Random(1), 0);
    core.onDatagram({ sender: PEER, messages: [{ type: 'alive', record: peer(1) }] }, FROM, 0);
    const beatMs = core.nextTickMs();
    core.leave(beatMs);
    const hasLeft = (effects: readonly Effect[]): boolean => effects.some(({ type }) => type === 'left');
    while (!hasLeft(tick(core, core.nextTickMs())));
    expect(core.members(beatMs).map(({ isMyself, state }) => [isMyself, state])).to.deep.include([
      true,
      'left',
    ]);
  });

  it('tells a member that was forgotten that it is banned, twice in hf at most and until the ban is over', () => {
    const core = newCore();
    const { id, instance } = peer(1);
    core.onDatagram({ sender: instance, messages: [{ type: 'alive', record: peer(1) }] }, FROM, 0);
    core.forget(id, 0);
    const answers = (nowMs: number): string[] => {
      tick(core, nowMs);
      const effects = core.onDatagram({ sender: instance, messages: [PING_OF_SELF] }, FROM, nowMs);
      return sent(effects).flatMap((message) => (message.type === 'banned' ? [message.id] : []));
    };
    expect([1, 50, 101, 59_999].map(answers)).to.deep.equal([[id], [], [id], [id]]);
    expect(answers(60_000)).to.deep.equal([]);
  });

  it('remembers a bounded number of bans, those that hold longest', () => {
    const core = newCore();
    const bury = (index: number, remainingMs: number): void => {
      const { id } = peer(index);
      const forget = {
        type: 'forget',
        id,
        stamp: index + 1,
        lifted: false,
        remainingMs,
        reporter: PEER,
      } as const;
      core.onDatagram({ sender: PEER, messages: [forget] }, FROM, 0);
    };
    for (let index = 0; index < 1024; index++) bury(index, index === 500 ? 1000 : 60_000);
    expect(core.bans(0)).to.have.length(1024);
    bury(1024, 60_000);
    const banned = core.bans(0).map(({ id }) => id);
    expect(banned).to.have.length(1024).and.include(peer(1024).id).and.not.include(peer(500).id);
  });

  it('answers a ping to another instance with its own record', () => {
    const core = newCore();
    const ping: Message = { ...PING_OF_SELF, target: 'd'.repeat(16) };
    const answers = sent(core.onDatagram({ sender: PEER, messages: [ping] }, FROM, 1));
    expect(answers.map(({ type }) => type)).to.deep.equal(['wronginstance']);
  });

  it('asks for no more helpers than 3, repeats the ping, and reports the failure of a relayed ping before its time is over', () => {
    const core = newCore();
    const records = [1, 2, 3, 4, 5, 6].map((index): Message => ({ type: 'alive', record: peer(index) }));
    core.onDatagram({ sender: PEER, messages: records }, FROM, 1);
    const request: Message = {
      ...{ type: 'pingreq', seq: 77, target: peer(1).instance, timeoutMs: 40 },
      address: { host: '10.0.1.1', port: 1001 },
    };
    const ofMember = { sender: peer(2).instance, messages: [request] };
    const relayed = sent(core.onDatagram(ofMember, FROM, 2));
    expect(relayed).to.have.length(1);
    expect(relayed[0]).to.include({ type: 'ping', target: peer(1).instance });
    const seen: [number, Message][] = [];
    for (let nowMs = 3; nowMs < 110; nowMs++)
      for (const message of sent(tick(core, nowMs))) seen.push([nowMs, message]);
    const nack = seen.find(([, { type }]) => type === 'nack');
    expect(nack?.[0]).to.be.within(33, 36);
    const first = seen.find(([, { type }]) => type === 'pingreq')?.[1] as Extract<
      Message,
      { type: 'pingreq' }
    >;
    const ofProbe = seen.filter(([, message]) => 'seq' in message && message.seq === first.seq);
    expect(ofProbe.map(([, { type }]) => type)).to.deep.equal([
      'ping',
      'ping',
      'pingreq',
      'pingreq',
      'pingreq',
    ]);
  });

  it('keeps the last failures, a bounded number of them', () => {
    const core = newCore();
    for (let index = 0; index < FAILURE_LIMIT + 10; index++) {
      const { id, instance } = peer(index);
      const dead: Message = {
        ...{ type: 'dead', id, instance, incarnation: 0, reporter: PEER, silentMs: 1500 },
        ...{ witness: NO_INSTANCE, cause: 'silence', refusedMs: 0 },
      };
      core.onDatagram(
        { sender: PEER, messages: [{ type: 'alive', record: peer(index) }, dead] },
        FROM,
        index,
      );
    }
    const failures = core.failures();
    expect(failures).to.have.length(FAILURE_LIMIT);
    expect(failures.at(-1)).to.include({ id: peer(FAILURE_LIMIT + 9).id, cause: 'silence', latencyMs: 1500 });
  });

  it('knows the majority of as many members as it has lost sight of', () => {
    const core = newCore();
    const record = (index: number, state: 'alive' | 'dead' | 'left'): Entry => ({
      ...{ type: 'record', sinceMs: 1000 },
      record: peer(index, { state }),
    });
    const messages = Array.from({ length: 400 }, (_, index) => record(index, index < 150 ? 'alive' : 'dead'));
    core.onDatagram({ sender: PEER, messages }, FROM, 1);
    expect(core.status()).to.include({ liveCount: 151, hasMajority: false });
    const gone = Array.from({ length: 250 }, (_, index) => record(150 + index, 'left'));
    core.onDatagram({ sender: PEER, messages: gone }, FROM, 2);
    expect(core.status()).to.include({ liveCount: 151, knownCount: 151, hasMajority: true });
  });

  it('does not believe that a process is gone of which it has heard since the first refusal', () => {
    for (const refusedMs of [50, 400]) {
      const core = newCore();
      const { id, instance } = peer(1);
      core.onDatagram({ sender: instance, messages: [{ type: 'alive', record: peer(1) }] }, FROM, 1000);
      const dead: Message = {
        ...{ type: 'dead', id, instance, incarnation: 0, reporter: PEER, silentMs: 300 },
        ...{ witness: NO_INSTANCE, cause: 'refused', refusedMs },
      };
      core.onDatagram({ sender: PEER, messages: [dead] }, FROM, 1200);
      expect(core.view().members.some((member) => member.id === id)).to.equal(refusedMs === 400);
    }
  });
});
