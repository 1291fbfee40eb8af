import { expect } from 'chai';
import { KeyedHash } from '../../lib/base/keyed-hash.ts';
import { EntryTable } from '../../lib/store/entry-table.ts';
import { Segments } from '../../lib/store/segments.ts';

/** A multiple of 256^3, so that the wheel's buckets begin there. */
const START_MS = 2 ** 24 * 101_400;

/** A table with a key that expires at each of the times, in that order. */
function tableOf(timesMs: readonly number[]): EntryTable {
  const table = new EntryTable(new KeyedHash(1), new Segments());
  for (const [at, ms] of timesMs.entries()) {
    const key = Buffer.from(`key:${at}`);
    const view = new DataView(key.buffer, key.byteOffset, key.length);
    table.put(table.lookUp(key, view, 0, key.length), key, view, 0, key.length, 0, ms, START_MS + 1);
  }
  return table;
}

describe('ExpiryWheel.soonest', () => {
  it('finds an entry wherever a slice of expiry has ended, at the start of a higher bucket too', () => {
    const endMs = START_MS + 2 ** 16;
    for (let due = 27; due <= 33; due++) {
      for (let gone = 58; gone <= 68; gone++) {
        // Buckets that are empty by now take steps as those that are due do, so that a slice ends anywhere.
        const goneMs = Array.from({ length: gone }, (_, at) => START_MS + (at === 0 ? 100 : 44 + 256 * at));
        const table = tableOf([...goneMs, endMs + 400, ...Array<number>(due).fill(START_MS + 2)]);
        const { entries, wheel } = table;
        const early: number[] = [];
        wheel.visitEntries((ref) => {
          if (goneMs.includes(entries.expiresAtMs(ref))) early.push(ref);
        });
        for (const ref of early) table.remove(ref);
        wheel.drain(
          endMs,
          0,
          () => 1,
          (ref) => table.remove(ref),
        );
        for (let left = wheel.size; left > 0; left--) {
          const ref = wheel.soonest();
          expect(ref, `${due} due, ${gone} gone`).to.not.equal(0);
          table.remove(ref);
        }
        expect(wheel.soonest()).to.equal(0);
      }
    }
  });

  it('takes entries in about the order of their times, those that were put off too', () => {
    const table = tableOf(Array.from({ length: 50 }, (_, at) => START_MS + 100 * (at + 1)));
    const { entries, wheel } = table;
    for (let time = 0; time < 10; time++) {
      const ref = wheel.soonest();
      table.changeExpiry(ref, entries.expiresAtMs(ref) + 100_000_000);
    }
    for (let at = 10; at < 60; at++) {
      const ref = wheel.soonest();
      const ms = START_MS + 100 * (at < 50 ? at + 1 : at - 49) + (at < 50 ? 0 : 100_000_000);
      expect(entries.expiresAtMs(ref)).to.equal(ms);
      table.remove(ref);
    }
    expect(wheel.soonest()).to.equal(0);
  });
});
