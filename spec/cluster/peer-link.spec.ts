import { expect } from 'chai';
import type { PeerLink } from '../../lib/cluster/peer-link.ts';
import type { FakeSocket } from '../server/fake-socket.ts';
import { FakePeer } from './fake-peer.ts';
import { eventually } from './harness.ts';
import { PROXY_TIMEOUT_MS, Rig } from './rig.ts';

const NO_OWNER = '-CLUSTERDOWN The owner of the key did not answer in time\r\n';

describe('a peer link', () => {
  let rig: Rig;
  let peer: FakePeer;

  beforeEach(async () => {
    rig = new Rig();
    peer = await FakePeer.listen('b'.repeat(40));
  });

  afterEach(() => {
    rig.close();
    peer.close();
    expect(rig.defects).to.deep.equal([]);
  });

  async function link(): Promise<void> {
    rig.setMap(1, [peer]);
    await eventually(() => rig.isLinked(peer));
  }

  it('tells the other end its protocol and epoch before a command for which they differ', async () => {
    await link();
    const old = rig.connect();
    const modern = rig.connect();
    modern.receive('HELLO 3\r\n');
    old.receive('GET 1\r\n');
    await peer.receives(1);
    expect(peer.state).to.equal('1 2 0');
    modern.receive('GET 2\r\n');
    await peer.receives(2);
    expect(peer.state).to.equal('1 3 0');
    rig.setMap(9, [peer]);
    peer.cut();
    await eventually(() => !rig.isLinked(peer));
    await eventually(() => rig.isLinked(peer));
    const later = rig.connect();
    later.receive('HELLO 3\r\n');
    later.receive('GET 3\r\n');
    await eventually(() => peer.received.includes('GET 3'));
    expect(peer.state).to.equal('9 3 0');
  });

  it('tries again when it is refused, and sends then what was held', async () => {
    peer.greeting = '-ERR this is member x\r\n';
    rig.setMap(1, [peer]);
    const client = rig.connect();
    client.receive('GET k\r\n');
    await eventually(() => peer.hellos >= 2);
    expect(peer.received).to.deep.equal([]);
    peer.greeting = '+OK\r\n';
    peer.answer = () => '+k\r\n';
    await eventually(() => client.text === '+k\r\n');
  });

  it('begins anew when the other end closes amid a reply', async () => {
    await link();
    const client = rig.connect();
    client.receive('GET 1\r\nGET 2\r\n');
    await peer.receives(2);
    peer.send('+1\r\n$5\r\nhal');
    await eventually(() => client.text === '+1\r\n');
    peer.answer = (command) => `+${command}\r\n`;
    peer.cut();
    await eventually(() => client.text === '+1\r\n+GET 2\r\n');
  });

  it('begins anew when there comes a reply to nothing, or one that cannot be read', async () => {
    for (const bytes of ['+nobody asked\r\n', 'no reply\r\n']) {
      await link();
      const { hellos } = peer;
      peer.send(bytes);
      await eventually(() => peer.hellos > hellos && rig.isLinked(peer));
    }
    const client = rig.connect();
    client.receive('GET k\r\n');
    await peer.receives(1);
    peer.send('+k\r\n+too much\r\n');
    await eventually(() => client.text === '+k\r\n');
    expect(rig.isLinked(peer)).to.equal(false);
  });

  it('goes to the new address of a member that moved, with what waited for it', async () => {
    peer.greeting = '';
    rig.setMap(1, [peer]);
    const client = rig.connect();
    client.receive('SET k 1\r\n');
    const moved = await FakePeer.listen(peer.id);
    moved.answer = () => '+moved\r\n';
    rig.setMap(2, [moved]);
    await eventually(() => client.text === '+moved\r\n');
    await eventually(() => peer.sockets.size === 0);
  });

  it('drops late replies of commands that were given up', async () => {
    await link();
    const client = rig.connect();
    client.receive('GET 1\r\nSET 2 x\r\n');
    await peer.receives(2);
    rig.pass(PROXY_TIMEOUT_MS + 200);
    expect(client.text).to.match(/^-CLUSTERDOWN .*\r\n-OUTCOMEUNKNOWN .*\r\n$/);
    client.sent.length = 0;
    client.receive('GET 3\r\n');
    await peer.receives(3);
    peer.send('+1\r\n+2\r\n+3\r\n');
    await eventually(() => client.text === '+3\r\n');
  });

  describe('to a member that leaves', () => {
    it('is ended once all is answered', async () => {
      await link();
      const client = rig.connect();
      client.receive('GET k\r\n');
      await peer.receives(1);
      rig.setMap(2, ['me'], [peer]);
      expect(peer.sockets.size).to.equal(1);
      peer.send('+k\r\n');
      await eventually(() => peer.sockets.size === 0);
      expect(client.text).to.equal('+k\r\n');
    });

    it('still sends what was not sent yet', async () => {
      await link();
      const client = rig.connect();
      peer.answer = (command) => `+${command}\r\n`;
      client.receive('SET k 1\r\n');
      rig.setMap(2, ['me'], [peer]);
      await eventually(() => client.text === '+SET k 1\r\n');
      await eventually(() => peer.sockets.size === 0);
    });

    it('is ended when nobody waits for it any more', async () => {
      await link();
      const client = rig.connect();
      client.receive('GET k\r\n');
      await peer.receives(1);
      rig.setMap(2, ['me'], [peer]);
      rig.pass(PROXY_TIMEOUT_MS + 200);
      expect(client.text).to.equal(NO_OWNER);
      await eventually(() => peer.sockets.size === 0);
    });
  });

  describe('that has no room', () => {
    const batch = 'GET k\r\n'.repeat(8000);

    /** Clients that may have many commands under way, as their replies have been short; each has sent the batch. */
    async function sources(): Promise<FakeSocket[]> {
      const clients = Array.from({ length: 5 }, () => rig.connect());
      peer.answer = () => '+k\r\n';
      for (const client of clients) client.receive('GET k\r\n'.repeat(100));
      await eventually(() => clients.every((client) => client.text.length === 100 * '+k\r\n'.length));
      peer.answer = () => undefined;
      peer.received.length = 0;
      for (const client of clients) {
        client.sent.length = 0;
        client.receive(batch);
      }
      return clients;
    }

    it('stops its sources, and lets them go on when half of it is answered', async () => {
      await link();
      const clients = await sources();
      const last = clients[4] as (typeof clients)[number];
      expect(last.isPaused()).to.equal(true);
      const inFlight = 32 * 1024;
      await peer.receives(inFlight);
      expect(peer.received.length).to.equal(inFlight);
      peer.answer = () => '+k\r\n';
      peer.send('+k\r\n'.repeat(inFlight));
      await eventually(() => clients.every((client) => client.text.length === 8000 * '+k\r\n'.length));
      expect(last.isPaused()).to.equal(false);
    });

    it('begins anew when its commands are given up, so that sources go on', async () => {
      await link();
      const clients = await sources();
      await peer.receives(32 * 1024);
      expect(clients[4]?.isPaused()).to.equal(true);
      peer.answer = () => '+k\r\n';
      rig.pass(PROXY_TIMEOUT_MS + 200);
      await eventually(() => clients[4]?.text.endsWith('+k\r\n') === true);
      expect(clients[4]?.isPaused()).to.equal(false);
    });

    it('is kept while replies come, however late they are', async () => {
      await link();
      const clients = await sources();
      await peer.receives(32 * 1024);
      for (let late = 1; late <= 6; late++) {
        peer.send('+k\r\n');
        await rig.hears(peer, 500 + late);
        rig.pass(PROXY_TIMEOUT_MS / 2);
      }
      expect([peer.hellos, clients[4]?.isPaused()]).to.deep.equal([1, true]);
      peer.answer = () => '+k\r\n';
      peer.send('+k\r\n'.repeat(32 * 1024 - 6));
      await eventually(() => clients[4]?.isPaused() === false);
      expect(peer.hellos).to.equal(1);
    });

    it('forgets a source that is gone', async () => {
      await link();
      const clients = await sources();
      for (const client of clients) client.destroy();
      peer.answer = () => '+k\r\n';
      await peer.receives(32 * 1024);
      peer.send('+k\r\n'.repeat(32 * 1024));
      const client = rig.connect();
      client.receive('GET k\r\n');
      await eventually(() => client.text === '+k\r\n');
    });
  });

  it('that is silent begins anew only for who holds it for lost', async () => {
    await link();
    const silent = rig.dispatcher.router.forwarder.linkTo(peer.id) as PeerLink;
    const client = rig.connect();
    let givenUp = 0;
    for (const isLost of [false, true]) {
      client.receive('GET k\r\n');
      await peer.receives(givenUp + 1);
      expect(silent.ready).to.equal(true);
      silent.expire(Number.POSITIVE_INFINITY, () => givenUp++, isLost);
    }
    expect([givenUp, silent.ready]).to.deep.equal([2, false]);
    await eventually(() => peer.hellos === 2);
  });

  it('begins anew when nothing comes for twice the time of a command', async () => {
    await link();
    const client = rig.connect();
    client.receive('GET 1\r\nGET 2\r\n');
    await peer.receives(2);
    peer.send('+1\r\n');
    await eventually(() => client.text === '+1\r\n');
    rig.pass(2 * PROXY_TIMEOUT_MS - 200);
    client.receive('GET 3\r\n');
    await peer.receives(3);
    expect(peer.hellos).to.equal(1);
    peer.answer = (command) => `+${command}\r\n`;
    rig.pass(400);
    await eventually(() => client.text === `+1\r\n${NO_OWNER}+GET 3\r\n`);
    expect(peer.hellos).to.equal(2);
  });

  it('is not begun anew while late replies come, or nothing is waited for', async () => {
    await link();
    rig.pass(3 * PROXY_TIMEOUT_MS);
    rig.connect().receive('GET k\r\n'.repeat(5));
    await peer.receives(5);
    for (let answered = 1; answered <= 5; answered++) {
      rig.pass(PROXY_TIMEOUT_MS);
      peer.send('+k\r\n');
      await rig.hears(peer, answered);
    }
    expect([peer.hellos, rig.isLinked(peer)]).to.deep.equal([1, true]);
  });

  it('tries anew when the greeting is not answered', async () => {
    peer.greeting = '';
    rig.setMap(1, [peer]);
    await eventually(() => peer.hellos === 1);
    peer.greeting = '+OK\r\n';
    rig.pass(2 * PROXY_TIMEOUT_MS + 200);
    await eventually(() => rig.isLinked(peer));
  });

  it('tells of a connection that the other end ends or refuses, not of one that it ends itself', async () => {
    await link();
    expect(rig.resets).to.deep.equal([]);
    peer.cut();
    await eventually(() => rig.resets.length === 1);
    await eventually(() => rig.isLinked(peer));
    peer.close();
    await eventually(() => rig.resets.length >= 3);
    expect(new Set(rig.resets)).to.deep.equal(new Set([peer.id]));
    rig.setMap(2, ['me']);
    const { length } = rig.resets;
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(rig.resets.length).to.equal(length);
  });
});
