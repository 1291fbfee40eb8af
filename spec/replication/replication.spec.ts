import { expect } from 'chai';
import { Replication } from '../../lib/replication/replication.ts';
import { Keyspace } from '../../lib/store/keyspace.ts';
import { buildShardMap, type ShardMap, SLOT_COUNT } from '../../shard/index.ts';

const IDS = ['a', 'b', 'c'].map((letter) => letter.repeat(40));
const NOW_MS = 1_700_000_000_000;
const LIMITS = {
  minAcks: 0,
  handoffWindowBytes: 1 << 22,
  replBufferLimitBytes: 1 << 26,
  handoffTimeoutMs: 10_000,
};

function mapOf(ids: readonly string[], epoch: number): ShardMap {
  const members = ids.map((id) => ({ id, weight: 1, zone: '', shards: 1 }));
  return buildShardMap(members, epoch, undefined, 1);
}

/** Shards whose messages are answered at once. */
class Shards {
  readonly byId = new Map<string, Replication>();

  constructor() {
    for (const id of IDS) {
      const host = {
        keyspace: new Keyspace({ hashSeed: 1 }),
        limits: () => LIMITS,
        clockMs: () => 0,
        ask: (peer: string, buf: Buffer, start: number, end: number, onReply: (reply?: Buffer) => void) => {
          const copy = Buffer.from(buf.subarray(start, end));
          onReply(this.byId.get(peer)?.onMessage(id, copy, 0, copy.length, NOW_MS));
          return true;
        },
        onRoutes: () => {},
        onPending: () => {},
        onFloor: () => {},
        onGiveUp: () => {},
      };
      this.byId.set(id, new Replication(host, buildShardMap([], 0), 1));
    }
  }

  /** Gives all of `ids` the map of them; `instances` says which processes they are, `p` if nothing. */
  place(ids: readonly string[], epoch: number, instances: Readonly<Record<string, string>> = {}): void {
    const map = mapOf(ids, epoch);
    for (const selfId of ids) {
      const others = [...new Set([...ids, ...Object.keys(instances)])].filter((id) => id !== selfId);
      const live = new Map(others.map((id) => [id, instances[id] ?? 'p']));
      this.of(selfId).onMap(map, { selfId, wanted: map, live });
    }
  }

  settle(): void {
    for (let round = 0; round < 50; round++) {
      for (const shard of this.byId.values()) shard.work(NOW_MS, () => false);
    }
  }

  of(id: string): Replication {
    return this.byId.get(id) as Replication;
  }
}

describe('Replication', () => {
  const [a, b, c] = IDS as [string, string, string];

  function settled(): Shards {
    const shards = new Shards();
    shards.place(IDS, 1);
    shards.settle();
    for (const id of IDS) {
      const { copies, ownership } = shards.of(id);
      expect([copies.isComplete, ownership.incomingSlots]).to.deep.equal([true, 0]);
    }
    return shards;
  }

  it('answers for what a dead shard owned with the copies that are there, without asking anybody', () => {
    const shards = settled();
    shards.place([a, b], 2);
    const owned = [a, b].map((id) => shards.of(id).ownership);
    expect(owned.map(({ incomingSlots }) => incomingSlots)).to.deep.equal([0, 0]);
    expect((owned[0]?.heldSlots ?? 0) + (owned[1]?.heldSlots ?? 0)).to.equal(SLOT_COUNT);
  });

  it('does the same when the shard was started anew, and does not wait for what it cannot have', () => {
    const shards = settled();
    shards.place([a, b], 2, { [c]: 'another' });
    for (const id of [a, b]) expect(shards.of(id).ownership.incomingSlots, id).to.equal(0);
  });

  it('copies anew from a shard that was started anew', () => {
    const shards = settled();
    shards.place(IDS, 2, { [c]: 'another' });
    expect(shards.of(a).copies.isComplete).to.equal(false);
    shards.settle();
    expect(shards.of(a).copies.isComplete).to.equal(true);
  });
});
