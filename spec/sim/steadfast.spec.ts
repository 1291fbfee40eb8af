import { type Message, NO_INSTANCE } from '../../gossip/core/messages.ts';
import { SimulatedCluster, type SimulatedMember } from './cluster.ts';
import { pauses, steadfast } from './trials.ts';

function checkNobodyRemoved(cluster: SimulatedCluster): void {
  const failed = cluster.eventsOf('failed');
  const first = failed[0];
  if (first)
    cluster.fail(`${failed.length} false removals, the first: ${first.member.name}, ${first.reason}`);
  cluster.check(cluster.isComplete(), 'everybody is on every list');
}

describe('simulation: a member that answers is never removed', () => {
  for (const [count, loss, seeds] of [
    [2, 0.4, 4],
    [5, 0.4, 2],
    [10, 0.2, 1],
    [10, 0.4, 2],
    [50, 0.4, 1],
  ] as const) {
    it(`${count} members, ${loss * 100} % loss`, () => {
      for (let seed = 1; seed <= seeds; seed++) {
        const cluster = new SimulatedCluster(seed, { loss, duplication: 0.05, maxDelayMs: 20 });
        cluster.startAll(count);
        cluster.pass(count > 10 ? 5000 : 30_000);
        checkNobodyRemoved(cluster);
      }
    });
  }

  it('10 members, 20 % loss, ttl = 5 hf', () => {
    for (let seed = 1; seed <= 1; seed++) {
      const cluster = new SimulatedCluster(seed, { loss: 0.2, ttlMs: 1000 });
      cluster.startAll(10);
      cluster.pass(30_000);
      checkNobodyRemoved(cluster);
    }
  });

  it('pauses of less than ttl - 2.5 hf, one after the other, and some at the same time', () => {
    for (let seed = 1; seed <= 5; seed++) {
      const cluster = new SimulatedCluster(seed);
      const members = cluster.startAll(seed === 1 ? 2 : 8);
      const { hfMs, ttlMs } = cluster.options;
      for (let round = 0; round < 6; round++) {
        const count = cluster.network.random.chance(0.3) && seed > 1 ? 3 : 1;
        for (const member of cluster.network.random.shuffle([...members]).slice(0, count)) {
          cluster.pause(member, ttlMs - 2.5 * hfMs - 20);
        }
        cluster.pass(ttlMs + cluster.network.random.fraction() * hfMs);
      }
      checkNobodyRemoved(cluster);
    }
  });

  it('two thirds of 30 pause at once: who looks beyond its silent neighbours removes nobody', () => {
    for (let seed = 1; seed <= 2; seed++) {
      const cluster = new SimulatedCluster(seed);
      const members = cluster.network.random.shuffle([...cluster.startAll(30)]);
      const { hfMs, ttlMs } = cluster.options;
      // Longer than D, so that what was heard of members that are not neighbours is old.
      cluster.pass(2 * ttlMs);
      for (const member of members.slice(0, 20)) cluster.pause(member, ttlMs - 2.5 * hfMs);
      cluster.pass(2 * ttlMs);
      checkNobodyRemoved(cluster);
    }
  });

  it('two members, pauses at 40 % loss: a lost probe holds up no ping, and a lost sync no agreement', () => {
    for (const seed of [5, 46, 119, 497]) steadfast(seed, 2, { loss: 0.4 }, [pauses]);
  });

  it('a third of 30 pause at 40 % loss: where the observers that are awake heard a member long ago, others tell', () => {
    const cluster = new SimulatedCluster(187, { loss: 0.4 });
    const members = cluster.startAll(30);
    const { hfMs, ttlMs } = cluster.options;
    for (const member of cluster.network.random.shuffle([...members]).slice(0, 10))
      cluster.pause(member, ttlMs - 2.5 * hfMs);
    cluster.pass(2 * ttlMs);
    checkNobodyRemoved(cluster);
  });

  it('a member paused for longer than ttl is removed, removes nobody itself, and comes back with a higher incarnation', () => {
    for (let seed = 1; seed <= 4; seed++) {
      const cluster = new SimulatedCluster(seed);
      const members = cluster.startAll(seed === 1 ? 2 : 7);
      const sleeper = members[1] as SimulatedMember;
      const { ttlMs, hfMs } = cluster.options;
      cluster.pause(sleeper, 3 * ttlMs);
      cluster.pass(2 * ttlMs);
      cluster.check(
        members.every((member) => member === sleeper || !cluster.sees(member, sleeper)),
        'it is off every other list while it sleeps',
      );
      cluster.pass(ttlMs);
      cluster.waitFor('all see all again', () => cluster.isComplete(), 2 * hfMs);
      cluster.check(
        sleeper.events.every(({ type }) => type !== 'failed'),
        'it removed nobody',
      );
      const ousted = cluster.eventsOf('ousted');
      cluster.check(
        ousted.length === 1 && ousted[0]?.member.id === sleeper.id,
        'it knows that it was off the lists',
      );
      const back = cluster.eventsOf('recovered', sleeper);
      cluster.check(back.length === members.length - 1, 'the others report that it recovered');
      cluster.check(
        back.every(({ member }) => member.incarnation > 0),
        'with a higher incarnation',
      );
    }
  });

  for (const when of ['before', 'during'] as const) {
    it(`nor does it remove somebody whom a mistaken member said to be dead ${when} the pause`, () => {
      for (let seed = 1; seed <= 10; seed++) {
        const cluster = new SimulatedCluster(seed);
        const members = cluster.startAll(5);
        cluster.pass(1000);
        const [sleeper, reporter, accused] = members as [SimulatedMember, SimulatedMember, SimulatedMember];
        const { id, instance } = accused;
        const incarnation = cluster.info(sleeper, accused)?.incarnation ?? 0;
        const dead: Message = {
          ...{ type: 'dead', id, instance, incarnation, reporter: reporter.instance, silentMs: 1900 },
          ...{ witness: NO_INSTANCE, cause: 'silence', refusedMs: 0 },
        };
        const incoming = { sender: reporter.instance, messages: [dead] };
        const accuse = (): void =>
          cluster.command(sleeper, (core, nowMs) => core.onDatagram(incoming, reporter.address, nowMs));
        if (when === 'before') accuse();
        cluster.pause(sleeper, 3000);
        if (when === 'during') sleeper.keep(accuse);
        cluster.pass(5000);
        cluster.check(
          sleeper.events.every(({ type }) => type !== 'failed'),
          'it removed nobody',
        );
      }
    });
  }

  it('a one-way path between two members removes neither: the others vouch for them', () => {
    const cluster = new SimulatedCluster(3);
    const members = cluster.startAll(5);
    const [one, other] = members as [SimulatedMember, SimulatedMember];
    cluster.network.block(one.name, other.name);
    cluster.pass(20_000);
    checkNobodyRemoved(cluster);
  });

  it('incarnations only grow', () => {
    const cluster = new SimulatedCluster(5, { loss: 0.3 });
    const members = cluster.startAll(6);
    for (let round = 0; round < 10; round++) {
      cluster.pause(members[round % 6] as SimulatedMember, 1200);
      cluster.pass(1500);
    }
    for (const member of cluster.members) {
      const newest = new Map<string, number>();
      for (const { member: about, type } of member.events) {
        const before = newest.get(about.id) ?? 0;
        cluster.check(
          about.incarnation >= before,
          `${type}: incarnation ${about.incarnation} after ${before}`,
        );
        newest.set(about.id, about.incarnation);
      }
    }
    cluster.check(cluster.eventsOf('recovered').length > 0, 'there was something to refute');
  });
});
