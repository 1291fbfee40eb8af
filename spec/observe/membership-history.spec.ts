import { expect } from 'chai';
import { MembershipHistory, type NotedEvent, toldEvent } from '../../lib/observe/membership-history.ts';

const WITNESS = { id: 'a'.repeat(40), name: 'one', epoch: 7 };

function event(fields: Partial<NotedEvent> = {}): NotedEvent {
  const member = {
    ...{ id: 'b'.repeat(40), name: 'two', host: '10.0.0.2', clientPort: 7002 },
    ...{ instance: '0123456789abcdef', incarnation: 3 },
  };
  return { type: 'failed', member, reason: 'silent', silentMs: 1700.4, atMs: 0, ...fields };
}

describe('MembershipHistory', () => {
  it('gives an event as JSON: what, whom, why, when, and by whom it was noticed', () => {
    expect(JSON.parse(toldEvent(event(), WITNESS).text)).to.deep.equal({
      type: 'failed',
      id: 'b'.repeat(40),
      name: 'two',
      address: '10.0.0.2:7002',
      instance: '0123456789abcdef',
      incarnation: 3,
      reason: 'silent',
      silentMs: 1700,
      epoch: 7,
      time: '1970-01-01T00:00:00.000Z',
      node: 'a'.repeat(40),
    });
  });

  it('names who found a failure out, this node by its own name', () => {
    const observersOf = (reporter: string, witness: string): unknown => {
      const failure = { cause: 'silence', latencyMs: 900, reporter, witness };
      return JSON.parse(toldEvent(event(), WITNESS, failure).text).observers;
    };
    expect(observersOf('this member', 'three')).to.deep.equal(['one', 'three']);
    expect(observersOf('three', 'this member')).to.deep.equal(['three', 'one']);
    expect(observersOf('this member', '')).to.deep.equal(['one']);
  });

  it('names who suspects a member, and nobody where nobody observed anything', () => {
    const told = (observers: readonly string[]): unknown =>
      JSON.parse(toldEvent({ ...event(), type: 'suspected', observers }, WITNESS).text).observers;
    expect(told(['three', 'this member'])).to.deep.equal(['three', 'one']);
    expect(told([])).to.equal(undefined);
  });

  it('puts an IPv6 address in brackets, and null for the silence of a member never heard', () => {
    const { member } = event();
    const odd = event({ member: { ...member, host: '::1' }, silentMs: Number.POSITIVE_INFINITY });
    const noted = JSON.parse(toldEvent(odd, WITNESS).text);
    expect([noted.address, noted.silentMs]).to.deep.equal(['[::1]:7002', null]);
  });

  it('keeps the last 256 events, the oldest first', () => {
    const history = new MembershipHistory();
    for (let i = 0; i < 300; i++) history.note(toldEvent(event({ reason: String(i) }), WITNESS));
    const reasons = history.latest(1000).map((text) => JSON.parse(text).reason);
    expect(reasons).to.deep.equal(Array.from({ length: 256 }, (_, i) => String(i + 44)));
    expect(history.latest(2).map((text) => JSON.parse(text).reason)).to.deep.equal(['298', '299']);
    expect(history.latest(0)).to.deep.equal([]);
  });

  it('tells how long members that failed had been silent', () => {
    const history = new MembershipHistory();
    expect(history.detectionTimes()).to.deep.equal({ count: 0, lastMs: 0, medianMs: 0, mostMs: 0 });
    for (const silentMs of [900, 100, 500, 300]) history.note(toldEvent(event({ silentMs }), WITNESS));
    history.note(toldEvent(event({ type: 'recovered', silentMs: 5000 }), WITNESS));
    expect(history.detectionTimes()).to.deep.equal({ count: 4, lastMs: 300, medianMs: 300, mostMs: 900 });
  });
});
