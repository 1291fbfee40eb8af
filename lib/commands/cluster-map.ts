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

import type { ShardMap } from '../../shard/index.ts';
import type { ReplicationFigures } from '../observe/figures.ts';
import { ownPhase } from '../observe/own-phase.ts';
import { replicaViews } from '../observe/replica-views.ts';
import { type Protocol, ReplyWriter } from '../resp/reply-writer.ts';
import { type ClusterNode, copyHolders, nodesOf } from './cluster-nodes.ts';
import type { ClusterMember, ClusterServices, MemberState } from './context.ts';

/** A CLUSTER NODES line for each shard, those of failed members included; the one with `myId` is the first. */
export function nodesText(cluster: ClusterServices, myId: string, nowMs: number): string {
  const { map } = cluster;
  return nodesOf(cluster, myId)
    .map((node) => {
      const slots = slotRangesOf(node.id, map).map(([first, last]) =>
        first === last ? `${first}` : `${first}-${last}`,
      );
      return `${[nodeLine(node, 'master', '-', map, nowMs), ...slots].join(' ')}\n`;
    })
    .join('');
}

/**
 * CLUSTER REPLICAS: for each shard that holds copies of the slots of the shard `id` its line of CLUSTER NODES, as a slave of
 * it and without slots. Undefined if no known node has that id.
 */
export function replicaLines(
  cluster: ClusterServices,
  myId: string,
  id: string,
  nowMs: number,
): string[] | undefined {
  const { map } = cluster;
  const byId = new Map(nodesOf(cluster, myId).map((node) => [node.id, node]));
  if (!byId.has(id)) return undefined;
  return replicaNodes(id, map, byId, copyHolders(map)).map((node) => nodeLine(node, 'slave', id, map, nowMs));
}

/** `<id> <host>:<shard port>@<bus port> <flags> <its master or -> <ping sent> <pong received> <epoch> <link>` */
function nodeLine(node: ClusterNode, role: Role, masterId: string, map: ShardMap, nowMs: number): string {
  const { id, port, member } = node;
  const fields = [
    id,
    `${member.host}:${port}@${member.busPort}`,
    nodeFlags(node, role),
    masterId,
    0,
    member.isMyself ? 0 : Math.floor(nowMs - member.silentMs),
    map.epoch,
    hasFailed(member) ? 'disconnected' : 'connected',
  ];
  return fields.join(' ');
}

type Role = 'master' | 'slave';

function nodeFlags({ member, isMyself }: ClusterNode, role: Role): string {
  if (hasFailed(member)) return `${role},fail`;
  if (member.state === 'suspect') return `${role},fail?`;
  return isMyself ? `myself,${role}` : role;
}

/** The nodes that hold copies of the slots of shard `id`; `holders` as `copyHolders` gives them. */
function replicaNodes(
  id: string,
  map: ShardMap,
  byId: ReadonlyMap<string, ClusterNode>,
  holders: readonly (readonly number[])[],
): ClusterNode[] {
  const indexes = holders[map.indexOf(id)] ?? [];
  return indexes.flatMap((index) => byId.get(map.shards[index]?.id ?? '') ?? []);
}

function hasFailed(member: ClusterMember): boolean {
  return member.state === 'dead' || member.state === 'left';
}

function slotRangesOf(id: string, map: ShardMap): readonly (readonly [number, number])[] {
  const index = map.indexOf(id);
  return index === -1 ? [] : map.slotRanges(index);
}

/**
 * CLUSTER SHARDS: for each shard its slots, and as their nodes itself and those that hold copies of any of them. Members do not tell each other
 * their replication offsets: that of this node and its replicas' are those of INFO, all others 0.
 */
export function replyShards(
  cluster: ClusterServices,
  myId: string,
  replication: ReplicationFigures,
  reply: ReplyWriter,
): void {
  const { map } = cluster;
  const nodes = nodesOf(cluster, myId);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const holders = copyHolders(map);
  // In a large cluster each is a replica of nearly every other: written once, and copied.
  const replicas = replicaReplies(nodes, reply.protocol);
  const myOffsets = new Map(replicaViews(cluster, replication).map(({ id, offset }) => [id, offset]));
  reply.array(nodes.length);
  for (const node of nodes) {
    const ranges = slotRangesOf(node.id, map);
    reply.map(2);
    reply.bulkText('slots');
    reply.array(2 * ranges.length);
    for (const [first, last] of ranges) {
      reply.integer(first);
      reply.integer(last);
    }
    const itsReplicas = replicaNodes(node.id, map, byId, holders);
    reply.bulkText('nodes');
    reply.array(1 + itsReplicas.length);
    replyNode(node, 'master', node.isMyself ? replication.sentBytes : 0, reply);
    for (const replica of itsReplicas) {
      if (node.isMyself) {
        replyNode(replica, 'replica', myOffsets.get(replica.id) ?? 0, reply);
        continue;
      }
      const bytes = replicas.get(replica) as Buffer;
      reply.raw(bytes, 0, bytes.length);
    }
  }
}

