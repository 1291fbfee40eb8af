/** The shards that this node's changes go to, in Redis's words for replicas: INFO's `slave0`, `slave1`, ... and ROLE. */
import { nodesOf } from '../commands/cluster-nodes.ts';
import type { ClusterServices, ReplicaStream } from '../commands/context.ts';

export interface ReplicaView {
  readonly host: string;
  /** The shard port. */
  readonly port: number;
  /** `wait_bgsave` while slots are still to be sent. */
  readonly state: 'online' | 'wait_bgsave';
  /** The node's own offset less what is under way to the replica. */
  readonly offset: number;
  /** Since when it has not answered, in whole seconds; 0 if it owes nothing. */
  readonly lagSeconds: number;
}

/** `sentBytes` is the node's offset: all that it has sent to whomever. */
export function replicaViews(
  cluster: ClusterServices,
  { streams, sentBytes }: { readonly streams: readonly ReplicaStream[]; readonly sentBytes: number },
): ReplicaView[] {
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
