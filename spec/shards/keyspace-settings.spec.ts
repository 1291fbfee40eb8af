import { expect } from 'chai';
import { resolveOptions } from '../../lib/config/resolve.ts';
import { KeyspaceSettings } from '../../lib/shard/keyspace-settings.ts';
import type { Keyspace } from '../../lib/store/keyspace.ts';

describe('what options say of a keyspace', () => {
  it('reaches it: its part of the limit, once for each change, and how long deletions are remembered', () => {
    const calls: string[] = [];
    const keyspace = {
      tombstoneMs: 0,
      setLimit: (bytes: number, policy: string) => calls.push(`${bytes} ${policy}`),
    };
    const settings = new KeyspaceSettings(keyspace as unknown as Keyspace, 3);
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
