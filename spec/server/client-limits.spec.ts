import { expect } from 'chai';
import { createNode, type HearsayNode } from '../../lib/index.ts';
import { agree, eventually, RawClient, startCluster, stopAll } from '../cluster/harness.ts';

const MB = 1024 * 1024;

describe('limits of what a client sends', () => {
  it('change for connections that are open already', async () => {
    const node = createNode({ port: 0, logLevel: 'silent', protoMaxBulkBytes: MB });
    await node.start();
    try {
      const client = await RawClient.connect(node.address().clientPort);
      const value = 'x'.repeat(2 * MB);
      await client.call('CONFIG', 'SET', 'proto-max-bulk-len', '3mb');
      expect(await client.call('SET', 'key', value)).to.equal('+OK\r\n');
      expect(await client.call('SETRANGE', 'key', String(2 * MB), 'y')).to.equal(`:${2 * MB + 1}\r\n`);
      await client.call('CONFIG', 'SET', 'client-query-buffer-limit', '1mb');
      expect(await client.call('SET', 'key', value)).to.equal(
        '-ERR Protocol error: query buffer limit exceeded\r\n',
      );
      await eventually(() => client.closed);
    } finally {
      await node.stop();
    }
  });

  it('are those of the member that the client is connected to, whoever owns the key and copies it', async () => {
    const nodes: HearsayNode[] = await startCluster(2, { protoMaxBulkBytes: MB });
    try {
      await agree(nodes);
      const client = await RawClient.connect((nodes[0] as HearsayNode).address().clientPort);
      await client.call('CONFIG', 'SET', 'proto-max-bulk-len', '64mb');
      const value = 'x'.repeat(8 * MB);
      // Some of them are the other member's.
      for (let i = 0; i < 8; i++) expect(await client.call('SET', `key ${i}`, value)).to.equal('+OK\r\n');
      expect(await client.call('WAIT', '1', '10000')).to.equal(':1\r\n');
      client.close();
    } finally {
      await stopAll(nodes);
    }
  });
});
