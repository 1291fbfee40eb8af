import { expect } from 'chai';
import { EVICTION_POLICY_NAMES, type EvictionPolicyName } from '../../lib/store/eviction-policy.ts';
import { NO_ENTRY, NO_EXPIRY } from '../../lib/store/keyspace.ts';
import { seededRandom } from './seeded-random.ts';
import { START_MS, TextKeyspace } from './text-keyspace.ts';

const MB = 2 ** 20;
const DAY_MS = 86_400_000;
const LIMIT = 12 * MB;
/** No buffer of a value is longer than this, the spare room of those that are lengthened included. */
const LARGEST = 300_000;
const KEYS = 60_000;

/**
 * A random history at the limit: values of sizes that change, one in 400 of them large, kept for ever or not, deleted, given and robbed of
 * a time, lengthened, copied, with small slices of maintenance.
 */
class History {
  readonly keyspace = new TextKeyspace();
  refused = 0;
  /** Small values that were refused although there were many keys that could have been evicted. */
  refusedForNothing = 0;
  private readonly random: () => number;
  private readonly policy: EvictionPolicyName;
  private nowMs = START_MS;
  private octave = 0;

  constructor(policy: EvictionPolicyName, seed: number) {
    this.policy = policy;
    this.random = seededRandom(seed);
    this.keyspace.versioned = seed % 2 === 1;
    this.keyspace.setLimit(LIMIT, policy);
  }

  step(n: number): void {
    if (n % 12_000 === 0) this.octave = Math.floor(this.random() * 9);
    const key = `key:${Math.floor(this.random() ** 2 * KEYS)}`;
    const choice = this.random();
    this.keyspace.writeVersion = n + 1;
    if (choice < 0.83) this.set(key);
    else if (this.keyspace.has(key, this.nowMs)) this.change(key, choice);
    if (n % 20 > 0) return;
    this.nowMs += Math.floor(this.random() * 100);
    let clockMs = 0;
    this.keyspace.maintain(this.nowMs, Math.floor(this.random() * 8), () => clockMs++);
  }

  private set(key: string): void {
    const { keyspace, nowMs } = this;
    const isLarge = this.random() < 1 / 400;
    const bytes = isLarge ? 70_000 + this.random() * 200_000 : 8 * 2 ** (this.octave + this.random() * 3);
    const value = Buffer.alloc(Math.floor(bytes));
    const expiresAtMs = this.random() < 0.9 ? nowMs + 1000 + Math.floor(this.random() * 1e6) : NO_EXPIRY;
    const { expiringSize, size } = keyspace;
    if (keyspace.makeRoom(key.length + value.length, nowMs)) {
      keyspace.put(key, value, expiresAtMs, nowMs);
      return;
    }
    this.refused++;
    const evictable = this.policy === 'noeviction' ? 0 : expiringSize;
    if (!isLarge && evictable > 100 + size / 20) this.refusedForNothing++;
  }

  private change(key: string, choice: number): void {
    const { keyspace, nowMs } = this;
    const ref = keyspace.refOf(key, nowMs);
    if (choice < 0.92) keyspace.remove(key);
    else if (choice < 0.97) {
      keyspace.setExpiresAtMs(ref, this.random() < 0.4 ? NO_EXPIRY : nowMs + Math.floor(this.random() * 1e7));
    } else if (keyspace.makeRoom(30, nowMs) && keyspace.has(key, nowMs)) this.lengthen(key, choice);
  }

  private lengthen(key: string, choice: number): void {
    const { keyspace, nowMs } = this;
    const ref = keyspace.refOf(key, nowMs);
    const length = keyspace.valueLength(ref);
    const target = Buffer.from(`${key}:copy`);
    if (choice < 0.99 && length < LARGEST / 2 - 100) keyspace.resize(ref, length + 50);
    else keyspace.copyTo(ref, target, 0, target.length, nowMs);
  }
}

/** A keyspace that a value without expiry has taken above its limit. */
function passed(policy: EvictionPolicyName): TextKeyspace {
  const keyspace = new TextKeyspace();
  keyspace.setLimit(4 * MB, policy);
  for (const key of ['one', 'other', 'another']) keyspace.put(key, Buffer.alloc(1_500_000, key));
  keyspace.put('third', Buffer.alloc(2 * MB));
  expect(keyspace.usedBytes).to.be.above(4 * MB);
  return keyspace;
}

