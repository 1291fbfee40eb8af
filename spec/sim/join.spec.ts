import { SimulatedCluster, type SimulatedMember } from './cluster.ts';

describe('simulation: joining', () => {
  for (const count of [2, 3, 7, 30, 50]) {
    it(`${count} members that name one address all see all within 2 hf, and agree on the epoch`, () => {
      const cluster = new SimulatedCluster(100 + count);
      const first = cluster.start([]);
      for (let started = 1; started < count; started++) cluster.start([first.address]);
      cluster.waitFor('all see all', () => cluster.isComplete(), 2 * cluster.options.hfMs);
      cluster.waitFor('equal epochs', () => cluster.isAgreed(), 4 * cluster.options.hfMs);
    });
  }

  it('a chain of members, each naming the one before it, grows together at 20 % loss', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const cluster = new SimulatedCluster(seed, { loss: 0.2 });
      let last = cluster.start([]);
      for (let started = 1; started < 12; started++) last = cluster.start([last.address]);
      cluster.waitFor(
        'all see all',
        () => cluster.isAgreed() && cluster.isComplete(),
        10 * cluster.options.hfMs,
      );
    }
  });

  it('a member whose seed starts later joins as soon as the seed is there', () => {
    const cluster = new SimulatedCluster(8);
    const seed = { host: '10.0.0.1', port: 10_002 };
    cluster.start([seed]);
    cluster.pass(1000);
    cluster.start([]);
    cluster.waitFor('both see both', () => cluster.isComplete(), cluster.options.hfMs);
  });

  it('MEET brings two clusters together', () => {
    const cluster = new SimulatedCluster(9);
    const one = cluster.start([]);
    cluster.start([one.address]);
    const other = cluster.start([]);
    cluster.start([other.address]);
    cluster.pass(1000);
    cluster.check(cluster.liveIds(one).size === 2, 'the two clusters were apart');
    cluster.command(one, (core, nowMs) => core.meet(other.address, nowMs));
    cluster.waitFor('all see all', () => cluster.isComplete(), 2 * cluster.options.hfMs);
  });

  it('MEET of one that knows no seed goes on until both know each other, at 40 % loss', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const cluster = new SimulatedCluster(seed);
      const [one] = cluster.startAll(3) as [SimulatedMember];
      const other = cluster.start([]);
      cluster.network.options = { ...cluster.network.options, loss: 0.4 };
      cluster.command(one, (core, nowMs) => core.meet(other.address, nowMs));
      cluster.waitFor('all see all', () => cluster.isComplete(), 3 * cluster.options.ttlMs);
    }
  });

  it('clusters with different names never merge', () => {
    const cluster = new SimulatedCluster(10);
    const one = cluster.start([]);
    const foreign = cluster.start([one.address], undefined, { clusterName: 'other' });
    cluster.command(one, (core, nowMs) => core.meet(foreign.address, nowMs));
    cluster.pass(5000);
    cluster.check(cluster.liveIds(one).size === 1, 'the first took the foreign one in');
    cluster.check(cluster.liveIds(foreign).size === 1, 'the foreign one took the first in');
  });
});
