/** What can be changed while members run, and what they are told from outside, over real sockets. */
import { expect } from 'chai';
import { Heartbeat, type Membership, newHeartbeats, parseKey } from '../../gossip/index.ts';
import { eventually, idOf, RealMembers, stateOf } from './real-members.ts';

const FAST = { hfMs: 50, ttlMs: 1000 };
/** For what a busy machine must not disturb. */
const PATIENT = { hfMs: 50, ttlMs: 10_000 };
const OLD_KEY = new Uint8Array(32).fill(1);
const NEW_KEY = new Uint8Array(32).fill(2);

/** Whether every other member was heard of within that time. */
const hearsAll = (membership: Membership, withinMs: number): boolean =>
  membership.members().every(({ isMyself, silentMs }) => isMyself || silentMs < withinMs);

const liveCount = (membership: Membership): number => membership.view().members.length;

describe('settings of a running membership', () => {
  const members = new RealMembers();

  afterEach(() => members.stopAll());

  const removalsSeenBy = (membership: Membership): string[] =>
    members.eventsOf(membership).flatMap(({ type, reason }) => (type === 'failed' ? [reason] : []));

  it('a process that is gone is found by its refusals, long before ttl, and by its silence without crash evidence', async () => {
    const options = { hfMs: 100, ttlMs: 5000 };
    const [first, second, third] = await members.startThree(options);
    const id = idOf(third);
    await third.stop();
    const tookMs = await eventually('it is dead', () =>
      [first, second].every((membership) => stateOf(membership, id) === 'dead'),
    );
    expect(tookMs).to.be.below(2500);
    const [failure] = first.failures();
    expect(failure).to.include({ id, cause: 'refused' });
    expect(Math.abs(Date.now() - (failure?.atMs ?? 0))).to.be.below(3000);

    for (const membership of [first, second]) membership.reconfigure({ crashEvidence: false, ttlMs: 1000 });
    const secondId = idOf(second);
    await second.stop();
    await eventually('the other is dead as well', () => stateOf(first, secondId) === 'dead');
    expect(first.failures().at(-1)).to.include({ id: secondId, cause: 'silence' });
  });

  it('threads that serve find it counted, when others hear that one of them hangs', async () => {
    const first = members.create(FAST);
    await first.start();
    const heartbeats = newHeartbeats(2);
    const hangs = members.create({ ...FAST, heartbeats, seeds: [first.address()] });
    await hangs.start();
    const works = new Heartbeat(heartbeats, 0);
    works.start(FAST.hfMs);
    const id = idOf(hangs);
    const phase = (): string | undefined => first.view().members.find((member) => member.id === id)?.phase;
    await eventually('it serves', () => phase() === 'serving');
    expect(works.ousters).to.equal(0);
    let countThen = -1;
    first.on('view', () => {
      if (countThen < 0 && phase() === 'stalled') countThen = works.ousters;
    });
    await eventually('it is stalled', () => countThen >= 0);
    works.stop();
    expect(countThen).to.equal(1);
  });

  it('hf and ttl change while members run, and none of them is lost by it', async () => {
    const three = await members.startThree({ hfMs: 400, ttlMs: 4000, crashEvidence: false });
    const [first, second, third] = three;
    const faster = { hfMs: 50, ttlMs: 2000 };
    for (const membership of three) membership.reconfigure(faster);
    expect(first.currentSettings).to.include({ ...faster, crashEvidence: false });
    await eventually('pings come at the new pace', () => first.messageCounts().received.ping > 40);
    for (const membership of three) expect(removalsSeenBy(membership)).to.deep.equal([]);
    const id = idOf(third);
    await third.stop();
    const tookMs = await eventually(
      'it is dead',
      () => stateOf(first, id) === 'dead' && stateOf(second, id) === 'dead',
    );
    expect(tookMs).to.be.below(3000);
    expect(() => first.reconfigure({ hfMs: 500 })).to.throw(
      RangeError,
      'ttl (2000 ms) must be at least 5 times hf (500 ms)',
    );
    expect(first.currentSettings.hfMs).to.equal(50);
  });

  it('members with the same key agree; those with another one or none stay outside and are counted', async () => {
    const [first] = await members.startThree({ ...FAST, keys: [OLD_KEY] });
    const seeds = [first.address()];
    const strangers = [
      members.create({ ...FAST, seeds }),
      members.create({ ...FAST, seeds, keys: [NEW_KEY] }),
    ];
    for (const stranger of strangers) await stranger.start();
    await eventually('both are counted', () => {
      const { clear, key, authentication } = first.messageCounts().dropped;
      return clear > 2 && key + authentication > 2;
    });
    expect([first, ...strangers].map(liveCount)).to.deep.equal([3, 1, 1]);
    expect(await first.converged(2000)).to.equal(true);
  });

  it('a key is exchanged under way: install, use, remove; nobody is lost, and the old key opens nothing', async () => {
    const three = await members.startThree({ ...PATIENT, keys: [OLD_KEY] });
    const steps = ['installKey', 'useKey', 'removeKey'] as const;
    for (const step of steps) {
      for (const membership of three) {
        membership[step](step === 'removeKey' ? OLD_KEY : NEW_KEY);
        const changedMs = performance.now();
        await eventually('all hear all', () =>
          three.every((one) => hearsAll(one, performance.now() - changedMs)),
        );
      }
    }
    expect(three.map((membership) => membership.currentSettings.keys)).to.deep.equal([
      [NEW_KEY],
      [NEW_KEY],
      [NEW_KEY],
    ]);
    for (const membership of three) {
      expect(removalsSeenBy(membership)).to.deep.equal([]);
      const { key, authentication, clear } = membership.messageCounts().dropped;
      expect([key, authentication, clear]).to.deep.equal([0, 0, 0]);
    }
    const late = members.create({ ...PATIENT, keys: [OLD_KEY], seeds: [three[0].address()] });
    await late.start();
    await eventually('it is refused', () => three[0].messageCounts().dropped.key > 0);
    expect(liveCount(late)).to.equal(1);
  });

  it('keys that make no sense are refused, and text that is no key', async () => {
    const membership = members.create({ keys: [OLD_KEY] });
    expect(() => membership.installKey(OLD_KEY)).to.throw(RangeError, 'that key is installed already');
    expect(() => membership.useKey(NEW_KEY)).to.throw(RangeError, 'that key is not installed');
    expect(() => membership.removeKey(OLD_KEY)).to.throw(
      RangeError,
      'that key is in use: use another one first',
    );
    expect(() => membership.installKey(new Uint8Array(5))).to.throw(
      RangeError,
      'key must be a Uint8Array of 32 bytes, not of 5',
    );
    await membership.start();
    expect(() => membership.reconfigure({ keys: [] })).to.throw(RangeError, 'but not begun or ended');
    const base64 = Buffer.from(NEW_KEY).toString('base64');
    for (const text of [base64, ` ${base64}\n`, Buffer.from(NEW_KEY).toString('hex')])
      expect(parseKey(text)).to.deep.equal(NEW_KEY);
    for (const text of ['', 'secret', base64.slice(2)])
      expect(() => parseKey(text)).to.throw(RangeError, '32 bytes as 64 hex digits or in base64');
  });

  it('seeds may be names; one that stands for nothing is told once, by name', async () => {
    const first = members.create(FAST);
    await first.start();
    const { port } = first.address();
    const second = members.create({
      ...FAST,
      seeds: [
        { host: 'nobody.invalid', port },
        { host: 'localhost', port },
      ],
    });
    const unresolved: string[] = [];
    second.on('unresolved', (host) => unresolved.push(host));
    await second.start();
    await eventually(
      'they found each other',
      () => liveCount(first) === 2 && liveCount(second) === 2,
      15_000,
    );
    expect(unresolved).to.deep.equal(['nobody.invalid']);
  });

  it('a link that was reset has its member probed at once, and unknown ones are no matter', async () => {
    const [first, second] = await members.startThree({ hfMs: 1000, ttlMs: 10_000 });
    const before = first.messageCounts().sent.ping;
    for (let i = 0; i < 3; i++) first.linkReset(idOf(second));
    first.linkReset('0'.repeat(40));
    await eventually('a ping more', () => first.messageCounts().sent.ping > before);
    expect(liveCount(first)).to.equal(3);
  });

  it('says whether all agree: not while one that is counted does not answer', async () => {
    const [first, second, third] = await members.startThree({ ...FAST, ttlMs: 5000, crashEvidence: false });
    expect(await first.converged(3000)).to.equal(true);
    expect(first.status()).to.include({
      liveCount: 3,
      agreeingCount: 3,
      hasMajority: true,
      isIsolated: false,
    });
    await third.stop();
    expect(await second.converged(300)).to.equal(false);
  });
});
