import { createSocket } from 'node:dgram';
import { expect } from 'chai';
import type { MembershipOptions } from '../../gossip/index.ts';
import { eventually, idOf, RealMembers, stateOf } from './real-members.ts';

describe('membership over real sockets', () => {
  const members = new RealMembers();
  const create = (options: Partial<MembershipOptions> = {}) => members.create(options);

  afterEach(() => members.stopAll());

  it('three members with the defaults see each other', async () => {
    const [first, second, third] = await members.startThree();
    await eventually('equal views', () => {
      const views = [first, second, third].map((membership) => membership.view());
      return views.every(({ hash, epoch }) => hash === views[0]?.hash && epoch === views[0].epoch);
    });
    const member = first.members().find(({ id }) => id === idOf(second));
    expect(member).to.include({
      name: 'n2',
      host: '127.0.0.1',
      clientPort: 7001,
      state: 'alive',
      phase: 'serving',
    });
    expect(member?.busPort).to.equal(second.address().port);
    expect(members.eventsOf(first).map(({ type }) => type)).to.deep.equal(['joined', 'joined']);
    await eventually('counts', () => first.messageCounts().received.ping > 0);
    await eventually('all are heard', () => third.members().every(({ silentMs }) => silentMs < 2000));
  });

  it('a member that stops without a word is dead for the others within ttl', async () => {
    const options = { hfMs: 100, ttlMs: 1000, crashEvidence: false };
    const [first, second, third] = await members.startThree(options);
    const id = idOf(third);
    await third.stop();
    const tookMs = await eventually('it is dead', () =>
      [first, second].every((membership) => stateOf(membership, id) === 'dead'),
    );
    expect(tookMs).to.be.below(1200);
    const failed = members.eventsOf(first).find(({ type }) => type === 'failed');
    expect(failed?.member.id).to.equal(id);
    expect(failed?.reason).to.match(/^silent for \d+ ms, reported by /);
    expect(Math.abs(Date.now() - (failed?.atMs ?? 0))).to.be.below(2000);
    expect(first.view().members).to.have.length(2);
  });

  it('leave, phase, metadata and MEET reach the others', async () => {
    const [first, second, third] = await members.startThree({ hfMs: 50, ttlMs: 1000 });
    const id = idOf(second);
    second.setPhase('leaving');
    second.setMetadata(Uint8Array.of(7));
    await eventually('the phase is known', () =>
      first
        .members()
        .some((member) => member.id === id && member.phase === 'leaving' && member.metadata[0] === 7),
    );
    await second.leave();
    await eventually(
      'it is shown as left',
      () => stateOf(first, id) === 'left' && stateOf(third, id) === 'left',
    );
    const fourth = create({ hfMs: 50, ttlMs: 1000 });
    await fourth.start();
    first.meet(fourth.address().host, fourth.address().port);
    await eventually(
      'it is met',
      () => third.view().members.length === 3 && fourth.view().members.length === 3,
    );
  });

  it('FORGET takes a member off every list, bans it, and says what it cannot do', async () => {
    const [first, second, third] = await members.startThree({ hfMs: 50, ttlMs: 1000 });
    const id = idOf(third);
    expect(await first.forget(idOf(first))).to.equal('myself');
    expect(await first.forget('0'.repeat(40))).to.equal('unknown');
    expect(await first.forget(id)).to.equal('ok');
    expect(await first.forget(id)).to.equal('already');
    await eventually('it is gone', () =>
      [first, second].every((membership) => stateOf(membership, id) === undefined),
    );
    await eventually('it knows', () => third.view().members.length === 0);
    expect(members.eventsOf(third).at(-1)).to.include({ type: 'banned' });
    const [ban] = second.bans();
    expect(ban?.id).to.equal(id);
    expect(ban?.remainingMs).to.be.within(50_000, 60_000);
  });

  it('a main thread that is blocked for longer than ttl does not make its member look dead', async () => {
    const [first, second] = await members.startThree({ hfMs: 50, ttlMs: 400 });
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 900);
    await new Promise((resolve) => setTimeout(resolve, 50));
    for (const membership of [first, second]) {
      expect(members.eventsOf(membership).filter(({ type }) => type === 'failed')).to.deep.equal([]);
    }
  });

  it('takes no part before what is done meanwhile has ended, and none if that fails', async () => {
    const first = create({ hfMs: 50, ttlMs: 1000 });
    await first.start();
    const second = create({ hfMs: 50, ttlMs: 1000, seeds: [first.address()] });
    const failed = await second
      .start(() => {
        throw new Error('not now');
      })
      .catch((error: Error) => error.message);
    expect(failed).to.equal('not now');
    let endedMs = 0;
    await second.start(() => {
      expect(() => second.address()).to.throw('not started');
      // The thread has long loaded its code when this is over.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
      endedMs = Date.now();
    });
    await eventually('it is seen', () => first.view().members.length === 2);
    const joined = members.eventsOf(first).filter(({ type }) => type === 'joined');
    expect(joined).to.have.length(1);
    expect(joined[0]?.atMs).to.be.at.least(endedMs - 1);
  });

  it('counts and drops what is no good datagram', async () => {
    const membership = create({ hfMs: 50, ttlMs: 1000 });
    await membership.start();
    const socket = createSocket('udp4');
    for (const bytes of ['', 'H', 'Hi', 'x'.repeat(100), `H\u0001${'\0'.repeat(40)}`]) {
      socket.send(bytes, membership.address().port, '127.0.0.1');
    }
    await eventually('all four are counted', () => {
      const { dropped } = membership.messageCounts();
      return Object.values(dropped).reduce((sum, count) => sum + count) === 4;
    });
    expect(membership.messageCounts().dropped).to.include({ size: 2, magic: 1, cluster: 1 });
    socket.close();
  });

  it('a published message arrives once at every other member, and none is taken that is too long', async () => {
    const three = await members.startThree({ hfMs: 50, ttlMs: 1000 });
    const heard = three.map((membership) => {
      const texts: string[] = [];
      membership.on('message', ({ originId, payload }) => texts.push(`${originId} ${Buffer.from(payload)}`));
      return texts;
    });
    const expected = Array.from({ length: 20 }, (_, i) => `${idOf(three[0])} ${i}`);
    for (let i = 0; i < 20; i++) three[0].publish(Buffer.from(String(i)));
    await eventually('all are there', () => heard[1]?.length === 20 && heard[2]?.length === 20);
    expect(heard.map((texts) => texts.sort())).to.deep.equal([[], expected.sort(), expected.sort()]);
    expect(() => three[0].publish(new Uint8Array(1025))).to.throw(
      RangeError,
      '1024 bytes, not Uint8Array(1025)',
    );
    for (const text of ['hello', undefined])
      expect(() => Reflect.apply(three[0].publish, three[0], [text])).to.throw(RangeError, 'payload must be');
  });

  it('a bus port in use is an error that names it', async () => {
    const first = create();
    await first.start();
    const { port } = first.address();
    const second = create({ busPort: port });
    const error = await second.start().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).to.be.an('error').with.property('code', 'EADDRINUSE');
    expect(String(error)).to.equal(`Error: bus port 127.0.0.1:${port} (UDP) is already in use`);
  });
});
