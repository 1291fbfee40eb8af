import { expect } from 'chai';
import { type RehearsalHost, rehearse } from '../../lib/replication/rehearsal.ts';

const HOST: RehearsalHost = { nowMs: Date.UTC(2026, 0, 1), clockMs: () => 0, rest: () => {} };

describe('the rehearsal of a join', () => {
  it('copies keys, far more often than the compiler waits for', () => {
    expect(rehearse(HOST, 1)).to.be.within(3000, 20_000);
  });

  it('ends when its time is up', () => {
    let clockMs = 0;
    const copied = rehearse({ ...HOST, clockMs: () => clockMs++ }, 20);
    expect(clockMs).to.be.within(20, 100);
    expect(copied).to.be.below(rehearse(HOST, 1));
  });

  it('lets others have the processor, also before anything is copied', () => {
    let rests = 0;
    rehearse({ ...HOST, rest: () => rests++ }, 0);
    expect(rests).to.be.above(100);
  });
});
