import { expect } from 'chai';
import { MembershipCore } from '../../gossip/core/core.ts';
import type { Effect, Join, JoinKind, Message } from '../../gossip/core/messages.ts';
import type { MemberRecord } from '../../gossip/core/types.ts';
import { Random } from '../../lib/base/random.ts';

const SELF: MemberRecord = {
  ...{ id: 'a'.repeat(40), instance: 'a'.repeat(16), generation: 1, incarnation: 0 },
  ...{ state: 'alive', phase: 'serving', isLagging: false, host: '10.0.0.1', busPort: 17001 },
  ...{ clientPort: 7001, shardPort: 8001, shards: 1, weight: 1, zone: '', name: 'self' },
  metadata: new Uint8Array(0),
};
const OTHER: MemberRecord = { ...SELF, id: 'b'.repeat(40), instance: 'b'.repeat(16), busPort: 17002 };
const THIRD: MemberRecord = { ...SELF, id: 'c'.repeat(40), instance: 'c'.repeat(16), busPort: 17003 };
const FROM = { host: '10.0.0.1', port: 17002 };
const NONCE = '1'.repeat(16);

function newCore(): MembershipCore {
  const timing = { hfMs: 200, ttlMs: 2000, forgetTtlMs: 60_000, retentionMs: 86_400_000 };
  return new MembershipCore({ self: SELF, ...timing, crashEvidence: true }, new Random(1), 0);
}

const joinOf = (kind: JoinKind, { id }: MemberRecord, banStamp = 0): Join => ({
  ...{ type: 'join', kind, nonce: NONCE, id, banStamp },
});

const receive = (core: MembershipCore, nowMs: number, { instance }: MemberRecord, ...messages: Message[]) =>
  core.onDatagram({ sender: instance, messages }, FROM, nowMs);

const sent = (effects: readonly Effect[]): Message[] =>
  effects.flatMap((effect) => (effect.type === 'send' ? effect.messages : []));

const lift = (stamp: number): Message => ({
  ...{ type: 'forget', id: SELF.id, stamp, lifted: true, remainingMs: 60_000, reporter: OTHER.instance },
});

const statesOf = (core: MembershipCore, nowMs: number): string[] =>
  core.members(nowMs).map(({ id, state }) => `${id[0]} ${state}`);

