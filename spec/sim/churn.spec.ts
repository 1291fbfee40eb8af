import { SimulatedCluster, type SimulatedMember } from './cluster.ts';

type Three = [SimulatedMember, SimulatedMember, SimulatedMember];

/** Members that join one after the other by `seed`, and go. */
function comeAndGo(cluster: SimulatedCluster, seed: SimulatedMember, count: number): void {
  for (let index = 0; index < count; index++) {
    const guest = cluster.start([seed.address]);
    cluster.pass(20);
    cluster.command(guest, (core, nowMs) => core.leave(nowMs));
    cluster.pass(20);
  }
}

/** Members that join one after the other by `seed`, and crash. */
function comeAndCrash(cluster: SimulatedCluster, seed: SimulatedMember, count: number): void {
  for (let index = 0; index < count; index++) {
    const guest = cluster.start([seed.address]);
    cluster.pass(20);
    cluster.kill(guest);
  }
  cluster.pass(4 * cluster.options.ttlMs);
}

function checkQuiet(cluster: SimulatedCluster, members: readonly SimulatedMember[]): void {
  const hashes = new Set(members.map(({ core }) => core.listHash()));
  cluster.check(hashes.size === 1, 'all have the same list');
  const before = members.map(({ bytesSent }) => bytesSent);
  cluster.pass(20 * cluster.options.hfMs);
  for (const [index, { bytesSent, name }] of members.entries()) {
    const bytes = (bytesSent - (before[index] ?? 0)) / 20;
    // At rest, and a few joins to those that have crashed.
    cluster.check(bytes < 1000, `${name} sends ${bytes} bytes per hf`);
  }
}

describe('simulation: members that come and go', () => {
  it('more that have left than are kept: the lists are the same, and nothing is sent again and again', () => {
    const cluster = new SimulatedCluster(1);
    const members = cluster.startAll(3) as Three;
    comeAndGo(cluster, members[0], 300);
    cluster.pass(5000);
    const kept = members[0].core.members(cluster.nowMs).length;
    cluster.check(kept === 3 + 256, `${kept} members are listed`);
    checkQuiet(cluster, members);
  });

  it('more that have crashed than are kept: the same, also in the list of one that joins later', () => {
    const cluster = new SimulatedCluster(2);
    const members = cluster.startAll(3) as Three;
    comeAndCrash(cluster, members[0], 300);
    cluster.pass(5000);
    checkQuiet(cluster, members);
    const later = cluster.start([members[0].address]);
    cluster.pass(5000);
    checkQuiet(cluster, [...members, later]);
  });

  it('the last to go are those that are kept', () => {
    const cluster = new SimulatedCluster(3);
    const [one] = cluster.startAll(2) as Three;
    comeAndGo(cluster, one, 270);
    cluster.pass(20_000);
    const last = cluster.start([one.address]);
    cluster.pass(1000);
    cluster.kill(last);
    cluster.pass(3000);
    cluster.check(cluster.info(one, last)?.state === 'dead', 'it is listed');
  });

  it('a partition heals within 2 ttl by a seed, however many others never come back', () => {
    for (let seed = 1; seed <= 2; seed++) {
      const cluster = new SimulatedCluster(seed);
      const members = cluster.startAll(5) as Three;
      comeAndCrash(cluster, members[0], 100);
      cluster.partition(members.slice(0, 3), members.slice(3));
      cluster.pass(2 * cluster.options.ttlMs);
      cluster.heal();
      cluster.waitFor('all see all', () => cluster.isComplete(), 2 * cluster.options.ttlMs);
    }
  });

  it('and soon without a seed, by those that went of late', () => {
    const cluster = new SimulatedCluster(5);
    const first = cluster.start([]);
    cluster.pass(100);
    const members = Array.from({ length: 5 }, () => cluster.start([first.address]));
    cluster.pass(1000);
    comeAndCrash(cluster, first, 100);
    cluster.kill(first);
    cluster.pass(10_000);
    cluster.partition(members.slice(0, 3), members.slice(3));
    cluster.pass(2 * cluster.options.ttlMs);
    cluster.heal();
    cluster.waitFor('all see all', () => cluster.isComplete(), 8 * cluster.options.ttlMs);
  });
});
