/** The Redis clients of Node with their defaults, against a cluster of three, on client and on shard ports. */
import { expect } from 'chai';
import { Redis } from 'ioredis';
import type { HearsayNode } from '../../lib/index.ts';
import { startCluster, stopAll } from '../cluster/harness.ts';
import {
  type Cache,
  ioredis,
  ioredis5,
  ioredis5Cluster,
  ioredisCluster,
  nodeRedis,
  nodeRedisCluster,
} from './clients-cache.ts';
import { runMixedLoad } from './clients-load.ts';

const OPERATIONS = 2500;

describe('clients of Node', () => {
  let nodes: [HearsayNode, ...HearsayNode[]];
  let clientPorts: number[];
  let shardPorts: number[];

  before(async () => {
    nodes = await startCluster(3);
    clientPorts = nodes.map((node) => node.address().clientPort);
    shardPorts = nodes.map((node) => node.address().shardPort);
  });

  after(() => stopAll(nodes));

  const clientPort = (index: number): number => clientPorts[index] as number;
  const connections: Readonly<Record<string, () => Cache | Promise<Cache>>> = {
    'ioredis 6, plain': () => ioredis(clientPort(0)),
    'ioredis 6, plain, RESP2': () => ioredis(clientPort(1), 2),
    'ioredis 6, Cluster': () => ioredisCluster(shardPorts),
    'ioredis 6, Cluster, RESP2': () => ioredisCluster(shardPorts.slice(0, 1), 2),
    'ioredis 6, Cluster, given a client port': () => ioredisCluster([clientPort(2)]),
    'ioredis 5, plain': () => ioredis5(clientPort(2)),
    'ioredis 5, Cluster': () => ioredis5Cluster(shardPorts),
    'ioredis 5, Cluster, given a client port': () => ioredis5Cluster([clientPort(1)]),
    'node-redis 6, plain': () => nodeRedis(clientPort(0)),
    'node-redis 6, plain, RESP2': () => nodeRedis(clientPort(1), 2),
    'node-redis 6, cluster': () => nodeRedisCluster(shardPorts),
    'node-redis 6, cluster, RESP2': () => nodeRedisCluster(shardPorts.slice(0, 1), 2),
    'node-redis 6, cluster, given a client port': () => nodeRedisCluster([clientPort(2)]),
  };

  for (const [name, connect] of Object.entries(connections)) {
    it(`${name}: ${OPERATIONS} commands, every reply as expected`, async () => {
      const cache = await connect();
      await runMixedLoad(cache, OPERATIONS, `<${name}>`);
      await cache.close();
    });
  }

  it('CLIENT LIST shows what a client says of itself', async () => {
    const client = new Redis({ port: clientPort(0), connectionName: 'a-service' });
    expect(await client.client('LIST')).to.match(/ name=a-service .* resp=3 lib-name=ioredis\S* lib-ver=6/);
    await client.quit();
  });

  it('says which node is which in the tools of a cluster client', async () => {
    const client = new Redis.Cluster([{ host: '127.0.0.1', port: shardPorts[0] as number }]);
    await client.set('key', 'value');
    const masters = client.nodes('master');
    expect(masters.map(({ options }) => options.port).sort()).to.deep.equal([...shardPorts].sort());
    const sizes = await Promise.all(masters.map((node) => node.dbsize()));
    const whole = new Redis(clientPort(1));
    expect(sizes.reduce((sum, size) => sum + size)).to.equal(await whole.dbsize());
    await Promise.all([client.quit(), whole.quit()]);
  });
});
