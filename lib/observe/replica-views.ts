/** The shards that this node's changes go to, in Redis's words for replicas: INFO's `slave0`, `slave1`, ... and ROLE. */
import { nodesOf } from '../commands/cluster-nodes.ts';
import type { ClusterServices, ReplicaStream } from '../commands/context.ts';

export interface ReplicaView {
  /** Id of the shard. */
  readonly id: string;
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

/**
 * One for each shard that gets slots or changes from here, whichever of this node's shards they come from. `sentBytes` is the node's offset:
 * all that it has sent to whomever.
 */
export function replicaViews(
  cluster: ClusterServices,
  { streams, sentBytes }: { readonly streams: readonly ReplicaStream[]; readonly sentBytes: number },
): ReplicaView[] {
  const byId = new Map(nodesOf(cluster, cluster.myId).map((node) => [node.id, node]));
  // A stream stays when its last slot has gone to another replica.
  const inUse = streams.filter(({ liveSlots, queuedSlots }) => liveSlots + queuedSlots > 0);
  return [...new Set(inUse.map(({ peer }) => peer))].map((peer) => {
    const node = byId.get(peer);
    const mine = inUse.filter((stream) => stream.peer === peer);
    const behind = mine.filter((stream) => owedBytes(stream) > 0);
    return {
      id: peer,
      host: node?.member.host ?? '',
      port: node?.port ?? 0,
      state: mine.some(({ queuedSlots }) => queuedSlots > 0) ? 'wait_bgsave' : 'online',
      offset: behind.reduce((offset, stream) => offset - owedBytes(stream), sentBytes),
      lagSeconds: Math.floor(Math.max(0, ...behind.map(({ silentMs }) => silentMs)) / 1000),
    };
  });
}

function owedBytes({ sentBytes, ackedBytes }: ReplicaStream): number {
  return sentBytes - ackedBytes;
}
