import { SimulatedCluster } from './cluster.js';
/** Kills members and returns how long the slowest survivor took to take the last of them off its live list. */
function killAndWait(cluster, victims) {
    for (const victim of victims)
        cluster.kill(victim);
    const { hfMs, ttlMs } = cluster.options;
    return cluster.waitFor('the killed members are off every list', () => cluster.running().every((survivor) => victims.every((victim) => !cluster.sees(survivor, victim))), ttlMs + Math.max(50, hfMs / 10));
}
describe('simulation: a crashed member is off every live list within ttl + max(50 ms, hf/10)', () => {
    for (const count of [2, 3, 10, 50]) {
        for (const loss of [0, 0.02, 0.2]) {
            it(`${count} members, ${loss * 100} % loss`, () => {
                for (let seed = 1; seed <= (count > 10 ? 1 : 3); seed++) {
                    const cluster = new SimulatedCluster(seed, { loss });
                    const members = cluster.startAll(count);
                    cluster.pass(cluster.network.random.fraction() * 3 * cluster.options.hfMs);
                    killAndWait(cluster, [members[cluster.network.random.below(count)]]);
                    cluster.check(cluster.isComplete(), 'only the killed member is gone');
                }
            });
        }
    }
    it('30 % of 30 members at once, with ttl = 5 hf', () => {
        for (let seed = 1; seed <= 2; seed++) {
            const cluster = new SimulatedCluster(seed, { ttlMs: 1000 });
            const members = cluster.startAll(30);
            cluster.pass(cluster.network.random.fraction() * 1000);
            killAndWait(cluster, cluster.network.random.shuffle([...members]).slice(0, 9));
            cluster.check(cluster.isComplete(), 'only the killed members are gone');
            cluster.waitFor('the survivors agree', () => cluster.isAgreed(), 4 * cluster.options.hfMs);
        }
    });
    it('30 % of 50 members at once, at 20 % loss', () => {
        const cluster = new SimulatedCluster(11, { loss: 0.2 });
        const members = cluster.startAll(50);
        killAndWait(cluster, cluster.network.random.shuffle([...members]).slice(0, 15));
    });
    it('shows it as dead until the retention ends', () => {
        const cluster = new SimulatedCluster(12, { retentionMs: 10_000 });
        const [one, other] = cluster.startAll(3);
        killAndWait(cluster, [other]);
        cluster.pass(5000);
        cluster.check(cluster.info(one, other)?.state === 'dead', 'it is shown as dead');
        cluster.pass(6000);
        cluster.check(cluster.info(one, other) === undefined, 'it is shown no longer');
    });
});
//# sourceMappingURL=crash.spec.js.map