import { SimulatedCluster, type SimulatedMember } from './cluster.ts';

type Three = [SimulatedMember, SimulatedMember, SimulatedMember];

describe('simulation: probes', () => {
  it('a member that cannot be reached directly is heard by way of the others, before anybody has to be asked', () => {
    const cluster = new SimulatedCluster(1);
    const [one, other] = cluster.startAll(4) as Three;
    cluster.network.block(one.name, other.name);
    cluster.network.block(other.name, one.name);
    cluster.pass(500);
    for (let count = 0; count < 100; count++) {
      cluster.pass(37);
      const silentMs = cluster.info(one, other)?.silentMs ?? Number.POSITIVE_INFINITY;
      cluster.check(silentMs < 2 * cluster.options.hfMs, `silent for ${silentMs} ms`);
    }
    cluster.check(cluster.eventsOf('suspected').length === 0, 'nobody was suspected');
  });

  it('a silent member is suspected after 2 hf, long before it is declared dead', () => {
    const cluster = new SimulatedCluster(2);
    const [one, victim] = cluster.startAll(5) as Three;
    cluster.kill(victim);
    const { hfMs } = cluster.options;
    const tookMs = cluster.waitFor(
      'all suspect it',
      () => cluster.running().every((member) => cluster.info(member, victim)?.state === 'suspect'),
      3.5 * hfMs,
    );
    cluster.check(tookMs > hfMs, 'not at once');
    const names = new Set([...cluster.running().map(({ address }) => `n${address.port}`), 'this member']);
    for (const { observers } of cluster.eventsOf('suspected'))
      cluster.check(observers.length === 2 && observers.every((name) => names.has(name)), `${observers}`);
    cluster.check(cluster.sees(one, victim), 'it stays on the live list');
  });

  it('a suspected member that answers again is cleared by everybody', () => {
    const cluster = new SimulatedCluster(3);
    const [, sleeper] = cluster.startAll(20) as Three;
    cluster.pause(sleeper, 1000);
    cluster.pass(990);
    const suspects = (): number =>
      cluster.running().filter((member) => cluster.info(member, sleeper)?.state === 'suspect').length;
    cluster.check(suspects() >= 18, `${suspects()} suspect it while it is silent`);
    cluster.pass(30);
    cluster.waitFor('nobody suspects it', () => suspects() === 0, cluster.options.hfMs);
    cluster.check(cluster.eventsOf('failed').length === 0, 'nobody declared it dead');
  });

  it('of two members each pings the other twice as often while it is not heard, and every beat counts', () => {
    const cluster = new SimulatedCluster(4);
    const [one, silent] = cluster.startAll(2) as [SimulatedMember, SimulatedMember];
    cluster.network.block(silent.name, '*');
    const { hfMs } = cluster.options;
    cluster.pass(hfMs);
    const sent = one.datagramsSent;
    cluster.pass(2 * hfMs);
    const pings = one.datagramsSent - sent;
    cluster.check(pings >= 16 && pings <= 20, `${pings} pings in 2 hf`);
  });
});
