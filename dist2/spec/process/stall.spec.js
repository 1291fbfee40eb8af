/** A node of which a data thread hangs, while its gossip thread goes on. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { NodeProcess } from '../../bench/support/node-process.js';
import { eventually, RawClient } from '../cluster/harness.js';
/** Makes the thread of a node's shard take the first file away, and do nothing from then on until the second one is there. */
function sleeper(shard, sleep, awake) {
    const script = `import { existsSync, rmSync } from 'node:fs';
    import { isMainThread, workerData } from 'node:worker_threads';
    const word = new Int32Array(new SharedArrayBuffer(4));
    const isShard = ${shard} === (isMainThread ? 0 : workerData?.index);
    if (isShard) setInterval(() => {
      if (!existsSync(${JSON.stringify(sleep)})) return;
      rmSync(${JSON.stringify(sleep)});
      while (!existsSync(${JSON.stringify(awake)})) Atomics.wait(word, 0, 0, 20);
    }, 20).unref();`;
    return `data:text/javascript,${encodeURIComponent(script)}`;
}
/** A command waits longer than the stall may take to be noticed on a busy machine. */
const FLAGS = ['--hf', '100', '--ttl', '1500', '--shards', '2', '--proxy-timeout', '60000'];
describe('a node of which a data thread hangs', function () {
    this.timeout(30_000);
    let first;
    let stalled;
    let client;
    let folder;
    let sleep;
    let awake;
    beforeEach(async () => {
        folder = mkdtempSync(join(tmpdir(), 'hearsay-stall-'));
        sleep = join(folder, 'sleep');
        awake = join(folder, 'awake');
        first = await NodeProcess.start(...FLAGS);
    });
    async function start(shard) {
        const flags = [...FLAGS, '--join', first.joinAddress];
        stalled = await NodeProcess.startWith(['--import', sleeper(shard, sleep, awake)], ...flags);
        client = await RawClient.connect(first.port);
        await eventually(async () => (await client.call('CLUSTER', 'CONVERGED', '1000')) === ':2\r\n', 10_000);
    }
    afterEach(async () => {
        client.close();
        await Promise.all([first, stalled].map((node) => node.kill()));
        rmSync(folder, { recursive: true });
    });
    for (const [shard, what] of ['its main thread', 'a shard of its own thread'].entries()) {
        it(`${what}: it is no owner after ttl, though nobody holds it for dead, and one again when it goes on`, async () => {
            await start(shard);
            const keys = Array.from({ length: 40 }, (_, i) => `key:${i}`);
            for (const key of keys)
                expect(await client.call('SET', key, 'old')).to.equal('+OK\r\n');
            const sinceMs = Date.now();
            const mapOf = (owners) => first.waitFor((line) => line.event === 'map' && line.owners === owners && line.time >= sinceMs, 15_000);
            writeFileSync(sleep, '');
            await eventually(() => !existsSync(sleep));
            // Reads that are under way to it are answered by the new owner, though it never goes on.
            const replies = await client.pipeline(...keys.map((key) => ['GET', key]));
            expect(new Set(replies)).to.deep.equal(new Set(['$3\r\nold\r\n']));
            await mapOf(1);
            for (const key of keys)
                expect(await client.call('SET', key, 'new')).to.equal('+OK\r\n');
            expect(await client.call('CLUSTER', 'MEMBERS')).to.match(/alive +stalled/);
            writeFileSync(awake, '');
            await mapOf(2);
            expect(first.log.filter(({ event }) => event === 'failed')).to.deep.equal([]);
            await eventually(async () => (await client.call('CLUSTER', 'CONVERGED', '1000')) === ':2\r\n', 10_000);
            for (const key of keys)
                expect(await client.call('GET', key)).to.equal('$3\r\nnew\r\n');
        });
    }
});
//# sourceMappingURL=stall.spec.js.map