import { expect } from 'chai';
import { EVICTION_POLICY_NAMES, type EvictionPolicyName } from '../../lib/store/eviction-policy.ts';
import { NO_ENTRY, NO_EXPIRY } from '../../lib/store/keyspace.ts';
import { seededRandom } from './seeded-random.ts';
import { START_MS, TextKeyspace } from './text-keyspace.ts';

const MB = 2 ** 20;
const DAY_MS = 86_400_000;
/** Values are parts of it: what they are is of no matter here. */
const BYTES = Buffer.alloc(17 * MB);

/** Writes a key as a server does: room first. */
function write(
  keyspace: TextKeyspace,
  key: string,
  bytes: number,
  expiresAtMs = NO_EXPIRY,
  nowMs = START_MS,
): boolean {
  if (!keyspace.makeRoom(key.length + bytes, nowMs)) return false;
  keyspace.put(key, BYTES.subarray(0, bytes), expiresAtMs, nowMs);
  return true;
}

function limited(limitBytes: number, policy: EvictionPolicyName): TextKeyspace {
  const keyspace = new TextKeyspace();
  keyspace.setLimit(limitBytes, policy);
  return keyspace;
}

/** Names of one length, so that all entries are of one size. */
function name(n: number): string {
  return `key:${n}`.padEnd(12, '.');
}

/** How many of keys `from` to `to - 1` are there. */
function countKeys(keyspace: TextKeyspace, from: number, to: number): number {
  let found = 0;
  for (let n = from; n < to; n++) {
    const key = Buffer.from(name(n));
    if (keyspace.peek(key, 0, key.length, START_MS) !== NO_ENTRY) found++;
  }
  return found;
}

