import { expect } from 'chai';
import { DROP_REASON_NAMES, type DropReason, dropMeaning } from '../../gossip/index.ts';
import type { Logger } from '../../lib/observe/logger.ts';
import { MembershipReporter } from '../../lib/observe/membership-reporter.ts';

describe('MembershipReporter', () => {
  let lines: string[];
  let reporter: MembershipReporter;

  beforeEach(() => {
    lines = [];
    const log = (level: string) => (fields: object, text: string) =>
      lines.push(`${level} ${text} ${JSON.stringify(fields)}`);
    reporter = new MembershipReporter({
      logger: { info: log('info'), warn: log('warn') } as unknown as Logger,
      note: () => {},
      publish: () => {},
      witness: () => ({ id: 'a'.repeat(40), name: 'one', epoch: 1 }),
    });
  });

  function countsOf(some: Partial<Record<DropReason, number>>): Record<DropReason, number> {
    const none = Object.fromEntries(DROP_REASON_NAMES.map((reason) => [reason, 0]));
    return { ...none, ...some } as Record<DropReason, number>;
  }

  it('warns of a reason to drop datagrams when it first counts, and says what to look at', () => {
    reporter.onDropped(countsOf({}));
    expect(lines).to.deep.equal([]);
    reporter.onDropped(countsOf({ key: 2 }));
    reporter.onDropped(countsOf({ key: 40, cluster: 1 }));
    // Counted from 0 again, as after CLUSTER RESET.
    reporter.onDropped(countsOf({ key: 1 }));
    expect(lines).to.deep.equal([
      'warn drops datagrams sealed with a key that this member does not have: compare the secret keys of all members ' +
        '{"event":"dropped","reason":"key","count":2}',
      'warn drops datagrams of a cluster with another name: give all members of a cluster the same name, and join none ' +
        'of another one {"event":"dropped","reason":"cluster","count":1}',
    ]);
  });

  it('is silent about what a cluster drops that is well', () => {
    const normal = DROP_REASON_NAMES.filter((reason) => dropMeaning(reason).advice === undefined);
    expect(normal).to.deep.equal(['replay', 'destination']);
    reporter.onDropped(countsOf({ replay: 3, destination: 3 }));
    expect(lines).to.deep.equal([]);
  });

  it('warns of what keeps this node from serving, and informs of the rest', () => {
    const member = {
      id: 'b'.repeat(40),
      name: 'two',
      host: 'h',
      clientPort: 1,
      instance: '',
      incarnation: 0,
    };
    for (const type of ['joined', 'failed', 'banned', 'ousted', 'isolated', 'reconnected', 'conflict'])
      reporter.onEvent({ type, member, reason: 'so', silentMs: 0, atMs: 0 }, undefined);
    expect(lines.map((line) => line.split(' {')[0])).to.deep.equal([
      ...['info member joined', 'info member failed', 'warn member banned', 'warn member ousted'],
      ...['warn member isolated', 'info member reconnected', 'warn member conflict'],
    ]);
  });

  it('warns of a CLUSTER MEET that nobody has answered', () => {
    reporter.onUnanswered('10.0.0.9', 17009);
    expect(lines).to.have.length(1);
    expect(lines[0]).to.match(
      /^warn nobody answered CLUSTER MEET: .* {"event":"unanswered","host":"10.0.0.9","busPort":17009}$/,
    );
  });

  it('says that it waits for others when it sees more or fewer of them, and not again and again', () => {
    for (const seen of [1, 1, 2, 2, 2, 1]) reporter.onWaiting(3, seen);
    expect(lines.map((line) => JSON.parse(line.slice(line.indexOf('{'))).seen)).to.deep.equal([1, 2, 1]);
    expect(lines[0]).to.match(/^info waiting for other members/);
  });
});
