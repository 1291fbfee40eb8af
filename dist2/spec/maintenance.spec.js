import { expect } from 'chai';
import { Maintenance } from '../lib/maintenance.js';
import { Keyspace } from '../lib/store/keyspace.js';
/** A keyspace with so many keys whose time has run out. */
function expiredKeyspace(count) {
    const keyspace = new Keyspace({ hashSeed: 1 });
    const nowMs = Date.now();
    for (let i = 0; i < count; i++) {
        const key = Buffer.from(`key:${i}`);
        keyspace.set(key, 0, key.length, key, 0, key.length, nowMs - 500, nowMs - 1000);
    }
    return keyspace;
}
const turn = () => new Promise((resolve) => setImmediate(resolve));
describe('Maintenance', () => {
    it('deletes expired keys in slices, with turns of the event loop between them, until none is left', async () => {
        const keyspace = expiredKeyspace(50_000);
        const maintenance = new Maintenance(keyspace);
        maintenance.start();
        expect(keyspace.size).to.be.above(0);
        maintenance.start();
        for (let turns = 0; turns < 100_000 && keyspace.size > 0; turns++)
            await turn();
        expect(keyspace.size).to.equal(0);
    });
    it('does nothing more once it is stopped, until it is started again', async () => {
        const keyspace = expiredKeyspace(50_000);
        const maintenance = new Maintenance(keyspace);
        maintenance.start();
        maintenance.stop();
        const left = keyspace.size;
        for (let turns = 0; turns < 50; turns++)
            await turn();
        expect(keyspace.size).to.equal(left);
        maintenance.start();
        expect(keyspace.size).to.be.below(left);
    });
});
//# sourceMappingURL=maintenance.spec.js.map