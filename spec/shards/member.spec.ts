/** A member with several shards, in this process. */
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import net from 'node:net';
import { devNull } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import { createNode, type HearsayNode } from '../../lib/index.ts';
import type { ShardSetup } from '../../lib/shard/calls.ts';
import { ShardThread } from '../../lib/shard/shard-thread.ts';
import { hashSlot, shardId } from '../../shard/index.ts';
import { freePorts } from '../cli/program.ts';
import { bulk, eventually, RawClient, startCluster, stopAll } from '../cluster/harness.ts';

const SHARDS = 3;
const KEY_COUNT = 600;
const OK = '+OK\r\n';
const keys = Array.from({ length: KEY_COUNT }, (_, i) => `key:${i}`);

describe('a member with three shards', function () {
  this.timeout(20_000);
  let node: HearsayNode;
  /** Clients of the client port, spread over the shards, and one of each shard port. */
  let clients: RawClient[];
  let strict: RawClient[];

  before(async () => {
    [node] = await startCluster(1, { shards: SHARDS });
    const { clientPort, shardPort } = node.address();
    const ports = Array.from({ length: SHARDS }, (_, index) => shardPort + index);
    strict = await Promise.all(ports.map((port) => RawClient.connect(port)));
    clients = [];
    await eventually(async () => {
      clients.push(await RawClient.connect(clientPort));
      const ids = await Promise.all(clients.map((client) => client.call('CLIENT', 'ID')));
      return new Set(ids.map((id) => shardOfId(id))).size === SHARDS;
    });
  });

  after(async () => {
    for (const client of [...clients, ...strict]) client.close();
    await node.stop();
  });

  beforeEach(() => clients[0]?.call('FLUSHALL'));

  /** Ids of clients tell which shard took the connection. */
  function shardOfId(reply: string): number {
    return (Number(reply.slice(1)) - 1) % SHARDS;
  }

  async function onEveryShard(...words: string[]): Promise<string[]> {
    return Promise.all(strict.map((client) => client.call(...words)));
  }

  it('answers every client for the keys of all shards, in order', async () => {
    for (const [at, client] of clients.entries()) {
      const replies = await client.pipeline(
        ...keys.map((key) => ['SET', key, `${key} by ${at}`]),
        ...keys.map((key) => ['GET', key]),
      );
      const values = keys.map((key) => bulk(`${key} by ${at}`));
      expect(replies).to.deep.equal([...keys.map(() => OK), ...values]);
    }
    const counts = (await onEveryShard('DBSIZE')).map((reply) => Number(reply.slice(1)));
    expect(Math.min(...counts)).to.be.above(KEY_COUNT / SHARDS / 2);
    expect(counts.reduce((sum, count) => sum + count)).to.equal(KEY_COUNT);
  });

  it('runs commands on many keys, and on all, over its shards', async () => {
    const [client] = clients as [RawClient];
    expect(await client.call('MSET', ...keys.flatMap((key) => [key, key]))).to.equal(OK);
    const all = `*${KEY_COUNT}\r\n${keys.map(bulk).join('')}`;
    expect(await client.call('MGET', ...keys)).to.equal(all);
    expect(await client.call('DBSIZE')).to.equal(`:${KEY_COUNT}\r\n`);
    expect(await client.call('EXISTS', ...keys)).to.equal(`:${KEY_COUNT}\r\n`);
    const found = new Set<string>();
    let cursor = '0';
    do {
      const words = (await client.call('SCAN', cursor, 'COUNT', '50')).split('\r\n');
      cursor = words[2] as string;
      for (const word of words) if (word.startsWith('key:')) found.add(word);
    } while (cursor !== '0');
    expect(found.size).to.equal(KEY_COUNT);
    expect((await client.call('KEYS', 'key:*')).startsWith(`*${KEY_COUNT}\r\n`)).to.equal(true);
    expect(await client.call('DEL', ...keys.slice(1))).to.equal(`:${KEY_COUNT - 1}\r\n`);
    expect(await client.call('RANDOMKEY')).to.equal(bulk('key:0'));
    expect(await client.call('FLUSHALL')).to.equal(OK);
    expect(await onEveryShard('DBSIZE')).to.deep.equal([':0\r\n', ':0\r\n', ':0\r\n']);
  });

  it('sends cluster-aware clients to the shard of a key, each of which is a node', async () => {
    const ids = Array.from({ length: SHARDS }, (_, index) => shardId(node.id, index));
    expect(await onEveryShard('CLUSTER', 'MYID')).to.deep.equal(ids.map(bulk));
    for (const client of clients) expect(await client.call('CLUSTER', 'MYID')).to.equal(bulk(node.id));
    const { shardPort } = node.address();
    for (const key of keys.slice(0, 30)) {
      const replies = await onEveryShard('SET', key, 'x');
      const owner = replies.indexOf(OK);
      const moved = `-MOVED ${hashSlot(Buffer.from(key), 0, key.length)} 127.0.0.1:${shardPort + owner}\r\n`;
      expect(replies.filter((reply) => reply !== OK)).to.deep.equal([moved, moved]);
    }
    for (const [index, client] of strict.entries()) {
      const lines = (await client.call('CLUSTER', 'NODES')).split('\r\n')[1]?.trim().split('\n') ?? [];
      expect(lines).to.have.length(SHARDS);
      expect(lines[0]).to.match(
        new RegExp(`^${ids[index]} 127.0.0.1:${shardPort + index}@\\d+ myself,master `),
      );
      expect(lines.map((line) => line.slice(0, 40)).sort()).to.deep.equal([...ids].sort());
      expect(await client.call('CLUSTER', 'INFO')).to.contain('cluster_slots_ok:16384\r\n');
    }
  });

  it('CONFIG SET reaches every shard, whichever was asked, or none', async () => {
    for (const [at, client] of clients.entries()) {
      const limit = String(100_000_000 + at);
      expect(await client.call('CONFIG', 'SET', 'maxmemory', limit, 'proxy-timeout', '4000')).to.equal(OK);
      for (const reply of await onEveryShard('CONFIG', 'GET', 'maxmemory')) {
        expect(reply).to.equal(`*2\r\n${bulk('maxmemory')}${bulk(limit)}`);
      }
      expect(await client.call('CONFIG', 'SET', 'maxmemory', '1', 'port', '1')).to.match(
        /^-ERR CONFIG SET failed/,
      );
      expect(await client.call('CONFIG', 'GET', 'maxmemory')).to.contain(limit);
    }
    expect(await strict[1]?.call('CONFIG', 'SET', 'maxmemory', '0')).to.equal(OK);
  });

  it('executes what is sent behind a command about the whole member when that is done', async () => {
    for (const [at, client] of clients.entries()) {
      const limit = String(200_000_000 + at);
      const replies = await client.pipeline(
        ['CONFIG', 'SET', 'maxmemory', limit],
        ['CONFIG', 'GET', 'maxmemory'],
        ['CONFIG', 'RESETSTAT'],
        ...keys.map((key) => ['GET', key]),
      );
      expect(replies[1]).to.equal(`*2\r\n${bulk('maxmemory')}${bulk(limit)}`);
      expect(field(await client.call('INFO', 'stats'), 'keyspace_misses')).to.equal(KEY_COUNT);
    }
    expect(await clients[0]?.call('CONFIG', 'SET', 'maxmemory', '0')).to.equal(OK);
  });

  it('keeps maxmemory as a whole', async () => {
    const [client] = clients as [RawClient];
    const limit = 24_000_000;
    expect(await client.call('CONFIG', 'SET', 'maxmemory', String(limit))).to.equal(OK);
    const value = 'x'.repeat(10_000);
    for (let batch = 0; batch < 20; batch++) {
      await client.pipeline(...keys.slice(0, 200).map((key) => ['SET', `${batch}:${key}`, value]));
    }
    expect(field(await client.call('INFO'), 'used_memory_dataset')).to.be.within(limit / 2, limit);
    expect(await client.call('CONFIG', 'SET', 'maxmemory', '0')).to.equal(OK);
  });

  it('INFO counts all shards on the client port, and one on its own', async () => {
    for (const client of clients) await client.call('CONFIG', 'RESETSTAT');
    const [client] = clients as [RawClient];
    await client.pipeline(...keys.map((key) => ['SET', key, 'x']), ...keys.map((key) => ['GET', key]));
    for (const asked of clients) {
      const info = await asked.call('INFO');
      expect(field(info, 'keyspace_hits')).to.equal(KEY_COUNT);
      expect(field(info, 'connected_clients')).to.equal(clients.length + strict.length);
      expect(field(info, 'shards')).to.equal(SHARDS);
      expect(field(info, 'slots_owned')).to.equal(16384);
      expect(info).to.contain(`db0:keys=${KEY_COUNT},expires=0`);
      expect(info).to.contain(`member_id:${node.id}\r\n`);
    }
    const alone = await onEveryShard('INFO');
    const sums = (name: string): number => alone.reduce((sum, info) => sum + field(info, name), 0);
    expect(sums('keyspace_hits')).to.equal(KEY_COUNT);
    expect(sums('slots_owned')).to.equal(16384);
    expect(await client.call('CONFIG', 'RESETSTAT')).to.equal(OK);
    for (const info of await onEveryShard('INFO')) expect(field(info, 'keyspace_hits')).to.equal(0);
  });

  it('CLIENT LIST and KILL are about the clients of all shards', async () => {
    const { clientPort } = node.address();
    const list = await (clients[0] as RawClient).call('CLIENT', 'LIST');
    expect(list.match(/^id=\d+ /gm)).to.have.length(clients.length + strict.length);
    const known = await Promise.all(
      [...strict, ...clients].map(async (client) => (await client.call('CLIENT', 'ID')).slice(1).trim()),
    );
    for (const client of clients) {
      const lines = await client.call('CLIENT', 'LIST', 'ID', ...known);
      expect([...lines.matchAll(/^id=(\d+) /gm)].map(([, id]) => id)).to.deep.equal(known);
    }
    const victims = await Promise.all(Array.from({ length: 9 }, () => RawClient.connect(clientPort)));
    for (const victim of victims) {
      const id = (await victim.call('CLIENT', 'ID')).slice(1).trim();
      expect(await clients[1]?.call('CLIENT', 'LIST', 'ID', id)).to.contain(`id=${id} `);
      expect(await clients[0]?.call('CLIENT', 'KILL', 'ID', id)).to.equal(':1\r\n');
      await eventually(() => victim.closed);
      expect(await clients[0]?.call('CLIENT', 'KILL', 'ID', id)).to.equal(':0\r\n');
    }
  });

  it('counts the clients of all shards against maxclients', async () => {
    const { clientPort } = node.address();
    const count = clients.length + strict.length;
    expect(await clients[0]?.call('CONFIG', 'SET', 'maxclients', String(count + 3))).to.equal(OK);
    const more = await Promise.all(Array.from({ length: 3 }, () => RawClient.connect(clientPort)));
    for (const client of more) expect(await client.call('PING')).to.equal('+PONG\r\n');
    const excess = await RawClient.connect(clientPort);
    expect(await excess.read(1)).to.deep.equal(['-ERR max number of clients reached\r\n']);
    for (const client of [...more, excess]) client.close();
    expect(await clients[0]?.call('CONFIG', 'SET', 'maxclients', '10000')).to.equal(OK);
  });

  it('PUBLISH reaches the subscribers of all shards, also while their links are made anew', async () => {
    const subscribers = await Promise.all(clients.map(() => RawClient.connect(node.address().clientPort)));
    for (const subscriber of subscribers) await subscriber.call('SUBSCRIBE', 'c');
    for (const client of clients) {
      const replies = await client.pipeline(
        ['CLUSTER', 'RESET', 'HARD'],
        ...Array.from({ length: 5 }, () => ['PUBLISH', 'c', 'm']),
      );
      expect(replies).to.deep.equal([OK, ...Array.from({ length: 5 }, () => `:${subscribers.length}\r\n`)]);
    }
    for (const subscriber of subscribers) subscriber.close();
  });

  it('CLUSTER RESET starts all shards over, once they are empty', async () => {
    const [client] = clients as [RawClient];
    await client.pipeline(...keys.map((key) => ['SET', key, 'x']));
    for (const asked of clients) {
      expect(await asked.call('CLUSTER', 'RESET')).to.match(/^-ERR CLUSTER RESET can't/);
    }
    const before = node.id;
    expect(await client.call('FLUSHALL')).to.equal(OK);
    expect(await clients.at(-1)?.call('CLUSTER', 'RESET', 'HARD')).to.equal(OK);
    expect(node.id).not.to.equal(before);
    const ids = Array.from({ length: SHARDS }, (_, index) => shardId(node.id, index));
    expect(await onEveryShard('CLUSTER', 'MYID')).to.deep.equal(ids.map(bulk));
    const replies = await client.pipeline(...keys.map((key) => ['SET', key, 'x']));
    expect(new Set(replies)).to.deep.equal(new Set([OK]));
  });
});

describe('members with several shards', function () {
  this.timeout(20_000);

  it('may differ in how many they have; all of them route to each shard; FORGET takes the id of any', async () => {
    const [first] = await startCluster(1, { shards: 2 });
    const { host, clientPort, busPort } = first.address();
    const second = createNode({
      port: 0,
      logLevel: 'silent',
      shards: 3,
      join: [`${host}:${clientPort}@${busPort}`],
    });
    await second.start();
    const nodes = [first, second];
    await eventually(() => nodes.every((node) => node.owners().length === 2));
    const [a, b] = (await Promise.all(nodes.map((node) => RawClient.connect(node.address().clientPort)))) as [
      RawClient,
      RawClient,
    ];
    await a.pipeline(...keys.map((key) => ['SET', key, key]));
    expect(await b.pipeline(...keys.map((key) => ['GET', key]))).to.deep.equal(keys.map(bulk));
    expect(await b.call('DBSIZE')).to.equal(`:${KEY_COUNT}\r\n`);
    expect((await a.call('CLUSTER', 'NODES')).match(/ connected /g)).to.have.length(5);
    expect(await a.call('CLUSTER', 'FORGET', shardId(second.id, 2))).to.equal(OK);
    await eventually(() => first.owners().length === 1);
    expect((await a.call('CLUSTER', 'NODES')).match(/ connected /g)).to.have.length(2);
    a.close();
    b.close();
    await stopAll(nodes);
  });

  it('take over from one that leaves, and it lets go of every port', async () => {
    const [stays, leaves] = (await startCluster(2, { shards: 2 })) as [HearsayNode, HearsayNode];
    const { clientPort, shardPort } = leaves.address();
    const client = await RawClient.connect(stays.address().clientPort);
    await leaves.stop();
    await eventually(() => stays.owners().length === 1);
    const replies = await client.pipeline(...keys.map((key) => ['SET', key, 'x']));
    expect(new Set(replies)).to.deep.equal(new Set([OK]));
    client.close();
    const again = createNode({ port: clientPort, shardPort, busPort: 0, logLevel: 'silent', shards: 2 });
    await again.start();
    expect(again.address()).to.include({ clientPort, shardPort });
    await stopAll([again, stays]);
  });

  it('name the port of a shard that is taken, leave nothing open, and can be started again', async () => {
    const free = await freePorts(2);
    const taken = free + 1;
    const holder = net.createServer().listen(taken, '127.0.0.1');
    await once(holder, 'listening');
    const node = createNode({ port: 0, shardPort: free, logLevel: 'silent', shards: 2 });
    const error = await node.start().catch((reason: unknown) => reason);
    holder.close();
    await once(holder, 'close');
    expect(error).to.include({ code: 'EADDRINUSE', port: taken });
    await node.start();
    expect(node.address().shardPort).to.equal(free);
    await node.stop();
  });

  it('close no descriptor but their own when they stop', async () => {
    const opened: number[] = [];
    const lost: number[] = [];
    for (let round = 0; round < 2; round++) {
      const [node] = await startCluster(1, { shards: 3 });
      let isStopping = true;
      const opening = (async () => {
        while (isStopping) {
          for (let i = 0; i < 3; i++) opened.push(openSync(devNull, 'r'));
          await setImmediate();
          if (opened.length < 9) continue;
          for (const descriptor of opened.splice(0)) if (!isClosed(descriptor)) lost.push(descriptor);
        }
      })();
      await node.stop();
      isStopping = false;
      await opening;
    }
    for (const descriptor of opened) if (!isClosed(descriptor)) lost.push(descriptor);
    expect(lost).to.deep.equal([]);
  });

  it('die as a whole when the thread of one shard does', async () => {
    const death = new Promise<Error>((resolve) => {
      const broken = { index: 1, memberId: 'a'.repeat(40) } as ShardSetup;
      const thread = new ShardThread(broken, {} as never, resolve);
      thread.channel.call('isQuiet', 0).catch(() => {});
    });
    expect((await death).message).to.match(/^shard 1 died: TypeError/);
  });
});

/** Closes it; false if somebody else has done so before. */
function isClosed(descriptor: number): boolean {
  try {
    closeSync(descriptor);
    return true;
  } catch {
    return false;
  }
}

/** The number of that field of INFO. */
function field(info: string, name: string): number {
  return Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1]);
}
