import { expect } from 'chai';
import { Random } from '../../lib/base/random.ts';
import { averageTtlMs } from '../../lib/observe/average-ttl.ts';
import { Keyspace } from '../../lib/store/keyspace.ts';

const NOW_MS = 1_700_000_000_000;

/** Every key lives for as long as `ttlMsOf` says, undefined being for ever. */
function keyspaceOf(keys: number, ttlMsOf: (index: number) => number | undefined): Keyspace {
  const keyspace = new Keyspace({ hashSeed: 1 });
  for (let i = 0; i < keys; i++) {
    const key = Buffer.from(`key:${i}`);
    const ttlMs = ttlMsOf(i);
    keyspace.set(key, 0, key.length, key, 0, key.length, ttlMs === undefined ? -1 : NOW_MS + ttlMs, NOW_MS);
  }
  return keyspace;
}

describe('averageTtlMs', () => {
  const random = new Random(1);
  const average = (keyspace: Keyspace, nowMs = NOW_MS): number =>
    averageTtlMs(keyspace, nowMs, () => random.fraction());

  it('is that of the keys that expire, exactly where they are few', () => {
    expect(average(keyspaceOf(0, () => undefined))).to.equal(0);
    expect(average(keyspaceOf(100, () => undefined))).to.equal(0);
    expect(average(keyspaceOf(100, (i) => (i < 98 ? undefined : i * 1000)))).to.equal(98_500);
    const all = keyspaceOf(2, (i) => (i + 1) * 1000);
    expect(average(all, NOW_MS + 1500), 'of those that are left').to.equal(500);
  });

  it('is about that of many, from a sample that does not grow with them', () => {
    const keyspace = keyspaceOf(50_000, (i) => (i % 2 === 0 ? undefined : i));
    let visited = 0;
    const watched = {
      size: keyspace.size,
      scan: (cursor: number, count: number, nowMs: number, visit: (ref: number) => void) =>
        keyspace.scan(cursor, count, nowMs, (ref) => {
          visited++;
          visit(ref);
        }),
      expiresAtMs: (ref: number) => keyspace.expiresAtMs(ref),
    };
    expect(averageTtlMs(watched, NOW_MS, () => random.fraction())).to.be.within(18_000, 32_000);
    expect(
      averageTtlMs(watched, NOW_MS, () => 1 - 1e-9),
      'from the end on',
    ).to.be.within(18_000, 32_000);
    expect(visited).to.be.below(4 * 256);
  });
});
