import { expect } from 'chai';
import { KEEP_MS, SlotCleaner } from '../../lib/cluster/slot-cleaner.js';
import { hashSlot } from '../../shard/index.js';
import { eventually } from './harness.js';
import { Rig } from './rig.js';
const KEY_COUNT = 5000;
describe('the slot cleaner', () => {
    let rig;
    let cleaner;
    let client;
    let needed;
    beforeEach(() => {
        rig = new Rig();
        rig.setMap(1, ['me']);
        needed = () => true;
        cleaner = new SlotCleaner(rig.node.keyspace, rig.node.stats, (slot) => needed(slot));
        client = rig.connect();
        for (let i = 0; i < KEY_COUNT; i++)
            client.receive(`SET key:${i} old\r\n`);
        client.sent.length = 0;
    });
    afterEach(() => rig.close());
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    it('drops the keys of slots that are of no more use, and no others, after a while', async () => {
        needed = (slot) => slot < 4096;
        let kept = 0;
        for (let i = 0; i < KEY_COUNT; i++) {
            const key = Buffer.from(`key:${i}`);
            if (hashSlot(key, 0, key.length) < 4096)
                kept++;
        }
        cleaner.tick(1000);
        cleaner.tick(1000 + KEEP_MS - 1);
        await turn();
        expect(rig.node.keyspace.size).to.equal(KEY_COUNT);
        cleaner.tick(1000 + KEEP_MS);
        await eventually(() => rig.node.keyspace.size === kept);
        expect(rig.node.stats.keysDropped).to.equal(KEY_COUNT - kept);
    });
    it('goes slice by slice, so that others have their turn', async () => {
        needed = () => false;
        cleaner.tick(0);
        cleaner.tick(KEEP_MS);
        expect(rig.node.keyspace.size).to.equal(KEY_COUNT);
        await turn();
        expect(rig.node.keyspace.size).to.be.within(2000, KEY_COUNT - 2000);
        await eventually(() => rig.node.keyspace.size === 0);
    });
    it('keeps a slot that comes back before its turn has come', async () => {
        needed = () => false;
        cleaner.tick(0);
        needed = () => true;
        cleaner.tick(KEEP_MS / 2);
        needed = () => false;
        cleaner.tick(KEEP_MS);
        cleaner.tick(KEEP_MS + 1);
        needed = () => true;
        await turn();
        expect(rig.node.keyspace.size).to.equal(KEY_COUNT);
    });
    it('drops what a FLUSHALL elsewhere has voided, and nothing newer', async () => {
        const { keyspace } = rig.node;
        keyspace.versioned = true;
        keyspace.writeVersion = 7;
        client.receive('SET old:1 x\r\n');
        keyspace.writeVersion = 9;
        client.receive('SET new:1 x\r\n');
        for (let slot = 0; slot < 16384; slot++)
            cleaner.dropUpTo(slot, 8);
        await eventually(() => keyspace.size === 1);
        client.receive('GET new:1\r\n');
        expect(client.text).to.contain('$1\r\nx\r\n');
    });
});
//# sourceMappingURL=slot-cleaner.spec.js.map