/** Two processes and one data folder. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { NodeProcess } from '../../bench/support/node-process.ts';
import { RawClient } from '../cluster/harness.ts';

const CLI = fileURLToPath(new URL('../../lib/cli.js', import.meta.url));

(process.platform === 'linux' ? describe : describe.skip)('a data folder', function () {
  this.timeout(20_000);
  let folder = '';
  let node: NodeProcess;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hearsay-folder-'));
    node = await NodeProcess.start('--dir', folder);
  });

  after(async () => {
    await node.kill();
    rmSync(folder, { recursive: true });
  });

  it('is refused to a second process, and the first one serves on', async () => {
    const words = [CLI, 'server', '--port', '0', '--dir', folder];
    const { status, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8', timeout: 10_000 });
    expect(status).to.equal(2);
    expect(stderr).to.equal(
      `hearsay: dir ${folder} is in use by process ${node.child.pid}: give each node a data folder of its own\n`,
    );
    const client = await RawClient.connect(node.port);
    expect(await client.call('SET', 'key', 'value')).to.equal('+OK\r\n');
    client.close();
  });

  it('goes to another process when the first was killed, or has stopped, with the same id', async () => {
    const { id } = node;
    for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
      node.signal(signal);
      await node.exited;
      node = await NodeProcess.start('--dir', folder);
      expect(node.id).to.equal(id);
    }
  });
});
