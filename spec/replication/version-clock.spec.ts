import { expect } from 'chai';
import fc from 'fast-check';
import { isVersion, VersionClock } from '../../lib/replication/version-clock.ts';

const NOW_MS = Date.UTC(2026, 0, 1);

describe('version clock', () => {
  it('gives versions that only grow, whatever the wall clock does and others have given', () => {
    const step = fc.oneof(
      fc.record({ nowMs: fc.integer({ min: NOW_MS - 100_000, max: NOW_MS + 100_000 }) }),
      fc.record({ seen: fc.nat(2 ** 52) }),
    );
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const clock = new VersionClock();
        let latest = 0;
        for (const one of steps) {
          if ('seen' in one) {
            clock.observe(one.seen);
            latest = Math.max(latest, one.seen);
          } else {
            const version = clock.next(one.nowMs);
            expect(version).to.be.above(latest);
            latest = version;
          }
          expect(clock.latest).to.equal(latest);
        }
      }),
    );
  });

  it('follows the wall clock', () => {
    const clock = new VersionClock();
    const first = clock.next(NOW_MS);
    expect(clock.next(NOW_MS)).to.equal(first + 1);
    expect(clock.next(NOW_MS + 1)).to.equal(first + 4096);
  });

  it('gives other versions than that of another shard in the same millisecond', () => {
    const [one, other] = ['00', '01'].map((digits) => {
      const clock = new VersionClock();
      clock.setOwner(digits.padEnd(40, '0'));
      return clock;
    }) as [VersionClock, VersionClock];
    for (let ms = 0; ms < 100; ms++) expect(one.next(NOW_MS + ms)).not.to.equal(other.next(NOW_MS + ms));
  });

  it('gives versions that others take, whatever its wall clock says', () => {
    const clock = new VersionClock();
    clock.setOwner('ff'.repeat(20));
    for (const nowMs of [Date.UTC(2200, 0, 1), Number.MAX_SAFE_INTEGER]) {
      const version = clock.next(nowMs);
      expect([isVersion(version), clock.next(nowMs)]).to.deep.equal([true, version + 1]);
    }
    for (const number of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, Number.MAX_SAFE_INTEGER])
      expect(isVersion(number), `${number}`).to.equal(false);
  });
});
