import { fork } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { expect } from 'chai';
import { createNode, type HearsayNode } from '../../lib/index.ts';
import { DirectWriter, READ_BUFFER_BYTES, readInto } from '../../lib/net/socket-handle.ts';
import { bulk, busOf, RawClient, stopAll } from '../cluster/harness.ts';
import { Rig } from '../cluster/rig.ts';
import { FakeSocket } from '../server/fake-socket.ts';

/** Both ends of a connection: of a server that has stopped its end, as a node's does, and of a client. */
class Pair {
  readonly server = net.createServer({ pauseOnConnect: true, allowHalfOpen: true }).listen(0, '127.0.0.1');
  client = new net.Socket();
  accepted = new net.Socket();

  async open(): Promise<void> {
    await once(this.server, 'listening');
    const connected = once(this.server, 'connection');
    this.client = net.connect((this.server.address() as net.AddressInfo).port, '127.0.0.1');
    [this.accepted] = (await connected) as [net.Socket];
  }

  close(): void {
    this.client.destroy();
    this.accepted.destroy();
    this.server.close();
  }
}

class FakeRequest {
  buffer: Uint8Array | undefined;
  oncomplete: (status: number) => void = () => {};
  asyncId = -1;

  getAsyncId(): number {
    return this.asyncId;
  }
}

/** A handle with which a write has a request of the caller's, or none and returns one if it has to wait. */
class FakeHandle {
  text = '';
  isBusy = false;
  request: FakeRequest | undefined;

  writeBuffer(request: FakeRequest | null, bytes: Buffer): number | FakeRequest {
    this.text += bytes;
    if (!this.isBusy) return 0;
    this.request = request ?? new FakeRequest();
    this.request.asyncId = 7;
    return request === null ? this.request : 0;
  }
}

