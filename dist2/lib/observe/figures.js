/**
 * What one shard counts, as plain data that another thread can be sent, and the sum of it over the shards of a member.
 */
import { areCopiesComplete } from './replication-status.js';
export function figuresOf(counting) {
    const { stats, keyspace, clients, pubsub, cluster, replication } = counting;
    const { commandRate, inputRate, outputRate } = stats;
    const { visibleSize, visibleExpiringSize, usedBytes } = keyspace;
    const rates = {
        commandRate: { perSecond: commandRate.perSecond },
        inputRate: { perSecond: inputRate.perSecond },
        outputRate: { perSecond: outputRate.perSecond },
    };
    return {
        stats: { ...stats, ...rates },
        keyspace: {
            size: visibleSize,
            expiringSize: visibleExpiringSize,
            usedBytes,
            stats: { ...keyspace.stats },
        },
        clients: { clientCount: clients.clientCount },
        pubsub: { channelCount: pubsub.channelCount, patternCount: pubsub.patternCount },
        linkCount: cluster.links().length,
        replication: replicationFigures(replication.status()),
    };
}
export function replicationFigures(status) {
    const { replicas: _, ...sums } = status;
    return { ...sums, incompleteShards: areCopiesComplete(status) ? 0 : 1 };
}
/** The figures of all shards together; `first` is one of them, `others` are the rest. */
export function sumFigures(first, others) {
    return others.reduce(sum, first);
}
/** Adds number to number through plain data of one shape; maps by their keys, lists one behind the other. */
function sum(a, b) {
    if (typeof a === 'number')
        return (a + b);
    if (Array.isArray(a))
        return [...a, ...b];
    if (a instanceof Map) {
        const total = new Map(a);
        for (const [key, count] of b)
            total.set(key, (total.get(key) ?? 0) + count);
        return total;
    }
    const total = {};
    for (const [key, value] of Object.entries(a))
        total[key] = sum(value, b[key]);
    return total;
}
//# sourceMappingURL=figures.js.map