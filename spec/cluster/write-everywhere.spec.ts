/** FLUSHALL while members see different maps: as the member that is sent it asks the owners, and as an owner that is asked. */
import { expect } from 'chai';
import { buildShardMap } from '../../shard/index.ts';
import { MY_ID } from '../commands/harness.ts';
import type { FakePeer } from './fake-peer.ts';
import { eventually } from './harness.ts';
import { PROXY_TIMEOUT_MS, type Rig } from './rig.ts';
import { withTwoPeers } from './two-peers.ts';

const OK = '+OK\r\n';
const REFUSAL = '-TRYAGAIN Slots are being handed over\r\n';
const PARTLY = '-OUTCOMEUNKNOWN Not all members have deleted their keys in time\r\n';

/** What owners are asked by the map of these members. */
function asked(...owners: readonly (FakePeer | 'me')[]): string {
  const ids = owners.map((owner) => (owner === 'me' ? MY_ID : owner.id));
  const members = ids.map((id) => ({ id, weight: 1, zone: '', shards: 1 }));
  return `PEER FLUSH ${buildShardMap(members, 0).placement}`;
}

describe('FLUSHALL while the map changes', () => {
  let rig: Rig;
  let a: FakePeer;
  let b: FakePeer;

  withTwoPeers((...made) => {
    [rig, a, b] = made;
  });

  describe('at the member that a client sends it to', () => {
    it('asks every owner to do it by the same map, with its arguments', async () => {
      await rig.link(3, a, b);
      const client = rig.connect();
      a.answer = b.answer = () => OK;
      client.receive('FLUSHALL\r\nFLUSHDB async\r\n');
      await eventually(() => client.text === OK + OK);
      const part = asked(a, b);
      expect([a.received, b.received]).to.deep.equal([
        [part, `${part} async`],
        [part, `${part} async`],
      ]);
    });

    it('asks all of them anew, by the next map, if one refuses', async () => {
      await rig.link(3, a);
      rig.setMap(4, ['me', a], [], [b]);
      await eventually(() => rig.isLinked(b));
      const client = rig.connect();
      client.receive('SET k 1\r\nSET k2 1\r\nSET k3 1\r\nFLUSHALL\r\n');
      a.answer = (command) => (command.startsWith('PEER') ? REFUSAL : OK);
      await eventually(() => rig.node.stats.commandsHeld === 1 && client.text === OK.repeat(3));
      a.answer = b.answer = () => OK;
      rig.setMap(5, ['me', a, b]);
      await eventually(() => client.text === OK.repeat(4));
      expect(a.received.slice(-2)).to.deep.equal([asked('me', a), asked('me', a, b)]);
      expect(b.received).to.deep.equal([asked('me', a, b)]);
      expect(rig.node.keyspace.size).to.equal(0);
    });

    it('asks them anew at once if its map has changed meanwhile, as often as it is refused', async () => {
      await rig.link(3, a, b);
      const client = rig.connect();
      client.receive('FLUSHALL\r\n');
      await Promise.all([a.receives(1), b.receives(1)]);
      rig.setMap(4, [a], [], [b]);
      a.send(REFUSAL);
      b.send(OK);
      await a.receives(2);
      rig.setMap(5, [a, b]);
      a.send(REFUSAL);
      await Promise.all([a.receives(3), b.receives(2)]);
      a.send(OK);
      expect(client.text).to.equal('');
      b.send(OK);
      await eventually(() => client.text === OK);
      expect(a.received).to.deep.equal([asked(a, b), asked(a), asked(a, b)]);
    });

    it('asks those that are left if one is gone that was not asked yet', async () => {
      await rig.link(3, a);
      b.greeting = '';
      rig.setMap(4, [a, b]);
      const client = rig.connect();
      client.receive('FLUSHALL\r\n');
      await a.receives(1);
      a.answer = () => OK;
      a.send(OK);
      await rig.hears(a, 1);
      rig.setMap(5, [a]);
      await eventually(() => client.text === OK);
      expect(a.received).to.deep.equal([asked(a, b), asked(a)]);
    });

    it('executes nothing more of its client until all have done it: to do it again would delete that', async () => {
      await rig.link(3, a, b);
      const client = rig.connect();
      client.receive('FLUSHALL\r\nSET k 1\r\n');
      a.answer = () => OK;
      await b.receives(1);
      await rig.hears(a, 1);
      expect(a.received).to.deep.equal([asked(a, b)]);
      b.answer = () => OK;
      b.send(OK);
      await eventually(() => client.text === OK + OK);
      expect([...a.received, ...b.received]).to.include('SET k 1');
    });

    it('does not overtake what its client sent before it and was refused', async () => {
      rig.setMap(3, [a], [], [b]);
      await eventually(() => rig.isLinked(a) && rig.isLinked(b));
      const client = rig.connect();
      client.receive('SET k 1\r\nFLUSHALL\r\n');
      await a.receives(2);
      rig.setMap(4, [b], [], [a]);
      b.answer = () => OK;
      a.send(`-NOTOWNER 4\r\n${REFUSAL}`);
      await eventually(() => client.text === OK + OK);
      expect(b.received).to.deep.equal(['SET k 1', asked(b)]);
    });

    it('says that keys may be left if owners refuse and no newer map comes', async () => {
      await rig.link(3, a, b);
      const client = rig.connect();
      client.receive('FLUSHALL\r\nPING\r\n');
      await Promise.all([a.receives(1), b.receives(1)]);
      a.send(OK);
      b.send(REFUSAL);
      await eventually(() => rig.node.stats.commandsHeld === 1);
      rig.pass(PROXY_TIMEOUT_MS + 200);
      await eventually(() => client.text === `${PARTLY}+PONG\r\n`);
      expect([a.received.length, b.received.length]).to.deep.equal([1, 1]);
    });

    it('says so at once where no map will come, as this member has left', async () => {
      await rig.link(3, a);
      rig.dispatcher.router.forwarder.awaitsMap = false;
      const client = rig.connect();
      a.answer = () => REFUSAL;
      client.receive('FLUSHALL\r\n');
      await eventually(() => client.text === PARTLY);
    });

    it('says so if an owner never held all that is its own', async () => {
      await rig.link(3, a, b);
      const client = rig.connect();
      a.answer = () => OK;
      b.answer = () => '-CLUSTERDOWN The owner of the key did not answer in time\r\n';
      client.receive('FLUSHALL\r\n');
      await eventually(() => client.text === PARTLY);
    });

    it('waits for owners where none are known yet, and is refused where it will know of none', async () => {
      rig.setMap(3, []);
      const client = rig.connect();
      a.answer = () => OK;
      client.receive('FLUSHALL\r\n');
      expect(client.text).to.equal('');
      rig.setMap(4, [a]);
      await eventually(() => client.text === OK);
      rig.setMap(5, []);
      rig.dispatcher.router.awaitsOwners = false;
      client.receive('FLUSHALL\r\n');
      expect(client.text).to.equal(`${OK}-CLUSTERDOWN Hash slot not served\r\n`);
    });

    it('waits here, too, until all slots are here, and asks anew if the map changes before', async () => {
      await rig.link(3, a);
      rig.setMap(4, ['me', a]);
      rig.dispatcher.router.isWhole = () => false;
      const client = rig.connect();
      a.answer = () => OK;
      client.receive('FLUSHALL\r\n');
      await rig.hears(a, 1);
      rig.setMap(5, ['me'], [], [a]);
      expect(client.text).to.equal('');
      rig.dispatcher.router.isWhole = () => true;
      rig.dispatcher.router.forwarder.releaseHeld();
      await eventually(() => client.text === OK);
    });
  });

  describe('at a member whose own keys a cluster-aware client deletes', () => {
    it('waits until all of them are here, and what its client sent behind it waits too', async () => {
      await rig.link(3, a);
      rig.setMap(4, ['me']);
      const client = rig.connect('shard');
      client.receive('SET k 1\r\n');
      rig.dispatcher.router.isWhole = () => false;
      client.receive('FLUSHALL\r\nSET k 2\r\n');
      expect(client.text).to.equal(OK);
      rig.dispatcher.router.forwarder.releaseHeld();
      expect(client.text).to.equal(OK);
      rig.dispatcher.router.isWhole = () => true;
      rig.dispatcher.router.forwarder.releaseHeld();
      await eventually(() => client.text === OK.repeat(3));
      expect(rig.node.keyspace.size).to.equal(1);
      expect(a.received).to.deep.equal([]);
    });

    it('has deleted nothing, and says so, if they did not come in time', async () => {
      await rig.link(3, a);
      rig.setMap(4, ['me']);
      rig.dispatcher.router.isWhole = () => false;
      const client = rig.connect('shard');
      client.receive('SET k 1\r\nFLUSHALL\r\nGET k\r\n');
      rig.pass(PROXY_TIMEOUT_MS + 200);
      await eventually(
        () => client.text === `${OK}-CLUSTERDOWN The owner of the key did not answer in time\r\n$1\r\n1\r\n`,
      );
    });
  });

  describe('at an owner that is asked', () => {
    /** Another member, whose commands follow a map of that epoch. */
    function peerOf(epoch: number) {
      const peer = rig.connect('shard');
      peer.receive(`PEER HELLO 1 ${b.id} ${'a'.repeat(40)}\r\nPEER STATE ${epoch} 2 0\r\n`);
      peer.sent.length = 0;
      return peer;
    }

    beforeEach(async () => {
      await rig.link(3, a);
      rig.setMap(4, ['me', a]);
      rig.connect('shard').receive('SET k 1\r\nSET k2 1\r\nSET k3 1\r\n');
      expect(rig.node.keyspace.size).to.be.above(0);
    });

    it('is done if it places slots likewise, whatever the epochs', () => {
      for (const epoch of [3, 4, 5]) {
        const peer = peerOf(epoch);
        peer.receive(`${asked('me', a)}\r\n`);
        expect(peer.text).to.equal(OK);
      }
      expect(rig.node.keyspace.size).to.equal(0);
    });

    it('is refused if the sender has an older map, or another one of the same epoch', () => {
      for (const epoch of [3, 4]) {
        const peer = peerOf(epoch);
        peer.receive(`${asked(a)}\r\n`);
        expect(peer.text).to.equal(REFUSAL);
      }
      expect(rig.node.keyspace.size).to.be.above(0);
    });

    it('waits for the map of a sender that has a newer one, which may be another one when it comes', async () => {
      const [peer, other] = [peerOf(5), peerOf(6)];
      peer.receive(`${asked('me', a, b)}\r\n`);
      other.receive(`${asked('me')}\r\n`);
      expect([peer.text, other.text]).to.deep.equal(['', '']);
      rig.setMap(5, ['me', a, b]);
      await eventually(() => peer.text === OK);
      expect(other.text).to.equal('');
      rig.setMap(6, ['me', b]);
      await eventually(() => other.text === REFUSAL);
    });

    it('is refused by one that has left, which gets no newer map', () => {
      rig.dispatcher.router.forwarder.awaitsMap = false;
      const peer = peerOf(5);
      peer.receive(`${asked('me', a, b)}\r\n`);
      expect(peer.text).to.equal(REFUSAL);
    });

    it('waits until all that is its own is here', async () => {
      rig.dispatcher.router.isWhole = () => false;
      const peer = peerOf(4);
      peer.receive(`${asked('me', a)}\r\n`);
      expect(peer.text).to.equal('');
      rig.dispatcher.router.isWhole = () => true;
      rig.dispatcher.router.forwarder.releaseHeld();
      await eventually(() => peer.text === OK);
    });

    it('is for members only', () => {
      for (const kind of ['client', 'shard'] as const) {
        const client = rig.connect(kind);
        client.receive(`${asked('me', a)}\r\n`);
        expect(client.text).to.equal('-ERR PEER is for members on the shard port\r\n');
      }
      expect(rig.node.keyspace.size).to.be.above(0);
    });
  });
});
