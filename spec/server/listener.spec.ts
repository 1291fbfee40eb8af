import { expect } from 'chai';
import { createNode, type HearsayNode } from '../../lib/index.ts';
import { Listener } from '../../lib/server/listener.ts';
import { eventually, RawClient } from '../cluster/harness.ts';
import { Rig } from '../cluster/rig.ts';

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

  it('lets no more than 1024 peers in beyond it', async () => {
    const { shardPort } = node.address();
    const peers: RawClient[] = [];
    while (peers.length < 1024) peers.push(await connect(shardPort));
    const greetings = peers.map((peer) => peer.call('PEER', 'HELLO', '1', 'f'.repeat(40), node.id));
    expect(new Set(await Promise.all(greetings))).to.deep.equal(new Set(['+OK\r\n']));
    const next = await connect(shardPort);
    expect(await next.read(1)).to.deep.equal([REFUSED]);
    for (const peer of peers) peer.close();
  });
});

describe('a listener on a shared port', () => {
  const [rig, siblings] = [new Rig(), new Rig()];
  const open: Listener[] = [];

  function listener({ dispatcher, connections }: Rig): Listener {
    const made = new Listener({ kind: 'client', dispatcher, connections, maxClients: () => 10 });
    open.push(made);
    return made;
  }

  afterEach(() => {
    for (const each of open.splice(0)) each.end();
  });

  it('has a socket of its own where Node can, and does without where there is no descriptor either', async () => {
    const first = listener(rig);
    const second = listener(siblings);
    const shared = await first.listenFirst('127.0.0.1', 0);
    expect(shared).to.include({ host: '127.0.0.1', port: first.port });
    expect(shared.descriptor).to.be.a('number');
    const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
    const canReuse = process.platform === 'linux' && (major > 22 || (major === 22 && minor >= 12));
    const sharing = await second.listenToo({ ...shared, descriptor: undefined });
    expect(sharing).to.equal(canReuse ? 'own socket' : 'none');
    expect(second.port).to.equal(canReuse ? first.port : 0);
  });

  it('refuses a port that another process may be sharing', async () => {
    const first = listener(rig);
    const { port } = await first.listenFirst('127.0.0.1', 0);
    const error = await listener(siblings)
      .listenFirst('127.0.0.1', port)
      .catch((reason: unknown) => reason);
    expect(error).to.include({ code: 'EADDRINUSE', port });
  });

  it('closed, keeps a shared descriptor until its end but takes no client', async () => {
    const first = listener(rig);
    const { port } = await first.listenFirst('127.0.0.1', 0);
    first.share();
    first.close();
    expect(first.port).to.equal(port);
    const client = await RawClient.connect(port);
    await eventually(() => client.closed);
    first.end();
    expect(first.port).to.equal(0);
  });
});
