import { expect } from 'chai';
import { KEEP_EXPIRY, NO_ENTRY, NO_EXPIRY } from '../../lib/store/keyspace.ts';
import { seededRandom } from './seeded-random.ts';
import { START_MS, TextKeyspace } from './text-keyspace.ts';

const DAY_MS = 86_400_000;
const noClock = (): number => 0;

describe('Expiry', () => {
  it('keeps a key through the millisecond of its time, as Redis does, and not longer', () => {
    const keyspace = new TextKeyspace();
    keyspace.put('a', '1', START_MS + 100);
    expect(keyspace.has('a', START_MS + 100)).to.equal(true);
    expect(keyspace.size).to.equal(1);
    expect(keyspace.has('a', START_MS + 101)).to.equal(false);
    expect(keyspace.size).to.equal(0);
    expect(keyspace.stats).to.deep.equal({ expired: 1, evicted: 0, hits: 1, misses: 1 });
    keyspace.checkInvariants();
  });

  it('deletes in the background exactly what is due, at every moment', () => {
    const keyspace = new TextKeyspace();
    for (let ms = 0; ms < 600; ms++) keyspace.put(`key:${ms}`, 'v', START_MS + ms);
    for (let ms = 0; ms <= 600; ms += 7) {
      expect(keyspace.expireSlice(START_MS + ms, 1000, noClock).done).to.equal(true);
      expect(keyspace.size, `after ${ms} ms`).to.equal(600 - Math.min(ms, 600));
    }
    keyspace.checkInvariants();
  });

  it('knows when keys expire on average, whatever becomes of them', () => {
    const keyspace = new TextKeyspace();
    const meanMs = (): number => Math.round(keyspace.meanExpiryMs - START_MS);
    for (let n = 0; n < 1000; n++) keyspace.put(`forever:${n}`, 'v');
    expect(keyspace.meanExpiryMs).to.be.NaN;
    for (let n = 1; n <= 100; n++) keyspace.put(`key:${n}`, 'v', START_MS + n * 1000);
    expect(meanMs()).to.equal(50_500);
    for (let n = 1; n <= 50; n++) keyspace.remove(`key:${n}`);
    expect(meanMs()).to.equal(75_500);
    for (let n = 51; n <= 100; n++)
      keyspace.put(`key:${n}`, 'v'.repeat(n), START_MS + (n < 100 ? 7000 : 57_000));
    expect(meanMs()).to.equal(8000);
    expect(keyspace.expireSlice(START_MS + 8000, 1000, noClock).deleted).to.equal(49);
    expect(meanMs()).to.equal(57_000);
    keyspace.put('key:100', 'v');
    expect(keyspace.meanExpiryMs).to.be.NaN;
    keyspace.checkInvariants();
  });

  it('finds times from now to the end of the wheel and beyond, however the clock jumps', () => {
    const random = seededRandom(5);
    const keyspace = new TextKeyspace();
    const times: number[] = [];
    for (let n = 0; n < 3000; n++) {
      const inMs = Math.floor(2 ** (random() * 52)) - 3;
      times.push(inMs);
      keyspace.put(`key:${n}`, 'v', START_MS + inMs);
    }
    for (let exponent = 0; exponent <= 52; exponent += 0.25) {
      const passedMs = Math.floor(2 ** exponent);
      let slices = 0;
      while (!keyspace.expireSlice(START_MS + passedMs, 1000, noClock).done)
        expect(++slices).to.be.below(100);
      expect(keyspace.size, `after ${passedMs} ms`).to.equal(times.filter((inMs) => inMs >= passedMs).length);
    }
    expect(keyspace.size).to.equal(0);
  });

  it('deletes a key at its last time when that was put off, brought forward, kept or taken away', () => {
    const keyspace = new TextKeyspace();
    for (const key of ['off', 'forward', 'kept', 'never', 'again']) keyspace.put(key, 'v', START_MS + 1000);
    keyspace.setExpiresAtMs(keyspace.refOf('off'), START_MS + 5000);
    keyspace.setExpiresAtMs(keyspace.refOf('forward'), START_MS + 10);
    keyspace.put('kept', 'a longer value than before', KEEP_EXPIRY);
    keyspace.setExpiresAtMs(keyspace.refOf('never'), NO_EXPIRY);
    keyspace.put('again', 'v', START_MS + 7000);
    const left = (ms: number): string[] => {
      keyspace.expireSlice(START_MS + ms, 1000, noClock);
      keyspace.checkInvariants();
      const keys: string[] = [];
      keyspace.scan(0, 100, START_MS, (ref) => keys.push(keyspace.keyOf(ref)));
      return keys.sort();
    };
    expect(left(10)).to.deep.equal(['again', 'forward', 'kept', 'never', 'off']);
    expect(left(11)).to.deep.equal(['again', 'kept', 'never', 'off']);
    expect(left(1001)).to.deep.equal(['again', 'never', 'off']);
    expect(left(5001)).to.deep.equal(['again', 'never']);
    expect(left(7001)).to.deep.equal(['never']);
    expect(keyspace.expiringSize).to.equal(0);
    expect(keyspace.stats.expired).to.equal(4);
  });

  it('stays within its budget and goes on where it stopped', () => {
    const keyspace = new TextKeyspace();
    for (let n = 0; n < 20_000; n++) keyspace.put(`key:${n}`, 'v', START_MS + (n % 50));
    let clockMs = 0;
    const clock = (): number => {
      clockMs += 0.25;
      return clockMs;
    };
    let deleted = 0;
    let slices = 0;
    for (let done = false; !done; slices++) {
      const before = clockMs;
      const slice = keyspace.expireSlice(START_MS + DAY_MS, 1, clock);
      expect(clockMs - before).to.be.at.most(1.5);
      deleted += slice.deleted;
      done = slice.done;
    }
    expect(deleted).to.equal(20_000);
    expect(slices).to.be.greaterThan(50);
    expect(keyspace.stats.expired).to.equal(20_000);
  });

  it('works when the clock is set back while nothing expires, and reads stay exact when it is set back later', () => {
    const keyspace = new TextKeyspace();
    keyspace.expireSlice(START_MS + DAY_MS, 1000, noClock);
    keyspace.put('a', 'v', START_MS + 10, START_MS);
    keyspace.expireSlice(START_MS + 11, 1000, noClock);
    expect(keyspace.size).to.equal(0);
    keyspace.put('b', 'v', START_MS + 3 * DAY_MS, START_MS);
    keyspace.expireSlice(START_MS + DAY_MS, 1000, noClock);
    keyspace.put('c', 'v', START_MS + 10, START_MS);
    expect(keyspace.has('c', START_MS + 10)).to.equal(true);
    expect(keyspace.has('c', START_MS + 11)).to.equal(false);
  });

  it('deletes exactly what is due when the clock goes ahead and is set back again and again by more than a minute', () => {
    const random = seededRandom(17);
    const keyspace = new TextKeyspace();
    const times = new Map<string, number>();
    let nowMs = START_MS;
    for (let round = 0; round < 60; round++) {
      for (let n = 0; n < 50; n++) {
        const key = `key:${Math.floor(random() * 2000)}`;
        times.set(key, nowMs + Math.floor(2 ** (random() * 40)));
        keyspace.put(key, 'v', times.get(key), nowMs);
      }
      if (round === 30) keyspace.maintain(nowMs, 1000, noClock);
      const jumpMs = Math.floor(2 ** (random() * 34));
      nowMs += round % 3 === 2 ? -60_001 - jumpMs : jumpMs;
      let slices = 0;
      while (!keyspace.expireSlice(nowMs, 1000, noClock).done) expect(++slices).to.be.below(100);
      keyspace.checkInvariants();
      for (const [key, ms] of times) if (ms < nowMs) times.delete(key);
      expect(keyspace.size, `round ${round}`).to.equal(times.size);
    }
    expect(keyspace.stats.expired).to.be.above(500);
  });

  it('does not show keys whose time has run out to scan, visitSlot and randomEntry', () => {
    const keyspace = new TextKeyspace();
    for (let n = 0; n < 50; n++) keyspace.put(`{s}${n}`, 'v', n === 7 ? NO_EXPIRY : START_MS + n);
    const later = START_MS + 1000;
    const seen: string[] = [];
    keyspace.scan(0, 1000, later, (ref) => seen.push(keyspace.keyOf(ref)));
    const slot = slotWithKeys(keyspace);
    keyspace.visitSlot(slot, later, (ref) => seen.push(keyspace.keyOf(ref)) > 0);
    expect(seen).to.deep.equal(['{s}7', '{s}7']);
    expect(keyspace.size).to.equal(50);
    expect(keyspace.keyOf(keyspace.randomEntry(seededRandom(1), later))).to.equal('{s}7');
    keyspace.delete(keyspace.refOf('{s}7', later));
    expect(keyspace.randomEntry(seededRandom(1), later)).to.equal(NO_ENTRY);
    expect(keyspace.size).to.equal(0);
  });
});

function slotWithKeys(keyspace: TextKeyspace): number {
  for (let slot = 0; slot < 16384; slot++) if (keyspace.slotSize(slot) > 0) return slot;
  return -1;
}
