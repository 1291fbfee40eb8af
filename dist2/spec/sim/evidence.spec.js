import { SimulatedCluster } from './cluster.js';
import * as trials from './trials.js';
/** For how long the address of `subject` refuses, while the process lives and says nothing. */
function refuseFor(cluster, subject, ms) {
    cluster.kill(subject, true);
    cluster.network.at(cluster.nowMs + ms, () => {
        subject.isKilled = false;
        cluster.command(subject, (core, nowMs) => core.onLinkReset('', nowMs));
    });
}
describe('simulation: crash evidence', () => {
    for (const count of [2, 3, 10, 30]) {
        it(`a process that is gone from a machine that is up is off all ${count} lists within 2 hf`, () => {
            for (let seed = 1; seed <= 3; seed++) {
                const tookMs = trials.crash(seed, count, 0, {}, true);
                if (tookMs > 400)
                    throw new Error(`seed ${seed}: it took ${tookMs} ms`);
            }
        });
    }
    it('at 20 % loss too, and with several processes gone at once', () => {
        for (let seed = 1; seed <= 3; seed++)
            trials.crash(seed, 10, 0.3, { loss: 0.2 }, true);
    });
    it('without it, only silence counts', () => {
        const tookMs = trials.crash(1, 5, 0, { crashEvidence: false }, true);
        if (tookMs < 1500)
            throw new Error(`it took ${tookMs} ms`);
    });
    it('says that the process is gone, who found out and who agreed; the failure is kept with its latency', () => {
        const cluster = new SimulatedCluster(1);
        const [one, subject, ...others] = cluster.startAll(5);
        cluster.kill(subject, true);
        cluster.pass(500);
        for (const member of [one, ...others]) {
            const [failure] = member.core.failures();
            cluster.check(failure?.cause === 'refused' && failure.id === subject.id, 'the cause is kept');
            cluster.check((failure?.latencyMs ?? 999) < 500, `detected after ${failure?.latencyMs} ms`);
            cluster.check(failure?.witness !== '' && failure?.reporter !== failure?.witness, 'two observers');
        }
        const [event] = cluster.eventsOf('failed');
        cluster.check(/its process is gone, reported by .* and /.test(event?.reason ?? ''), `${event?.reason}`);
    });
    it('a socket that is opened anew within 100 ms removes nobody', () => {
        for (let seed = 1; seed <= 5; seed++) {
            const cluster = new SimulatedCluster(seed);
            const [, subject] = cluster.startAll(seed === 1 ? 2 : 6);
            for (let round = 0; round < 10; round++) {
                refuseFor(cluster, subject, 90);
                cluster.pass(300);
            }
            trials.checkNobodyRemoved(cluster);
        }
    });
    it('a path that refuses removes nobody whom others hear', () => {
        const cluster = new SimulatedCluster(3);
        const [one, subject] = cluster.startAll(6);
        cluster.network.block(one.name, subject.name);
        cluster.network.block(subject.name, one.name);
        for (let round = 0; round < 100; round++) {
            cluster.command(one, (core, nowMs) => core.onRefused(subject.address, nowMs));
            cluster.pass(50);
        }
        trials.checkNobodyRemoved(cluster);
    });
    it('refusals at two observers do not outweigh the others that hear the member', () => {
        const cluster = new SimulatedCluster(4);
        const [one, subject, two] = cluster.startAll(7);
        for (const observer of [one, two]) {
            cluster.network.block(observer.name, subject.name);
            cluster.network.block(subject.name, observer.name);
        }
        for (let round = 0; round < 100; round++) {
            for (const observer of [one, two])
                cluster.command(observer, (core, nowMs) => core.onRefused(subject.address, nowMs));
            cluster.pass(50);
        }
        trials.checkNobodyRemoved(cluster);
    });
    it('an address that another process has now removes nobody, nor do refusals of an unknown one', () => {
        const cluster = new SimulatedCluster(5);
        const [one, subject] = cluster.startAll(4);
        cluster.kill(subject);
        cluster.pass(20);
        const again = cluster.start([one.address], subject);
        cluster.pass(100);
        for (let round = 0; round < 20; round++) {
            cluster.command(one, (core, nowMs) => core.onRefused({ host: '10.9.9.9', port: 1 }, nowMs));
            cluster.command(one, (core, nowMs) => core.onRefused(subject.address, nowMs));
            cluster.pass(100);
        }
        trials.checkNobodyRemoved(cluster);
        cluster.check(cluster.info(one, subject)?.instance === again.instance, 'the new instance stays');
    });
    it('a reset link makes a member probe the other end at once, and nothing more', () => {
        const cluster = new SimulatedCluster(6);
        const [one, subject] = cluster.startAll(3);
        const before = one.datagramsSent;
        cluster.command(one, (core, nowMs) => core.onLinkReset(subject.id, nowMs));
        cluster.check(one.datagramsSent === before + 1, 'one ping');
        cluster.pass(5000);
        trials.checkNobodyRemoved(cluster);
    });
});
//# sourceMappingURL=evidence.spec.js.map