/** Real processes of two shards each, with real clients and tools. */
import { expect } from 'chai';
import { NodeProcess } from '../../bench/support/node-process.ts';
import { shardId } from '../../shard/index.ts';
import { eventually, RawClient } from '../cluster/harness.ts';
import { type Cache, ioredis, ioredisCluster, nodeRedis, nodeRedisCluster } from '../compat/clients-cache.ts';
import { runMixedLoad } from '../compat/clients-load.ts';
import { hasRedisTools, runTool } from '../compat/tools.ts';
import { KEY_COUNT, RECOVERY_MS, works, worksSoon } from './working-client.ts';

const SHARDS = ['--shards', '2', '--hf', '100', '--ttl', '1000'];
const OPERATIONS = 600;

describe('processes with two shards', function () {
  this.timeout(40_000);
  let nodes: NodeProcess[] = [];
  let clients: Record<string, Cache> = {};

  before(async () => {
    const first = await NodeProcess.start(...SHARDS);
    const join = ['--join', first.joinAddress];
    const others = Array.from({ length: 2 }, () => NodeProcess.start(...SHARDS, ...join));
    nodes = [first, ...(await Promise.all(others))];
  });

  beforeEach(async () => {
    await Promise.all(nodes.map((node) => knowsOwners(node, nodes.length)));
    const client = await RawClient.connect(nodes[0]?.port ?? 0);
    expect(await client.call('FLUSHALL')).to.equal('+OK\r\n');
    client.close();
  });

  afterEach(async () => {
    await Promise.all(Object.values(clients).map((client) => client.close()));
    clients = {};
  });

  after(() => Promise.all(nodes.map((node) => node.kill())));

  function shardPorts(): number[] {
    return nodes.flatMap(({ shardPort }) => [shardPort, shardPort + 1]);
  }

  it('one alone: plain and cluster-aware clients, every reply as expected; SHUTDOWN ends it in order', async () => {
    const node = await NodeProcess.start(...SHARDS);
    clients = { plain: ioredis(node.port), aware: ioredisCluster([node.shardPort + 1]) };
    for (const [name, client] of Object.entries(clients)) await runMixedLoad(client, OPERATIONS, `<${name}>`);
    const client = await RawClient.connect(node.shardPort + 1);
    client.socket.write('SHUTDOWN\r\n');
    expect(await node.exited).to.deep.equal({ code: 0, signal: null });
    expect(node.errors).to.equal('');
  });

  it('three: plain and cluster-aware clients, every reply as expected; redis-cli finds nothing wrong', async () => {
    clients = {
      plain: ioredis(nodes[0]?.port ?? 0),
      'node-redis': await nodeRedis(nodes[1]?.port ?? 0),
      aware: ioredisCluster(shardPorts()),
      'node-redis, aware': await nodeRedisCluster(shardPorts().slice(-1)),
    };
    await Promise.all(
      Object.entries(clients).map(([name, client]) => runMixedLoad(client, OPERATIONS, `<${name}>`)),
    );
    if (!hasRedisTools()) return;
    for (const port of shardPorts()) {
      const { code, output } = await runTool('redis-cli', ['--cluster', 'check', `127.0.0.1:${port}`]);
      expect(output).to.contain('[OK] All 16384 slots covered').and.to.contain('in 6 masters');
      expect(code).to.equal(0);
    }
  });

  it('kill -9 of one: both its shards are failed for the others, and clients go on without it', async () => {
    const [first, second, victim] = nodes as [NodeProcess, NodeProcess, NodeProcess];
    clients = {
      plain: ioredis(first.port),
      'node-redis': await nodeRedis(second.port),
      aware: ioredisCluster(shardPorts()),
    };
    for (const [name, client] of Object.entries(clients)) await works(name, client);
    await victim.kill();
    await Promise.all(Object.entries(clients).map(([name, client]) => worksSoon(name, client)));
    await Promise.all([first, second].map((node) => knowsOwners(node, 2)));
    const asking = await RawClient.connect(first.shardPort + 1);
    const lines = (await asking.call('CLUSTER', 'NODES')).split('\n');
    for (const id of [victim.id, shardId(victim.id, 1)]) {
      expect(lines.find((line) => line.startsWith(id))).to.match(/ master,fail - /);
    }
    expect(await asking.call('CLUSTER', 'INFO')).to.contain('cluster_size:4\r\n');
    asking.close();
    // The next case has the two that are left.
    nodes = [first, second];
  });

  it('one that wakes up after it was declared dead has forgotten what each of its shards held', async () => {
    const [first, sleeper] = nodes as [NodeProcess, NodeProcess];
    const client = await RawClient.connect(first.port);
    await client.pipeline(...Array.from({ length: KEY_COUNT }, (_, i) => ['SET', `key:${i}`, 'old']));
    const shards = await Promise.all([0, 1].map((index) => RawClient.connect(sleeper.shardPort + index)));
    for (const shard of shards) expect(await shard.call('DBSIZE')).not.to.equal(':0\r\n');
    const stoppedAtMs = Date.now();
    sleeper.signal('SIGSTOP');
    await first.event('failed', sleeper.id, stoppedAtMs, RECOVERY_MS);
    sleeper.signal('SIGCONT');
    await sleeper.event('ousted', sleeper.id, stoppedAtMs, RECOVERY_MS);
    for (const shard of shards) await eventually(async () => (await shard.call('DBSIZE')) === ':0\r\n');
    for (const each of [client, ...shards]) each.close();
  });

  async function knowsOwners(node: NodeProcess, count: number): Promise<void> {
    await eventually(() => node.log.findLast((line) => line.event === 'map')?.owners === count);
  }
});