describe('readInto', () => {
  let pair: Pair;
  let server: net.Server;
  let client: net.Socket;
  let accepted: net.Socket;

  beforeEach(async () => {
    pair = new Pair();
    await pair.open();
    ({ server, client, accepted } = pair);
  });

  afterEach(() => pair.close());

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

describe('DirectWriter', () => {
  let pair: Pair;
  let socket: net.Socket;
  let taken: number;
  let text: string;

  beforeEach(async () => {
    pair = new Pair();
    await pair.open();
    socket = readInto(pair.accepted, Buffer.alloc(READ_BUFFER_BYTES), () => {});
    socket.on('error', () => {});
    taken = 0;
    text = '';
  });

  afterEach(() => {
    pair.close();
    socket.destroy();
  });

  function writer(): DirectWriter {
    return new DirectWriter(socket, true, () => taken++);
  }

  /** Resolves when the client has all of this. */
  async function arrives(expected: string): Promise<void> {
    if (pair.client.listenerCount('data') === 0) pair.client.on('data', (bytes) => (text += bytes));
    while (text.length < expected.length) await new Promise(setImmediate);
    expect(text === expected).to.equal(true);
  }

  /** Once a stream has written something it is known how to. */
  async function learnt(): Promise<DirectWriter> {
    const direct = writer();
    if (!direct.write(Buffer.from('first '))) socket.write('first ', 'latin1');
    if (!direct.write(Buffer.from('second '))) socket.write(Buffer.from('second '));
    await arrives('first second ');
    return direct;
  }

  it('has the system take at once what it can', async () => {
    const direct = await learnt();
    expect(direct.write(Buffer.from('third'))).to.equal(true);
    expect([direct.pendingBytes, socket.writableLength]).to.deep.equal([0, 0]);
    await arrives('first second third');
    expect(taken).to.equal(0);
  });

  it('tells when what the system did not take at once is taken; the stream is to be used until then', async () => {
    const direct = await learnt();
    pair.client.pause();
    const large = 'x'.repeat(16 * 1024 * 1024);
    expect(direct.write(Buffer.from(large))).to.equal(true);
    expect(direct.pendingBytes).to.equal(large.length);
    expect(direct.write(Buffer.from('not yet'))).to.equal(false);
    socket.write('after');
    pair.client.resume();
    await arrives(`first second ${large}after`);
    while (taken === 0 || socket.writableLength > 0) await new Promise(setImmediate);
    expect([taken, direct.pendingBytes]).to.deep.equal([1, 0]);
    expect(direct.write(Buffer.from(' again'))).to.equal(true);
    await arrives(`first second ${large}after again`);
  });

  it('keeps a short reply that is not taken at once as it was, whatever is written after it', async () => {
    const direct = await learnt();
    pair.client.pause();
    let expected = 'first second ';
    for (let n = 0; direct.pendingBytes === 0; n++) {
      const line = Buffer.from(`${n} `.padEnd(200, '.'));
      direct.toSystem(line, 0, line.length);
      expected += line;
    }
    const other = new Pair();
    await other.open();
    const otherDirect = new DirectWriter(other.accepted, true, () => {});
    for (const end of [200, 3, 256]) otherDirect.toSystem(Buffer.alloc(end, 'z'), 0, end);
    expect(otherDirect.pendingBytes).to.equal(0);
    const [bytes] = (await once(other.client, 'data')) as [Buffer];
    expect(bytes.equals(Buffer.alloc(bytes.length, 'z'))).to.equal(true);
    pair.client.resume();
    await arrives(expected);
    other.close();
  });

  it('uses no request again of which the end is still to be told, though all is taken', async () => {
    const child = fork(new URL('./busy-writes.js', import.meta.url));
    expect(await once(child, 'exit')).to.deep.equal([0, null]);
  });

  it('writes nothing while the stream still has something', async () => {
    const direct = await learnt();
    pair.client.pause();
    socket.write('x'.repeat(16 * 1024 * 1024));
    expect(socket.writableLength).to.be.above(0);
    expect(direct.write(Buffer.from('late'))).to.equal(false);
  });

  it('sends what is pending before the end of a socket that is to close', async () => {
    const direct = await learnt();
    pair.client.pause();
    const large = 'x'.repeat(16 * 1024 * 1024);
    direct.write(Buffer.from(large));
    socket.destroySoon();
    const ended = once(pair.client, 'end');
    pair.client.resume();
    await ended;
    expect(text.length).to.equal('first second '.length + large.length);
  });

  it('destroys a socket that cannot be written to', async () => {
    const direct = await learnt();
    const closed = new Promise((resolve) => socket.once('close', resolve));
    pair.client.resetAndDestroy();
    while (!socket.destroyed) {
      direct.write(Buffer.from('x'));
      await new Promise(setImmediate);
    }
    await closed;
  });

  it('destroys a socket that breaks while something is pending', async () => {
    const direct = await learnt();
    pair.client.pause();
    direct.write(Buffer.alloc(16 * 1024 * 1024));
    expect(direct.pendingBytes).to.be.above(0);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    pair.client.resetAndDestroy();
    await closed;
    expect(taken).to.equal(0);
  });

  for (const makesRequests of [true, false]) {
    it(`writes where Node ${makesRequests ? 'gives a request to each write' : 'is given the requests'}`, async () => {
      const handle = new FakeHandle();
      const fake = Object.assign(new FakeSocket(false), { _handle: handle });
      // The module as it is before any stream has written.
      const { href } = new URL(`../../lib/net/socket-handle.js?${makesRequests}`, import.meta.url);
      const fresh = (await import(href)) as { DirectWriter: typeof DirectWriter };
      const direct = new fresh.DirectWriter(fake as unknown as net.Socket, true, () => taken++);
      expect(direct.write(Buffer.from('a'))).to.equal(false);
      handle.writeBuffer(makesRequests ? new FakeRequest() : null, Buffer.from('a'));
      expect([direct.write(Buffer.from('b')), direct.pendingBytes]).to.deep.equal([true, 0]);
      handle.isBusy = true;
      expect([direct.write(Buffer.from('cd')), direct.pendingBytes]).to.deep.equal([true, 2]);
      expect(direct.write(Buffer.from('e'))).to.equal(false);
      handle.request?.oncomplete(0);
      expect([taken, direct.pendingBytes, handle.text]).to.deep.equal([1, 0, 'abcd']);
    });
  }

  it('leaves all to the stream where the handle is not what it was, or it is not allowed', () => {
    const unknown = Object.assign(new FakeSocket(false), { _handle: {} });
    const none = new DirectWriter(unknown as unknown as net.Socket, true, () => {});
    const forbidden = new DirectWriter(socket, false, () => {});
    for (const direct of [none, forbidden]) expect(direct.write(Buffer.from('x'))).to.equal(false);
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
