import { expect } from 'chai';
import { NO_EXPIRY } from '../../lib/store/keyspace.ts';
import { seededRandom } from './seeded-random.ts';
import { START_MS, TextKeyspace } from './text-keyspace.ts';

const MB = 2 ** 20;
const KEYS = 100_000;

/** Bytes that the keys take which are there, rounding to cells and a full index included. */
function liveBytes(keyspace: TextKeyspace): number {
  let bytes = 0;
  let cursor = 0;
  do {
    cursor = keyspace.scan(cursor, 1000, START_MS, (ref) => {
      bytes += keyspace.entryBytes(ref);
    });
  } while (cursor !== 0);
  return bytes;
}

/** Slices of maintenance until nothing is left to do; returns how many. */
function maintainAll(keyspace: TextKeyspace): number {
  let slices = 1;
  let clockMs = 0;
  while (!keyspace.maintain(START_MS, 5, () => clockMs++)) if (++slices > 100_000) expect.fail('no end');
  return slices;
}

describe('Compaction', () => {
  it('gives back what deletions leave free, and loses no key', () => {
    const keyspace = new TextKeyspace();
    for (let n = 0; n < KEYS; n++) keyspace.put(`key:${n}`, `value of ${n}`.padEnd(300));
    const full = keyspace.usedBytes;
    for (let n = 0; n < KEYS; n++) if (n % 10 !== 0) keyspace.remove(`key:${n}`);
    expect(maintainAll(keyspace)).to.be.above(100);
    keyspace.checkInvariants();
    expect(keyspace.usedBytes).to.be.below(full * 0.25);
    for (let n = 0; n < KEYS; n += 10) {
      const value = keyspace.readValue(keyspace.refOf(`key:${n}`)).toString();
      if (value !== `value of ${n}`.padEnd(300)) expect.fail(`key:${n} is lost`);
    }
    expect(keyspace.size).to.equal(KEYS / 10);
  });

  it('keeps memory within 1.3 of what lives while sizes, expiry times and keys change', () => {
    const keyspace = new TextKeyspace();
    const random = seededRandom(12);
    for (const bytes of [40, 90, 150, 60]) {
      for (let n = 0; n < KEYS; n++) {
        const value = Buffer.alloc(Math.floor(bytes * (0.5 + random())));
        keyspace.put(`key:${n}`, value, random() < 0.5 ? NO_EXPIRY : START_MS + 1e9);
        const other = `key:${Math.floor(random() * n)}`;
        if (n % 7 === 0 && keyspace.has(other)) keyspace.remove(other);
        if (n % 1000 === 0) {
          let clockMs = 0;
          keyspace.maintain(START_MS, 10, () => clockMs++);
        }
      }
      maintainAll(keyspace);
      keyspace.checkInvariants();
      expect(keyspace.usedBytes - 4 * MB).to.be.below(1.3 * liveBytes(keyspace));
    }
  });

  it('moves the pages of a large slot, chains of equal hashes, large entries and the wheel', () => {
    const keyspace = new TextKeyspace();
    for (let n = 0; n < 60_000; n++) keyspace.put(`{slot}${n}`, 'v', n % 3 ? NO_EXPIRY : START_MS + 1e6 + n);
    for (let n = 0; n < 100; n++) keyspace.put(`large:${n}`, Buffer.alloc(70_000, `${n}.`), START_MS + 1e9);
    for (let n = 0; n < 60_000; n++) if (n % 16 !== 0) keyspace.remove(`{slot}${n}`);
    for (let n = 0; n < 100; n++)
      keyspace.put(`large:${n}`, Buffer.alloc(80_000 + n, `${n}.`), START_MS + 1e9);
    maintainAll(keyspace);
    keyspace.checkInvariants();
    expect(keyspace.size).to.equal(60_000 / 16 + 100);
    for (let n = 0; n < 100; n++) {
      const value = keyspace.readValue(keyspace.refOf(`large:${n}`));
      if (!value.equals(Buffer.alloc(80_000 + n, `${n}.`))) expect.fail(`large:${n}`);
    }
    expect(keyspace.expireSlice(START_MS + 2e6, 1000, () => 0).deleted).to.equal(60_000 / 48);
    keyspace.checkInvariants();
  });

  it('notes in the background how much memory was used at most', () => {
    const keyspace = new TextKeyspace();
    for (let n = 0; n < 1000; n++) keyspace.put(`key:${n}`, 'v'.repeat(10_000));
    const { usedBytes } = keyspace;
    expect(keyspace.peakBytes).to.equal(usedBytes);
    maintainAll(keyspace);
    keyspace.clear();
    expect(keyspace.usedBytes).to.be.below(usedBytes / 10);
    expect(keyspace.peakBytes).to.equal(usedBytes);
    for (let n = 0; n < 1100; n++) keyspace.put(`key:${n}`, 'v'.repeat(10_000));
    const { usedBytes: more } = keyspace;
    keyspace.clear();
    expect(more).to.be.above(usedBytes);
    expect(keyspace.peakBytes, 'where nobody looked before it was cleared').to.equal(more);
  });
});
