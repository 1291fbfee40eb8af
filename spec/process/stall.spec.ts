/** A node whose data thread hangs, while its gossip thread goes on. */
import { expect } from 'chai';
import { NodeProcess } from '../../bench/support/node-process.ts';
import { eventually, RawClient } from '../cluster/harness.ts';

const STALL_MS = 4000;
/** Makes the main thread of a node sleep when it gets the signal. */
const SLEEPER = `data:text/javascript,process.on("SIGUSR2",()=>Atomics.wait(new Int32Array(new SharedArrayBuffer(4)),0,0,${STALL_MS}))`;
const FLAGS = ['--hf', '100', '--ttl', '1000'];

describe('a node whose data thread hangs', function () {
  this.timeout(30_000);
  let first: NodeProcess;
  let stalled: NodeProcess;
  let client: RawClient;

  beforeEach(async () => {
    first = await NodeProcess.start(...FLAGS);
    stalled = await NodeProcess.startWith(['--import', SLEEPER], ...FLAGS, '--join', first.joinAddress);
    client = await RawClient.connect(first.port);
    await eventually(async () => (await client.call('CLUSTER', 'CONVERGED', '1000')) === ':2\r\n');
  });

  afterEach(async () => {
    client.close();
    await Promise.all([first, stalled].map((node) => node.kill()));
  });

  it('is no owner after ttl, though nobody holds it for dead, and one again when it goes on', async () => {
    const keys = Array.from({ length: 40 }, (_, i) => `key:${i}`);
    for (const key of keys) expect(await client.call('SET', key, 'old')).to.equal('+OK\r\n');
    const sinceMs = Date.now();
    const mapOf = (owners: number): Promise<unknown> =>
      first.waitFor((line) => line.event === 'map' && line.owners === owners && line.time >= sinceMs, 6000);
    stalled.signal('SIGUSR2');
    // Reads that are under way to it are answered by the new owner, long before it goes on.
    const replies = await client.pipeline(...keys.map((key) => ['GET', key]));
    expect(Date.now() - sinceMs).to.be.below(STALL_MS - 1000);
    expect(new Set(replies)).to.deep.equal(new Set(['$3\r\nold\r\n', '$-1\r\n']));
    await mapOf(1);
    for (const key of keys) expect(await client.call('SET', key, 'new')).to.equal('+OK\r\n');
    expect(await client.call('CLUSTER', 'MEMBERS')).to.match(/alive +stalled/);
    await mapOf(2);
    expect(first.log.filter(({ event }) => event === 'failed')).to.deep.equal([]);
    await eventually(async () => (await client.call('CLUSTER', 'CONVERGED', '1000')) === ':2\r\n');
    for (const key of keys) expect(await client.call('GET', key)).to.be.oneOf(['$3\r\nnew\r\n', '$-1\r\n']);
  });
});
