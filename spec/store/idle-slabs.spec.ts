import { expect } from 'chai';
import type { EvictionPolicyName } from '../../lib/store/eviction-policy.ts';
import { seededRandom } from './seeded-random.ts';
import { START_MS, TextKeyspace } from './text-keyspace.ts';

const MB = 2 ** 20;
const DAY_MS = 86_400_000;

function limited(limitBytes: number, policy: EvictionPolicyName): TextKeyspace {
  const keyspace = new TextKeyspace();
  keyspace.setLimit(limitBytes, policy);
  return keyspace;
}

/** Writes a key as a server does: room first. */
function write(keyspace: TextKeyspace, key: string, bytes: number, expiresAtMs: number, nowMs: number): void {
  expect(keyspace.makeRoom(key.length + bytes, nowMs)).to.equal(true);
  keyspace.put(key, Buffer.alloc(bytes), expiresAtMs, nowMs);
}

describe('Idle slabs near the memory limit', () => {
  it('are not got by emptying one for each key that comes, however long that goes on', () => {
    for (const policy of ['volatile-lru', 'volatile-ttl', 'allkeys-lru'] as const) {
      const keyspace = limited(2.5 * MB, policy);
      let slabs = 0;
      for (let n = 0; n < 70_000; n++) {
        if (n === 60_000) slabs = keyspace.slabsOpened;
        const nowMs = START_MS + n;
        write(keyspace, `key:${n}`.padEnd(16, '.'), 64, nowMs + DAY_MS + (n % 1000), nowMs);
      }
      expect(keyspace.slabsOpened - slabs, policy).to.be.below(20);
    }
  });

  it('are not taken by the background, so that a write would have to empty another one', () => {
    const keyspace = limited(4 * MB, 'volatile-lfu');
    const random = seededRandom(8);
    for (let n = 0; n < 30_000; n++) {
      const nowMs = START_MS + n;
      let clockMs = 0;
      if (n % 50 === 0) keyspace.maintain(nowMs, 20, () => clockMs++);
      const rank = Math.floor(50_000 * random() ** 3);
      const key = `key:${rank}`.padEnd(16, '.');
      if (keyspace.has(key, nowMs)) continue;
      write(keyspace, key, 2 ** (4 + ((rank * 7919) % 12)), nowMs + DAY_MS + rank, nowMs);
    }
    expect(keyspace.slabsOpened).to.be.below(1000);
    keyspace.checkInvariants();
  });
});
