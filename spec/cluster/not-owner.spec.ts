/** What a member answers that is sent a command for a key of another owner, and what the sender does then. */
import { expect } from 'chai';
import { hashSlot } from '../../shard/index.ts';
import type { FakePeer } from './fake-peer.ts';
import { eventually } from './harness.ts';
import { PROXY_TIMEOUT_MS, type Rig } from './rig.ts';
import { withTwoPeers } from './two-peers.ts';

const NO_OWNER = '-CLUSTERDOWN The owner of the key did not answer in time\r\n';

describe('a key of another owner', () => {
  let rig: Rig;
  let a: FakePeer;
  let b: FakePeer;

  withTwoPeers((...made) => {
    [rig, a, b] = made;
  });

  describe('commands of peers', () => {
    /** Another member, whose commands follow that map. */
    function peerOf(epoch: number) {
      const peer = rig.connect('shard');
      peer.receive(`PEER HELLO 1 ${b.id} ${'a'.repeat(40)}\r\nPEER STATE ${epoch} 2 0\r\n`);
      expect(peer.text).to.equal('+OK\r\n');
      peer.sent.length = 0;
      return peer;
    }

    it('go no further: who sent them is told whose key it is', async () => {
      await rig.link(3, a);
      const peer = peerOf(2);
      peer.receive('GET k\r\nMSET x 1 y 1\r\n');
      rig.setMap(4, []);
      peer.receive('GET k\r\n');
      rig.setMap(5, [a, b]);
      peer.receive(`DEL ${Array.from({ length: 20 }, (_, i) => `k${i}`).join(' ')}\r\n`);
      expect(peer.text).to.equal(`-NOTOWNER 3\r\n-NOTOWNER 3\r\n-NOTOWNER 4\r\n-NOTOWNER 5\r\n`);
      expect([a.received, b.received]).to.deep.equal([[], []]);
    });

    it('with several keys are executed as a whole or not at all', async () => {
      await rig.link(1, b);
      rig.setMap(2, ['me', b]);
      const peer = peerOf(2);
      const keys = Array.from({ length: 20 }, (_, i) => `k${i}`);
      peer.receive(`MSET ${keys.map((key) => `${key} 1`).join(' ')}\r\n`);
      expect(peer.text).to.equal('-NOTOWNER 2\r\n');
      expect(rig.node.keyspace.size).to.equal(0);
    });

    it('are refused if they came behind one with the same key that was, until the sender has heard of it', async () => {
      await rig.link(1, b);
      rig.setMap(2, ['me', b]);
      const keys = Array.from({ length: 20 }, (_, i) => `k${i}`);
      const [mine = ''] = keys.filter((key) =>
        rig.dispatcher.router.ownsSlot(hashSlot(Buffer.from(key), 0, key.length)),
      );
      const peer = peerOf(1);
      peer.receive(`MSET ${keys.map((key) => `${key} 1`).join(' ')}\r\nSET ${mine} 2\r\nGET {${mine}}\r\n`);
      peer.receive(`PEER STATE 2 2 0\r\nGET ${mine}\r\nPEER STATE 1 2 2\r\nGET ${mine}\r\n`);
      peer.receive(`PEER STATE 1 2 4\r\nGET ${mine}\r\nGET ${mine}\r\n`);
      const refused = '-NOTOWNER 2\r\n';
      expect(peer.text).to.equal(`${refused.repeat(3)}$-1\r\n${refused}$-1\r\n$-1\r\n`);
    });

    it('wait until the map is as new as the one that sent them here', async () => {
      await rig.link(4, a);
      const peer = peerOf(6);
      peer.receive('GET k\r\n');
      rig.setMap(5, [a]);
      rig.setMap(6, ['me']);
      expect(peer.text).to.equal('$-1\r\n');
      expect(a.received).to.deep.equal([]);
    });
  });

  it('is refused at once by a member that has left, whatever map is to come', async () => {
    await rig.link(1, a);
    const peer = rig.connect('shard');
    peer.receive(`PEER HELLO 1 ${b.id} ${'a'.repeat(40)}\r\nPEER STATE 3 2 0\r\nGET k\r\n`);
    await eventually(() => peer.text === '+OK\r\n');
    rig.dispatcher.router.forwarder.awaitsMap = false;
    rig.setMap(2, [a]);
    peer.receive('GET k\r\n');
    await eventually(() => peer.text === `+OK\r\n${'-NOTOWNER 2\r\n'.repeat(2)}`);
  });

  describe('what an owner refuses', () => {
    /** The first owns all. */
    async function linkBoth(): Promise<void> {
      rig.setMap(2, [a], [], [b]);
      await eventually(() => rig.isLinked(a) && rig.isLinked(b));
    }

    /** Each owns one of the two keys. */
    async function linkTwoOwners(): Promise<string[]> {
      await rig.link(1, a, b);
      const { map } = rig.dispatcher.router;
      return [a, b].map(({ id }) => {
        const owned = (key: string) => map.shards[map.ownerOf(hashSlot(Buffer.from(key), 0, key.length))]?.id;
        return Array.from({ length: 50 }, (_, i) => `k${i}`).find((key) => owned(key) === id) ?? '';
      });
    }

    it('goes to the owner by the next map, in order', async () => {
      await linkBoth();
      const client = rig.connect();
      client.receive('SET k 1\r\nGET k\r\nMGET x y\r\n');
      await a.receives(3);
      b.answer = (command) => `+${command}\r\n`;
      a.send('-NOTOWNER 3\r\n'.repeat(3));
      await eventually(() => rig.node.stats.commandsHeld === 3);
      rig.setMap(3, [b], [], [a]);
      await eventually(() => client.text === '+SET k 1\r\n+GET k\r\n+MGET x y\r\n');
      expect(b.state).to.equal('3 2 0');
    });

    it('is routed by a map that came meanwhile', async () => {
      await linkBoth();
      const client = rig.connect();
      client.receive('SET k 1\r\n');
      await a.receives(1);
      rig.setMap(3, [b], [a]);
      a.send('-NOTOWNER 3\r\n');
      await b.receives(1);
      expect(b.state).to.equal('3 2 0');
    });

    it('goes to nobody twice by one map, and holds its client back', async () => {
      await linkBoth();
      const client = rig.connect();
      client.receive('SET k 1\r\n');
      await a.receives(1);
      a.send('-NOTOWNER 3\r\n');
      await eventually(() => rig.node.stats.commandsHeld === 1);
      client.receive('GET k\r\n');
      rig.pass(100);
      a.answer = (command) => `+${command}\r\n`;
      rig.setMap(3, [a], [], [b]);
      await eventually(() => client.text === '+SET k 1\r\n+GET k\r\n');
      expect(a.received).to.deep.equal(['SET k 1', 'SET k 1', 'GET k']);
    });

    it('is answered with an error if no newer map comes', async () => {
      await rig.link(1, a);
      const client = rig.connect();
      client.receive('SET k 1\r\nGET k\r\nGET j\r\n');
      await a.receives(3);
      a.send('-NOTOWNER 2\r\n-NOTOWNER 2\r\n');
      // GET j is never answered, so that the others do not even wait for a map.
      await rig.hears(a, 2);
      rig.pass(PROXY_TIMEOUT_MS + 200);
      expect(client.text).to.equal(NO_OWNER.repeat(3));
      expect(a.received).to.have.length(3);
    });

    it('does not overtake what was refused before it, though maps change in between', async () => {
      await linkBoth();
      const client = rig.connect();
      client.receive('SET x 1\r\nSET x 2\r\nGET x\r\n');
      await a.receives(3);
      a.send('-NOTOWNER 3\r\n');
      await rig.hears(a, 1);
      // By this map the first would go to b, by the next one the others would not.
      rig.setMap(3, [b], [], [a]);
      rig.setMap(4, [a], [], [b]);
      expect(b.received).to.deep.equal([]);
      a.send('-NOTOWNER 3\r\n-NOTOWNER 4\r\n');
      await a.receives(6);
      expect(a.received.slice(3)).to.deep.equal(['SET x 1', 'SET x 2', 'GET x']);
      expect(b.received).to.deep.equal([]);
    });

    it('waits for what its client has sent to others', async () => {
      const [one = '', other = ''] = await linkTwoOwners();
      const client = rig.connect();
      client.receive(`SET ${one} 1\r\nSET ${other} 1\r\n`);
      await Promise.all([a.receives(1), b.receives(1)]);
      rig.setMap(2, [a], [], [b]);
      a.send('-NOTOWNER 2\r\n');
      await rig.hears(a, 1);
      expect(a.received).to.have.length(1);
      b.send('-NOTOWNER 2\r\n');
      await a.receives(3);
      expect(a.received.slice(1)).to.deep.equal([`SET ${one} 1`, `SET ${other} 1`]);
    });

    it('does not wait for what others send and are refused meanwhile', async () => {
      await linkBoth();
      const [first, second] = [rig.connect(), rig.connect()];
      first.receive('SET x 1\r\nSET x 2\r\n');
      await a.receives(2);
      a.send('-NOTOWNER 3\r\n');
      await rig.hears(a, 1);
      second.receive('SET y 1\r\nSET y 2\r\n');
      await a.receives(4);
      rig.setMap(3, [b], [], [a]);
      a.send('-NOTOWNER 3\r\n-NOTOWNER 3\r\n');
      await b.receives(2);
      expect(b.received).to.deep.equal(['SET x 1', 'SET x 2']);
      a.send('-NOTOWNER 3\r\n');
      await b.receives(4);
      expect(b.received.slice(2)).to.deep.equal(['SET y 1', 'SET y 2']);
    });

    it('keeps what only reads and lost its link behind it', async () => {
      await linkBoth();
      const client = rig.connect();
      client.receive('SET x 1\r\nGET x\r\n');
      await a.receives(2);
      a.send('-NOTOWNER 3\r\n');
      await rig.hears(a, 1);
      a.cut();
      await eventually(() => rig.isLinked(a));
      expect(a.received).to.have.length(2);
      rig.setMap(3, [b], [], [a]);
      await b.receives(2);
      expect(b.received).to.deep.equal(['SET x 1', 'GET x']);
    });

    it('goes nowhere if its client has gone, which may have written again elsewhere', async () => {
      await linkBoth();
      const [gone, client] = [rig.connect(), rig.connect()];
      gone.receive('SET k 1\r\n');
      client.receive('SET k 2\r\n');
      await a.receives(2);
      gone.destroy();
      a.send('-NOTOWNER 3\r\n'.repeat(2));
      await eventually(() => rig.node.stats.commandsHeld === 1);
      rig.setMap(3, [b], [], [a]);
      await b.receives(1);
      expect(b.received).to.deep.equal(['SET k 2']);
    });
  });
});
