import type { Effect } from '../../gossip/core/messages.ts';
import { SimulatedCluster, type SimulatedMember } from './cluster.ts';

type Three = [SimulatedMember, SimulatedMember, SimulatedMember];

function forget(cluster: SimulatedCluster, on: SimulatedMember, subject: SimulatedMember): string {
  let result = '';
  cluster.command(on, (core, nowMs): Effect[] => {
    const outcome = core.forget(subject.id, nowMs);
    result = outcome.result;
    return outcome.effects;
  });
  return result;
}

/** Waits until nobody but `subject` has it on any list, dead or alive. */
function waitUntilGone(cluster: SimulatedCluster, subject: SimulatedMember, limitMs: number): void {
  const others = cluster.running().filter((member) => member !== subject);
  cluster.waitFor('nobody lists it', () => others.every((other) => !cluster.info(other, subject)), limitMs);
}

const isBanned = (member: SimulatedMember): boolean => member.events.at(-1)?.type === 'banned';

describe('simulation: FORGET', () => {
  it('takes a live member off every list within hf; it stops by itself and stays out', () => {
    const cluster = new SimulatedCluster(1);
    const [one, subject, ...others] = cluster.startAll(20) as Three;
    cluster.check(forget(cluster, one, subject) === 'ok', 'done');
    waitUntilGone(cluster, subject, cluster.options.hfMs);
    cluster.check(isBanned(subject), 'it reports the ban');
    cluster.check(subject.core.view().members.length === 0, 'its view is empty');
    cluster.pass(30_000);
    waitUntilGone(cluster, subject, 0);
    for (const other of [one, ...others]) {
      const ban = other.core.bans(cluster.nowMs)[0];
      cluster.check(
        ban?.id === subject.id && ban.remainingMs < 30_001 && ban.remainingMs > 29_000,
        'the ban is listed',
      );
    }
    const sent = subject.datagramsSent;
    cluster.pass(10_000);
    cluster.check(subject.datagramsSent === sent, 'it is silent');
  });

  it('takes a dead member off every list within hf', () => {
    const cluster = new SimulatedCluster(2);
    const [one, subject] = cluster.startAll(10) as Three;
    cluster.kill(subject);
    cluster.pass(3000);
    cluster.check(cluster.info(one, subject)?.state === 'dead', 'it was listed as dead');
    forget(cluster, one, subject);
    waitUntilGone(cluster, subject, cluster.options.hfMs);
  });

  it('takes a paused member off every list within hf; it learns of the ban when it wakes up', () => {
    const cluster = new SimulatedCluster(3);
    const [one, subject] = cluster.startAll(10) as Three;
    cluster.pause(subject, 5000);
    cluster.pass(100);
    forget(cluster, one, subject);
    waitUntilGone(cluster, subject, cluster.options.hfMs);
    cluster.pass(5000);
    cluster.check(isBanned(subject), 'it reports the ban');
    waitUntilGone(cluster, subject, 0);
  });

  it('reaches a member that was cut off at the time', () => {
    const cluster = new SimulatedCluster(4);
    const members = cluster.startAll(6);
    const [one, subject, ...others] = members as Three;
    cluster.partition([subject], [one, ...others]);
    forget(cluster, one, subject);
    cluster.pass(10_000);
    cluster.heal();
    cluster.waitFor('it learns of the ban', () => isBanned(subject), 2 * cluster.options.ttlMs);
    waitUntilGone(cluster, subject, 0);
  });

  it('spreads at 20 % loss', () => {
    for (let seed = 1; seed <= 4; seed++) {
      const cluster = new SimulatedCluster(seed, { loss: 0.2 });
      const [one, subject] = cluster.startAll(20) as Three;
      forget(cluster, one, subject);
      waitUntilGone(cluster, subject, 3 * cluster.options.hfMs);
      cluster.pass(5000);
      waitUntilGone(cluster, subject, 0);
    }
  });

  it('refuses another instance of the member while the ban holds, and lets it in when it is over and it is met', () => {
    const cluster = new SimulatedCluster(5, { forgetTtlMs: 10_000 });
    const [one, former] = cluster.startAll(5) as Three;
    cluster.kill(former);
    forget(cluster, one, former);
    cluster.pass(1000);
    const again = cluster.start([one.address], former);
    cluster.pass(1000);
    cluster.check(isBanned(again), 'it is refused');
    waitUntilGone(cluster, again, 0);
    cluster.pass(15_000);
    cluster.check(cluster.eventsOf('unbanned', former).length === 4, 'everybody reports the end of the ban');
    waitUntilGone(cluster, again, 0);
    cluster.command(again, (core, nowMs) => core.meet(one.address, nowMs));
    cluster.waitFor('all see all', () => cluster.isComplete(), 2 * cluster.options.hfMs);
  });

  for (const how of ['pause', 'suspend'] as const) {
    it(`who wakes up from a ${how} in which a ban ended does not bring it back`, () => {
      for (let seed = 1; seed <= 4; seed++) {
        const cluster = new SimulatedCluster(seed, { forgetTtlMs: 10_000 });
        const [one, former, sleeper] = cluster.startAll(6) as Three;
        cluster.kill(former);
        forget(cluster, one, former);
        cluster.pass(1000);
        cluster[how](sleeper, 60_000);
        cluster.pass(30_000);
        const again = cluster.start([one.address], former);
        cluster.pass(35_000);
        cluster.check(!isBanned(again), 'it stays');
        cluster.check(cluster.isComplete(), 'all see all');
      }
    });
  }

  it('a wall clock that is set ends no ban', () => {
    const cluster = new SimulatedCluster(10);
    const [one, subject, other] = cluster.startAll(6) as Three;
    forget(cluster, one, subject);
    cluster.pass(1000);
    cluster.setWallClock(other, 3_600_000);
    cluster.waitFor('it lists the ban', () => other.core.bans(cluster.nowMs).length === 1, 0);
    cluster.pass(2 * cluster.options.hfMs);
    cluster.check(other.core.bans(cluster.nowMs)[0]?.id === subject.id, 'the others told it again');
    cluster.kill(subject);
    const again = cluster.start([other.address], subject);
    cluster.pass(1000);
    cluster.check(isBanned(again), 'it is refused');
    waitUntilGone(cluster, again, 0);
  });

  it('lets a new process in after the ban', () => {
    const cluster = new SimulatedCluster(6, { forgetTtlMs: 5000 });
    const [one, former] = cluster.startAll(5) as Three;
    cluster.kill(former);
    forget(cluster, one, former);
    cluster.pass(5500);
    cluster.start([one.address], former);
    cluster.waitFor('all see all', () => cluster.isComplete(), 2 * cluster.options.hfMs);
  });

  it('who is met again after a ban of its own brings back none that ended meanwhile', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const cluster = new SimulatedCluster(seed, { forgetTtlMs: 5000, minDelayMs: 0.05, maxDelayMs: 0.3 });
      const [one, absent, other] = cluster.startAll(4) as Three;
      forget(cluster, one, other);
      cluster.pass(100);
      cluster.kill(other);
      forget(cluster, one, absent);
      cluster.pass(10_000);
      const back = cluster.start([one.address], other);
      cluster.waitFor('it is back', () => cluster.sees(one, back), 500);
      cluster.command(one, (core, nowMs) => core.meet(absent.address, nowMs));
      cluster.waitFor('all see all', () => cluster.isComplete(), 1000);
    }
  });

  it('who learned late of a ban does not turn away whom the others let in when it is over', () => {
    const cluster = new SimulatedCluster(4, { forgetTtlMs: 5000 });
    const [one, late, subject] = cluster.startAll(5) as Three;
    cluster.pause(late, 1400);
    forget(cluster, one, subject);
    cluster.kill(subject);
    cluster.pass(5000 + cluster.options.hfMs);
    const back = cluster.start([one.address], subject);
    cluster.waitFor('all see all', () => cluster.isComplete(), 2 * cluster.options.hfMs);
    cluster.check(!isBanned(back), 'nobody turns it away');
    cluster.pass(5000);
    cluster.check(cluster.isComplete(), 'it stays');
  });

  it('MEET on any member lifts the ban for all', () => {
    for (let seed = 1; seed <= 4; seed++) {
      const cluster = new SimulatedCluster(seed, { loss: seed === 4 ? 0.1 : 0 });
      const [one, subject, other] = cluster.startAll(10) as Three;
      forget(cluster, one, subject);
      cluster.pass(2000);
      cluster.command(other, (core, nowMs) => core.meet(subject.address, nowMs));
      cluster.waitFor('all see all', () => cluster.isComplete(), 3 * cluster.options.hfMs);
      cluster.pass(70_000);
      cluster.check(cluster.isComplete(), 'the lifted ban does not come back');
      cluster.check(one.core.bans(cluster.nowMs).length === 0, 'no ban is listed');
    }
  });

  it('after a MEET all have the same list, and a later FORGET holds, whoever knows of the first one', () => {
    for (const isOthersGone of [false, true]) {
      const cluster = new SimulatedCluster(6, { forgetTtlMs: 10_000 });
      const [one, subject] = cluster.startAll(3) as Three;
      for (let round = 0; round < 3; round++) {
        forget(cluster, one, subject);
        cluster.pass(500);
        cluster.command(one, (core, nowMs) => core.meet(subject.address, nowMs));
        cluster.waitFor('all see all', () => cluster.isComplete(), 500);
      }
      cluster.pass(cluster.options.hfMs);
      const lists = new Set(cluster.running().map(({ core }) => core.listHash()));
      cluster.check(lists.size === 1, 'one list');
      if (isOthersGone) for (const other of cluster.running()) if (other !== subject) cluster.kill(other);
      cluster.pass(isOthersGone ? 3000 : 20_000);
      const added = cluster.start([subject.address]);
      cluster.waitFor('it has joined', () => cluster.sees(added, subject), 500);
      cluster.check(forget(cluster, added, subject) === 'ok', 'done');
      cluster.waitFor('it obeys', () => isBanned(subject), 500);
    }
  });

  it('during the ban, MEET on the banned member itself does not get it in', () => {
    const cluster = new SimulatedCluster(7);
    const [one, subject] = cluster.startAll(5) as Three;
    forget(cluster, one, subject);
    cluster.pass(1000);
    cluster.command(subject, (core, nowMs) => core.meet(one.address, nowMs));
    cluster.pass(1000);
    cluster.check(isBanned(subject), 'it is refused');
    waitUntilGone(cluster, subject, 0);
  });

  it('says why it does nothing for an unknown id, itself, and one forgotten already', () => {
    const cluster = new SimulatedCluster(8);
    const [one, subject, other] = cluster.startAll(3) as Three;
    const stranger = new SimulatedCluster(9).start([]);
    cluster.check(forget(cluster, one, one) === 'myself', 'itself');
    cluster.check(forget(cluster, one, stranger) === 'unknown', 'unknown');
    cluster.check(forget(cluster, one, subject) === 'ok', 'known');
    cluster.pass(50);
    cluster.check(forget(cluster, other, subject) === 'already', 'forgotten already');
  });
});
