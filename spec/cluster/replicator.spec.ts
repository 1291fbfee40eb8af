import { expect } from 'chai';
import { Replicator } from '../../lib/cluster/replicator.ts';
import { Stats } from '../../lib/observe/stats.ts';
import { ChangeWriter, DELETE, GIVEN } from '../../lib/replication/changes.ts';
import { FRAMES_AT, MESSAGE_HEAD_BYTES, writeApplyHead } from '../../lib/replication/messages.ts';
import { Keyspace } from '../../lib/store/keyspace.ts';
import { IDS, LIMITS, mapOf } from '../replication/shards.ts';

const [MY_ID, OTHER] = IDS as [string, string];

describe('the replicator', () => {
  it('has parts of slots give way to clients, while there are any, and changes never', async () => {
    const stats = new Stats();
    const gaveWay: boolean[] = [];
    const replicator = new Replicator({
      keyspace: new Keyspace({ hashSeed: 1 }),
      stats,
      selfId: () => MY_ID,
      answerLimitMs: () => 1000,
      onLinkReset: () => {},
      limits: () => ({ ...LIMITS, copyShare: 25 }),
      onTaken: (_ms, isForLater) => gaveWay.push(isForLater),
      onRoutes: () => {},
      onWarning: () => {},
    });
    const map = mapOf([MY_ID, OTHER], 1);
    replicator.place(map, { selfId: MY_ID, wanted: map, live: new Map([[OTHER, 'p']]) }, []);
    const take = async (fill: (writer: ChangeWriter) => void): Promise<void> => {
      const writer = new ChangeWriter(MESSAGE_HEAD_BYTES + FRAMES_AT);
      fill(writer);
      writeApplyHead(writer.buf, 1, 1);
      replicator.onMessage(OTHER, writer.buf, MESSAGE_HEAD_BYTES, writer.length, Date.now());
      await new Promise((resolve) => setImmediate(resolve));
    };
    const key = Buffer.from('key');
    await take((writer) => writer.mark(GIVEN, 7));
    stats.commandsProcessed += 5;
    await take((writer) => writer.key(DELETE, 7, 1, key, 0, key.length));
    await take((writer) => writer.mark(GIVEN, 8));
    await take((writer) => writer.key(DELETE, 7, 2, key, 0, key.length));
    replicator.close();
    expect(gaveWay).to.deep.equal([false, false, true, false]);
  });
});
