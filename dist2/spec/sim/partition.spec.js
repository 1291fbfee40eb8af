import { SimulatedCluster } from './cluster.js';
describe('simulation: partitions', () => {
    for (const [count, minority] of [
        [2, 1],
        [7, 1],
        [10, 5],
        [30, 12],
    ]) {
        it(`${count} members, ${minority} cut off: each side has its own view, and 2 ttl after the heal all have one`, () => {
            for (let seed = 1; seed <= (count > 10 ? 1 : 2); seed++) {
                const cluster = new SimulatedCluster(seed, { loss: seed === 2 ? 0.05 : 0 });
                const members = cluster.startAll(count);
                const one = members.slice(0, minority);
                const other = members.slice(minority);
                const { ttlMs, hfMs } = cluster.options;
                cluster.partition(one, other);
                cluster.pass(ttlMs + 2 * hfMs);
                for (const [side, beyond] of [
                    [one, other],
                    [other, one],
                ]) {
                    const isClean = side.every((viewer) => beyond.every((member) => !cluster.sees(viewer, member)));
                    cluster.check(isClean, 'nobody lists the other side as live');
                    cluster.check(cluster.liveIds(side[0]).size === side.length, 'each side is whole');
                }
                cluster.pass(3 * ttlMs);
                cluster.heal();
                const healedMs = cluster.nowMs;
                cluster.waitFor('equal views', () => cluster.isComplete() && cluster.isAgreed(), 2 * ttlMs);
                const flaps = cluster.eventsOf('failed').filter(({ atMs }) => atMs > healedMs);
                for (const member of members) {
                    const told = cluster.eventsOf('ousted', member).length;
                    cluster.check(told > 0, 'each member learns that it was off a list');
                }
                cluster.check(flaps.length === 0, `${flaps.length} members were removed by what the other side believed`);
            }
        });
    }
});
//# sourceMappingURL=partition.spec.js.map