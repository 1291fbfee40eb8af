import { expect } from 'chai';
import { createNode, type HearsayNode } from '../../lib/index.ts';
import { eventually, RawClient } from '../cluster/harness.ts';

const LIMIT_BYTES = 32 * 1024 * 1024;
const VALUE = 'v'.repeat(1000);

describe('a node with maxmemory', () => {
  let node: HearsayNode;
  let client: RawClient;

  beforeEach(async () => {
    node = createNode({ port: 0, logLevel: 'silent', maxMemoryBytes: LIMIT_BYTES });
    await node.start();
    client = await RawClient.connect(node.address().clientPort);
  });

  afterEach(async () => {
    client.close();
    await node.stop();
  });

  /** Sets so many keys of 1000 bytes; resolves to the replies that are not OK. */
  async function fill(count: number): Promise<string[]> {
    const sets = Array.from({ length: count }, (_, i) => ['SET', `key:${i}`, VALUE]);
    return (await client.pipeline(...sets)).filter((reply) => reply !== '+OK\r\n');
  }

  async function info(field: string): Promise<number> {
    return Number(new RegExp(`^${field}:(\\d+)`, 'm').exec(await client.call('INFO', 'everything'))?.[1]);
  }

  it('evicts to stay below the limit, and counts what it evicts', async () => {
    expect(await fill(60_000)).to.deep.equal([]);
    expect(await info('used_memory')).to.be.at.most(LIMIT_BYTES);
    const evicted = await info('evicted_keys');
    expect(evicted).to.be.above(20_000);
    expect(await client.call('DBSIZE')).to.equal(`:${60_000 - evicted}\r\n`);
  });

  it('under noeviction refuses what may add data with OOM, and nothing else', async () => {
    expect(await client.call('CONFIG', 'SET', 'maxmemory-policy', 'noeviction')).to.equal('+OK\r\n');
    const refused = await fill(60_000);
    expect(refused).not.to.have.length(0);
    expect(new Set(refused)).to.deep.equal(
      new Set(["-OOM command not allowed when used memory > 'maxmemory'.\r\n"]),
    );
    expect(await info('evicted_keys')).to.equal(0);
    expect(await client.call('STRLEN', 'key:0')).to.equal(':1000\r\n');
    expect(await client.call('DEL', 'key:0')).to.equal(':1\r\n');
    expect(await client.call('CONFIG', 'SET', 'maxmemory', '0')).to.equal('+OK\r\n');
    expect(await client.call('SET', 'key:0', VALUE)).to.equal('+OK\r\n');
  });

  it('tells the most memory that was used, of the same kind as what is used now', async () => {
    await client.call('CONFIG', 'SET', 'maxmemory', '0');
    await client.call('SETRANGE', 'large', `${4 * LIMIT_BYTES}`, '!');
    expect(await info('used_memory_peak')).to.be.within(4 * LIMIT_BYTES, await info('used_memory'));
    expect(await info('used_memory_peak_perc')).to.equal(100);
  });

  it('makes no value longer than proto-max-bulk-len, whatever it is put together from', async () => {
    const mb = 2 ** 20;
    const tooLong = '-ERR string exceeds maximum allowed size (proto-max-bulk-len)\r\n';
    expect(await client.call('CONFIG', 'SET', 'proto-max-bulk-len', '1mb')).to.equal('+OK\r\n');
    expect(await client.call('SETRANGE', 'k', `${mb}`, 'x')).to.equal(tooLong);
    expect(await client.call('SETRANGE', 'k', `${mb - 1}`, 'x')).to.equal(`:${mb}\r\n`);
    expect(await client.call('APPEND', 'k', 'x')).to.equal(tooLong);
    expect(await client.call('STRLEN', 'k')).to.equal(`:${mb}\r\n`);
    expect(await client.call('CONFIG', 'SET', 'proto-max-bulk-len', '512mb')).to.equal('+OK\r\n');
    expect(await client.call('APPEND', 'k', 'x')).to.equal(`:${mb + 1}\r\n`);
  });

  it('deletes a hundred thousand keys that expire at once, soon', async () => {
    const soon = Array.from({ length: 100_000 }, (_, i) => ['SET', `key:${i}`, 'v', 'PX', '300']);
    await client.pipeline(...soon);
    await eventually(async () => (await client.call('DBSIZE')) === ':0\r\n', 3000);
    expect(await info('expired_keys')).to.equal(100_000);
  });
});
