import { expect } from 'chai';
import type { HearsayNode } from '../../lib/index.ts';
import { hashSlot } from '../../shard/index.ts';
import { bulk, RawClient, startCluster, stopAll } from './harness.ts';

const KEYS = Array.from({ length: 300 }, (_, i) => `key:${i}`);

describe('three nodes and a plain client', () => {
  let nodes: [HearsayNode, ...HearsayNode[]];
  let clients: RawClient[];
  let client: RawClient;

  before(async () => {
    nodes = await startCluster(3);
    clients = await Promise.all(nodes.map((node) => RawClient.connect(node.address().clientPort)));
    client = clients[0] as RawClient;
  });

  after(() => stopAll(nodes));

  beforeEach(async () => {
    expect(await client.call('FLUSHALL')).to.equal('+OK\r\n');
  });

  it('reads through any node what was written through another', async () => {
    for (const key of KEYS) expect(await client.call('SET', key, `value of ${key}`)).to.equal('+OK\r\n');
    for (const other of clients) {
      const replies = await other.pipeline(...KEYS.map((key) => ['GET', key]));
      expect(replies).to.deep.equal(KEYS.map((key) => bulk(`value of ${key}`)));
    }
  });

  it('answers in the order of the commands, wherever each was executed', async () => {
    const commands: string[][] = [];
    const expected: string[] = [];
    for (const [i, key] of KEYS.entries()) {
      commands.push(
        ['SET', key, String(i)],
        ['PING', key],
        ['INCR', key],
        ['EXISTS', key, 'none', key],
        ['GET', key],
      );
      expected.push('+OK\r\n', bulk(key), `:${i + 1}\r\n`, ':2\r\n', bulk(String(i + 1)));
    }
    expect(await client.pipeline(...commands)).to.deep.equal(expected);
  });

  it('splits multi-key commands by owner and puts the values back in order', async () => {
    expect(await client.call('MSET', ...KEYS.flatMap((key) => [key, `v:${key}`]))).to.equal('+OK\r\n');
    const wanted = [...KEYS, 'missing', ...KEYS.slice(0, 10)];
    const values = wanted.map((key) => (key === 'missing' ? '$-1\r\n' : bulk(`v:${key}`)));
    expect(await client.call('MGET', ...wanted)).to.equal(`*${wanted.length}\r\n${values.join('')}`);
    expect(await client.call('EXISTS', ...KEYS)).to.equal(`:${KEYS.length}\r\n`);
    expect(await client.call('TOUCH', ...KEYS, 'missing')).to.equal(`:${KEYS.length}\r\n`);
    expect(await client.call('DEL', ...KEYS.slice(0, 100))).to.equal(':100\r\n');
    expect(await client.call('UNLINK', ...KEYS)).to.equal(':200\r\n');
  });

  it('gives an error of one part for the whole command', async () => {
    const replies = await client.pipeline(['MSET', 'a', '1', 'b'], ['MGET'], ['PING']);
    expect(replies).to.deep.equal([
      "-ERR wrong number of arguments for 'mset' command\r\n",
      "-ERR wrong number of arguments for 'mget' command\r\n",
      '+PONG\r\n',
    ]);
  });

  it('asks every owner for what concerns the whole keyspace', async () => {
    await client.call('MSET', ...KEYS.flatMap((key) => [key, '1']));
    for (const other of clients) expect(await other.call('DBSIZE')).to.equal(`:${KEYS.length}\r\n`);
    const keys = (await client.call('KEYS', 'key:1*')).match(/key:\d+/g);
    expect(keys?.sort()).to.deep.equal(KEYS.filter((key) => key.startsWith('key:1')).sort());
    expect(KEYS.map(bulk)).to.include(await client.call('RANDOMKEY'));
    expect(await clients[1]?.call('FLUSHALL')).to.equal('+OK\r\n');
    for (const other of clients) expect(await other.call('DBSIZE')).to.equal(':0\r\n');
    expect(await client.call('RANDOMKEY')).to.equal('$-1\r\n');
  });

  it('scans the keys of all nodes with one cursor', async () => {
    await client.call('MSET', ...KEYS.flatMap((key) => [key, '1']));
    const seen = new Set<string>();
    let cursor = '0';
    do {
      const page = await client.call('SCAN', cursor, 'COUNT', '20', 'MATCH', 'key:*');
      cursor = /^\*2\r\n\$\d+\r\n(\d+)\r\n/.exec(page)?.[1] as string;
      expect(Number.isSafeInteger(Number(cursor))).to.equal(true);
      for (const key of page.match(/key:\d+/g) ?? []) seen.add(key);
    } while (cursor !== '0');
    expect([...seen].sort()).to.deep.equal([...KEYS].sort());
    expect(await client.call('SCAN', 'x')).to.equal('-ERR invalid cursor\r\n');
  });

  it('refuses commands that need one slot if the keys have several', async () => {
    const error = "-CROSSSLOT Keys in request don't hash to the same slot\r\n";
    expect(await client.pipeline(['RENAME', 'a', 'b'], ['MSETNX', 'a', '1', 'b', '2'])).to.deep.equal([
      error,
      error,
    ]);
    expect(await client.pipeline(['SET', '{t}a', '1'], ['RENAME', '{t}a', '{t}b'])).to.deep.equal([
      '+OK\r\n',
      '+OK\r\n',
    ]);
  });

  it('proxies in the protocol of each client', async () => {
    const modern = await RawClient.connect(nodes[0].address().clientPort);
    await modern.call('HELLO', '3');
    const gets = KEYS.map((key) => ['GET', key]);
    const [old, fresh] = await Promise.all([client.pipeline(...gets), modern.pipeline(...gets)]);
    expect(new Set(old)).to.deep.equal(new Set(['$-1\r\n']));
    expect(new Set(fresh)).to.deep.equal(new Set(['_\r\n']));
    expect(await modern.call('MGET', ...KEYS)).to.equal(`*${KEYS.length}\r\n${'_\r\n'.repeat(KEYS.length)}`);
    modern.close();
  });

  it('sends no reply that CLIENT REPLY OFF or SKIP holds back', async () => {
    const quiet = await RawClient.connect(nodes[0].address().clientPort);
    const sets = KEYS.map((key) => ['SET', key, '1']);
    const skipped = KEYS.flatMap((key) => [
      ['CLIENT', 'REPLY', 'SKIP'],
      ['INCR', key],
    ]);
    const commands = [
      ['PING'],
      ['CLIENT', 'REPLY', 'OFF'],
      ...sets,
      ['CLIENT', 'REPLY', 'ON'],
      ...skipped,
      ['GET', 'key:0'],
    ];
    quiet.socket.write(Buffer.concat(commands.map((words) => Buffer.from(`${words.join(' ')}\r\n`))));
    expect(await quiet.read(3)).to.deep.equal(['+PONG\r\n', '+OK\r\n', bulk('2')]);
    quiet.close();
  });

  it('carries any bytes, and values larger than a read', async () => {
    const value = Buffer.alloc(3_000_000, '\r\n\0\xff$-1');
    const key = Buffer.from([0, 13, 10, 255, 36]);
    for (const other of clients) {
      expect(await other.call('SET', key, value)).to.equal('+OK\r\n');
      expect(await client.call('STRLEN', key)).to.equal(`:${value.length}\r\n`);
      expect(await other.call('GET', key)).to.equal(`$${value.length}\r\n${value.toString('latin1')}\r\n`);
    }
  });

  it('speaks strict Redis Cluster on the shard port', async () => {
    const [owner, other] = await ownerAndOther('foo');
    const at = `127.0.0.1:${owner.address().shardPort}`;
    const strict = await RawClient.connect(other.address().shardPort);
    const direct = await RawClient.connect(owner.address().shardPort);
    expect(await strict.call('SET', 'foo', 'x')).to.equal(
      `-MOVED ${hashSlot(Buffer.from('foo'), 0, 3)} ${at}\r\n`,
    );
    expect(await direct.call('SET', 'foo', 'x')).to.equal('+OK\r\n');
    expect(await direct.call('MGET', 'foo', 'bar')).to.equal(
      "-CROSSSLOT Keys in request don't hash to the same slot\r\n",
    );
    expect(await direct.call('DBSIZE')).to.equal(':1\r\n');
    expect(await strict.call('DBSIZE')).to.equal(':0\r\n');
    strict.close();
    direct.close();
  });

  it('tells a peer with an older map that has sent something to the wrong member that it does not own it', async () => {
    const [owner, other] = await ownerAndOther('foo');
    await client.call('SET', 'foo', 'there');
    const peer = await RawClient.connect(other.address().shardPort);
    expect(await peer.call('PEER', 'HELLO', '1', owner.id, other.id)).to.equal('+OK\r\n');
    peer.socket.write('PEER STATE 0 2 0\r\n');
    expect(await peer.call('GET', 'foo')).to.match(/^-NOTOWNER \d+\r\n$/);
    peer.close();
  });

  it('refuses a peer that means somebody else', async () => {
    const peer = await RawClient.connect(nodes[0].address().shardPort);
    expect(await peer.call('PEER', 'HELLO', '1', nodes[1]?.id ?? '', 'f'.repeat(40))).to.match(
      /^-ERR .*\r\n$/,
    );
    peer.close();
  });

  /** The node that owns the key, and one that does not. */
  async function ownerAndOther(key: string): Promise<[HearsayNode, HearsayNode]> {
    const slot = hashSlot(Buffer.from(key), 0, key.length);
    const owner = nodes.find((node) => node.ownsSlot(slot)) as HearsayNode;
    const other = nodes.find((node) => node !== owner) as HearsayNode;
    return [owner, other];
  }
});
