import { expect } from 'chai';
import { KEEP_MS, SlotCleaner } from '../../lib/cluster/slot-cleaner.ts';
import { hashSlot } from '../../shard/index.ts';
import type { FakeSocket } from '../server/fake-socket.ts';
import { eventually } from './harness.ts';
import { Rig } from './rig.ts';

const KEY_COUNT = 5000;
/** Between two looks at the clock. A slice is five of them. */
const STEP_MS = 0.1;

describe('the slot cleaner', () => {
  let rig: Rig;
  let cleaner: SlotCleaner;
  let client: FakeSocket;
  let needed: (slot: number) => boolean;

  beforeEach(() => {
    rig = new Rig();
    rig.setMap(1, ['me']);
    needed = () => true;
    let clockMs = 0;
    const clock = (): number => {
      clockMs += STEP_MS;
      return clockMs;
    };
    cleaner = new SlotCleaner(rig.node.keyspace, rig.node.stats, (slot) => needed(slot), clock);
    client = rig.connect();
    for (let i = 0; i < KEY_COUNT; i++) client.receive(`SET key:${i} old\r\n`);
    client.sent.length = 0;
  });

  afterEach(() => rig.close());

  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  /** As many ticks as look at all slots. */
  const look = (nowMs: number): void => {
    for (let tick = 0; tick < 8; tick++) cleaner.tick(nowMs);
  };

  it('drops the keys of slots that are of no more use, and no others, after a while', async () => {
    needed = (slot) => slot < 4096;
    let kept = 0;
    for (let i = 0; i < KEY_COUNT; i++) {
      const key = Buffer.from(`key:${i}`);
      if (hashSlot(key, 0, key.length) < 4096) kept++;
    }
    look(1000);
    look(1000 + KEEP_MS - 1);
    await turn();
    expect(rig.node.keyspace.size).to.equal(KEY_COUNT);
    look(1000 + KEEP_MS);
    await eventually(() => rig.node.keyspace.size === kept);
    expect(rig.node.stats.keysDropped).to.equal(KEY_COUNT - kept);
  });

  it('goes slice by slice, so that others have their turn', async () => {
    needed = () => false;
    look(0);
    look(KEEP_MS);
    expect(rig.node.keyspace.size).to.equal(KEY_COUNT);
    await turn();
    expect(rig.node.keyspace.size).to.be.within(KEY_COUNT - 100, KEY_COUNT - 1);
    await eventually(() => rig.node.keyspace.size === 0);
  });

  it('keeps a slot that comes back before its turn has come', async () => {
    needed = () => false;
    look(0);
    needed = () => true;
    look(KEEP_MS / 2);
    needed = () => false;
    look(KEEP_MS);
    look(KEEP_MS + 1);
    needed = () => true;
    await turn();
    expect(rig.node.keyspace.size).to.equal(KEY_COUNT);
  });
});
