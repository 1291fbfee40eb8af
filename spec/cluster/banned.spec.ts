import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createNode, type HearsayNode, type NodeOptions } from '../../lib/index.ts';
import type { Logger } from '../../lib/observe/logger.ts';
import { agree, busOf, eventually, RawClient, stopAll } from './harness.ts';

describe('a node that was forgotten', () => {
  let folder: string;
  let nodes: HearsayNode[];
  let lines: string[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hearsay-banned-'));
    nodes = [];
    lines = [];
  });

  afterEach(async () => {
    await stopAll(nodes);
    rmSync(folder, { recursive: true });
  });

  async function start(options: Partial<NodeOptions> = {}): Promise<HearsayNode> {
    const log = (_fields: object, text: string): unknown => lines.push(text);
    const logger = { debug: log, info: log, warn: log, error: log } as unknown as Logger;
    const node = createNode({ port: 0, hfMs: 50, ttlMs: 1000, ...options }, logger);
    nodes.push(node);
    await node.start();
    return node;
  }

  it('does not say that it serves or copies slots, when it starts again inside its ban', async () => {
    const first = await start();
    const kept = { dir: folder, join: [busOf(first)] };
    const second = await start(kept);
    await agree([first, second]);
    const firstClient = await RawClient.connect(first.address().clientPort);
    expect(await firstClient.call('CLUSTER', 'FORGET', second.id)).to.equal('+OK\r\n');
    await second.stop();
    lines.length = 0;
    const again = await start(kept);
    const client = await RawClient.connect(again.address().clientPort);
    await eventually(async () => (await client.call('CLUSTER', 'INFO')).includes('my_phase:banned'));
    expect(await client.call('CLUSTER', 'INFO')).to.include('cluster_state:fail');
    expect(lines.filter((line) => line.includes('slots'))).to.deep.equal([]);
    firstClient.close();
    client.close();
  });
});
