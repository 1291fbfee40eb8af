/**
 * The shapes in which Redis Cluster describes itself: CLUSTER NODES, REPLICAS, SHARDS, INFO (SLOTS: cluster-slots.ts). Addresses are shard
 * ports, where cluster-aware clients are to go.
 *
 * Every shard owns slots and holds copies of others' at once, which no node of Redis Cluster does. So in NODES all are masters,
 * with the slots that they own, and tools such as `redis-cli --cluster check` find all slots covered and ask each for its own
 * keys; REPLICAS and SHARDS name as a master's replicas all that hold copies of any of its slots. Which slot has its
 * copies where only SLOTS can say.
 *
 * A member that has left counts as failed: Redis has no word for it, and it serves nothing either way.
 */
import type { ReplicationFigures } from '../observe/figures.ts';
import { ReplyWriter } from '../resp/reply-writer.ts';
import type { ClusterServices } from './context.ts';
/** A CLUSTER NODES line for each shard, those of failed members included; the one with `myId` is the first. */
export declare function nodesText(cluster: ClusterServices, myId: string, nowMs: number): string;
/**
 * CLUSTER REPLICAS: for each shard that holds copies of the slots of the shard `id` its line of CLUSTER NODES, as a slave of
 * it and without slots. Undefined if no known node has that id.
 */
export declare function replicaLines(cluster: ClusterServices, myId: string, id: string, nowMs: number): string[] | undefined;
/** CLUSTER SHARDS: for each shard its slots, and as their nodes itself and those that hold copies of any of them. */
export declare function replyShards(cluster: ClusterServices, myId: string, reply: ReplyWriter): void;
/** CLUSTER INFO: Redis's lines, then what Redis has no word for. */
export declare function clusterInfoText(cluster: ClusterServices, replication: ReplicationFigures, myId: string): string;
