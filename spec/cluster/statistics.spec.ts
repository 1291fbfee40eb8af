import { expect } from 'chai';
import type { HearsayNode } from '../../lib/index.ts';
import { eventually, RawClient, startCluster, stopAll } from './harness.ts';

describe('what INFO tells of a node at work', () => {
  let nodes: [HearsayNode, ...HearsayNode[]];
  let client: RawClient;

  before(async () => {
    nodes = await startCluster(2);
    client = await RawClient.connect(nodes[0].address().clientPort);
  });

  after(() => stopAll(nodes));

  async function field(name: string): Promise<string | undefined> {
    const info = await client.call('INFO');
    return new RegExp(`^${name}:(.*)\r$`, 'm').exec(info)?.[1];
  }

  it('counts the clients that are connected, on both ports, without its peers', async () => {
    expect(await field('connected_clients')).to.equal('1');
    const { clientPort, shardPort } = nodes[0].address();
    const others = await Promise.all([clientPort, shardPort].map((port) => RawClient.connect(port)));
    await Promise.all(others.map((other) => other.call('PING')));
    expect(await field('connected_clients')).to.equal('3');
    for (const other of others) other.close();
    await eventually(async () => (await field('connected_clients')) === '1');
  });

  it('counts error replies by their code, those of commands that are not there included', async () => {
    expect(await client.call('CONFIG', 'RESETSTAT')).to.equal('+OK\r\n');
    await client.call('NOSUCH');
    await client.call('SET', 'key');
    await client.call('HELLO', '9');
    await client.call('RENAME', 'a', 'b');
    expect(await field('total_error_replies')).to.equal('4');
    expect(await field('errorstat_ERR')).to.equal('count=2');
    expect(await field('errorstat_NOPROTO')).to.equal('count=1');
    expect(await field('errorstat_CROSSSLOT')).to.equal('count=1');
  });

  it('counts what it says to other members, and what they answer, to what goes in and out', async () => {
    const value = 'v'.repeat(1000);
    const keys = Array.from({ length: 400 }, (_, i) => `key:${i}`);
    const traffic = async (): Promise<{ input: number; output: number }> => ({
      input: Number(await field('total_net_input_bytes')),
      output: Number(await field('total_net_output_bytes')),
    });
    const before = await traffic();
    // About half of the keys are the other's, and passed on to it; the rest is copied to it.
    await client.pipeline(...keys.map((key) => ['SET', key, value]));
    const written = await traffic();
    expect(written.output - before.output).to.be.above(300 * value.length);
    await client.pipeline(...keys.map((key) => ['GET', key]));
    const read = await traffic();
    expect(read.input - written.input).to.be.above(100 * value.length);
  });

  it('measures how many commands it executes a second, and what goes in and out', async () => {
    let stopped = false;
    const work = (async () => {
      while (!stopped) await client.call('SET', 'key', 'value');
    })();
    const watcher = await RawClient.connect(nodes[0].address().clientPort);
    await eventually(async () => {
      const info = await watcher.call('INFO', 'stats');
      return /_ops_per_sec:[1-9]/.test(info) && /_input_kbps:\d*[1-9]/.test(info);
    });
    stopped = true;
    await work;
    watcher.close();
  });
});
