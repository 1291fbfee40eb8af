import { expect } from 'chai';
import { NodeProcess } from '../../bench/support/node-process.js';
import { eventually } from '../cluster/harness.js';
import { ioredis, ioredis5, ioredis5Cluster, ioredisCluster, nodeRedis, nodeRedisCluster, } from '../compat/clients-cache.js';
/** Within so long a client is to work again after a node was killed: detection takes up to ttl, then it tries again. */
const RECOVERY_MS = 10_000;
const KEY_COUNT = 100;
describe('clients of a node that is killed', function () {
    this.timeout(40_000);
    let nodes;
    let clients;
    beforeEach(async () => {
        const first = await NodeProcess.start();
        const second = await NodeProcess.start('--join', first.joinAddress);
        const victim = await NodeProcess.start('--join', first.joinAddress);
        nodes = [first, second, victim];
        await Promise.all(nodes.map((node) => knowsOwners(node, 3)));
        clients = {};
    });
    afterEach(async () => {
        await Promise.all(Object.values(clients).map((client) => client.close()));
        await Promise.all(nodes.map((node) => node.kill()));
    });
    it('those of the others, and those that know the cluster, go on without it', async () => {
        const [first, second, victim] = nodes;
        const shardPorts = nodes.map((node) => node.shardPort);
        clients = {
            'ioredis 6, plain': ioredis(first.port),
            'node-redis 6, plain': await nodeRedis(second.port),
            'ioredis 6, Cluster': ioredisCluster(shardPorts),
            'ioredis 5, Cluster': ioredis5Cluster(shardPorts),
        };
        for (const [name, client] of Object.entries(clients))
            await works(name, client);
        await victim.kill();
        await Promise.all(Object.entries(clients).map(([name, client]) => worksSoon(name, client)));
        expect(nodes.slice(0, 2).map(ownersKnownTo)).to.deep.equal([2, 2]);
    });
    it('those of its own port are back when it is', async () => {
        const [first, second, victim] = nodes;
        const { port, shardPort, busPort } = victim;
        clients = {
            'ioredis 6, plain': ioredis(port),
            'ioredis 5, plain': ioredis5(port),
            'node-redis 6, plain': await nodeRedis(port),
            'node-redis 6, cluster': await nodeRedisCluster(nodes.map((node) => node.shardPort)),
        };
        for (const [name, client] of Object.entries(clients))
            await works(name, client);
        await victim.kill();
        await Promise.all([first, second].map((node) => knowsOwners(node, 2)));
        const ports = ['--port', port, '--shard-port', shardPort, '--bus-port', busPort].map(String);
        nodes[2] = await NodeProcess.start(...ports, '--join', first.joinAddress);
        await Promise.all(nodes.map((node) => knowsOwners(node, 3)));
        await Promise.all(Object.entries(clients).map(([name, client]) => worksSoon(name, client)));
    });
    /** Rejects unless the client gets a right reply for keys of every owner. */
    async function works(name, client) {
        const keys = Array.from({ length: KEY_COUNT }, (_, i) => `${name}:${i}`);
        await Promise.all(keys.map((key) => client.set(key, Buffer.from(key))));
        const values = await Promise.all(keys.map((key) => client.get(key)));
        expect(values.map(String)).to.deep.equal(keys);
    }
    /** Its commands may fail for a while; once they do not, they go on to work. */
    async function worksSoon(name, client) {
        const tries = () => works(name, client).then(() => true, () => false);
        await eventually(tries, RECOVERY_MS);
        await works(name, client);
    }
    function ownersKnownTo(node) {
        return node.log.findLast((line) => line.event === 'map')?.owners;
    }
    async function knowsOwners(node, count) {
        await eventually(() => ownersKnownTo(node) === count);
    }
});
//# sourceMappingURL=reconnect.spec.js.map