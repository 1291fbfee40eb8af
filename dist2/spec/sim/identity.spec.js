import { SimulatedCluster } from './cluster.js';
describe('simulation: leaving, restarting, and two of one id', () => {
    it('a member that leaves is told goodbye to within hf, and shown as left', () => {
        const cluster = new SimulatedCluster(1);
        const [leaver, ...others] = cluster.startAll(10);
        cluster.command(leaver, (core, nowMs) => core.leave(nowMs));
        const tookMs = cluster.waitFor('it is told that the others know', () => leaver.hasLeft, cluster.options.hfMs);
        cluster.check(tookMs < 50, 'acknowledgements end the wait');
        cluster.pass(20);
        for (const other of others)
            cluster.check(cluster.info(other, leaver)?.state === 'left', 'it is shown as left');
        cluster.check(cluster.eventsOf('failed').length === 0, 'nobody takes it for dead');
        cluster.pass(5000);
        cluster.check(cluster.eventsOf('left', leaver).length === 10, 'everybody reports it once');
    });
    it('leaving takes at most one hf when nobody answers, and none when alone', () => {
        const cluster = new SimulatedCluster(2);
        const [leaver, one, other] = cluster.startAll(3);
        cluster.kill(one);
        cluster.kill(other);
        cluster.command(leaver, (core, nowMs) => core.leave(nowMs));
        cluster.waitFor('it gave up', () => leaver.hasLeft, cluster.options.hfMs + 5);
        const alone = new SimulatedCluster(3).start([]);
        const effects = alone.core.leave(0);
        cluster.check(effects.some(({ type }) => type === 'left'), 'alone it leaves at once');
    });
    it('at 20 % loss leaving still reaches everybody', () => {
        const cluster = new SimulatedCluster(4, { loss: 0.2 });
        const [leaver] = cluster.startAll(20);
        cluster.command(leaver, (core, nowMs) => core.leave(nowMs));
        cluster.waitFor('everybody knows', () => cluster.isComplete() && leaver.hasLeft, 2 * cluster.options.hfMs);
    });
    for (const withSeed of [true, false]) {
        it(`a restart ${withSeed ? 'that joins' : 'without seeds'} is reported as restarted by everybody within hf`, () => {
            for (let seed = 1; seed <= 5; seed++) {
                const cluster = new SimulatedCluster(seed);
                const [one, former] = cluster.startAll(10);
                cluster.kill(former);
                cluster.pass(30);
                const again = cluster.start(withSeed ? [one.address] : [], former);
                const { hfMs } = cluster.options;
                cluster.waitFor('all list the new instance', () => sawRestart(cluster, again) === 9, hfMs);
                cluster.waitFor('it sees all', () => cluster.isComplete(), hfMs);
                cluster.check(cluster.eventsOf('failed').length === 0, 'without a failure in between');
            }
        });
    }
    it('a restart after the removal is one too', () => {
        const cluster = new SimulatedCluster(6);
        const [one, former] = cluster.startAll(5);
        cluster.kill(former);
        cluster.pass(4000);
        const again = cluster.start([one.address], former);
        cluster.waitFor('all list the new instance', () => sawRestart(cluster, again) === 4, cluster.options.hfMs);
    });
    it('a member restarted with a lower generation than the dead one it was, comes back all the same', () => {
        const cluster = new SimulatedCluster(7);
        const first = cluster.start([]);
        const former = cluster.start([first.address], undefined, { generation: 9 });
        cluster.waitFor('both see both', () => cluster.isComplete(), 400);
        cluster.kill(former);
        cluster.pass(4000);
        cluster.start([first.address], former, { generation: 1 });
        cluster.waitFor('both see both again', () => cluster.isComplete(), 400);
    });
    it('of two live instances of one id the one with the higher generation stays, the other reports the conflict and stops', () => {
        const cluster = new SimulatedCluster(8);
        const [one, older] = cluster.startAll(5);
        const newer = cluster.start([one.address], older, { port: 20_000 });
        const limitMs = 2 * cluster.options.hfMs;
        cluster.waitFor('the older one gives way', () => older.events.some(({ type }) => type === 'conflict'), limitMs);
        cluster.check(older.core.view().members.length === 0, 'it has an empty view');
        cluster.check(newer.events.every(({ type }) => type !== 'conflict'), 'the newer one stays');
        const intruder = cluster.start([one.address], older, { port: 20_001, generation: 0 });
        cluster.waitFor('the late one gives way', () => intruder.events.some(({ type }) => type === 'conflict'), limitMs);
        cluster.pass(3000);
        cluster.check(cluster.info(one, newer)?.instance === newer.instance, 'the newest instance is listed');
    });
    it('phase and metadata of a member spread, with a higher incarnation', () => {
        const cluster = new SimulatedCluster(9);
        const [subject, ...others] = cluster.startAll(10);
        cluster.command(subject, (core, nowMs) => core.setPhase('leaving', nowMs));
        cluster.command(subject, (core, nowMs) => core.setMetadata(Uint8Array.of(1, 2, 3), nowMs));
        cluster.pass(50);
        for (const other of others) {
            const info = cluster.info(other, subject);
            cluster.check(info?.phase === 'leaving' && info.metadata[2] === 3, 'the others have both');
            cluster.check(info?.incarnation === 2, 'each change raised the incarnation');
        }
        cluster.check(cluster.eventsOf('updated', subject).length >= 9, 'the others report it');
        cluster.waitFor('equal epochs', () => cluster.isAgreed(), 2 * cluster.options.hfMs);
    });
});
/** How many members reported the restart of this instance. */
function sawRestart(cluster, again) {
    return cluster.eventsOf('restarted', again).filter(({ member }) => member.instance === again.instance)
        .length;
}
//# sourceMappingURL=identity.spec.js.map