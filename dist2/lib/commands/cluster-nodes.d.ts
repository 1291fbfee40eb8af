/**
 * The nodes that Redis Cluster's words describe: one for each shard. A shard has its own id and port; all else it has
 * from its member.
 */
import { type ShardMap } from '../../shard/index.ts';
import type { ClusterMember, ClusterServices, CommandContext } from './context.ts';
export interface ClusterNode {
    /** 40 hex digits */
    readonly id: string;
    readonly port: number;
    readonly member: ClusterMember;
    readonly isMyself: boolean;
}
/**
 * The node that this client talks to. On the client port that is the member's first shard, whichever of its shards took
 * the connection, so that all clients of a member are told the same.
 */
export declare function askedNodeId({ node, session }: CommandContext): string;
/** All nodes, those of failed members included; the one with `myId` first. */
export declare function nodesOf(cluster: ClusterServices, myId: string): ClusterNode[];
/** For each shard of the map the indexes of those that hold copies of any of its slots, in ascending order. */
export declare function copyHolders(map: ShardMap): number[][];
