import { expect } from 'chai';
import { figuresOf, sumFigures } from '../../lib/observe/figures.ts';
import { Stats } from '../../lib/observe/stats.ts';
import { Keyspace } from '../../lib/store/keyspace.ts';
import { replicationStatus } from '../commands/harness.ts';

function shardWith(keys: number, errors: readonly string[]) {
  const keyspace = new Keyspace({ hashSeed: 1 });
  for (let i = 0; i < keys; i++) {
    const key = Buffer.from(`key:${i}`);
    keyspace.set(key, 0, key.length, key, 0, key.length, -1, 0);
  }
  const stats = new Stats(['get', 'set']);
  stats.commands.count(keys === 4 ? 1 : 0, true, keys === 1);
  stats.commandsProcessed = 10 * keys;
  for (const error of errors) stats.countError(error);
  const pubsub = { channelCount: keys, patternCount: 1 };
  const stream = { peer: `p${keys}`, stream: keys, isPlaced: true, sentBytes: keys, ackedBytes: 0 };
  const streams = [{ ...stream, liveSlots: 0, queuedSlots: 0, silentMs: 0 }];
  const status = replicationStatus({ streams, incomingSlots: keys === 1 ? 0 : 1, heldSlots: 100 });
  return {
    ...{ keyspace, stats, pubsub, clients: { clientCount: keys }, cluster: { links: () => [1, 2] } },
    replication: { status: () => status },
  };
}

describe('figures of a shard', () => {
  it('can be sent to another thread and added up, number by number and code by code', () => {
    const all = [shardWith(1, ['ERR a', 'OOM b']), shardWith(2, ['ERR c']), shardWith(4, [])].map((shard) =>
      structuredClone(figuresOf(shard)),
    );
    const [first, ...others] = all as [(typeof all)[0], ...typeof all];
    const total = sumFigures(first, others);
    expect(total.stats).to.include({ commandsProcessed: 70, errorReplies: 3 });
    expect([...total.stats.errorsByCode]).to.deep.equal([
      ['ERR', 2],
      ['OOM', 1],
    ]);
    expect([...total.stats.commands]).to.deep.equal([
      ['get', { calls: 2, rejected: 0, failed: 1 }],
      ['set', { calls: 1, rejected: 0, failed: 0 }],
    ]);
    expect(total.keyspace.size).to.equal(7);
    expect(total.keyspace.usedBytes).to.equal(all.reduce((sum, { keyspace }) => sum + keyspace.usedBytes, 0));
    expect(total.heapBytes).to.equal(all.reduce((sum, { heapBytes }) => sum + heapBytes, 0));
    expect(total.clients.clientCount).to.equal(7);
    expect(total.pubsub).to.deep.equal({ channelCount: 7, patternCount: 3 });
    expect(total.linkCount).to.equal(6);
    expect(total.replication).to.include({ heldSlots: 300, incomingSlots: 2, incompleteShards: 2 });
    expect(total.replication.streams.map(({ peer }) => peer)).to.deep.equal(['p1', 'p2', 'p4']);
    expect(total.stats.commandRate.perSecond).to.equal(0);
    expect(sumFigures(first, [])).to.equal(first);
  });
});
