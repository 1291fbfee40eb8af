import { expect } from 'chai';
import { Replicator } from '../../lib/cluster/replicator.ts';
import { ChangeWriter, GIVEN } from '../../lib/replication/changes.ts';
import { FRAMES_AT, MESSAGE_HEAD_BYTES, writeApplyHead } from '../../lib/replication/messages.ts';
import { buildShardMap, hashSlot, type ShardMap } from '../../shard/index.ts';
import { MY_ID } from '../commands/harness.ts';
import { eventually } from './harness.ts';
import { PROXY_TIMEOUT_MS, Rig } from './rig.ts';

const OTHER = 'b'.repeat(40);
const LIMITS = {
  minAcks: 0,
  handoffWindowBytes: 1 << 20,
  replBufferLimitBytes: 1 << 26,
  handoffTimeoutMs: 10_000,
  proxyTimeoutMs: PROXY_TIMEOUT_MS,
  copyShare: 100,
};

function mapOf(ids: readonly string[], epoch: number): ShardMap {
  return buildShardMap(
    ids.map((id) => ({ id, weight: 1, zone: '', shards: 1 })),
    epoch,
  );
}

function slotOf(key: string): number {
  return hashSlot(Buffer.from(key), 0, key.length);
}

/** This member has just joined the other, which has yet to give it its slots. */
class Joined {
  readonly rig = new Rig();
  readonly map = mapOf([OTHER, MY_ID], 2);
  private readonly replicator: Replicator;

  constructor() {
    const { dispatcher, node } = this.rig;
    const { forwarder } = dispatcher.router;
    this.replicator = new Replicator({
      keyspace: node.keyspace,
      selfId: () => MY_ID,
      answerLimitMs: () => 1000,
      onLinkReset: () => {},
      limits: () => LIMITS,
      stats: node.stats,
      onRoutes: () => forwarder.releaseHeld(),
      onTaken: () => {},
      onWarning: () => {},
    });
    dispatcher.replicator = this.replicator;
    dispatcher.router.isWhole = () => this.replicator.core.ownership.isWhole;
    for (const map of [mapOf([OTHER], 1), this.map]) {
      this.replicator.place(map, { selfId: MY_ID, wanted: map, live: new Map([[OTHER, 'p']]) }, []);
      dispatcher.router.setMap(map, [], this.replicator.core.ownership.routes);
    }
  }

  /** Keys of this member's, each of another slot. */
  keys(count: number): string[] {
    const own = new Map<number, string>();
    for (let n = 0; own.size < count; n++) {
      const slot = slotOf(`key:${n}`);
      if (this.map.shards[this.map.ownerOf(slot)]?.id === MY_ID) own.set(slot, `key:${n}`);
    }
    return [...own.values()];
  }

  /** The other member has handed the key's slot over; what that sets off is done in a later turn of the event loop. */
  give(key: string): void {
    this.giveSlot(slotOf(key));
  }

  giveSlot(slot: number): void {
    const writer = new ChangeWriter(MESSAGE_HEAD_BYTES + FRAMES_AT);
    writer.mark(GIVEN, slot);
    writeApplyHead(writer.buf, 1, 1);
    this.replicator.onMessage(OTHER, writer.buf, MESSAGE_HEAD_BYTES, writer.length, Date.now());
  }

  close(): void {
    this.replicator.close();
    this.rig.close();
  }
}

