import { expect } from 'chai';
import type { FakePeer } from './fake-peer.ts';
import { eventually } from './harness.ts';
import { PROXY_TIMEOUT_MS, type Rig } from './rig.ts';
import { withTwoPeers } from './two-peers.ts';

describe('PUBLISH to other members', () => {
  let rig: Rig;
  let peers: [FakePeer, FakePeer];

  withTwoPeers((made, ...others) => {
    rig = made;
    peers = others;
  });

  beforeEach(async () => {
    rig.setMap(1, ['me', peers[0]]);
    rig.setMap(2, ['me', ...peers]);
    await eventually(() => peers.every((peer) => rig.isLinked(peer)));
  });

  it('adds up the subscribers of all, its own included', async () => {
    for (const peer of peers) peer.answer = () => ':5\r\n';
    const subscriber = rig.connect();
    subscriber.receive('SUBSCRIBE a\r\n');
    await eventually(() => subscriber.text !== '');
    const client = rig.connect();
    client.receive('PUBLISH a m\r\nPING\r\n');
    await eventually(() => client.text === ':11\r\n+PONG\r\n');
    expect(peers.map(({ received }) => received)).to.deep.equal([['PUBLISH a m'], ['PUBLISH a m']]);
    await eventually(() => subscriber.text.endsWith('*3\r\n$7\r\nmessage\r\n$1\r\na\r\n$1\r\nm\r\n'));
  });

  it('reaches members that own nothing', async () => {
    rig.setMap(3, ['me'], []);
    rig.dispatcher.router.setMap(rig.dispatcher.router.map, [
      { id: peers[0].id, host: '127.0.0.1', via: '127.0.0.1', shardPort: peers[0].port, leaving: false },
    ]);
    await eventually(() => rig.isLinked(peers[0]));
    peers[0].answer = () => ':1\r\n';
    const client = rig.connect();
    client.receive('PUBLISH a m\r\n');
    await eventually(() => client.text === ':1\r\n');
  });

  it('a member that goes away meanwhile counts as nothing, and is not told a second time', async () => {
    const [first, second] = peers;
    first.answer = () => ':1\r\n';
    second.answer = () => '';
    const client = rig.connect();
    client.receive('PUBLISH a m\r\n');
    await second.receives(1);
    second.cut();
    await eventually(() => client.text === ':1\r\n');
    await eventually(() => rig.isLinked(second));
    client.receive('PUBLISH a n\r\n');
    await second.receives(2);
    expect(second.received).to.deep.equal(['PUBLISH a m', 'PUBLISH a n']);
  });

  it('a member that does not answer in time counts as nothing', async () => {
    const [first, second] = peers;
    first.answer = () => ':1\r\n';
    second.answer = () => '';
    const client = rig.connect();
    client.receive('PUBLISH a m\r\n');
    await second.receives(1);
    await eventually(() => rig.dispatcher.router.forwarder.linkTo(first.id)?.inFlight === 0);
    rig.pass(PROXY_TIMEOUT_MS + 1000);
    await eventually(() => client.text === ':1\r\n');
  });

  it('waits for the other shards of its own member, and keeps its order', async () => {
    for (const peer of peers) peer.answer = () => ':1\r\n';
    const { router } = rig.dispatcher;
    router.lacksSibling = () => true;
    const client = rig.connect();
    client.receive('PUBLISH a m\r\nPUBLISH a n\r\nPING\r\n');
    router.forwarder.releaseHeld();
    expect([client.text, ...peers.map(({ received }) => received)]).to.deep.equal(['', [], []]);
    router.lacksSibling = () => false;
    router.forwarder.releaseHeld();
    await eventually(() => client.text === ':2\r\n:2\r\n+PONG\r\n');
    for (const { received } of peers) expect(received).to.deep.equal(['PUBLISH a m', 'PUBLISH a n']);
  });

  it('from another member is for the subscribers here alone', async () => {
    const subscriber = rig.connect();
    subscriber.receive('SUBSCRIBE a\r\n');
    const peer = rig.connect('shard');
    peer.receive(`PEER HELLO 1 ${peers[0].id} ${rig.dispatcher.selfId}\r\nPUBLISH a m\r\n`);
    await eventually(() => peer.text === '+OK\r\n:1\r\n');
    expect(peers.map(({ received }) => received)).to.deep.equal([[], []]);
  });
});
