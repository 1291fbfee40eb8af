/** What clients and operators see of copies, on real nodes. */
import { expect } from 'chai';
import { Redis } from 'ioredis';
import type { HearsayNode } from '../../lib/index.ts';
import { hashSlot } from '../../shard/index.ts';
import { bulk, eventually, RawClient, startCluster, stopAll } from './harness.ts';

const OK = '+OK\r\n';
const keys = Array.from({ length: 300 }, (_, i) => `key:${i}`);

function slotOf(key: string): number {
  return hashSlot(Buffer.from(key), 0, key.length);
}

describe('replicas', function () {
  this.timeout(20_000);
  let nodes: HearsayNode[];
  let clients: RawClient[];
  let strict: RawClient[];

  before(async () => {
    nodes = await startCluster(3, { replicas: 1 });
    clients = await Promise.all(nodes.map((node) => RawClient.connect(node.address().clientPort)));
    strict = await Promise.all(nodes.map((node) => RawClient.connect(node.address().shardPort)));
    await eventually(areComplete);
  });

  after(async () => {
    for (const client of [...clients, ...strict]) client.close();
    await stopAll(nodes);
  });

  async function areComplete(): Promise<boolean> {
    const infos = await Promise.all(clients.map((client) => client.call('CLUSTER', 'INFO')));
    return infos.every((info) => info.includes('cluster_copies_complete:yes\r\n'));
  }

  /** How many keys that node has found. */
  async function hitsOf(index: number): Promise<number> {
    const info = await clients[index]?.call('INFO', 'stats');
    return Number(/keyspace_hits:(\d+)/.exec(info ?? '')?.[1]);
  }

  /** Indexes of the key's owner, its replica, and the third. */
  async function holdersOf(key: string): Promise<[owner: number, replica: number, neither: number]> {
    const client = clients[0] as RawClient;
    const reply = await client.call('CLUSTER', 'SLOTS');
    const ports = nodes.map((node) => node.address().shardPort);
    const ranges = reply.split(/\*4\r\n(?=:\d+\r\n:\d+\r\n)/).slice(1);
    for (const range of ranges) {
      const [, first, last] = /^:(\d+)\r\n:(\d+)\r\n/.exec(range) as RegExpExecArray;
      if (slotOf(key) < Number(first) || slotOf(key) > Number(last)) continue;
      const [owner, replica] = [...range.matchAll(/\r\n:(\d+)\r\n\$40/g)].map(([, port]) =>
        ports.indexOf(Number(port)),
      ) as [number, number];
      return [owner, replica, 3 - owner - replica];
    }
    throw new Error(`nobody owns ${key}`);
  }

  it('WAIT counts those that hold what a client wrote, wherever its keys are', async () => {
    for (const client of clients) {
      const replies = await client.pipeline(...keys.map((key) => ['SET', key, key]));
      expect(new Set(replies)).to.deep.equal(new Set([OK]));
      expect(await client.call('WAIT', '1', '5000')).to.equal(':1\r\n');
    }
    expect(await strict[0]?.call('WAIT', '1', '5000')).to.equal(':1\r\n');
    const begunMs = performance.now();
    expect(await clients[0]?.call('WAIT', '2', '100')).to.equal(':1\r\n');
    expect(performance.now() - begunMs).to.be.within(95, 2000);
  });

  it('WAIT holds up nobody else, and ends with its connection', async () => {
    const { clientPort } = (nodes[0] as HearsayNode).address();
    const waiting = await RawClient.connect(clientPort);
    await waiting.call('CLIENT', 'SETNAME', 'waits');
    const reply = waiting.call('WAIT', '3', '0').catch(() => 'closed');
    const [client] = clients as [RawClient];
    for (const key of keys.slice(0, 30)) expect(await client.call('SET', key, 'x')).to.equal(OK);
    expect(await client.call('WAIT', '1', '0')).to.equal(':1\r\n');
    waiting.close();
    expect(await reply).to.equal('closed');
    await eventually(async () => !(await client.call('CLIENT', 'LIST')).includes('name=waits'));
  });

  it('are read by a client that said READONLY, on their shard port; for others they read it of the owner', async () => {
    for (const key of keys.slice(0, 20)) {
      expect(await clients[0]?.call('SET', key, `copy of ${key}`)).to.equal(OK);
      expect(await clients[0]?.call('WAIT', '1', '5000')).to.equal(':1\r\n');
      const [owner, replica, neither] = await holdersOf(key);
      const moved = `-MOVED ${slotOf(key)} 127.0.0.1:${nodes[owner]?.address().shardPort}\r\n`;
      const reader = strict[replica] as RawClient;
      const value = bulk(`copy of ${key}`);
      const hits = await hitsOf(replica);
      expect(await reader.call('GET', key)).to.equal(value);
      expect(await hitsOf(replica)).to.equal(hits);
      expect(await reader.call('READONLY')).to.equal(OK);
      expect(await reader.call('GET', key)).to.equal(value);
      expect(await hitsOf(replica)).to.equal(hits + 1);
      expect(await reader.call('EXISTS', key)).to.equal(':1\r\n');
      expect(await reader.call('SET', key, 'no')).to.equal(moved);
      expect(await reader.call('DEL', key)).to.equal(moved);
      expect(await reader.call('READWRITE')).to.equal(OK);
      const elsewhere = strict[neither] as RawClient;
      expect(await elsewhere.call('READONLY')).to.equal(OK);
      expect(await elsewhere.call('GET', key)).to.equal(moved);
      expect(await elsewhere.call('READWRITE')).to.equal(OK);
    }
  });

  it('READONLY sees a deletion, an expiry and what has expired', async () => {
    const [key = ''] = keys;
    const [, replica] = await holdersOf(key);
    const reader = strict[replica] as RawClient;
    const [client] = clients as [RawClient];
    await reader.call('READONLY');
    await client.pipeline(['SET', key, 'x', 'EX', '100'], ['WAIT', '1', '5000']);
    expect(Number((await reader.call('TTL', key)).slice(1))).to.be.within(98, 100);
    await client.pipeline(['SET', key, 'x', 'PX', '20'], ['WAIT', '1', '5000']);
    await eventually(async () => (await reader.call('GET', key)) === '$-1\r\n');
    await client.pipeline(['SET', key, 'y'], ['WAIT', '1', '5000']);
    expect(await reader.call('GET', key)).to.equal(bulk('y'));
    await client.pipeline(['DEL', key], ['WAIT', '1', '5000']);
    expect(await reader.call('GET', key)).to.equal('$-1\r\n');
    await reader.call('READWRITE');
  });

  it('are named by INFO and ROLE with offsets that come to be the node’s own', async () => {
    const ports = nodes.map((node) => node.address().shardPort);
    await clients[0]?.pipeline(...keys.map((key) => ['SET', key, 'x']), ['WAIT', '1', '5000']);
    for (const [at, client] of clients.entries()) {
      const others = ports.filter((_, index) => index !== at);
      // Copies are compared all the time, so that for a moment something is under way.
      await eventually(async () => {
        const info = await client.call('INFO', 'replication');
        const [, offset] = /master_repl_offset:(\d+)/.exec(info) as RegExpExecArray;
        expect(Number(offset)).to.be.above(0);
        expect(info).to.contain('connected_slaves:2\r\n').and.to.contain('copies_complete:yes\r\n');
        return others.every((port) =>
          info.includes(`ip=127.0.0.1,port=${port},state=online,offset=${offset},lag=0\r\n`),
        );
      });
      const role = await client.call('ROLE');
      expect(role.startsWith('*3\r\n$6\r\nmaster\r\n')).to.equal(true);
      for (const port of others) expect(role).to.contain(`$9\r\n127.0.0.1\r\n${bulk(String(port))}`);
    }
  });

  it('CLUSTER REBALANCE ALL tells of every node that all is there', async () => {
    const client = new Redis({ port: nodes[1]?.address().clientPort as number });
    const all = (await client.cluster('REBALANCE' as 'INFO', 'ALL' as never)) as unknown as string[][];
    expect(all).to.have.length(3);
    expect(all[0]?.[1]).to.equal(nodes[1]?.id);
    let held = 0;
    for (const flat of all) {
      const value = (name: string): string => flat[flat.indexOf(name) + 1] as string;
      expect(value('complete')).to.equal('yes');
      expect(value('copies-wanted')).to.equal(value('copies-there'));
      expect(Number(value('slots-to-receive')) + Number(value('slots-to-send'))).to.equal(0);
      held += Number(value('slots-held'));
    }
    expect(held).to.equal(16384);
    client.disconnect();
  });
});
