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
export declare function replicaViews(cluster: ClusterServices, { streams, sentBytes }: {
    readonly streams: readonly ReplicaStream[];
    readonly sentBytes: number;
}): ReplicaView[];
