import { once } from 'node:events';
import net from 'node:net';
import { expect } from 'chai';
import { createNode, type HearsayNode } from '../../lib/index.ts';
import { READ_BUFFER_BYTES, readInto } from '../../lib/server/socket-handle.ts';
import { bulk, busOf, RawClient, stopAll } from '../cluster/harness.ts';
import { Rig } from '../cluster/rig.ts';
import { FakeSocket } from './fake-socket.ts';

describe('readInto', () => {
  let server: net.Server;
  let client: net.Socket;
  let accepted: net.Socket;

  beforeEach(async () => {
    server = net.createServer({ pauseOnConnect: true, allowHalfOpen: true }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const connected = once(server, 'connection');
    client = net.connect((server.address() as net.AddressInfo).port, '127.0.0.1');
    [accepted] = (await connected) as [net.Socket];
  });

  afterEach(() => {
    client.destroy();
    server.close();
  });

  for (const [path, buffer] of [
    ['the static buffer', Buffer.alloc(READ_BUFFER_BYTES)],
    ['the public stream', undefined],
  ] as const) {
    it(`over ${path}: reads all, stops while paused, sees the end, and lets the server close`, async () => {
      let text = '';
      const socket = readInto(accepted, buffer, (bytes, length) => {
        if (buffer !== undefined) expect(bytes).to.equal(buffer);
        text += bytes.toString('latin1', 0, length);
        if (text === 'one') socket.pause();
      });
      expect(socket === accepted).to.equal(buffer === undefined);
      client.write('one');
      while (text !== 'one') await new Promise(setImmediate);
      const ended = once(socket, 'end');
      client.end('two'.repeat(100_000));
      for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
      expect(text).to.equal('one');
      socket.resume();
      await ended;
      expect(text).to.equal(`one${'two'.repeat(100_000)}`);
      const closed = once(server, 'close');
      server.close();
      socket.end('bye');
      socket.destroySoon();
      expect(String((await once(client, 'data'))[0])).to.equal('bye');
      await closed;
    });
  }

  it('uses the public stream where the handle is not what it was', () => {
    const unknown = Object.assign(new FakeSocket(false), { _handle: { readStart() {} } });
    let text = '';
    const socket = readInto(
      unknown as unknown as net.Socket,
      Buffer.alloc(READ_BUFFER_BYTES),
      (bytes, length) => {
        text += bytes.toString('latin1', 0, length);
      },
    );
    expect(socket).to.equal(unknown);
    unknown.receive('bytes');
    expect(text).to.equal('bytes');
  });
});

describe('a client that sends more than one read can bring', () => {
  /** As much as a read of a public stream brings. */
  const full = 'PING\r\n'.repeat(READ_BUFFER_BYTES).slice(0, READ_BUFFER_BYTES / 2);
  let client: FakeSocket;

  beforeEach(() => {
    const rig = new Rig();
    rig.setMap(1, ['me']);
    client = rig.connect();
  });

  it('is read again only after a turn of the event loop, every two full reads', async () => {
    client.receive(full);
    expect(client.isPaused()).to.equal(false);
    client.receive(full);
    expect(client.isPaused()).to.equal(true);
    await new Promise(setImmediate);
    expect(client.isPaused()).to.equal(false);
  });

  it('is not stopped when its reads are not full', () => {
    for (let i = 0; i < 10; i++) client.receive(i % 2 === 0 ? full : 'PING\r\n');
    expect(client.isPaused()).to.equal(false);
  });
});

describe('nodes that read with static buffers or without', () => {
  for (const staticRead of ['yes', 'no'] as const) {
    it(`static-read ${staticRead}: pipelines that outrun every bound, through both nodes, with long values`, async function () {
      this.timeout(30_000);
      const first = createNode({ port: 0, logLevel: 'silent', staticRead });
      await first.start();
      const second = createNode({ port: 0, logLevel: 'silent', staticRead, join: [busOf(first)] });
      await second.start();
      try {
        await talk(first);
        await talk(second);
      } finally {
        await stopAll([first, second]);
      }
    });
  }

  /** More commands than may wait for a peer, split over reads wherever it happens, each reply its own. */
  async function talk(node: HearsayNode): Promise<void> {
    const client = await RawClient.connect(node.address().clientPort);
    const commands: string[][] = [];
    const expected: string[] = [];
    for (let i = 0; i < 15_000; i++) {
      const value = i % 100 === 0 ? 'long'.repeat(10_000) : `v${i}`;
      commands.push(['SET', `key:${i % 500}`, value], ['GET', `key:${i % 500}`]);
      expected.push('+OK\r\n', bulk(value));
    }
    const replies = await client.pipeline(...commands);
    expect(replies.findIndex((reply, i) => reply !== expected[i])).to.equal(-1);
    client.close();
  }
});
