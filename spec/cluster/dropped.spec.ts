import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect } from 'chai';
import { createNode } from '../../lib/index.ts';
import type { Logger } from '../../lib/observe/logger.ts';
import { eventually, RawClient, stopAll } from './harness.ts';

describe('datagrams that a node drops', () => {
  it('count in INFO by their reason, and are told once in the log', async () => {
    const warnings: string[] = [];
    const quiet = (): void => {};
    const warn = (_fields: object, text: string): unknown => warnings.push(text);
    const logger = { debug: quiet, info: quiet, warn, error: quiet } as unknown as Logger;
    const node = createNode({ port: 0, hfMs: 50, ttlMs: 500 }, logger);
    await node.start();
    const client = await RawClient.connect(node.address().clientPort);
    expect(await client.call('INFO', 'membership')).to.include('gossip_dropped_magic:0\r\n');
    const socket = createSocket('udp4');
    for (let i = 0; i < 2; i++) {
      socket.send('x'.repeat(100), node.address().busPort, '127.0.0.1');
      await eventually(async () =>
        (await client.call('INFO', 'membership')).includes(`gossip_dropped_magic:${i + 1}\r\n`),
      );
    }
    await eventually(() => warnings.length > 0);
    expect(warnings).to.deep.equal([
      'drops datagrams that are no gossip: look for what else sends to the bus port',
    ]);
    client.close();
    socket.close();
    await once(socket, 'close');
    await stopAll([node]);
  });
});
