import { expect } from 'chai';
import { SlotCleaner } from '../../lib/cluster/slot-cleaner.ts';
import { buildShardMap } from '../../shard/index.ts';
import { MY_ID, OTHER_ID } from '../commands/harness.ts';
import type { FakeSocket } from '../server/fake-socket.ts';
import { eventually } from './harness.ts';
import { Rig } from './rig.ts';

const KEY_COUNT = 5000;

describe('the slot cleaner', () => {
  let rig: Rig;
  let cleaner: SlotCleaner;
  let client: FakeSocket;

  beforeEach(() => {
    rig = new Rig();
    rig.setMap(1, ['me']);
    cleaner = new SlotCleaner(rig.node.keyspace, rig.node.stats);
    own(MY_ID);
    client = rig.connect();
    for (let i = 0; i < KEY_COUNT; i++) client.receive(`SET key:${i} old\r\n`);
    client.sent.length = 0;
  });

  /** A map in which these members own the slots. */
  function own(...ids: string[]): void {
    const map = buildShardMap(
      ids.map((id) => ({ id, weight: 1, zone: '', shards: 1 })),
      2,
    );
    cleaner.onMap(map, map.indexOf(MY_ID));
  }

  it('drops the keys of slots that went to another member, and no others', async () => {
    own(MY_ID, OTHER_ID);
    const map = buildShardMap(
      [MY_ID, OTHER_ID].map((id) => ({ id, weight: 1, zone: '', shards: 1 })),
      2,
    );
    const counts = [0, 0];
    const countMine = (): number => {
      counts.fill(0);
      for (let slot = 0; slot < 16384; slot++)
        (counts[map.ownerOf(slot)] as number) += rig.node.keyspace.slotSize(slot);
      return counts[map.indexOf(MY_ID)] as number;
    };
    const mine = countMine();
    await eventually(() => rig.node.keyspace.size === mine);
    expect(countMine()).to.equal(mine);
    expect(rig.node.stats.keysDropped).to.equal(KEY_COUNT - mine);
  });

  it('goes slice by slice, so that others have their turn', async () => {
    own(OTHER_ID);
    expect(rig.node.keyspace.size).to.equal(KEY_COUNT);
    await new Promise((resolve) => setImmediate(resolve));
    expect(rig.node.keyspace.size).to.be.within(2000, KEY_COUNT - 2000);
    await eventually(() => rig.node.keyspace.size === 0);
  });

  it('leaves no stale value when a slot comes back before its turn has come', () => {
    own(OTHER_ID);
    own(MY_ID);
    client.receive('GET key:1\r\nDBSIZE\r\n');
    expect(client.text).to.equal('$-1\r\n:0\r\n');
  });

  it('does not drop what was written since a slot came back', async () => {
    own(OTHER_ID);
    own(MY_ID);
    client.receive('SET key:1 new\r\n');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(rig.node.keyspace.size).to.equal(1);
  });
});
