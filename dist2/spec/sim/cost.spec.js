import { DATAGRAM_LIMIT } from '../../gossip/wire/datagram.js';
import { SimulatedCluster } from './cluster.js';
import { storm } from './service-trials.js';
describe('simulation: cost', () => {
    for (const count of [2, 10, 50]) {
        it(`at rest, ${count} members send at most 10 datagrams and 900 bytes each per hf`, () => {
            const cluster = new SimulatedCluster(count);
            const members = cluster.startAll(count);
            cluster.pass(4000);
            const before = members.map(({ datagramsSent, bytesSent }) => ({ datagramsSent, bytesSent }));
            const periods = 50;
            cluster.pass(periods * cluster.options.hfMs);
            members.forEach((member, index) => {
                const datagrams = (member.datagramsSent - (before[index]?.datagramsSent ?? 0)) / periods;
                const bytes = (member.bytesSent - (before[index]?.bytesSent ?? 0)) / periods;
                cluster.check(datagrams <= 10, `${member.name} sent ${datagrams} datagrams per hf`);
                cluster.check(bytes <= 900, `${member.name} sent ${bytes} bytes per hf`);
            });
        });
    }
    it('a storm of suspicions is bounded', () => {
        storm(1, 30);
        storm(2, 10, { loss: 0.2 });
    });
    it('no datagram is larger than 1200 bytes, whatever happens', () => {
        const cluster = new SimulatedCluster(4, { loss: 0.2 });
        const members = cluster.startAll(40);
        for (const member of members.slice(30))
            cluster.kill(member);
        cluster.pass(4000);
        cluster.start([members[0]?.address ?? { host: '', port: 1 }], members[35]);
        cluster.pass(1000);
        cluster.check(cluster.largestDatagram <= DATAGRAM_LIMIT, `${cluster.largestDatagram} bytes`);
        cluster.check(cluster.largestDatagram > DATAGRAM_LIMIT / 2, 'there were large ones');
    });
});
//# sourceMappingURL=cost.spec.js.map