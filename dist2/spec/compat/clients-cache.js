/** One small interface over the Redis clients of Node, so that the same load runs through each of them. */
import { Redis } from 'ioredis';
import { Redis as Redis5 } from 'ioredis5';
import { createClient, createCluster, RESP_TYPES } from 'redis';
const SCAN_COUNT = 200;
/** A cache over a connected or connecting client; `nodes` gives those that SCAN is to ask, one after the other. */
function ioredisCache(client, anySlots, nodes) {
    const errors = [];
    client.on('error', (error) => errors.push(error));
    return {
        anySlots,
        errors,
        set: (key, value) => client.set(key, value),
        setFor: (key, value, ttlMs) => client.psetex(key, ttlMs, value),
        get: (key) => client.getBuffer(key),
        setMany: (entries) => client.mset(new Map(entries)),
        getMany: (keys) => client.mgetBuffer([...keys]),
        increment: (key) => client.incr(key),
        append: (key, value) => client.append(key, value),
        delete: (keys) => client.del([...keys]),
        expire: async (key, seconds) => (await client.expire(key, seconds)) === 1,
        remainingMs: (key) => client.pttl(key),
        setAndGet: async (entries) => {
            const pipeline = client.pipeline();
            for (const [key, value] of entries)
                pipeline.set(key, value);
            for (const key of entries.keys())
                pipeline.getBuffer(key);
            const results = (await pipeline.exec()) ?? [];
            const failed = results.find(([error]) => error !== null);
            if (failed)
                throw failed[0];
            return results.slice(entries.size).map(([, value]) => value);
        },
        scan: async (pattern) => {
            const found = [];
            for (const node of nodes()) {
                for await (const keys of node.scanStream({ match: pattern, count: SCAN_COUNT })) {
                    found.push(...keys);
                }
            }
            return found;
        },
        close: async () => {
            await client.quit();
        },
    };
}
export function ioredis(port, protocol = 3) {
    const client = new Redis({ port, protocol });
    return ioredisCache(client, true, () => [client]);
}
export function ioredis5(port) {
    const client = new Redis5({ port });
    return ioredisCache(client, true, () => [client]);
}
export function ioredisCluster(ports, protocol = 3) {
    const seeds = ports.map((port) => ({ host: '127.0.0.1', port }));
    const client = new Redis.Cluster(seeds, { redisOptions: { protocol } });
    return ioredisCache(client, false, () => client.nodes('master'));
}
export function ioredis5Cluster(ports) {
    const client = new Redis5.Cluster(ports.map((port) => ({ host: '127.0.0.1', port })));
    return ioredisCache(client, false, () => client.nodes('master'));
}
const BYTES = { [RESP_TYPES.BLOB_STRING]: Buffer };
function nodeRedisCache(root, client, anySlots, nodes) {
    const errors = [];
    root.on('error', (error) => errors.push(error));
    return {
        anySlots,
        errors,
        set: (key, value) => client.set(key, value),
        setFor: (key, value, ttlMs) => client.set(key, value, { expiration: { type: 'PX', value: ttlMs } }),
        get: (key) => client.get(key),
        setMany: (entries) => client.mSet([...entries]),
        getMany: (keys) => client.mGet([...keys]),
        increment: (key) => client.incr(key),
        append: (key, value) => client.append(key, value),
        delete: (keys) => client.del([...keys]),
        expire: async (key, seconds) => (await client.expire(key, seconds)) === 1,
        remainingMs: (key) => client.pTTL(key),
        // Commands of one turn of the event loop leave in one pipeline; its multi() gives strings in a cluster.
        setAndGet: async (entries) => {
            const sets = [...entries].map(([key, value]) => client.set(key, value));
            const gets = [...entries.keys()].map((key) => client.get(key));
            await Promise.all(sets);
            return Promise.all(gets);
        },
        scan: async (pattern) => {
            const found = [];
            for (const node of await nodes()) {
                for await (const keys of node.scanIterator({ MATCH: pattern, COUNT: SCAN_COUNT })) {
                    found.push(...keys);
                }
            }
            return found;
        },
        close: async () => {
            await root.close();
        },
    };
}
export async function nodeRedis(port, RESP = 3) {
    const client = createClient({ url: `redis://127.0.0.1:${port}`, RESP });
    const cache = nodeRedisCache(client, client.withTypeMapping(BYTES), true, async () => [client]);
    await client.connect();
    return cache;
}
export async function nodeRedisCluster(ports, RESP = 3) {
    const rootNodes = ports.map((port) => ({ url: `redis://127.0.0.1:${port}` }));
    const client = createCluster({ rootNodes, RESP });
    const masters = () => Promise.all(client.masters.map((node) => client.nodeClient(node)));
    const cache = nodeRedisCache(client, client.withTypeMapping(BYTES), false, masters);
    await client.connect();
    return cache;
}
//# sourceMappingURL=clients-cache.js.map