import { expect } from 'chai';
import { NodeProcess } from '../../bench/support/node-process.ts';
import { eventually, RawClient } from '../cluster/harness.ts';

const DOWN = '-CLUSTERDOWN Hash slot not served\r\n';
const FLAGS = ['--partition-policy', 'majority', '--hf', '100', '--ttl', '1000'];

describe('partition-policy majority', function () {
  this.timeout(30_000);
  let nodes: [NodeProcess, NodeProcess, NodeProcess];
  let client: RawClient;

  before(async () => {
    const first = await NodeProcess.start(...FLAGS);
    const join = ['--join', first.joinAddress];
    const others = await Promise.all([1, 2].map(() => NodeProcess.start(...FLAGS, ...join)));
    nodes = [first, ...others] as typeof nodes;
    client = await RawClient.connect(first.port);
  });

  beforeEach(async () => {
    expect(await client.call('CLUSTER', 'CONVERGED', '5000')).to.equal(':3\r\n');
  });

  after(async () => {
    client.close();
    await Promise.all(nodes.map((node) => node.kill()));
  });

  const get = (): Promise<string> => client.call('GET', 'key');
  const cutOff = (node: NodeProcess, sinceMs: number): Promise<unknown> =>
    node.waitFor((line) => line.event === 'cut-off' && line.time >= sinceMs, 5000);

  it('a node that sees one of three answers CLUSTERDOWN for every key, says so, and recovers by itself', async () => {
    const [first, second, third] = nodes;
    const stoppedAtMs = Date.now();
    for (const node of [second, third]) node.signal('SIGSTOP');
    await cutOff(first, stoppedAtMs);
    const keys = Array.from({ length: 50 }, (_, i) => `key:${i}`);
    for (const key of keys) {
      expect(await client.pipeline(['GET', key], ['SET', key, 'x'])).to.deep.equal([DOWN, DOWN]);
    }
    expect(await client.call('PING')).to.equal('+PONG\r\n');
    expect(await client.call('FLUSHALL')).to.equal(DOWN);
    const info = await client.call('CLUSTER', 'INFO');
    expect(info).to.include('cluster_state:fail\r\n').and.include('cluster_has_majority:0\r\n');

    expect(await client.call('CONFIG', 'SET', 'partition-policy', 'serve')).to.equal('+OK\r\n');
    expect(await get()).to.equal('$-1\r\n');
    expect(await client.call('CONFIG', 'SET', 'partition-policy', 'majority')).to.equal('+OK\r\n');
    expect(await get()).to.equal(DOWN);

    second.signal('SIGCONT');
    await eventually(async () => (await client.call('SET', 'key', 'x')) === '+OK\r\n');
    third.signal('SIGCONT');
    await eventually(async () => (await client.call('CLUSTER', 'CONVERGED', '1000')) === ':3\r\n');
  });

  it('two of three go on; FORGET of a dead member, or another in its place, makes a majority again', async () => {
    const [first, second, third] = nodes;
    expect(await client.call('FLUSHALL')).to.equal('+OK\r\n');
    const killedAtMs = Date.now();
    await third.kill();
    await first.event('failed', third.id, killedAtMs, 5000);
    await eventually(async () => (await get()) === '$-1\r\n');
    await second.kill();
    await cutOff(first, killedAtMs);

    // A new member, with another id, at the address of the second.
    const join = ['--join', first.joinAddress];
    const place = ['--port', String(second.port), '--shard-port', String(second.shardPort)];
    nodes[1] = await NodeProcess.start(...FLAGS, ...join, ...place, '--bus-port', String(second.busPort));
    await eventually(async () => (await client.call('SET', 'key', 'x')) === '+OK\r\n');

    await nodes[1].kill();
    await eventually(async () => (await get()) === DOWN);
    for (const id of [second.id, third.id, nodes[1].id]) {
      expect(await client.call('CLUSTER', 'FORGET', id)).to.equal('+OK\r\n');
    }
    await eventually(async () => (await client.call('SET', 'key', 'x')) === '+OK\r\n');
  });
});
