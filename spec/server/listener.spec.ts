import { expect } from 'chai';
import { createNode, type HearsayNode } from '../../lib/index.ts';
import { eventually, RawClient } from '../cluster/harness.ts';

const REFUSED = '-ERR max number of clients reached\r\n';

describe('a listener with maxclients', () => {
  let node: HearsayNode;
  let clients: RawClient[];

  beforeEach(async () => {
    node = createNode({ port: 0, logLevel: 'silent', maxClients: 2 });
    await node.start();
    clients = [await connect(), await connect()];
    for (const client of clients) expect(await client.call('PING')).to.equal('+PONG\r\n');
  });

  afterEach(async () => {
    for (const client of clients) client.close();
    await node.stop();
  });

  async function connect(port = node.address().clientPort): Promise<RawClient> {
    return RawClient.connect(port);
  }

  it('refuses one client more, until another has gone', async () => {
    const third = await connect();
    expect(await third.read(1)).to.deep.equal([REFUSED]);
    await eventually(() => third.closed);
    clients.shift()?.close();
    await eventually(async () => {
      const next = await connect();
      const reply = await next.call('PING').catch(() => '');
      next.close();
      return reply === '+PONG\r\n';
    });
  });

  it('obeys CONFIG SET at once', async () => {
    await clients[0]?.call('CONFIG', 'SET', 'maxclients', '3');
    const third = await connect();
    expect(await third.call('PING')).to.equal('+PONG\r\n');
    third.close();
  });

  it('lets a peer in beyond the limit, but no client of the shard port', async () => {
    const { shardPort } = node.address();
    const [peer, client] = [await connect(shardPort), await connect(shardPort)];
    expect(await peer.call('PEER', 'HELLO', '1', 'f'.repeat(40), node.id)).to.equal('+OK\r\n');
    expect(await peer.call('PING')).to.equal('+PONG\r\n');
    expect(await client.call('PING')).to.equal(REFUSED);
    await eventually(() => client.closed);
    peer.close();
  });
});
