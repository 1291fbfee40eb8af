/** The flags in the example files start a cluster, on three addresses of this machine in place of three containers. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { NodeProcess } from '../../bench/support/node-process.ts';
import { freePorts } from '../cli/program.ts';
import { eventually, RawClient } from '../cluster/harness.ts';

const EXAMPLES = fileURLToPath(new URL('../../../examples/', import.meta.url));
const HOSTS = ['127.0.0.1', '127.0.0.2', '127.0.0.3'];
const SECRET = '5'.repeat(64);

describe('the example files', function () {
  this.timeout(30_000);
  let folder: string;
  let nodes: NodeProcess[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hearsay-example-'));
    writeFileSync(join(folder, 'secret'), SECRET);
    nodes = [];
  });

  afterEach(async () => {
    await Promise.all(nodes.map((node) => node.kill()));
    rmSync(folder, { recursive: true });
  });

  /** The flags of a file, for the node at `host`: what names a place in a container names one here. */
  function flagsOf(file: string, host: string, port: number): string[] {
    const text = readFileSync(join(EXAMPLES, file), 'utf8');
    const flags = [...text.matchAll(/^ +- (--[a-z-]+)=(.*)$/gm)].map(
      ([, name, value]) => [name, value] as const,
    );
    expect(flags.length).to.be.above(5);
    return flags.flatMap(([name, value]) => {
      if (name === '--host') return [`--host=${host}`];
      if (name === '--announce-host') return [];
      if (name === '--port') return [`--port=${port}`];
      // The name of the service stands for all nodes, the one that looks it up included.
      if (name === '--join') return HOSTS.map((each) => `--join=${each}:${port}`);
      if (name === '--cluster-secret-file') return [`${name}=${join(folder, 'secret')}`];
      if (name === '--dir') return [`${name}=${join(folder, host)}`];
      return [`${name}=${value}`];
    });
  }

  for (const file of ['compose.yaml', 'kubernetes.yaml']) {
    it(`${file}: three nodes find each other and serve`, async () => {
      const port = await freePorts(1);
      nodes = await Promise.all(
        HOSTS.map((host) => NodeProcess.start(...flagsOf(file, host, port), '--port', String(port))),
      );
      const client = await RawClient.connect(port);
      await eventually(async () => (await client.call('CLUSTER', 'CONVERGED', '1000')) === ':3\r\n', 10_000);
      expect(await client.call('SET', 'a', '1')).to.equal('+OK\r\n');
      expect(await client.call('CLUSTER', 'INFO')).to.include('cluster_state:ok\r\n');
      client.close();
    });
  }

  it('hearsay.service: a node takes its command line and the config file that it shows', async () => {
    const text = readFileSync(join(EXAMPLES, 'hearsay.service'), 'utf8');
    const config = join(folder, 'hearsay.conf');
    const [, words = ''] = /^ExecStart=\S+ server (.*)$/m.exec(text) ?? [];
    const lines = [...text.matchAll(/^# {5}(\w+) (.*)$/gm)].map(([, name, value]) => [name, value] as const);
    expect(lines.map(([name]) => name)).to.deep.equal(['host', 'join', 'maxmemory']);
    // Nobody answers at the address to join.
    const here: Record<string, string> = { host: '127.0.0.1', join: '127.0.0.1:1@1' };
    writeFileSync(config, lines.map(([name = '', value]) => `${name} ${here[name] ?? value}\n`).join(''));
    const flags = words
      .split(' ')
      .map((word) => word.replace(/=\/.*/, word.startsWith('--dir') ? `=${folder}` : `=${config}`));
    nodes = [await NodeProcess.start(...flags, '--ttl=1000')];
    const [node] = nodes;
    const client = await RawClient.connect(node?.port ?? 0);
    expect(await client.call('CONFIG', 'GET', 'maxmemory')).to.include('4294967296');
    expect(node?.log.map(({ event }) => event)).to.include('alone');
    client.close();
  });
});
