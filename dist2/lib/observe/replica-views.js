/** The shards that this node's changes go to, in Redis's words for replicas: INFO's `slave0`, `slave1`, ... and ROLE. */
import { nodesOf } from '../commands/cluster-nodes.js';
/** `sentBytes` is the node's offset: all that it has sent to whomever. */
export function replicaViews(cluster, { streams, sentBytes }) {
    const byId = new Map(nodesOf(cluster, cluster.myId).map((node) => [node.id, node]));
    return streams.map((stream) => {
        const node = byId.get(stream.peer);
        const owed = stream.sentBytes - stream.ackedBytes;
        return {
            host: node?.member.host ?? '',
            port: node?.port ?? 0,
            state: stream.queuedSlots > 0 ? 'wait_bgsave' : 'online',
            offset: sentBytes - owed,
            lagSeconds: owed === 0 ? 0 : Math.floor(stream.silentMs / 1000),
        };
    });
}
//# sourceMappingURL=replica-views.js.map