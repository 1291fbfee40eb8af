/**
 * The nodes that Redis Cluster's words describe: one for each shard. A shard has its own id and port; all else it has
 * from its member.
 */
import { shardId } from '../../shard/index.js';
import { SLOT_COUNT } from '../base/hash-slot.js';
import { clusterEnabled } from './cluster-mode.js';
/**
 * The node that this client talks to. On the client port that is the member's first shard, whichever of its shards took
 * the connection, so that all clients of a member are told the same.
 */
export function askedNodeId({ node, session }) {
    return clusterEnabled(session) ? node.cluster.myId : node.cluster.memberId;
}
/** All nodes, those of failed members included; the one with `myId` first. */
export function nodesOf(cluster, myId) {
    const nodes = cluster.members().flatMap((member) => Array.from({ length: member.shards }, (_, index) => {
        const id = shardId(member.id, index);
        return { id, port: member.shardPort + index, member, isMyself: id === myId };
    }));
    const mine = nodes.findIndex(({ isMyself }) => isMyself);
    return mine <= 0 ? nodes : [...nodes.splice(mine, 1), ...nodes];
}
/** For each shard of the map the indexes of those that hold copies of any of its slots, in ascending order. */
export function copyHolders(map) {
    const holders = map.shards.map(() => new Set());
    for (let n = 0; n < map.replicas; n++) {
        for (let slot = 0; slot < SLOT_COUNT; slot++) {
            const replica = map.replicaOf(slot, n);
            if (replica >= 0)
                holders[map.ownerOf(slot)]?.add(replica);
        }
    }
    return holders.map((indexes) => [...indexes].sort((a, b) => a - b));
}
//# sourceMappingURL=cluster-nodes.js.map