import { expect } from 'chai';
import { SMALL_BYTES } from '../../lib/server/read-turn.ts';
import { hashSlot } from '../../shard/index.ts';
import type { FakePeer } from './fake-peer.ts';
import { bulk, eventually } from './harness.ts';
import { PROXY_TIMEOUT_MS, type Rig } from './rig.ts';
import { withTwoPeers } from './two-peers.ts';

const NO_OWNER = '-CLUSTERDOWN The owner of the key did not answer in time\r\n';
const UNKNOWN = '-OUTCOMEUNKNOWN The owner of the key went away before it answered\r\n';

describe('the router', () => {
  let rig: Rig;
  let a: FakePeer;
  let b: FakePeer;

  withTwoPeers((...made) => {
    [rig, a, b] = made;
  });

  describe('while an owner is not connected', () => {
    it('holds its commands and sends them in order once it is', async () => {
      const client = rig.connect();
      rig.setMap(1, [a]);
      client.receive('SET k 1\r\nGET k\r\nPING\r\n');
      a.answer = (command) => `+${command}\r\n`;
      await eventually(() => client.text.endsWith('+PONG\r\n'));
      expect(client.text).to.equal('+SET k 1\r\n+GET k\r\n+PONG\r\n');
      expect(rig.node.stats.commandsHeld).to.equal(2);
    });

    it('counts a command that is held on once, and gives up on it when the proxy timeout has passed in all', () => {
      a.greeting = '';
      const client = rig.connect();
      rig.setMap(1, [a]);
      client.receive('SET k 1\r\n');
      for (let epoch = 2; epoch < 6; epoch++) {
        rig.pass(PROXY_TIMEOUT_MS / 5);
        rig.setMap(epoch, [a]);
      }
      expect(client.text).to.equal('');
      rig.pass(PROXY_TIMEOUT_MS / 5 + 200);
      expect(client.text).to.equal(NO_OWNER);
      expect([rig.node.stats.commandsHeld, rig.node.stats.commandsTimedOut]).to.deep.equal([1, 1]);
    });

    it('counts the time that a command was held when it is sent at last', async () => {
      a.greeting = '';
      const client = rig.connect();
      rig.setMap(1, [a]);
      client.receive('GET k\r\n');
      rig.pass(PROXY_TIMEOUT_MS - 1000);
      rig.setMap(2, [b]);
      await b.receives(1);
      rig.pass(1200);
      expect(client.text).to.equal(NO_OWNER);
    });

    it('does not count time in which the process stood still', async () => {
      await rig.link(1, a);
      const client = rig.connect();
      client.receive('GET k\r\n');
      await a.receives(1);
      rig.stall(60_000);
      a.send('+late\r\n');
      await eventually(() => client.text === '+late\r\n');
    });

    it('drops the commands of a client that is gone, which may have written again elsewhere', async () => {
      const [gone, client] = [rig.connect(), rig.connect()];
      rig.setMap(1, [a]);
      gone.receive('SET k 1\r\n');
      client.receive('SET k 2\r\n');
      gone.destroy();
      await a.receives(1);
      expect(a.received).to.deep.equal(['SET k 2']);
    });

    it('refuses what is too much to hold', () => {
      a.greeting = '';
      rig.setMap(1, [a]);
      const clients = Array.from({ length: 513 }, () => rig.connect());
      // Each client is held itself at 128 commands that wait, as long as nobody knows how long replies are.
      for (const client of clients) client.receive('GET k\r\n'.repeat(200));
      rig.pass(100);
      expect(clients.map((client) => client.text.slice(0, 13))).to.deep.equal([
        ...new Array<string>(512).fill(''),
        '-CLUSTERDOWN ',
      ]);
    });
  });

  describe('while an owner has not answered', () => {
    const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

    it('keeps the replies before its own for it, but not for long', async () => {
      await rig.link(1, a);
      const client = rig.connect();
      client.receive('PING\r\nGET k\r\nECHO x\r\n');
      // Less than two times that the timer goes off.
      await turn();
      expect(client.text).to.equal('');
      await eventually(() => client.text === '+PONG\r\n');
      a.send('$1\r\n0\r\n');
      await eventually(() => client.text === '+PONG\r\n$1\r\n0\r\n$1\r\nx\r\n');
    });

    it('sends at once what is long, and on links, where replies are those of many clients', async () => {
      await rig.link(1, a);
      const long = rig.connect();
      long.receive(`ECHO ${'x'.repeat(20_000)}\r\nGET k\r\n`);
      rig.setMap(2, [], [], [a]);
      const peer = rig.connect('shard');
      peer.receive(`PEER HELLO 1 ${b.id} ${'a'.repeat(40)}\r\nPEER STATE 3 2 0\r\nGET k\r\n`);
      await turn();
      expect(long.text).to.equal(bulk('x'.repeat(20_000)));
      expect(peer.text).to.equal('+OK\r\n');
    });
  });

  describe('when an owner goes away', () => {
    it('retries reads at the new owner and answers writes that may have been applied with an error', async () => {
      await rig.link(1, a, b);
      rig.setMap(2, [a]);
      const client = rig.connect();
      client.receive('GET k\r\nSET k 1\r\nPING\r\nEXISTS k\r\n');
      await a.receives(3);
      a.send('$1\r\n0');
      b.answer = (command) => `+${command}\r\n`;
      rig.setMap(3, [b]);
      await eventually(() => client.text.endsWith('EXISTS k\r\n'));
      expect(client.text).to.equal(`+GET k\r\n${UNKNOWN}+PONG\r\n+EXISTS k\r\n`);
      expect(b.received).to.deep.equal(['GET k', 'EXISTS k']);
      expect(rig.node.stats.outcomesUnknown).to.equal(1);
    });

    it('sends writes again that had not left', async () => {
      await rig.link(1, a);
      b.answer = (command) => `+${command}\r\n`;
      const client = rig.connect();
      // So long a read is executed at once, and links are flushed later.
      client.receive(`SET k 1${' '.repeat(SMALL_BYTES)}\r\n`);
      rig.setMap(2, [b]);
      await eventually(() => client.text === '+SET k 1\r\n');
      expect(a.received).to.deep.equal([]);
    });

    it('sends writes again that were appended to a connection which was closing', async () => {
      await rig.link(1, a);
      const client = rig.connect();
      const [socket] = a.sockets;
      const gone = new Promise((resolve) => socket?.once('close', resolve));
      a.answer = (command) => `+${command}\r\n`;
      socket?.end();
      await gone;
      client.receive('SET k 1\r\n');
      await eventually(() => client.text === '+SET k 1\r\n');
    });

    it('splits a part of a split command anew when its keys have several owners now', async () => {
      a.greeting = '';
      rig.setMap(1, [a]);
      const client = rig.connect();
      const keys = Array.from({ length: 20 }, (_, i) => `k${i}`);
      client.receive(`MGET ${keys.join(' ')}\r\n`);
      b.answer = (command) => {
        const asked = command.split(' ').slice(1);
        return `*${asked.length}\r\n${asked.map((key) => bulk(`b:${key}`)).join('')}`;
      };
      rig.setMap(2, ['me', b]);
      await eventually(() => client.text.length > 0);
      const [asked = ''] = b.received;
      const theirs = new Set(asked.split(' '));
      expect(theirs.size).to.be.within(2, 20);
      const values = keys.map((key) => (theirs.has(key) ? bulk(`b:${key}`) : '$-1\r\n'));
      expect(client.text).to.equal(`*20\r\n${values.join('')}`);
    });

    it('answers for the owners that are left what was asked of all', async () => {
      await rig.link(1, a, b);
      const client = rig.connect();
      client.receive('DBSIZE\r\nKEYS *\r\nRANDOMKEY\r\nFLUSHALL\r\n');
      await Promise.all([a.receives(4), b.receives(4)]);
      rig.setMap(2, [b]);
      b.send(':7\r\n*1\r\n+k\r\n$-1\r\n+OK\r\n');
      await eventually(() => client.text.endsWith(UNKNOWN));
      expect(client.text).to.equal(`:7\r\n*1\r\n+k\r\n$-1\r\n${UNKNOWN}`);
    });

    it('has an answer for what was asked of all even if all are gone', async () => {
      await rig.link(1, a);
      const client = rig.connect();
      client.receive('HELLO 3\r\n');
      const before = client.text.length;
      client.receive('DBSIZE\r\nKEYS *\r\nRANDOMKEY\r\nSCAN 0\r\n');
      await a.receives(4);
      rig.setMap(2, ['me']);
      expect(client.text.slice(before)).to.match(/^:0\r\n\*0\r\n_\r\n\*2\r\n\$\d+\r\n[1-9]\d*\r\n\*0\r\n$/);
    });
  });

  it('answers with an error if a part of a split command has a reply of another type', async () => {
    await rig.link(1, a, b);
    const client = rig.connect();
    const keys = Array.from({ length: 20 }, (_, i) => `k${i}`).join(' ');
    client.receive(`EXISTS ${keys}\r\nMGET ${keys}\r\nKEYS *\r\n`);
    await Promise.all([a.receives(3), b.receives(3)]);
    for (const peer of [a, b]) peer.send('+OK\r\n+OK\r\n+OK\r\n');
    await eventually(() => client.text === '-ERR internal error\r\n'.repeat(3));
  });

  describe('while it is not clear whether others have taken over', () => {
    function lift(): void {
      const { router } = rig.dispatcher;
      router.isFenced = false;
      router.forwarder.releaseHeld();
      rig.dispatcher.turn.run();
    }

    it('lets commands for all keys wait here, and asks the others', async () => {
      await rig.link(1, a);
      rig.setMap(2, ['me', a]);
      const { router } = rig.dispatcher;
      const keys = Array.from({ length: 20 }, (_, i) => `k${i}`);
      const mine = keys.find((key) => router.ownsSlot(hashSlot(Buffer.from(key), 0, key.length)));
      const client = rig.connect();
      client.receive(`SET ${mine} v\r\n`);
      router.isFenced = true;
      const strict = rig.connect('shard');
      client.receive('DBSIZE\r\n');
      strict.receive('DBSIZE\r\nSCAN 0\r\n');
      await a.receives(1);
      a.send(':5\r\n');
      await rig.hears(a, 1);
      expect([client.text, strict.text]).to.deep.equal(['+OK\r\n', '']);
      lift();
      await eventually(() => client.text === '+OK\r\n:6\r\n');
      await eventually(() => strict.text.startsWith(':1\r\n*2\r\n'));
    });

    it('reads from no copy: who has said READONLY is sent to the owner', async () => {
      await rig.link(1, a);
      const { router } = rig.dispatcher;
      router.hasCopy = () => true;
      const client = rig.connect('shard');
      client.receive('READONLY\r\nGET k\r\n');
      router.isFenced = true;
      client.receive('GET k\r\n');
      expect(client.text).to.equal(`+OK\r\n$-1\r\n-MOVED 7629 127.0.0.1:${a.port}\r\n`);
    });
  });

  describe('once this member is out', () => {
    it('refuses what clients ask; peers ask elsewhere', () => {
      rig.setMap(1, ['me']);
      const client = rig.connect();
      const peer = rig.connect('shard');
      peer.receive(`PEER HELLO 1 ${b.id} ${'a'.repeat(40)}\r\nPEER STATE 1 2 0\r\n`);
      peer.sent.length = 0;
      rig.dispatcher.router.awaitsOwners = false;
      rig.setMap(2, []);
      client.receive('GET k\r\nDBSIZE\r\n');
      peer.receive('SET k 1\r\nGET k\r\n');
      const down = '-CLUSTERDOWN Hash slot not served\r\n';
      expect([client.text, peer.text]).to.deep.equal([`${down}:0\r\n`, '-NOTOWNER 2\r\n'.repeat(2)]);
    });

    it('waits for no map: what others refuse or leave unanswered is answered with an error', async () => {
      await rig.link(1, a);
      rig.dispatcher.router.forwarder.awaitsMap = false;
      const client = rig.connect();
      client.receive('SET k 1\r\nGET k\r\n');
      await a.receives(2);
      a.send('-NOTOWNER 2\r\n');
      const down = '-CLUSTERDOWN Hash slot not served\r\n';
      await eventually(() => client.text === down);
      a.cut();
      await eventually(() => client.text === down + NO_OWNER);
    });
  });

  describe('order', () => {
    it('is kept when a client changes its protocol while replies are on their way', async () => {
      await rig.link(1, a);
      const client = rig.connect();
      client.receive('GET 1\r\nHELLO 3\r\nGET 2\r\nRESET\r\nGET 3\r\nQUIT\r\nGET 4\r\n');
      await a.receives(3);
      a.send('$-1\r\n');
      a.send('_\r\n');
      a.send('$-1\r\n');
      await eventually(() => client.destroyed);
      const text = client.text.replace(/%7[\s\S]*modules\r\n\*0\r\n/, '<hello>');
      expect(text).to.equal('$-1\r\n<hello>_\r\n+RESET\r\n$-1\r\n+OK\r\n');
    });

    it('is kept when the key has another owner while a write is on its way to the old one', async () => {
      await rig.link(1, a, b);
      b.answer = (command) => `+${command}\r\n`;
      const client = rig.connect();
      const key = keyOf(a);
      client.receive(`SET ${key} 1\r\n`);
      await a.receives(1);
      rig.setMap(2, [b], [a]);
      client.receive(`GET ${key}\r\n`);
      const other = rig.connect();
      other.receive(`EXISTS ${key}\r\n`);
      await eventually(() => other.text !== '');
      expect(b.received).to.deep.equal([`EXISTS ${key}`]);
      a.send('+OK\r\n');
      await eventually(() => client.text === `+OK\r\n+GET ${key}\r\n`);
    });

    it('holds back a client whose WAIT lasts longer only until the commands of the old map are answered', async () => {
      rig.setMap(1, ['me']);
      rig.node.cluster.replicasHold = () => new Promise(() => {});
      const client = rig.connect();
      client.receive('WAIT 1 0\r\n');
      rig.setMap(2, ['me']);
      client.receive('SET k 1\r\n');
      rig.pass(PROXY_TIMEOUT_MS);
      await new Promise((resolve) => setImmediate(resolve));
      expect(rig.node.keyspace.size).to.equal(0);
      rig.pass(200);
      await eventually(() => rig.node.keyspace.size === 1);
    });

    it('is kept for a client that has closed its half, and for one that broke the protocol', async () => {
      await rig.link(1, a);
      const half = rig.connect();
      const broken = rig.connect();
      half.receive('GET 1\r\nPING\r\n');
      half.push(null);
      broken.receive('GET 2\r\nPING\r\n*1\r\n!\r\n');
      await a.receives(2);
      await new Promise((resolve) => setImmediate(resolve));
      a.send('+1\r\n+2\r\n');
      await eventually(() => half.destroyed && broken.destroyed);
      expect(half.text).to.equal('+1\r\n+PONG\r\n');
      expect(broken.text).to.equal("+2\r\n+PONG\r\n-ERR Protocol error: expected '$', got '!'\r\n");
    });

    it('is not disturbed by replies for a client that is gone', async () => {
      await rig.link(1, a);
      const gone = rig.connect();
      const client = rig.connect();
      gone.receive('GET 1\r\nGET 2\r\n');
      client.receive('GET 3\r\n');
      await a.receives(3);
      gone.destroy();
      a.send('+1\r\n+2\r\n+3\r\n');
      await eventually(() => client.text === '+3\r\n');
      expect(gone.text).to.equal('');
    });

    it('lets a held-back reply of another owner hold back nothing but what follows', async () => {
      await rig.link(1, a, b);
      const client = rig.connect();
      const slow = keyOf(a);
      const fast = keyOf(b);
      client.receive(`GET ${slow}\r\nGET ${fast}\r\n`);
      await Promise.all([a.receives(1), b.receives(1)]);
      const other = rig.connect();
      b.answer = () => '+other\r\n';
      b.send('+fast\r\n');
      other.receive(`GET ${fast}\r\n`);
      await eventually(() => other.text === '+other\r\n');
      expect(client.text).to.equal('');
      a.send('+slow\r\n');
      await eventually(() => client.text === '+slow\r\n+fast\r\n');
    });

    function keyOf(peer: FakePeer): string {
      const { map } = rig.dispatcher.router;
      for (let i = 0; ; i++) {
        const key = `key${i}`;
        const owner = map.ownerOf(hashSlot(Buffer.from(key), 0, key.length));
        if (map.members[owner]?.id === peer.id) return key;
      }
    }
  });
});
