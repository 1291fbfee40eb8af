import { expect } from 'chai';
import { rehearse } from '../../lib/replication/rehearsal.ts';

const NOW_MS = Date.UTC(2026, 0, 1);

describe('the rehearsal of a join', () => {
  it('copies keys, far more often than the compiler waits for', () => {
    expect(rehearse(NOW_MS, () => 0, 1)).to.be.within(1000, 10_000);
  });

  it('ends when its time is up', () => {
    let clockMs = 0;
    const copied = rehearse(NOW_MS, () => clockMs++, 20);
    expect(clockMs).to.be.within(20, 100);
    expect(copied).to.be.below(rehearse(NOW_MS, () => 0, 1));
  });
});
