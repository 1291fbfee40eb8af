import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createNode, type HearsayNode, type NodeOptions } from '../../lib/index.ts';
import { agree, busOf, RawClient, stopAll } from './harness.ts';

const OLD = '0'.repeat(64);
const NEW = '1'.repeat(64);

describe('the keys of a running node', () => {
  let folder: string;
  let path: string;
  let nodes: HearsayNode[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hearsay-keys-'));
    path = join(folder, 'secret');
    nodes = [];
  });

  afterEach(async () => {
    await stopAll(nodes);
    rmSync(folder, { recursive: true });
  });

  async function start(options: Partial<NodeOptions>): Promise<HearsayNode> {
    const timing = { hfMs: 50, ttlMs: 1000 };
    const node = createNode({ port: 0, logLevel: 'silent', ...timing, ...options });
    nodes.push(node);
    await node.start();
    return node;
  }

  it('are read anew when CONFIG SET names their file, and not when it names anything else', async () => {
    writeFileSync(path, OLD);
    const first = await start({ clusterSecretFile: path });
    const client = await RawClient.connect(first.address().clientPort);
    const set = (...words: string[]): Promise<string> => client.call('CONFIG', 'SET', ...words);
    writeFileSync(path, NEW);
    expect(await set('ttl', '1500', 'crash-evidence', 'no')).to.equal('+OK\r\n');
    await start({ clusterSecret: OLD, join: [busOf(first)] });
    await agree(nodes);

    rmSync(path);
    expect(await set('ttl', '3000')).to.equal('+OK\r\n');
    expect(await set('cluster-secret-file', path)).to.match(/ENOENT/);
    client.close();
  });
});
