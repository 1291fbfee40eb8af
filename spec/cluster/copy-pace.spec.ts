import { expect } from 'chai';
import { CopyPace } from '../../lib/cluster/copy-pace.ts';

/** Slices of `sliceMs` one after the other for `ms`, `othersMs` between them; returns the part of the time that they took. */
function shareOf(
  pace: CopyPace,
  ms: number,
  sliceMs: number,
  othersMs: number,
  commandsPerTurn: number,
): number {
  let nowMs = 0;
  let copiedMs = 0;
  let commands = 0;
  while (nowMs < ms) {
    if (pace.mayCopy(nowMs, commands)) {
      nowMs += sliceMs;
      copiedMs += sliceMs;
      pace.spend(sliceMs);
    } else nowMs += Math.max(1, pace.waitMs);
    nowMs += othersMs;
    commands += commandsPerTurn;
  }
  return copiedMs / nowMs;
}

describe('the pace of copies', () => {
  it('takes its share of the time while there are commands, however long a slice takes', () => {
    for (const sliceMs of [0.1, 0.4, 5]) {
      for (const percent of [10, 33, 80]) {
        const share = shareOf(new CopyPace(() => percent), 10_000, sliceMs, 0.05, 3);
        expect(share, `${sliceMs} ms, ${percent} %`).to.be.within(
          0.8 * (percent / 100),
          1.05 * (percent / 100),
        );
      }
    }
  });

  it('takes all without commands, and owes little for it afterwards', () => {
    const pace = new CopyPace(() => 25);
    expect(shareOf(pace, 10_000, 1, 0, 0)).to.equal(1);
    expect(pace.mayCopy(10_000, 7)).to.equal(false);
    expect(pace.waitMs).to.be.within(1, 80);
    expect(pace.mayCopy(10_000 + pace.waitMs + 1, 14)).to.equal(true);
  });

  it('does not take for quiet that clients wait for their replies', () => {
    const pace = new CopyPace(() => 25);
    expect(pace.mayCopy(1000, 1)).to.equal(true);
    pace.spend(20);
    expect([pace.mayCopy(1050, 1), pace.isQuiet(1050)]).to.deep.equal([false, false]);
    expect([pace.mayCopy(1100, 1), pace.isQuiet(1100)]).to.deep.equal([true, true]);
  });

  it('saves little for later', () => {
    const pace = new CopyPace(() => 50);
    pace.mayCopy(0, 1);
    pace.mayCopy(60_000, 2);
    pace.spend(3);
    expect(pace.mayCopy(60_000, 3)).to.equal(false);
  });
});
