import { expect } from 'chai';
import { toldEvent } from '../../lib/observe/membership-history.ts';
import { FakeNode, MY_ID, member, OTHER_ID } from './harness.ts';

const INSTANCE = '0123456789abcdef';

describe('CLUSTER MEMBERS, EVENTS and CONVERGED', () => {
  let node: FakeNode;

  beforeEach(() => {
    node = new FakeNode();
  });

  it('MEMBERS shows a line for each member and each ban', () => {
    node.cluster.all = [
      member({ isMyself: true }),
      member({
        id: OTHER_ID,
        name: 'second',
        state: 'suspect',
        isLagging: true,
        clientPort: 7002,
        silentMs: 431.7,
      }),
      member({ id: 'd'.repeat(40), state: 'dead', phase: 'joining', silentMs: Number.POSITIVE_INFINITY }),
    ];
    const reply = node.connect().run('CLUSTER', 'MEMBERS');
    const [, ...lines] = reply.trim().split(/\r?\n/);
    expect(lines.map((line) => line.split(/ {2,}/))).to.deep.equal([
      ['name', 'state', 'phase', 'client address', 'last heard', 'incarnation', 'instance', 'slots', 'id'],
      ['one', 'alive', 'serving', '127.0.0.1:7001', 'this node', '3', INSTANCE, '100', MY_ID],
      [
        'second',
        'suspect',
        'serving, lagging',
        '127.0.0.1:7002',
        '432 ms ago',
        '3',
        INSTANCE,
        '16284',
        OTHER_ID,
      ],
      ['one', 'dead', 'joining', '127.0.0.1:7001', 'never', '3', INSTANCE, '0', 'd'.repeat(40)],
      [`forgotten, and kept out for 1.0 s more: ${'c'.repeat(40)}`],
    ]);
  });

  it('INFO does not say that a node serves which is kept out, or takes no part any more', () => {
    const client = node.connect();
    const phases = (): string[] => [
      /cluster_my_phase:(\w+)/.exec(client.run('CLUSTER', 'INFO'))?.[1] ?? '',
      /member_phase:(\w+)/.exec(client.run('INFO', 'hearsay'))?.[1] ?? '',
    ];
    expect(phases()).to.deep.equal(['serving', 'serving']);
    node.cluster.all = [member({ isMyself: true, state: 'left' })];
    expect(phases()).to.deep.equal(['left', 'left']);
    node.cluster.bannedMs = 500;
    expect(phases()).to.deep.equal(['banned', 'banned']);
  });

  it('EVENTS lists the last events, as many as asked for', () => {
    const client = node.connect();
    expect(client.run('CLUSTER', 'EVENTS')).to.equal('*0\r\n');
    for (let i = 0; i < 30; i++) {
      const { host, clientPort, id, name, instance, incarnation } = member({});
      const about = { host, clientPort, id, name, instance, incarnation };
      const noted = { type: 'joined', member: about, reason: `r${i}`, silentMs: 0, atMs: 0 };
      node.history.note(toldEvent(noted, { id: MY_ID, name: 'one', epoch: 1 }));
    }
    const reasons = (reply: string): string[] =>
      [...reply.matchAll(/"reason":"(r\d+)"/g)].map(([, r]) => r ?? '');
    expect(reasons(client.run('CLUSTER', 'EVENTS'))).to.have.length(20);
    expect(reasons(client.run('CLUSTER', 'EVENTS', '2'))).to.deep.equal(['r28', 'r29']);
    expect(client.run('CLUSTER', 'EVENTS', 'x')).to.match(/^-ERR value is not an integer/);
    expect(client.run('CLUSTER', 'EVENTS', '-1')).to.equal('*0\r\n');
  });

  it('CONVERGED answers how many agree, or an error that names who does not', async () => {
    const client = node.connect();
    expect(await client.runLater('CLUSTER', 'CONVERGED')).to.equal(':2\r\n');
    node.cluster.agreement = { agreeing: 2, dissenting: ['x', 'y'] };
    expect(await client.runLater('CLUSTER', 'CONVERGED', '250')).to.equal(
      '-NOTCONVERGED 2 of 4 members agree; not yet: x y\r\n',
    );
    expect(node.cluster.calls).to.deep.equal(['converged 0', 'converged 250']);
  });

  it('EVENTS and CONVERGED refuse an argument too many', () => {
    const client = node.connect();
    for (const name of ['events', 'converged']) {
      expect(client.run('CLUSTER', name, '1', '2')).to.equal(
        `-ERR wrong number of arguments for 'cluster|${name}' command\r\n`,
      );
    }
  });

  it('CONVERGED refuses a timeout that is none', () => {
    const client = node.connect();
    expect(client.run('CLUSTER', 'CONVERGED', 'soon')).to.match(/^-ERR value is not an integer/);
    for (const timeout of ['-1', '3600001']) {
      expect(client.run('CLUSTER', 'CONVERGED', timeout)).to.match(/^-ERR value is out of range/);
    }
  });
});