/** How each node is written as a replica. */
function replicaReplies(nodes: readonly ClusterNode[], protocol: Protocol): Map<ClusterNode, Buffer> {
  const reply = new ReplyWriter();
  reply.protocol = protocol;
  return new Map(
    nodes.map((node) => {
      replyNode(node, 'replica', 0, reply);
      return [node, reply.takeWhole()];
    }),
  );
}

function replyNode(
  { id, port, member }: ClusterNode,
  role: 'master' | 'replica',
  offset: number,
  reply: ReplyWriter,
): void {
  reply.map(7);
  reply.bulkText('id');
  reply.bulkText(id);
  reply.bulkText('port');
  reply.integer(port);
  reply.bulkText('ip');
  reply.bulkText(member.host);
  reply.bulkText('endpoint');
  reply.bulkText(member.host);
  reply.bulkText('role');
  reply.bulkText(role);
  reply.bulkText('replication-offset');
  reply.integer(offset);
  reply.bulkText('health');
  reply.bulkText(hasFailed(member) ? 'fail' : 'online');
}

/** CLUSTER INFO: Redis's lines, then what Redis has no word for. */
export function clusterInfoText(
  cluster: ClusterServices,
  replication: ReplicationFigures,
  myId: string,
): string {
  const { map } = cluster;
  const nodes = nodesOf(cluster, myId);
  const slots = { connected: 0, suspect: 0, failed: 0 };
  for (const { id, member } of nodes) {
    const index = map.indexOf(id);
    if (index === -1) continue;
    const kind = hasFailed(member) ? 'failed' : member.state === 'suspect' ? 'suspect' : 'connected';
    slots[kind] += map.slotCount(index);
  }
  const { sent, received } = cluster.messageCounts();
  const myself = nodes.find(({ member }) => member.isMyself)?.member;
  const lines = [
    `cluster_state:${cluster.ok ? 'ok' : 'fail'}`,
    `cluster_slots_assigned:${slots.connected + slots.suspect + slots.failed}`,
    `cluster_slots_ok:${slots.connected}`,
    `cluster_slots_pfail:${slots.suspect}`,
    `cluster_slots_fail:${slots.failed}`,
    `cluster_known_nodes:${nodes.length}`,
    `cluster_size:${map.shards.length}`,
    `cluster_current_epoch:${map.epoch}`,
    `cluster_my_epoch:${map.epoch}`,
    ...messageLines('sent', sent),
    ...messageLines('received', received),
    'total_cluster_links_buffer_limit_exceeded:0',
    `cluster_my_phase:${ownPhase(cluster)}`,
    `cluster_my_incarnation:${myself?.incarnation ?? 0}`,
    `cluster_banned_ms:${cluster.bannedMs}`,
    `cluster_members_needed:${cluster.membersNeeded}`,
    `cluster_has_majority:${cluster.standing.hasMajority ? 1 : 0}`,
    `cluster_view_hash:${cluster.viewHash}`,
    `cluster_views_agreeing:${cluster.health.agreeingCount}`,
    ...(['alive', 'suspect', 'dead', 'left'] as const).map(
      (state) => `cluster_members_${state}:${countMembers(cluster, state)}`,
    ),
    `cluster_isolated:${cluster.health.isIsolated ? 1 : 0}`,
    `cluster_forgotten_nodes:${cluster.bans().length}`,
    `cluster_replicas_differing:${cluster.replicasDiffering}`,
    `cluster_copies_complete:${replication.incompleteShards === 0 ? 'yes' : 'no'}`,
    `cluster_copies_missing:${replication.missingCopies}`,
    `cluster_slots_incoming:${replication.incomingSlots}`,
    `cluster_slots_outgoing:${replication.outgoingSlots}`,
    `cluster_copies_checked:${replication.checkedCopies}`,
    `cluster_copies_repaired:${replication.repairedCopies}`,
  ];
  return lines.map((line) => `${line}\r\n`).join('');
}

function countMembers(cluster: ClusterServices, state: MemberState): number {
  return cluster.members().filter((member) => member.state === state).length;
}

function messageLines(direction: string, counts: Readonly<Record<string, number>>): string[] {
  const entries = Object.entries(counts);
  const total = entries.reduce((sum, [, count]) => sum + count, 0);
  return [
    ...entries.map(([type, count]) => `cluster_stats_messages_${type}_${direction}:${count}`),
    `cluster_stats_messages_${direction}:${total}`,
  ];
}