describe('Eviction', () => {
  for (const policy of EVICTION_POLICY_NAMES.filter((name) => name !== 'noeviction')) {
    it(`keeps memory below the limit through sizes that change: ${policy}`, () => {
      const limitBytes = 4 * MB;
      const keyspace = limited(limitBytes, policy);
      const random = seededRandom(31);
      let written = 0;
      for (const maxBytes of [60, 9000, 200]) {
        for (let bytes = 0; bytes < 3 * MB; ) {
          const size = Math.floor(random() * maxBytes);
          const expiresAtMs = START_MS + DAY_MS + Math.floor(random() * DAY_MS);
          if (!write(keyspace, `key:${written++}`, size, expiresAtMs)) expect.fail('no room');
          bytes += size + 40;
          if (keyspace.usedBytes > limitBytes + size + 100)
            expect.fail(`${keyspace.usedBytes} bytes are used`);
        }
        keyspace.checkInvariants();
        expect(keyspace.usedBytes).to.be.above(limitBytes * 0.7);
      }
      expect(keyspace.stats.evicted).to.equal(written - keyspace.size);
      expect(keyspace.stats.expired).to.equal(0);
    });
  }

  it('refuses what would add data under noeviction, and takes it again after deletions', () => {
    const keyspace = limited(8 * MB, 'noeviction');
    let keys = 0;
    while (write(keyspace, `key:${keys}`, 100)) keys++;
    expect(keys).to.be.above(50_000);
    expect(keyspace.usedBytes).to.be.within(7 * MB, 8 * MB);
    expect(keyspace.size).to.equal(keys);
    expect(keyspace.stats.evicted).to.equal(0);
    for (let n = 0; n < keys; n += 2) keyspace.remove(`key:${n}`);
    for (let n = 0; n < keys / 3; n++) if (!write(keyspace, `again:${n}`, 100)) expect.fail('no room');
    expect(keyspace.usedBytes).to.be.at.most(8 * MB);
    keyspace.checkInvariants();
  });

  it('evicts only keys that expire under volatile policies, and refuses when there are none', () => {
    for (const policy of ['volatile-lru', 'volatile-lfu', 'volatile-random', 'volatile-ttl'] as const) {
      const keyspace = limited(4 * MB, policy);
      for (let n = 0; n < 10_000; n++) write(keyspace, name(n), 100);
      for (let n = 0; n < 30_000; n++)
        if (!write(keyspace, `key:v${n}`, 100, START_MS + DAY_MS + n)) expect.fail('no room');
      expect(countKeys(keyspace, 0, 10_000)).to.equal(10_000);
      expect(keyspace.stats.evicted).to.be.above(10_000);
      let more = 0;
      while (more < 100_000 && write(keyspace, `key:more${more}`, 100)) more++;
      expect(more).to.be.below(100_000);
      expect(keyspace.expiringSize).to.equal(0);
      expect(keyspace.usedBytes).to.be.at.most(4 * MB);
      keyspace.checkInvariants();
    }
  });

  it('volatile-ttl evicts those that expire first, going by the last times that they were given', () => {
    const keyspace = limited(4 * MB, 'volatile-ttl');
    const times = new Map<string, number>();
    const random = seededRandom(8);
    for (let n = 0; n < 15_000; n++) {
      const key = name(n);
      times.set(key, START_MS + 1000 + Math.floor(random() * DAY_MS));
      write(keyspace, key, 100, times.get(key));
    }
    for (let n = 0; n < 15_000; n += 3) {
      const key = name(n);
      times.set(key, (times.get(key) as number) + DAY_MS);
      keyspace.setExpiresAtMs(keyspace.refOf(key), times.get(key) as number);
    }
    expect(keyspace.stats.evicted).to.equal(0);
    for (let n = 0; n < 20_000; n++) write(keyspace, name(100_000 + n), 100, START_MS + 90 * DAY_MS);
    const left = [...times].filter(([key]) => keyspace.has(key));
    const gone = [...times].filter(([key]) => !keyspace.has(key));
    expect(gone.length).to.be.above(1000);
    const sum = (of: readonly (readonly [string, number])[]): number =>
      of.reduce((total, [, time]) => total + time, 0);
    expect(sum(left) / left.length - sum(gone) / gone.length).to.be.above(DAY_MS / 2);
    const cut = [...times.values()].sort((a, b) => a - b)[gone.length] as number;
    expect(gone.filter(([, time]) => time > cut + DAY_MS / 4)).to.deep.equal([]);
  });

  it('allkeys-lru keeps what was used lately, allkeys-lfu what was used often', () => {
    for (const policy of ['allkeys-lru', 'allkeys-lfu'] as const) {
      const keyspace = limited(6 * MB, policy);
      let nowMs = START_MS;
      for (let n = 0; n < 60_000; n++) {
        write(keyspace, name(n), 100, NO_EXPIRY, nowMs);
        keyspace.refOf(name(n % 3000), nowMs);
        nowMs += 5;
      }
      expect(countKeys(keyspace, 0, 3000), policy).to.be.above(2900);
    }
  });

  it('allkeys-lfu keeps small values rather than large ones, with fewer slabs than there are sizes to fill', () => {
    const keyspace = limited(4 * MB, 'allkeys-lfu');
    const random = seededRandom(9);
    for (let n = 0; n < 60_000; n++) {
      const key = Math.floor(random() ** 3 * 40_000);
      if (keyspace.refOf(name(key)) === NO_ENTRY) write(keyspace, name(key), 16 << (key % 9));
    }
    expect(keyspace.size).to.be.above(6000);
    keyspace.checkInvariants();
  });

  it('allkeys-lfu is not flushed by a scan of keys that are used once', () => {
    const keyspace = limited(6 * MB, 'allkeys-lfu');
    const random = seededRandom(4);
    for (let n = 0; n < 200_000; n++) {
      const key = name(n % 2 ? Math.floor(random() ** 3 * 30_000) : 100_000 + n);
      if (keyspace.refOf(key) === NO_ENTRY) write(keyspace, key, 100);
    }
    // LRU keeps some 5000 of them.
    expect(countKeys(keyspace, 0, 10_000)).to.be.above(7000);
  });

  it('has frequencies under a limit with an LFU policy, idle times else', () => {
    const keyspace = limited(8 * MB, 'allkeys-lfu');
    expect(keyspace.tracksFrequency).to.equal(true);
    expect(keyspace.frequencyOf(keyspace.put('new', 'v'))).to.equal(5);
    keyspace.put('often', 'v');
    for (let use = 0; use < 2000; use++) keyspace.refOf('often');
    expect(keyspace.frequencyOf(keyspace.refOf('often'))).to.be.within(30, 120);
    keyspace.put('often', 'a value of another length, so that it moves');
    expect(keyspace.frequencyOf(keyspace.refOf('often'))).to.be.above(30);
    keyspace.setLimit(8 * MB, 'volatile-lfu');
    expect(keyspace.tracksFrequency).to.equal(true);
    keyspace.setLimit(8 * MB, 'allkeys-lru');
    expect(keyspace.tracksFrequency).to.equal(false);
    keyspace.setLimit(0, 'allkeys-lfu');
    expect(keyspace.tracksFrequency).to.equal(false);
    keyspace.put('new', 'v', NO_EXPIRY, START_MS);
    expect(keyspace.idleMs(keyspace.refOf('new'), START_MS + 5000)).to.equal(5000);
  });

  it('keeps what it learned of frequencies when the limit is set anew', () => {
    const keyspace = limited(8 * MB, 'allkeys-lfu');
    // So many uses that their clock is far ahead of the seconds that have passed.
    for (let use = 0; use < 20_000; use++) {
      keyspace.put('often', 'v');
      keyspace.refOf('often');
    }
    const before = keyspace.frequencyOf(keyspace.refOf('often'));
    expect(before).to.be.above(50);
    for (const policy of ['allkeys-lfu', 'volatile-lfu'] as const) {
      keyspace.setLimit(9 * MB, policy);
      expect(keyspace.frequencyOf(keyspace.refOf('often')), policy).to.be.at.least(before);
    }
  });

  it('takes large values into the limit, evicting large and small ones, and lets at most one pass it', () => {
    const keyspace = limited(16 * MB, 'allkeys-lfu');
    for (let n = 0; n < 20_000; n++) write(keyspace, `key:${n}`, 200);
    let refused = 0;
    for (let n = 0; n < 300; n++) {
      if (!write(keyspace, `large:${n}`, 500_000)) refused++;
      if (keyspace.usedBytes > 16 * MB + 500_100) expect.fail(`${keyspace.usedBytes} bytes are used`);
    }
    expect(refused).to.be.below(30);
    expect(write(keyspace, 'too large', 17 * MB)).to.equal(false);
    expect(write(keyspace, 'small', 10)).to.equal(true);
    keyspace.checkInvariants();
  });

  it('finds the few large values that there are, however many there were before', () => {
    const keyspace = new TextKeyspace();
    for (let n = 0; n < 3000; n++) keyspace.put(`large:${n}`, Buffer.alloc(70_000));
    for (let n = 0; n < 3000; n++) if (n % 1500 !== 7) keyspace.remove(`large:${n}`);
    keyspace.checkInvariants();
    for (let n = 0; n < 60_000; n++) keyspace.put(`key:${n}`, Buffer.alloc(150));
    keyspace.setLimit(keyspace.usedBytes + 100_000, 'allkeys-lru');
    let refused = 0;
    for (let n = 0; n < 100; n++) if (!write(keyspace, `new:${n}`, 70_000)) refused++;
    expect(refused).to.equal(0);
    keyspace.checkInvariants();
  });

  it('evicts nothing when a large value gets a time or loses it, and does not copy it', () => {
    const keyspace = limited(4 * MB, 'allkeys-lru');
    for (let n = 0; n < 5; n++) write(keyspace, `large:${n}`, 600_000);
    const value = Buffer.alloc(600_000, 'large');
    keyspace.put('large:2', value);
    const { usedBytes, size } = keyspace;
    for (const expiresAtMs of [START_MS + DAY_MS, NO_EXPIRY, START_MS + 1000]) {
      for (let n = 0; n < size; n++) {
        const ref = keyspace.setExpiresAtMs(keyspace.refOf(`large:${n}`), expiresAtMs);
        expect(keyspace.expiresAtMs(ref)).to.equal(expiresAtMs);
        expect(keyspace.keyOf(ref)).to.equal(`large:${n}`);
        if (expiresAtMs > START_MS + 1000) keyspace.versioned = true;
      }
      expect(keyspace.readValue(keyspace.refOf('large:2')).equals(value)).to.equal(true);
      // Versions have tables.
      expect(keyspace.usedBytes - usedBytes).to.be.below(300_000);
      keyspace.checkInvariants();
    }
    expect([keyspace.size, keyspace.stats.evicted]).to.deep.equal([size, 0]);
    expect(keyspace.expireSlice(START_MS + 1001, 1000, () => 0).deleted).to.equal(size);
    keyspace.checkInvariants();
  });

  it('works down to a limit that is lowered: in proportion to what is added, and in the background', () => {
    const keyspace = new TextKeyspace();
    for (let n = 0; n < 60_000; n++) keyspace.put(`key:${n}`, Buffer.alloc(100));
    expect(keyspace.stats.evicted).to.equal(0);
    keyspace.setLimit(4 * MB, 'allkeys-lru');
    for (let n = 0; n < 1000; n++) {
      const before = keyspace.stats.evicted;
      expect(write(keyspace, `more:${n}`, 100)).to.equal(true);
      expect(keyspace.stats.evicted - before).to.be.within(1, 3);
    }
    let clockMs = 0;
    while (!keyspace.maintain(START_MS, 10, () => clockMs++));
    expect(keyspace.usedBytes).to.be.within(3 * MB, 4 * MB);
    expect(keyspace.size).to.be.above(20_000);
    keyspace.checkInvariants();
    keyspace.setLimit(7, 'allkeys-lru');
    expect(keyspace.makeRoom(7, START_MS)).to.equal(false);
  });

  it('is after no command above the limit by more than the largest value, whatever is set and lengthened', () => {
    const limitBytes = 4 * MB;
    for (const policy of ['allkeys-lru', 'allkeys-lfu', 'volatile-ttl'] as const) {
      const keyspace = limited(limitBytes, policy);
      const random = seededRandom(3);
      for (let n = 0; n < 12_000; n++) {
        const key = name(Math.floor(random() ** 2 * 12_000));
        const powers = n % 500 === 0 ? 18 : 4 + (Math.floor(n / 2000) % 6) * 2;
        const bytes = Math.floor(2 ** (powers * random()));
        if (!keyspace.makeRoom(key.length + bytes, START_MS)) continue;
        const ref = keyspace.refOf(key);
        if (ref === NO_ENTRY || n % 3 > 0) {
          keyspace.put(key, Buffer.alloc(bytes), START_MS + DAY_MS + n, START_MS);
        } else keyspace.resize(ref, Math.min(2 * MB, keyspace.valueLength(ref) * (1 + (n % 2)) + bytes));
        if (keyspace.usedBytes <= limitBytes) continue;
        let largest = 0;
        keyspace.scan(0, Number.MAX_SAFE_INTEGER, START_MS, (entry) => {
          largest = Math.max(largest, keyspace.entryBytes(entry));
        });
        expect(keyspace.usedBytes, `${policy}, command ${n}`).to.be.at.most(limitBytes + largest);
      }
      expect(keyspace.stats.evicted, policy).to.be.above(500);
      keyspace.checkInvariants();
    }
  });

  it('evicts other large values where large ones are lengthened by commands that bring little', () => {
    const keyspace = limited(4 * MB, 'allkeys-lfu');
    for (let n = 0; n < 10_000; n++) write(keyspace, name(n), 200);
    for (let n = 0; n < 10; n++) write(keyspace, `large:${n}`, 100_000);
    for (let n = 0; n < 10; n++) {
      keyspace.makeRoom(20, START_MS);
      const ref = keyspace.refOf(`large:${n}`);
      if (ref !== NO_ENTRY) keyspace.resize(ref, 700_000);
      expect(keyspace.usedBytes).to.be.at.most(4 * MB + 1_400_500);
    }
  });

  it('evicts a bounded part in one call, for values of any size', () => {
    const keyspace = new TextKeyspace();
    for (let n = 0; n < 60_000; n++) keyspace.put(name(n), Buffer.alloc(100));
    keyspace.setLimit(4 * MB, 'allkeys-lru');
    for (const bytes of [1, 1000, 60_000, 200_000]) {
      const before = keyspace.stats.evicted;
      keyspace.makeRoom(bytes, START_MS);
      const atMost = Math.min(512, 1 + Math.ceil((2 * bytes) / 112));
      expect(keyspace.stats.evicted - before, `${bytes} bytes`).to.be.within(1, atMost);
    }
  });

  it('never takes memory above the limit while sizes change and the index grows', () => {
    const limitBytes = 8 * MB;
    for (const policy of ['allkeys-lfu', 'volatile-lru'] as const) {
      const keyspace = limited(limitBytes, policy);
      const random = seededRandom(11);
      let mostBytes = 0;
      for (let n = 0; n < 120_000; n++) {
        const mean = n < 40_000 ? 1500 : 40;
        write(keyspace, name(n), Math.floor(mean * (0.2 + random())), START_MS + DAY_MS);
        mostBytes = Math.max(mostBytes, keyspace.usedBytes);
        let clockMs = 0;
        if (n % 500 === 0) keyspace.maintain(START_MS, 5, () => clockMs++);
      }
      expect(mostBytes, policy).to.be.within(0.9 * limitBytes, limitBytes);
      keyspace.checkInvariants();
    }
  });

  it('loses no invariant while sizes change, keys expire and the limit is set again during compaction', () => {
    for (const [seed, policy] of (['allkeys-random', 'allkeys-lfu', 'volatile-lfu'] as const).entries()) {
      const random = seededRandom(seed);
      const keyspace = limited(6 * MB, policy);
      let nowMs = START_MS;
      for (let n = 0; n < 60_000; n++) {
        const key = name(Math.floor(random() ** 2 * 40_000));
        const length = Math.floor(16 * 2 ** (Math.floor(n / 8000) % 8) * (0.1 + 1.8 * random()));
        if (keyspace.refOf(key, nowMs) === NO_ENTRY || n % 3 === 0) {
          write(keyspace, key, length, nowMs + 5000 + Math.floor(random() * 100_000), nowMs);
        } else if (n % 20 === 0) keyspace.remove(key);
        if (n % 100 === 0) {
          let clockMs = 0;
          nowMs += 20;
          keyspace.maintain(nowMs, 10, () => clockMs++);
        }
        if (n % 5000 === 0) keyspace.setLimit(6 * MB, policy);
      }
      keyspace.checkInvariants();
      let slices = 0;
      let clockMs = 0;
      while (!keyspace.maintain(nowMs, 10, () => clockMs++)) if (++slices > 10_000) expect.fail('no end');
    }
  });

  for (const [policy, limitBytes] of [
    ['allkeys-lru', 12 * MB],
    ['volatile-lfu', 12 * MB],
    ['volatile-ttl', 12 * MB],
    ['allkeys-lru', 80 * MB],
  ] as const) {
    it(`gets below a lowered limit of ${limitBytes / MB} MB, whatever sizes there are: ${policy}`, () => {
      const keyspace = new TextKeyspace();
      const random = seededRandom(44);
      let keys = 0;
      const writeAny = (): boolean => {
        const expiresAtMs = random() < 0.5 ? START_MS + DAY_MS : NO_EXPIRY;
        return write(keyspace, `key:${keys++}`, Math.floor(random() * 2000), expiresAtMs);
      };
      while (keyspace.usedBytes < 1.1 * limitBytes) writeAny();
      keyspace.setLimit(limitBytes, policy);
      let clockMs = 0;
      for (let n = 0; n < 20_000; n++) {
        writeAny();
        if (n % 10 === 0) keyspace.maintain(START_MS, 0.05, () => (clockMs += 0.01));
      }
      while (!keyspace.maintain(START_MS, 5, () => performance.now())) {}
      expect(keyspace.usedBytes).to.be.within(0.6 * limitBytes, limitBytes);
      keyspace.checkInvariants();
    });
  }
});
