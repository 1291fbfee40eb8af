import { once } from 'node:events';
import net from 'node:net';
import { expect } from 'chai';
import { createNode, type HearsayNode, type NodeOptions } from '../../lib/index.ts';
import { encodeCommand } from '../../lib/resp/encode.ts';
import { bulk, eventually, RawClient } from '../cluster/harness.ts';

const MB = 1024 * 1024;

describe('a connection to a node', () => {
  let node: HearsayNode;
  let client: RawClient;

  async function start(options: Partial<NodeOptions> = {}): Promise<void> {
    node = createNode({ port: 0, logLevel: 'silent', ...options });
    await node.start();
    client = await RawClient.connect(node.address().clientPort);
  }

  afterEach(async () => {
    client.close();
    await node.stop();
  });

  /** A socket that is not read from. */
  async function deafSocket(): Promise<net.Socket> {
    const socket = net.connect({ port: node.address().clientPort, host: '127.0.0.1' });
    socket.on('error', () => {});
    await once(socket, 'connect');
    return socket;
  }

  async function outputBytesOf(name: string): Promise<number> {
    const list = await client.call('CLIENT', 'LIST');
    const line = list.split('\n').find((one) => one.includes(`name=${name} `)) ?? '';
    return Number(/ omem=(\d+)/.exec(line)?.[1] ?? Number.NaN);
  }

  it('answers what came before the client closed its half', async () => {
    await start();
    const socket = net.connect({ port: node.address().clientPort, allowHalfOpen: true });
    socket.end('SET a 1\r\nGET a\r\nGET');
    expect((await textOf(socket)).toString()).to.equal('+OK\r\n$1\r\n1\r\n');
  });

  it('answers all of a deep pipeline before the client closed its half, though it was held meanwhile', async () => {
    await start();
    await client.call('SET', 'big', Buffer.alloc(MB / 4, 'x'));
    const socket = net.connect({ port: node.address().clientPort, allowHalfOpen: true });
    socket.end(`CLIENT SETNAME half\r\n${'GET big\r\n'.repeat(200)}ECHO end\r\n`);
    socket.pause();
    await eventually(async () => (await outputBytesOf('half')) > 0);
    const text = await textOf(socket);
    const length = '+OK\r\n'.length + 200 * bulk('x'.repeat(MB / 4)).length + bulk('end').length;
    expect([text.length, text.subarray(-9).toString()]).to.deep.equal([length, bulk('end')]);
  });

  it('answers 100,000 commands that come in one go', async () => {
    await start();
    const replies = await client.pipeline(...Array.from({ length: 100_000 }, (_, i) => ['ECHO', `${i}`]));
    expect(replies.every((reply, i) => reply === bulk(`${i}`))).to.equal(true);
  });

  it('stops executing what a client sends that reads nothing, and goes on when it reads', async () => {
    await start();
    await client.call('SET', 'big', Buffer.alloc(MB, 'x'));
    const socket = await deafSocket();
    socket.write(encodeCommand('CLIENT', 'SETNAME', 'deaf'));
    const get = encodeCommand('GET', 'big');
    // All of it lies in one read: 1000 replies of 1 MB.
    socket.write(Buffer.concat(Array.from({ length: 1000 }, () => get)));
    await eventually(async () => (await outputBytesOf('deaf')) > 0);
    expect(await outputBytesOf('deaf')).to.be.below(3 * MB);
    let received = 0;
    socket.on('data', (chunk: Buffer) => {
      received += chunk.length;
    });
    const expected = '+OK\r\n'.length + 1000 * bulk('x'.repeat(MB)).length;
    await eventually(() => received === expected, 10_000);
    socket.destroy();
  });

  it('answers an error in place of a reply longer than client-output-limit', async () => {
    await start({ clientOutputLimitBytes: MB });
    await client.call('SET', 'big', Buffer.alloc(MB / 2, 'x'));
    client.socket.write('GET absent\r\nMGET absent big big\r\nGETRANGE big 0 1\r\nMGET big\r\n');
    expect(await client.read(4)).to.deep.equal([
      '$-1\r\n',
      '-ERR reply is longer than client-output-limit\r\n',
      bulk('xx'),
      `*1\r\n${bulk('x'.repeat(MB / 2))}`,
    ]);
  });

  it('no longer lists a client that was killed', async () => {
    await start();
    const victim = await RawClient.connect(node.address().clientPort);
    const id = (await victim.call('CLIENT', 'ID')).slice(1).trim();
    client.socket.write(`CLIENT KILL ID ${id}\r\nCLIENT LIST ID ${id}\r\n`);
    expect(await client.read(2)).to.deep.equal([':1\r\n', '$0\r\n\r\n']);
    await eventually(() => victim.closed);
  });

  it('sends a client that was killed no messages, nor counts it among those that got them', async () => {
    await start();
    const victim = await RawClient.connect(node.address().clientPort);
    await victim.call('SUBSCRIBE', 'a');
    const replies = await client.pipeline(
      ['CLIENT', 'KILL', 'TYPE', 'pubsub'],
      ['PUBSUB', 'CHANNELS'],
      ['PUBLISH', 'a', 'm'],
    );
    expect(replies).to.deep.equal([':1\r\n', '*0\r\n', ':0\r\n']);
  });

  it('does not close the link of another member for it', async () => {
    await start({ clientOutputLimitBytes: MB });
    await client.call('SET', 'big', Buffer.alloc(2 * MB, 'x'));
    const link = net.connect({ port: node.address().shardPort, host: '127.0.0.1', allowHalfOpen: true });
    link.end(`PEER HELLO 1 ${'f'.repeat(40)} ${node.id}\r\nGET big\r\nGET nothing\r\n`);
    expect(String(await textOf(link))).to.equal(
      '+OK\r\n-ERR reply is longer than client-output-limit\r\n$-1\r\n',
    );
  });

  it('answers what precedes a protocol error, then the error, and closes', async () => {
    await start();
    client.socket.write('SET a 1\r\nGET a\r\n*1\r\n!\r\nPING\r\n');
    expect(await client.read(3)).to.deep.equal([
      '+OK\r\n',
      bulk('1'),
      "-ERR Protocol error: expected '$', got '!'\r\n",
    ]);
    await eventually(() => client.closed);
  });

  it('executes nothing after QUIT', async () => {
    await start();
    client.socket.write('SET a 1\r\nQUIT\r\nSET a 2\r\n');
    expect(await client.read(2)).to.deep.equal(['+OK\r\n', '+OK\r\n']);
    await eventually(() => client.closed);
    client = await RawClient.connect(node.address().clientPort);
    expect(await client.call('GET', 'a')).to.equal(bulk('1'));
  });

  it('holds back the replies that CLIENT REPLY says, errors included', async () => {
    await start();
    client.socket.write(
      'CLIENT REPLY SKIP\r\nNOSUCH\r\nPING\r\nCLIENT REPLY OFF\r\nPING\r\nNOSUCH\r\nCLIENT REPLY ON\r\nECHO x\r\n',
    );
    expect(await client.read(3)).to.deep.equal(['+PONG\r\n', '+OK\r\n', bulk('x')]);
    client.socket.write('CLIENT REPLY SKIP\r\nRESET\r\nPING\r\nCLIENT REPLY OFF\r\nRESET\r\n');
    expect(await client.read(2)).to.deep.equal(['+PONG\r\n', '+RESET\r\n']);
    client.socket.write('CLIENT REPLY OFF\r\n*1\r\n!\r\n');
    await eventually(() => client.closed);
  });
});

async function textOf(socket: net.Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
