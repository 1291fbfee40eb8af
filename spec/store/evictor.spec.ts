import { expect } from 'chai';
import { KeyedHash } from '../../lib/base/keyed-hash.ts';
import { Random } from '../../lib/base/random.ts';
import { Entries } from '../../lib/store/entries.ts';
import { HAS_EXPIRY } from '../../lib/store/entry-layout.ts';
import { EntryTable } from '../../lib/store/entry-table.ts';
import { Evictor } from '../../lib/store/eviction.ts';
import { EVICTION_POLICIES, type EvictionPolicyName } from '../../lib/store/eviction-policy.ts';
import { HitDensity } from '../../lib/store/hit-density.ts';
import { NO_EXPIRY } from '../../lib/store/keyspace.ts';
import { Segments } from '../../lib/store/segments.ts';
import { sizeClassOf } from '../../lib/store/size-classes.ts';
import { seededRandom } from './seeded-random.ts';
import { START_MS } from './text-keyspace.ts';

const HOUR_MS = 3_600_000;
const LENGTH = 100;

/** A table with an evictor, and the times of what that evicts. */
class Evictions {
  readonly table = new EntryTable(new KeyedHash(1), new Segments());
  readonly evictor: Evictor;
  readonly timesMs: number[] = [];

  constructor(policy: EvictionPolicyName) {
    const random = new Random(5);
    const { table } = this;
    this.evictor = new Evictor(table, EVICTION_POLICIES[policy], new HitDensity(random, 0), random);
    table.wheel.movesAtOnce = policy === 'volatile-ttl';
    table.onEvict = (ref) => this.timesMs.push(table.entries.expiresAtMs(ref));
  }

  /** An entry that was last used `usedMs` after the start. */
  put(name: string, expiresAtMs: number, usedMs = 0, length = LENGTH): number {
    const key = Buffer.from(name.padEnd(12));
    const view = new DataView(key.buffer, key.byteOffset, key.length);
    this.table.lookUp(key, view, 0, key.length);
    const ref = this.table.put(0, key, view, 0, key.length, length, expiresAtMs, START_MS);
    this.table.entries.touch(ref, START_MS + usedMs);
    return ref;
  }

  evict(count: number, nowMs: number): void {
    for (let n = 0; n < count; n++) this.evictor.evict(nowMs);
  }
}

describe('Evictor', () => {
  it('evicts by volatile-ttl no key that was put off while there are sooner ones', () => {
    const evictions = new Evictions('volatile-ttl');
    const { table } = evictions;
    const refs: number[] = [];
    for (let n = 0; n < 20_000; n++) refs.push(evictions.put(`${n}`, START_MS + HOUR_MS / 6 + (n % 1000)));
    for (const [n, ref] of refs.entries())
      if (n % 1000 !== 500) table.changeExpiry(ref, START_MS + 24 * HOUR_MS);
    for (let n = 0; n < 1000; n++) evictions.put(`hour:${n}`, START_MS + HOUR_MS + n);
    evictions.evict(300, START_MS);
    const hours = evictions.timesMs.map((ms) => Math.floor((ms - START_MS) / HOUR_MS));
    expect(hours).to.deep.equal([...Array(20).fill(0), ...Array(280).fill(1)]);
    table.check();
  });

  it('meets all keys that expire, however few there are among those that do not', () => {
    for (const [every, evicted] of [
      [30, 500],
      [1000, 20],
    ] as const) {
      const [byUse, byLot] = (['volatile-lru', 'volatile-random'] as const).map((policy) => {
        const evictions = new Evictions(policy);
        // The time tells when it was used.
        for (let n = 0; n < 100_000; n++)
          evictions.put(`${n}`, n % every ? NO_EXPIRY : START_MS + 24 * HOUR_MS + n, n * 30);
        evictions.evict(evicted, START_MS + HOUR_MS);
        evictions.table.check();
        expect(new Set(evictions.timesMs).size).to.equal(evicted);
        return evictions.timesMs.map((ms) => (ms - START_MS - 24 * HOUR_MS) / 100_000);
      });
      const share = (evicted * every) / 100_000;
      expect(byUse?.filter((place) => place > 2.5 * share)).to.have.length.below(evicted / 20);
      for (const half of [0, 0.5]) {
        const there = byLot?.filter((place) => place >= half && place < half + 0.5);
        expect(there, `volatile-random, one in ${every}`).to.have.length.within(evicted * 0.3, evicted * 0.7);
      }
    }
  });

  it('evicts of one size too what the policy says', () => {
    const random = seededRandom(6);
    const sizeClass = sizeClassOf(Entries.cellBytesFor(12, LENGTH, HAS_EXPIRY));
    const means = (['volatile-ttl', 'volatile-random', 'volatile-lru'] as const).map((policy) => {
      const evictions = new Evictions(policy);
      for (let n = 0; n < 10_000; n++) {
        const hours = random();
        evictions.put(`${n}`, START_MS + hours * HOUR_MS, (1 - hours) * HOUR_MS);
      }
      for (let n = 0; n < 200; n++)
        expect(evictions.evictor.evictOfClass(sizeClass, 0, START_MS + HOUR_MS)).to.be.above(0);
      return evictions.timesMs.reduce((sum, ms) => sum + ms - START_MS, 0) / 200 / HOUR_MS;
    });
    expect(means[0], 'the soonest').to.be.below(0.1);
    expect(means[1], 'any').to.be.within(0.4, 0.6);
    expect(means[2], 'the longest unused').to.be.above(0.9);
  });

  it('meets those of one size however few there are, but for the one that its caller holds', () => {
    const evictions = new Evictions('allkeys-lru');
    const { evictor, table } = evictions;
    for (let n = 0; n < 100_000; n++) evictions.put(`${n}`, NO_EXPIRY);
    const refs = [1, 2, 3].map((n) => evictions.put(`rare:${n}`, NO_EXPIRY, n * HOUR_MS, 10 * LENGTH));
    const sizeClass = table.arena.sizeClassAt(refs[0] as number);
    const evictRare = (pinned: number): number =>
      evictor.evictOfClass(sizeClass, pinned, START_MS + 4 * HOUR_MS);
    const isThere = (): boolean[] => refs.map((ref) => table.arena.isLiveEntry(ref));
    expect(evictRare(refs[0] as number)).to.be.above(10 * LENGTH);
    expect(isThere()).to.deep.equal([true, false, true]);
    expect(evictRare(0)).to.be.above(10 * LENGTH);
    expect(isThere()).to.deep.equal([false, false, true]);
    expect(evictRare(refs[2] as number)).to.equal(0);
    expect(table.size).to.equal(100_001);
    table.check();
  });
});
