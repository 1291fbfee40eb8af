/** A node whose data thread hangs, while its gossip thread goes on. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { NodeProcess } from '../../bench/support/node-process.ts';
import { eventually, RawClient } from '../cluster/harness.ts';

/** Makes the main thread of a node do nothing from the signal on until the file is there. */
function sleeper(file: string): string {
  const script = `import { existsSync } from 'node:fs';
    const word = new Int32Array(new SharedArrayBuffer(4));
    process.on('SIGUSR2', () => { while (!existsSync(${JSON.stringify(file)})) Atomics.wait(word, 0, 0, 20); });`;
  return `data:text/javascript,${encodeURIComponent(script)}`;
}

/** A command waits longer than the stall may take to be noticed on a busy machine. */
const FLAGS = ['--hf', '100', '--ttl', '2500', '--proxy-timeout', '60000'];

describe('a node whose data thread hangs', function () {
  this.timeout(30_000);
  let first: NodeProcess;
  let stalled: NodeProcess;
  let client: RawClient;
  let folder: string;
  let awake: string;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hearsay-stall-'));
    awake = join(folder, 'awake');
    first = await NodeProcess.start(...FLAGS);
    stalled = await NodeProcess.startWith(
      ['--import', sleeper(awake)],
      ...FLAGS,
      '--join',
      first.joinAddress,
    );
    client = await RawClient.connect(first.port);
    await eventually(async () => (await client.call('CLUSTER', 'CONVERGED', '1000')) === ':2\r\n', 10_000);
  });

  afterEach(async () => {
    client.close();
    await Promise.all([first, stalled].map((node) => node.kill()));
    rmSync(folder, { recursive: true });
  });

  it('is no owner after ttl, though nobody holds it for dead, and one again when it goes on', async () => {
    const keys = Array.from({ length: 40 }, (_, i) => `key:${i}`);
    for (const key of keys) expect(await client.call('SET', key, 'old')).to.equal('+OK\r\n');
    const sinceMs = Date.now();
    const mapOf = (owners: number): Promise<unknown> =>
      first.waitFor((line) => line.event === 'map' && line.owners === owners && line.time >= sinceMs, 15_000);
    stalled.signal('SIGUSR2');
    // Reads that are under way to it are answered by the new owner, though it never goes on.
    const replies = await client.pipeline(...keys.map((key) => ['GET', key]));
    expect(new Set(replies)).to.deep.equal(new Set(['$3\r\nold\r\n', '$-1\r\n']));
    await mapOf(1);
    for (const key of keys) expect(await client.call('SET', key, 'new')).to.equal('+OK\r\n');
    expect(await client.call('CLUSTER', 'MEMBERS')).to.match(/alive +stalled/);
    writeFileSync(awake, '');
    await mapOf(2);
    expect(first.log.filter(({ event }) => event === 'failed')).to.deep.equal([]);
    await eventually(async () => (await client.call('CLUSTER', 'CONVERGED', '1000')) === ':2\r\n', 10_000);
    for (const key of keys) expect(await client.call('GET', key)).to.be.oneOf(['$3\r\nnew\r\n', '$-1\r\n']);
  });
});
