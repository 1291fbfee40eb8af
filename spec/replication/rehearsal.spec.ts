import { expect } from 'chai';
import { JoinRehearsal } from '../../lib/replication/rehearsal.ts';

describe('the rehearsal of a join', () => {
  it('copies keys, far more often than the compiler waits for, in small steps', () => {
    const rehearsal = new JoinRehearsal(Date.UTC(2026, 0, 1), () => 0);
    let steps = 0;
    while (rehearsal.step()) steps++;
    expect(rehearsal.copiedKeys).to.be.within(3000, 20_000);
    expect(steps).to.be.within(200, 5000);
    expect(rehearsal.step()).to.equal(false);
  });
});