describe('commands that wait for a slot', () => {
  let joined: Joined;

  beforeEach(() => {
    joined = new Joined();
  });

  afterEach(() => joined.close());

  it('have it asked for before others, each of several', () => {
    const [one = '', two = '', three = ''] = joined.keys(3);
    const waiting: number[] = [];
    joined.rig.dispatcher.router.onWaiting = (slot) => waiting.push(slot);
    joined.rig.connect().receive(`GET ${one}\r\nMGET ${two} ${three}\r\n`);
    expect(new Set(waiting)).to.deep.equal(new Set([one, two, three].map(slotOf)));
  });

  it('are executed before what comes when it was given', async () => {
    const [key = ''] = joined.keys(1);
    const client = joined.rig.connect();
    client.receive(`SET ${key} 1\r\nGET ${key}\r\n`);
    joined.give(key);
    client.receive(`GET ${key}\r\nSET ${key} 2\r\n`);
    await eventually(() => client.text.endsWith('+OK\r\n$1\r\n1\r\n$1\r\n1\r\n+OK\r\n'));
    expect(joined.rig.node.stats.commandsHeld).to.equal(2);
  });

  /** Another member that sends commands once that key is here. */
  function peerAfter(key: string) {
    const peer = joined.rig.connect('shard');
    peer.receive(`PEER HELLO 1 ${OTHER} ${'a'.repeat(40)}\r\nPEER STATE 2 2 0\r\n`);
    peer.sent.length = 0;
    joined.give(key);
    return peer;
  }

  it('hold what a peer sends behind them if they have several keys', async () => {
    const [early = '', late = ''] = joined.keys(2);
    const peer = peerAfter(early);
    peer.receive(`SET ${early} 0\r\nMSET ${late} 1 ${early} 1\r\nGET ${early}\r\n`);
    peer.receive(`SET ${early} 2\r\nGET ${early}\r\n`);
    joined.rig.connect().receive(`SET ${early} 3\r\n`);
    joined.give(late);
    peer.receive(`GET ${early}\r\n`);
    await eventually(() => peer.text === '+OK\r\n+OK\r\n$1\r\n1\r\n+OK\r\n$1\r\n2\r\n$1\r\n2\r\n');
    expect(joined.rig.node.stats.commandsHeld).to.equal(4);
  });

  it('have FLUSHALL wait, too, until all slots are here', async () => {
    const { rig, map } = joined;
    const peer = rig.connect('shard');
    peer.receive(`PEER HELLO 1 ${OTHER} ${'a'.repeat(40)}\r\nPEER STATE 2 2 0\r\n`);
    peer.sent.length = 0;
    const [early = '', late = ''] = joined.keys(2);
    joined.give(early);
    peer.receive(`SET ${early} 1\r\nFLUSHALL\r\n`);
    const mine = map.shards.findIndex(({ id }) => id === MY_ID);
    for (let slot = 0; slot < 16384; slot++)
      if (map.ownerOf(slot) === mine && slot !== slotOf(late)) joined.giveSlot(slot);
    await new Promise((resolve) => setImmediate(resolve));
    expect([peer.text, rig.node.keyspace.size]).to.deep.equal(['+OK\r\n', 1]);
    joined.give(late);
    await eventually(() => peer.text === '+OK\r\n+OK\r\n');
    expect(rig.node.keyspace.size).to.equal(0);
  });

  it('let go on what waits behind them when they have waited too long', async () => {
    const [early = '', late = ''] = joined.keys(2);
    const peer = peerAfter(early);
    peer.receive(`MSET ${late} 1 ${early} 1\r\n`);
    joined.rig.pass(PROXY_TIMEOUT_MS / 2);
    peer.receive(`SET ${early} 2\r\n`);
    joined.rig.pass(PROXY_TIMEOUT_MS / 2 + 200);
    await eventually(() => peer.text.endsWith('\r\n+OK\r\n'));
    expect(peer.text).to.match(/^-CLUSTERDOWN [^\r]*\r\n\+OK\r\n$/);
  });

  it('wait on, in their order, while other slots are given', async () => {
    const [early = '', late = ''] = joined.keys(2);
    const client = joined.rig.connect();
    const other = joined.rig.connect();
    client.receive(`SET ${late} 1\r\n`);
    client.receive(`APPEND ${late} 2\r\n`);
    other.receive(`SET ${early} 1\r\n`);
    joined.give(early);
    await eventually(() => other.text === '+OK\r\n');
    expect(client.text).to.equal('');
    joined.give(late);
    client.receive(`GET ${late}\r\n`);
    await eventually(() => client.text === '+OK\r\n:2\r\n$2\r\n12\r\n');
  });
});
