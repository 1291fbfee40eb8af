import { expect } from 'chai';
import { NodeProcess } from '../../bench/support/node-process.ts';
import { eventually } from '../cluster/harness.ts';
import {
  type Cache,
  ioredis,
  ioredis5,
  ioredis5Cluster,
  ioredisCluster,
  nodeRedis,
  nodeRedisCluster,
} from '../compat/clients-cache.ts';
import { works, worksSoon } from './working-client.ts';

describe('clients of a node that is killed', function () {
  this.timeout(40_000);
  let nodes: [NodeProcess, NodeProcess, NodeProcess];
  let clients: Record<string, Cache>;

  before(async () => {
    const first = await NodeProcess.start();
    const [second, victim] = await Promise.all(
      [1, 2].map(() => NodeProcess.start('--join', first.joinAddress)),
    );
    nodes = [first, second as NodeProcess, victim as NodeProcess];
  });

  beforeEach(async () => {
    await Promise.all(nodes.map((node) => knowsOwners(node, 3)));
    clients = {};
  });

  afterEach(async () => {
    await Promise.all(Object.values(clients).map((client) => client.close()));
  });

  after(() => Promise.all(nodes.map((node) => node.kill())));

  it('those of its own port are back when it is', async () => {
    const [first, second, victim] = nodes;
    const { port, shardPort, busPort } = victim;
    clients = {
      'ioredis 6, plain': ioredis(port),
      'ioredis 5, plain': ioredis5(port),
      'node-redis 6, plain': await nodeRedis(port),
      'node-redis 6, cluster': await nodeRedisCluster(nodes.map((node) => node.shardPort)),
    };
    for (const [name, client] of Object.entries(clients)) await works(name, client);
    await victim.kill();
    await Promise.all([first, second].map((node) => knowsOwners(node, 2)));
    const ports = ['--port', port, '--shard-port', shardPort, '--bus-port', busPort].map(String);
    nodes[2] = await NodeProcess.start(...ports, '--join', first.joinAddress);
    await Promise.all(nodes.map((node) => knowsOwners(node, 3)));
    await Promise.all(Object.entries(clients).map(([name, client]) => worksSoon(name, client)));
  });

  it('those of the others, and those that know the cluster, go on without it', async () => {
    const [first, second, victim] = nodes;
    const shardPorts = nodes.map((node) => node.shardPort);
    clients = {
      'ioredis 6, plain': ioredis(first.port),
      'node-redis 6, plain': await nodeRedis(second.port),
      'ioredis 6, Cluster': ioredisCluster(shardPorts),
      'ioredis 5, Cluster': ioredis5Cluster(shardPorts),
    };
    for (const [name, client] of Object.entries(clients)) await works(name, client);
    await victim.kill();
    await Promise.all(Object.entries(clients).map(([name, client]) => worksSoon(name, client)));
    expect(nodes.slice(0, 2).map(ownersKnownTo)).to.deep.equal([2, 2]);
  });

  function ownersKnownTo(node: NodeProcess): unknown {
    return node.log.findLast((line) => line.event === 'map')?.owners;
  }

  async function knowsOwners(node: NodeProcess, count: number): Promise<void> {
    await eventually(() => ownersKnownTo(node) === count);
  }
});
