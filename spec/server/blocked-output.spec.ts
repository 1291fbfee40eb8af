import type net from 'node:net';
import { expect } from 'chai';
import { resolveOptions } from '../../lib/config/resolve.ts';
import type { Connection } from '../../lib/server/connection.ts';
import { Connections } from '../../lib/server/connections.ts';
import { Dispatcher } from '../../lib/server/dispatcher.ts';
import { FakeNode, MY_ID } from '../commands/harness.ts';
import { FakeSocket } from './fake-socket.ts';

const OUTPUT_LIMIT_BYTES = 2 ** 20;

describe('replies that cannot be sent at once', () => {
  const node = new FakeNode();
  const dispatcher = new Dispatcher({
    keyspace: node.keyspace,
    stats: node.stats,
    node: node.services,
    selfId: () => MY_ID,
    options: () => resolveOptions({ clientOutputLimitBytes: OUTPUT_LIMIT_BYTES }),
    onDefect: (error) => {
      throw error;
    },
    onHttp() {},
    keepOrder() {},
    endOrder() {},
    onLinkReset() {},
  });

  function connect(kind: 'client' | 'shard' = 'client'): FakeSocket {
    const socket = new FakeSocket(true, () => dispatcher.turn.run());
    new Connections().add(socket as unknown as net.Socket, kind, false, dispatcher);
    return socket;
  }

  it('keep no more memory than they need', () => {
    const socket = connect();
    socket.receive('ECHO first\r\n');
    socket.receive('ECHO second\r\n');
    socket.takeOne();
    expect(socket.sent.map(String)).to.deep.equal(['$5\r\nfirst\r\n', '$6\r\nsecond\r\n']);
    // It is a piece of Node's pool, not of a chunk of replies.
    expect(socket.sent[1]?.buffer.byteLength).to.be.at.most(2 * Buffer.poolSize);
  });

  it('stop the client from being read until all are sent', async () => {
    const socket = connect();
    const long = 'x'.repeat(40_000);
    for (const _ of '123') socket.emit('data', Buffer.from(`ECHO ${long}\r\n`));
    expect(socket.isPaused()).to.equal(true);
    const echoed = `$40000\r\n${long}\r\n`;
    while (socket.text.length < 2 * echoed.length) socket.takeOne();
    expect(socket.text).to.equal(echoed.repeat(2));
    socket.takeOne();
    while (socket.isPaused()) await new Promise((resolve) => setImmediate(resolve));
    socket.takeOne();
    expect(socket.text).to.equal(echoed.repeat(3));
  });

  it('close a client past the limit, but no link of another member whose one reply is within it', () => {
    // Both replies leave in one write, as the first is short.
    const two = `ECHO ${'x'.repeat(60_000)}\r\n*2\r\n$4\r\nECHO\r\n$1000000\r\n${'y'.repeat(1_000_000)}\r\n`;
    const client = connect();
    const peer = connect('shard');
    peer.receive(`PEER HELLO 1 ${'b'.repeat(40)} ${MY_ID}\r\n`);
    peer.takeOne();
    for (const socket of [client, peer]) socket.receive(two);
    expect([client.destroyed, peer.destroyed]).to.deep.equal([true, false]);
    peer.takeOne();
    expect(peer.text.length).to.be.above(1_000_000);
  });

  it('count a client that is closed for them once, whatever still comes for it', () => {
    const socket = new FakeSocket(true, () => dispatcher.turn.run());
    const connections = new Connections();
    connections.add(socket as unknown as net.Socket, 'client', false, dispatcher);
    const [connection] = [...connections.list()] as [Connection];
    const before = node.stats.clientsClosedForOutput;
    connection.reserve();
    const tickets = [connection.reserve(), connection.reserve()];
    const reply = Buffer.alloc(5 * OUTPUT_LIMIT_BYTES);
    for (const ticket of tickets) connection.onReply(ticket, reply, 0, reply.length);
    expect(socket.destroyed).to.equal(true);
    expect([...connections.list()]).to.deep.equal([]);
    expect(node.stats.clientsClosedForOutput - before).to.equal(1);
  });
});
