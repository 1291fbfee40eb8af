/** What cluster-aware clients make of nodes that are owners and replicas at once. */
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { createCluster } from 'redis';
import { SLOT_COUNT } from '../../shard/index.js';
import { startCluster, stopAll } from '../cluster/harness.js';
/** A client takes its time with ten thousand ranges where the machine is busy. */
const SLOTS_TIMEOUT_MS = 10_000;
describe('cluster clients and replicas', function () {
    this.timeout(30_000);
    let nodes;
    let shardPorts;
    before(async () => {
        nodes = await startCluster(3, { replicas: 1 });
        shardPorts = nodes.map((node) => node.address().shardPort).sort((a, b) => a - b);
    });
    after(() => stopAll(nodes ?? []));
    const seed = () => shardPorts[0];
    const portsOf = (found) => found.map(({ port }) => port).sort((a, b) => a - b);
    it('ioredis has every node as a master, and a replica for each slot but the first of each owner', async () => {
        const client = new Redis.Cluster([{ host: '127.0.0.1', port: seed() }], {
            slotsRefreshTimeout: SLOTS_TIMEOUT_MS,
        });
        await client.set('key', 'value');
        const masters = client.nodes('master').map(({ options }) => ({ port: options.port }));
        expect(portsOf(masters)).to.deep.equal(shardPorts);
        expect(client.nodes('slave')).to.have.length(0);
        const holders = client.slots;
        expect(holders).to.have.length(SLOT_COUNT);
        const alone = holders.filter(({ length }) => length === 1);
        expect(alone.length).to.be.within(3, 100);
        expect(holders.every((keys) => new Set(keys).size === keys.length && keys.length <= 2)).to.equal(true);
        await client.quit();
    });
    for (const useReplicas of [false, true]) {
        it(`node-redis has every node as a master${useReplicas ? ' when it reads from replicas too' : ''}`, async () => {
            const client = createCluster({
                rootNodes: [{ socket: { host: '127.0.0.1', port: seed() } }],
                useReplicas,
            });
            await client.connect();
            expect(portsOf(client.masters)).to.deep.equal(shardPorts);
            expect(client.replicas).to.have.length(0);
            expect(client.slots).to.have.length(SLOT_COUNT);
            const replicated = client.slots.filter(({ replicas }) => (replicas ?? []).length === 1);
            expect(replicated.length).to.be.within(useReplicas ? SLOT_COUNT - 100 : 0, useReplicas ? SLOT_COUNT - 3 : 0);
            expect(client.slots.every(({ master, replicas }) => replicas?.[0] !== master)).to.equal(true);
            await client.set('key', 'value');
            await client.close();
        });
    }
});
//# sourceMappingURL=replica-views.spec.js.map