/**
 * The shapes in which Redis Cluster describes itself: CLUSTER NODES, SHARDS, INFO (SLOTS: cluster-slots.ts). Addresses are shard ports, where
 * cluster-aware clients are to go.
 *
 * A member that has left counts as failed: Redis has no word for it, and it serves nothing either way.
 */

import type { ShardMap } from '../../shard/index.ts';
import type { ReplyWriter } from '../resp/reply-writer.ts';
import { type ClusterNode, nodesOf } from './cluster-nodes.ts';
import type { ClusterMember, ClusterServices } from './context.ts';

/** A CLUSTER NODES line for each shard, those of failed members included; the one with `myId` is the first. */
export function nodesText(cluster: ClusterServices, myId: string, nowMs: number): string {
  return nodesOf(cluster, myId)
    .map((node) => `${nodeLine(node, cluster.map, nowMs)}\n`)
    .join('');
}

/** `<id> <host>:<shard port>@<bus port> <flags> - <ping sent> <pong received> <epoch> <link> <slots...>` */
function nodeLine(node: ClusterNode, map: ShardMap, nowMs: number): string {
  const { id, port, member } = node;
  const fields = [
    id,
    `${member.host}:${port}@${member.busPort}`,
    nodeFlags(node),
    '-',
    0,
    member.isMyself ? 0 : Math.floor(nowMs - member.silentMs),
    map.epoch,
    hasFailed(member) ? 'disconnected' : 'connected',
    ...slotRangesOf(id, map).map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)),
  ];
  return fields.join(' ');
}

function nodeFlags({ member, isMyself }: ClusterNode): string {
  if (hasFailed(member)) return 'master,fail';
  if (member.state === 'suspect') return 'master,fail?';
  return isMyself ? 'myself,master' : 'master';
}

function hasFailed(member: ClusterMember): boolean {
  return member.state === 'dead' || member.state === 'left';
}

function slotRangesOf(id: string, map: ShardMap): readonly (readonly [number, number])[] {
  const index = map.indexOf(id);
  return index === -1 ? [] : map.slotRanges(index);
}

/** CLUSTER SHARDS: for each shard its slots, and itself as the only node of them. */
export function replyShards(cluster: ClusterServices, myId: string, reply: ReplyWriter): void {
  const nodes = nodesOf(cluster, myId);
  reply.array(nodes.length);
  for (const node of nodes) {
    const ranges = slotRangesOf(node.id, cluster.map);
    reply.map(2);
    reply.bulkText('slots');
    reply.array(2 * ranges.length);
    for (const [first, last] of ranges) {
      reply.integer(first);
      reply.integer(last);
    }
    reply.bulkText('nodes');
    reply.array(1);
    replyNode(node, reply);
  }
}

function replyNode({ id, port, member }: ClusterNode, reply: ReplyWriter): void {
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
  reply.bulkText('master');
  reply.bulkText('replication-offset');
  reply.integer(0);
  reply.bulkText('health');
  reply.bulkText(hasFailed(member) ? 'fail' : 'online');
}

/** CLUSTER INFO: Redis's lines, then what Redis has no word for. */
export function clusterInfoText(cluster: ClusterServices, myId: string): string {
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
    `cluster_my_phase:${myself?.phase ?? ''}`,
    `cluster_my_incarnation:${myself?.incarnation ?? 0}`,
    `cluster_banned_ms:${cluster.bannedMs}`,
    `cluster_members_needed:${cluster.membersNeeded}`,
    `cluster_has_majority:${cluster.standing.hasMajority ? 1 : 0}`,
    `cluster_view_hash:${cluster.viewHash}`,
    `cluster_views_agreeing:${cluster.health.agreeingCount}`,
    `cluster_isolated:${cluster.health.isIsolated ? 1 : 0}`,
    `cluster_forgotten_nodes:${cluster.bans().length}`,
  ];
  return lines.map((line) => `${line}\r\n`).join('');
}

function messageLines(direction: string, counts: Readonly<Record<string, number>>): string[] {
  const entries = Object.entries(counts);
  const total = entries.reduce((sum, [, count]) => sum + count, 0);
  return [
    ...entries.map(([type, count]) => `cluster_stats_messages_${type}_${direction}:${count}`),
    `cluster_stats_messages_${direction}:${total}`,
  ];
}
