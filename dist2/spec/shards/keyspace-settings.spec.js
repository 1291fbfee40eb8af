import { expect } from 'chai';
import { resolveOptions } from '../../lib/config/resolve.js';
import { KeyspaceSettings } from '../../lib/shard/keyspace-settings.js';
describe('what options say of a keyspace', () => {
    it('reaches it: its part of the limit, once for each change, and how long deletions are remembered', () => {
        const calls = [];
        const keyspace = {
            tombstoneMs: 0,
            setLimit: (bytes, policy) => calls.push(`${bytes} ${policy}`),
        };
        const settings = new KeyspaceSettings(keyspace, 3);
        const options = resolveOptions({
            maxMemoryBytes: 100,
            maxMemoryPolicy: 'allkeys-lru',
            tombstoneTtlMs: 5000,
        });
        settings.apply(options);
        expect(keyspace.tombstoneMs).to.equal(5000);
        settings.apply({ ...options, tombstoneTtlMs: 7000 });
        expect(keyspace.tombstoneMs).to.equal(7000);
        settings.apply({ ...options, maxMemoryBytes: 300 });
        expect(calls).to.deep.equal(['34 allkeys-lru', '100 allkeys-lru']);
    });
});
//# sourceMappingURL=keyspace-settings.spec.js.map