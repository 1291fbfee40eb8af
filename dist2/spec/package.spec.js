import { expect } from 'chai';
import { createNode, VERSION } from 'hearsay';
import { createMembership } from 'hearsay/gossip';
import { buildShardMap, hashSlot, SLOT_COUNT } from 'hearsay/shard';
describe('the package', () => {
    it('gives an application a node', async () => {
        const node = createNode({ port: 0, logLevel: 'silent' });
        const events = [];
        node.on('stopped', () => events.push('stopped'));
        await node.start();
        expect(node.id).to.match(/^[0-9a-f]{40}$/);
        expect(node.owners()).to.deep.equal([node.id]);
        expect(node.address().clientPort).to.be.above(0);
        await node.stop();
        expect(events).to.deep.equal(['stopped']);
        expect(VERSION).to.match(/^\d+\.\d+\.\d+$/);
    });
    it('gives membership alone', () => {
        const options = {
            name: 'a',
            bindHost: '127.0.0.1',
            busPort: 0,
            clientPort: 1,
            shardPort: 2,
            seeds: [],
            phase: 'serving',
        };
        expect(() => createMembership({ ...options, id: 'a'.repeat(40), hfMs: 200, ttlMs: 900 })).to.throw(RangeError);
    });
    it('gives placement alone', () => {
        const key = Buffer.from('foo');
        const map = buildShardMap([{ id: 'a'.repeat(40), weight: 1, zone: '', shards: 1 }], 1);
        expect(map.ownerOf(hashSlot(key, 0, key.length))).to.equal(0);
        expect(map.slotCount(0)).to.equal(SLOT_COUNT);
    });
});
//# sourceMappingURL=package.spec.js.map