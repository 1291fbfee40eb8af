import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { NodeProcess } from '../../bench/support/node-process.ts';
import { freePorts } from '../cli/program.ts';
import { eventually, RawClient } from '../cluster/harness.ts';

const OLD = '0'.repeat(64);
const NEW = '1'.repeat(64);
const FOREIGN = '2'.repeat(64);

describe('cluster-secret-file', function () {
  this.timeout(30_000);
  let folder: string;
  let nodes: NodeProcess[];
  let clients: RawClient[];
  let ttl: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hearsay-secret-'));
    nodes = [];
    clients = [];
    ttl = '1000';
  });

  afterEach(async () => {
    for (const client of clients) client.close();
    await Promise.all(nodes.map((node) => node.kill()));
    rmSync(folder, { recursive: true });
  });

  const fileOf = (name: string): string => join(folder, name);

  async function start(name: string, secret?: string): Promise<RawClient> {
    if (secret !== undefined) writeFileSync(fileOf(name), `${secret}\n`);
    const join = nodes[0] === undefined ? [] : ['--join', nodes[0].joinAddress];
    const file = secret === undefined ? [] : ['--cluster-secret-file', fileOf(name)];
    const node = await NodeProcess.start('--hf', '100', '--ttl', ttl, ...file, ...join);
    nodes.push(node);
    const client = await RawClient.connect(node.port);
    clients.push(client);
    return client;
  }

  const converged = (client: RawClient): Promise<string> => client.call('CLUSTER', 'CONVERGED', '3000');

  it('a node with another secret, or with none, does not join', async () => {
    const first = await start('first', OLD);
    const second = await start('second', `# both\n${NEW}\n${OLD}`);
    expect(await converged(second)).to.equal(':1\r\n');
    writeFileSync(fileOf('second'), `${OLD}\n${NEW}\n`);
    expect(await second.call('CONFIG', 'SET', 'cluster-secret-file', fileOf('second'))).to.equal('+OK\r\n');
    await eventually(async () => (await converged(first)) === ':2\r\n');
    for (const foreign of await Promise.all([start('foreign', FOREIGN), start('clear')])) {
      expect(await converged(foreign)).to.equal(':1\r\n');
    }
    expect(await converged(first)).to.equal(':2\r\n');
    for (const { log } of nodes.slice(2))
      expect(log.filter(({ event }) => event === 'joined')).to.deep.equal([]);
  });

  it('the key can be exchanged while the cluster serves: add it everywhere, use it, take the old one out', async () => {
    // Nobody is to be held for dead because this machine is slow.
    ttl = '3000';
    const first = await start('first', OLD);
    const all = [first, ...(await Promise.all([start('second', OLD), start('third', OLD)]))];
    await eventually(async () => (await converged(first)) === ':3\r\n');
    for (const keys of [`${OLD}\n${NEW}`, `${NEW}\n${OLD}`, NEW]) {
      for (const [i, name] of ['first', 'second', 'third'].entries()) {
        writeFileSync(fileOf(name), keys);
        const set = (all[i] as RawClient).call('CONFIG', 'SET', 'cluster-secret-file', fileOf(name));
        expect(await set).to.equal('+OK\r\n');
        expect(await first.call('SET', `key:${name}`, keys)).to.equal('+OK\r\n');
      }
      expect(await converged(first)).to.equal(':3\r\n');
    }
    const bad = nodes.flatMap(({ log }) => log).filter(({ event }) => event === 'failed');
    expect(bad).to.deep.equal([]);
    // Nobody answers it.
    ttl = '1000';
    expect(await start('old', OLD).then(converged)).to.equal(':1\r\n');
  });

  it('may stand in the environment of `hearsay cluster`, whose nodes get it so too, and not as a flag', async () => {
    const port = await freePorts(2);
    const cli = fileURLToPath(new URL('../../lib/cli.js', import.meta.url));
    const words = ['cluster', '--nodes', '2', '--port', String(port), '--hf', '50', '--ttl', '500'];
    const env = { ...process.env, HEARSAY_CLUSTER_SECRET: OLD };
    const cluster = spawn(process.execPath, [cli, ...words], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const exited = once(cluster, 'exit');
    let output = '';
    cluster.stdout.on('data', (chunk) => {
      output += String(chunk);
    });
    await eventually(() => output.includes('nodes are up'), 15_000);
    const client = await RawClient.connect(port);
    clients.push(client);
    expect(await converged(client)).to.equal(':2\r\n');
    const info = await client.call('INFO', 'server');
    const pid = /process_id:(\d+)/.exec(info)?.[1];
    expect(readFileSync(`/proc/${pid}/cmdline`, 'latin1'))
      .to.contain(`--ttl=500`)
      .and.not.contain(OLD);
    writeFileSync(fileOf('same'), OLD);
    const flags = ['--hf', '50', '--ttl', '500', '--join', `127.0.0.1:${port}`];
    nodes.push(await NodeProcess.start(...flags, '--cluster-secret-file', fileOf('same')));
    await eventually(async () => (await converged(client)) === ':3\r\n');
    cluster.kill('SIGTERM');
    expect(await exited).to.deep.equal([0, null]);
  });

  it('CONFIG SET refuses a file that cannot be used, and goes on with the keys that it has', async () => {
    const client = await start('first', OLD);
    writeFileSync(fileOf('bad'), 'not a key\n');
    const refused = async (path: string): Promise<string> =>
      client.call('CONFIG', 'SET', 'cluster-secret-file', path);
    expect(await refused(fileOf('bad'))).to.match(/^-ERR CONFIG SET failed .*bad:1: must be a key/);
    expect(await refused(fileOf('missing'))).to.match(/ENOENT/);
    expect(await refused('')).to.match(/keys can be exchanged, but not begun or ended/);
    const shown = await client.call('CONFIG', 'GET', 'cluster-secret*');
    expect(shown).to.contain(fileOf('first')).and.not.contain(OLD);
    expect(await client.call('CONFIG', 'SET', 'ttl', '300')).to.match(/^-ERR .*must be at least 5 x hf/);
    expect(await client.call('CONFIG', 'SET', 'hf', '50', 'ttl', '500')).to.equal('+OK\r\n');
  });
});
