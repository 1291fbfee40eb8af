import { SimulatedCluster } from './cluster.js';
import { broadcast } from './service-trials.js';
describe('simulation: published messages', () => {
    it('100 members: each delivers each once, with a redundancy under 0.1 and within 5 round trips without loss', () => {
        const { redundancy, lastMs } = broadcast(1, 100, {}, 3, 60, 30);
        if (redundancy > 0.1)
            throw new Error(`redundancy ${redundancy}`);
        if (lastMs > 5 * 2 * 5)
            throw new Error(`the last member had a message after ${lastMs} ms`);
    });
    for (const [count, loss] of [
        [2, 0.2],
        [10, 0.02],
        [30, 0.2],
    ]) {
        it(`${count} members, ${loss * 100} % loss: each delivers each once`, () => {
            for (let seed = 1; seed <= (count > 10 ? 1 : 2); seed++)
                broadcast(seed, count, { loss, duplication: 0.1 }, 5, 60, 20);
        });
    }
    it('members that crash on the way keep no message from the others', () => {
        const cluster = new SimulatedCluster(3);
        const members = cluster.startAll(20);
        const [publisher, ...others] = members;
        if (!publisher)
            throw new Error('nobody is there');
        for (let index = 0; index < 30; index++) {
            if (index % 10 === 5)
                cluster.kill(others[index % 19]);
            cluster.command(publisher, (core, nowMs) => core.publish(Uint8Array.of(index), nowMs));
            cluster.pass(40);
        }
        cluster.pass(1000);
        for (const member of cluster.running()) {
            const got = member.deliveries.map(({ payload }) => payload[0]);
            const due = member === publisher ? 0 : 30;
            cluster.check(new Set(got).size === due && got.length === due, `${member.name} got ${got.length}`);
        }
    });
    it('who is cut off for less than ttl gets what it missed', () => {
        const cluster = new SimulatedCluster(4);
        const [publisher, absent, ...others] = cluster.startAll(8);
        cluster.partition([absent], [publisher, ...others]);
        for (let index = 0; index < 10; index++)
            cluster.command(publisher, (core, nowMs) => core.publish(Uint8Array.of(index), nowMs));
        cluster.pass(1000);
        cluster.heal();
        cluster.waitFor('it has all of them', () => absent.deliveries.length === 10, 1500);
        cluster.check(absent.deliveries[0]?.originId === publisher.id, 'with the origin');
    });
    it('a message that is too long is refused', () => {
        const member = new SimulatedCluster(5).start([]);
        let message = '';
        try {
            member.core.publish(new Uint8Array(1025), 0);
        }
        catch (error) {
            message = error.message;
        }
        if (message !== 'a published message must not be longer than 1024 bytes')
            throw new Error(message);
    });
});
//# sourceMappingURL=broadcast.spec.js.map