describe('joins, which may have been recorded', () => {
  it('make nobody known, count as no sign of life, and nothing that comes with them counts', () => {
    const core = newCore();
    receive(core, 1, OTHER, { type: 'alive', record: OTHER });
    for (const kind of ['request', 'invite', 'accept'] as const) {
      receive(core, 101, OTHER, joinOf(kind, OTHER), { type: 'alive', record: { ...OTHER, incarnation: 9 } });
      receive(core, 101, THIRD, joinOf(kind, THIRD), { type: 'alive', record: THIRD });
    }
    expect(statesOf(core, 101)).to.deep.equal(['a alive', 'b alive']);
    const other = core.members(101).find(({ id }) => id === OTHER.id);
    expect([other?.silentMs, other?.incarnation]).to.deep.equal([100, 0]);
  });

  it('are answered with a request for what the sender knows, and if it is known with what this member knows', () => {
    const stranger = newCore();
    const [, sync] = sent(stranger.meet(FROM, 1)) as [Message, Message];
    const core = newCore();
    receive(core, 1, OTHER, { type: 'alive', record: OTHER });
    const typesFor = (sender: MemberRecord): string[] =>
      sent(receive(core, 2, sender, joinOf('request', sender), sync)).map(({ type }) => type);
    expect(typesFor(THIRD)).to.deep.equal(['want']);
    expect(typesFor(OTHER)).to.deep.equal(['record', 'want']);
  });

  it('wake up no member that is banned: it accepts, and comes back when the ban is lifted', () => {
    const core = newCore();
    receive(core, 1, OTHER, { type: 'alive', record: OTHER });
    receive(core, 2, OTHER, { type: 'banned', id: SELF.id, stamp: 5, remainingMs: 60_000 });
    expect(core.view().members).to.have.length(0);
    const answer = sent(receive(core, 3, OTHER, joinOf('invite', OTHER)));
    expect(answer).to.deep.equal([joinOf('accept', SELF, 5)]);
    receive(core, 4, OTHER, lift(5));
    expect(core.view().members, 'the ban is newer than this').to.have.length(0);
    const requests = (effects: readonly Effect[]): Effect[] =>
      effects.filter((effect) => effect.type === 'send' && effect.messages[0]?.type === 'join');
    expect(requests(receive(core, 5, OTHER, lift(6)))).to.have.length(1);
    expect(core.view().members).to.have.length(1);
    const [again] = requests(core.tick(105, { wallMs: 105, serveStallMs: 0 }));
    expect(again, 'it goes on asking who lifted the ban').to.deep.include({ to: FROM });
    receive(core, 106, THIRD, { type: 'banned', id: SELF.id, stamp: 5, remainingMs: 60_000 });
    expect(core.view().members, 'the old ban is void').to.have.length(1);
  });

  it('lift a ban that only the banned member knows of, if they answer an invitation of this member', () => {
    const core = newCore();
    const [invitation] = sent(core.meet(FROM, 1)) as [Join];
    const accept = { ...joinOf('accept', OTHER, 70), nonce: invitation.nonce };
    expect(sent(receive(core, 2, OTHER, { ...accept, nonce: NONCE })).map(({ type }) => type)).to.deep.equal([
      'sync',
    ]);
    const [answer] = sent(receive(core, 3, OTHER, accept)) as [Message];
    expect(answer).to.include({ type: 'forget', id: OTHER.id, stamp: 71, lifted: true });
    const isInviting = (nowMs: number): boolean =>
      sent(core.tick(nowMs, { wallMs: nowMs, serveStallMs: 0 })).some(({ type }) => type === 'join');
    expect(isInviting(200), 'until it is back').to.equal(true);
    receive(core, 201, OTHER, { ...accept, banStamp: 0 });
    expect(isInviting(400), 'until it is a member').to.equal(true);
    receive(core, 401, OTHER, { type: 'alive', record: OTHER });
    receive(core, 402, OTHER, { ...accept, banStamp: 0 });
    expect(isInviting(600)).to.equal(false);
  });

  it('are told to be unanswered once, when an invitation of this member is given up', () => {
    const core = newCore();
    const unanswered = (effects: readonly Effect[]): Effect[] =>
      effects.filter(({ type }) => type === 'unanswered');
    const tick = (nowMs: number): Effect[] =>
      unanswered(core.tick(nowMs, { wallMs: nowMs, serveStallMs: 0 }));
    const [invitation] = sent(core.meet(FROM, 1)) as [Join];
    core.meet({ ...FROM, port: 17003 }, 1);
    core.meet({ host: SELF.host, port: SELF.busPort }, 1);
    receive(core, 2, OTHER, { ...joinOf('accept', OTHER), nonce: invitation.nonce });
    expect(tick(6000)).to.deep.equal([]);
    expect(tick(6001)).to.deep.equal([{ type: 'unanswered', address: { ...FROM, port: 17003 } }]);
    expect(tick(9000)).to.deep.equal([]);
  });

  it('do not make a member that was banned for long believe that it is cut off', () => {
    const core = newCore();
    receive(core, 1, OTHER, { type: 'alive', record: OTHER });
    receive(core, 2, OTHER, { type: 'banned', id: SELF.id, stamp: 5, remainingMs: 60_000 });
    receive(core, 5000, OTHER, lift(6), { type: 'alive', record: OTHER });
    core.tick(core.nextTickMs() + 10, { wallMs: 5010, serveStallMs: 0 });
    expect(core.status().isIsolated).to.equal(false);
  });
});