describe('Memory limit', () => {
  for (const [seed, policy] of EVICTION_POLICY_NAMES.entries()) {
    it(`is at no step passed by more than one value, and refuses nothing for which it could evict: ${policy}`, () => {
      const history = new History(policy, seed);
      const { keyspace } = history;
      for (let n = 0; n < 100_000; n++) {
        history.step(n);
        const above = keyspace.usedBytes - LIMIT;
        if (above > LARGEST) expect.fail(`${above} bytes above the limit after step ${n}`);
      }
      keyspace.checkInvariants();
      expect(keyspace.usedBytes).to.be.above(0.85 * LIMIT);
      if (policy.startsWith('allkeys')) expect(history.refused).to.be.below(20);
      if (policy !== 'noeviction') expect(keyspace.stats.evicted).to.be.above(5000);
      expect(history.refusedForNothing).to.be.below(100);
    });
  }

  it('evicts a bounded part for a value of any size, and the rest in the background', () => {
    for (const policy of ['allkeys-lru', 'volatile-ttl'] as const) {
      const keyspace = new TextKeyspace();
      keyspace.setLimit(16 * MB, policy);
      let nowMs = START_MS;
      const write = (key: string, bytes: number): number => {
        const before = keyspace.stats.evicted;
        nowMs += 10;
        expect(keyspace.makeRoom(key.length + bytes, nowMs), `${policy}, ${key}`).to.equal(true);
        const { evicted } = keyspace.stats;
        keyspace.put(key, Buffer.alloc(bytes), nowMs + DAY_MS, nowMs);
        return evicted - before;
      };
      for (let n = 0; n < 110_000; n++) write(`key:${n}`, 100);
      expect(write('large:0', 4 * MB)).to.be.within(100, 512);
      expect(keyspace.usedBytes).to.be.within(19 * MB, 20 * MB);
      // One that follows does not add to what is above.
      expect(write('large:1', 4 * MB)).to.be.at.most(513);
      expect(keyspace.usedBytes).to.be.below(20 * MB);
      expect(write('small', 100)).to.be.within(1, 3);
      const before = keyspace.stats.evicted;
      let clockMs = 0;
      let slices = 0;
      while (!keyspace.maintain(nowMs, 10, () => clockMs++)) if (++slices > 10_000) expect.fail('no end');
      // As many as the large value takes, and no more for memory that they cannot give back.
      expect(keyspace.stats.evicted - before, policy).to.be.within(20_000, 40_000);
      expect(keyspace.usedBytes, policy).to.be.below(20 * MB);
      keyspace.checkInvariants();
    }
  });

  it('is not passed for the tombstones of deletions, of which some find room in any case', () => {
    for (const policy of ['noeviction', 'allkeys-lru', 'volatile-lru'] as const) {
      const keyspace = new TextKeyspace();
      keyspace.versioned = true;
      keyspace.setLimit(LIMIT, policy);
      const isKnown = (n: number): boolean => {
        const key = Buffer.from(`key:${n}`);
        return !keyspace.apply(key, 0, key.length, key, 0, 1, NO_EXPIRY, 1, START_MS);
      };
      for (let n = 0; n < 90_000; n++)
        if (keyspace.makeRoom(130, START_MS)) keyspace.put(`key:${n}`, Buffer.alloc(100));
      const { size } = keyspace;
      const removed: number[] = [];
      for (let n = 0; n < 60_000; n++) {
        keyspace.writeVersion = n + 2;
        const ref = keyspace.refOf(`key:${n}`, START_MS + n);
        if (ref === NO_ENTRY) continue;
        keyspace.delete(ref);
        removed.push(n);
        if (keyspace.usedBytes > LIMIT)
          expect.fail(`${policy}: ${keyspace.usedBytes - LIMIT} bytes above it`);
      }
      expect(keyspace.size).to.be.below(size / 2);
      // A quarter of a sixteenth of the limit, at some 130 bytes each with their index.
      for (const n of removed.slice(-1000)) expect(isKnown(n), `key:${n}`).to.equal(true);
      keyspace.checkInvariants();
    }
  });

  it('takes no memory for compaction that the limit does not have, unless it was lowered', () => {
    const keyspace = passed('volatile-lru');
    let most = 0;
    const maintain = (): void => {
      let clockMs = 0;
      while (!keyspace.maintain(START_MS, 10, () => clockMs++)) most = Math.max(most, keyspace.usedBytes);
    };
    for (let n = 0; n < 3000; n++) keyspace.put(`key:${n}`, Buffer.alloc(1000));
    for (let n = 0; n < 3000; n++) if (n % 10) keyspace.remove(`key:${n}`);
    const { usedBytes } = keyspace;
    // What it was is no lower limit.
    keyspace.setLimit(4 * MB, 'volatile-lru');
    maintain();
    expect(keyspace.usedBytes).to.equal(usedBytes);
    expect(most).to.be.at.most(usedBytes);
    for (const key of ['one', 'third']) keyspace.remove(key);
    keyspace.setLimit(4 * MB - 100_000, 'volatile-lru');
    maintain();
    expect(keyspace.usedBytes).to.be.below(4 * MB - 100_000);
    expect(most).to.be.above(keyspace.usedBytes);
    keyspace.checkInvariants();
  });

  it('still gets below a lowered limit when that is set again', () => {
    const keyspace = new TextKeyspace();
    for (let n = 0; n < 60_000; n++) keyspace.put(`key:${n}`, Buffer.alloc(100));
    for (const policy of ['allkeys-lru', 'allkeys-random'] as const) keyspace.setLimit(4 * MB, policy);
    let clockMs = 0;
    while (!keyspace.maintain(START_MS, 10, () => clockMs++)) {}
    expect(keyspace.usedBytes).to.be.within(3 * MB, 4 * MB);
    keyspace.checkInvariants();
  });

  it('refuses to lengthen or copy what would go further above it, but not to move it to another key', () => {
    for (const policy of ['noeviction', 'volatile-lru'] as const) {
      const keyspace = passed(policy);
      const { usedBytes } = keyspace;
      const target = Buffer.from('target');
      expect(keyspace.resize(keyspace.refOf('one'), 1_600_000)).to.equal(NO_ENTRY);
      expect(keyspace.copyTo(keyspace.refOf('one'), target, 0, 6, START_MS)).to.equal(NO_ENTRY);
      expect([keyspace.usedBytes, keyspace.size, keyspace.has('target')]).to.deep.equal([
        usedBytes,
        4,
        false,
      ]);
      const moved = keyspace.copyTo(keyspace.refOf('one'), target, 0, 6, START_MS, true);
      expect(keyspace.readValue(moved).equals(Buffer.alloc(1_500_000, 'one'))).to.equal(true);
      for (const key of ['one', 'another']) keyspace.remove(key);
      // The value that is above may itself become another one.
      expect(keyspace.resize(keyspace.refOf('third'), 2 * MB + 1)).to.not.equal(NO_ENTRY);
      keyspace.checkInvariants();
    }
  });
});
