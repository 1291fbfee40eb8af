/**
 * The text of INFO, from one table of sections and fields. Names and meanings are Redis's, so that monitoring tools
 * work; what Redis has no word for is in the section `Hearsay`. Figures are this node's, not the
 * cluster's: on the client port those of all its shards together, on a shard port those of that shard.
 */
import os from 'node:os';
import type { PlacedShard } from '../../shard/index.ts';
import { nodesOf } from '../commands/cluster-nodes.ts';
import type { ClusterMember, MemberState, NodeServices } from '../commands/context.ts';
import type { ShardFigures } from './figures.ts';
import { ownPhase } from './own-phase.ts';
import { REDIS_VERSION } from './redis-version.ts';
import { replicaViews } from './replica-views.ts';

/** What the fields are worked out from. */
export interface InfoSource {
  readonly node: Omit<NodeServices, keyof ShardFigures> & ShardFigures;
  readonly nowMs: number;
  /** Whether the client is to see a cluster (on the shard port) or one server (on the client port). */
  readonly clusterEnabled: boolean;
}

type FieldValue = string | number;
type Field = readonly [name: string, value: (source: InfoSource) => FieldValue];

interface Section {
  readonly title: string;
  readonly fields: readonly Field[];
  /** Shown only if it is named, or `all` or `everything` is asked for. */
  readonly isLong?: true;
  /** Fields whose names are not known beforehand. */
  readonly lines?: (source: InfoSource) => readonly (readonly [name: string, value: FieldValue])[];
}

const DAY_SECONDS = 24 * 3600;

const SECTIONS: readonly Section[] = [
  {
    title: 'Server',
    fields: [
      ['redis_version', () => REDIS_VERSION],
      ['redis_git_sha1', () => '00000000'],
      ['redis_git_dirty', () => 0],
      ['redis_mode', ({ clusterEnabled }) => (clusterEnabled ? 'cluster' : 'standalone')],
      ['os', () => `${os.type()} ${os.release()} ${os.machine()}`],
      ['arch_bits', () => (/64|s390x/.test(process.arch) ? 64 : 32)],
      ['multiplexing_api', () => 'libuv'],
      ['process_id', () => process.pid],
      ['run_id', ({ node }) => node.runId],
      ['tcp_port', (source) => askedPort(source)],
      ['server_time_usec', ({ nowMs }) => Math.floor(nowMs * 1000)],
      ['uptime_in_seconds', (source) => uptimeSeconds(source)],
      ['uptime_in_days', (source) => Math.floor(uptimeSeconds(source) / DAY_SECONDS)],
      ['executable', ({ node }) => node.executable],
      ['config_file', ({ node }) => node.configFile],
    ],
  },
  {
    title: 'Clients',
    fields: [
      ['connected_clients', ({ node }) => node.clients.clientCount],
      ['cluster_connections', ({ node }) => node.linkCount],
      ['maxclients', ({ node }) => node.maxClients],
      ['blocked_clients', () => 0],
      ['tracking_clients', () => 0],
    ],
  },
  {
    title: 'Memory',
    fields: [
      // What maxmemory limits, as in Redis: keys, values, index and free space. V8's own memory is in the resident size.
      ['used_memory', ({ node }) => node.keyspace.usedBytes],
      ['used_memory_human', ({ node }) => humanBytes(node.keyspace.usedBytes)],
      ['used_memory_rss', () => process.memoryUsage.rss()],
      ['used_memory_rss_human', () => humanBytes(process.memoryUsage.rss())],
      ['used_memory_peak', ({ node }) => node.keyspace.peakBytes],
      ['used_memory_peak_human', ({ node }) => humanBytes(node.keyspace.peakBytes)],
      [
        'used_memory_peak_perc',
        ({ node }) => `${((100 * node.keyspace.usedBytes) / node.keyspace.peakBytes).toFixed(2)}%`,
      ],
      ['used_memory_dataset', ({ node }) => node.keyspace.usedBytes],
      ['total_system_memory', () => os.totalmem()],
      ['total_system_memory_human', () => humanBytes(os.totalmem())],
      ['maxmemory', (source) => setting(source, 'maxmemory')],
      ['maxmemory_human', (source) => humanBytes(Number(setting(source, 'maxmemory')))],
      ['maxmemory_policy', (source) => setting(source, 'maxmemory-policy')],
      ['mem_fragmentation_ratio', (source) => fragmentationRatio(source).toFixed(2)],
      ['mem_allocator', () => 'node'],
    ],
  },
  {
    title: 'Persistence',
    fields: [
      ['loading', () => 0],
      ['async_loading', () => 0],
      ['rdb_bgsave_in_progress', () => 0],
      ['rdb_last_save_time', ({ node }) => Math.floor(node.startedAtMs / 1000)],
      ['rdb_last_bgsave_status', () => 'ok'],
      ['aof_enabled', () => 0],
      ['aof_rewrite_in_progress', () => 0],
      ['aof_last_bgrewrite_status', () => 'ok'],
      ['aof_last_write_status', () => 'ok'],
    ],
  },
  {
    title: 'Stats',
    fields: [
      ['total_connections_received', ({ node }) => node.stats.connectionsReceived],
      ['total_commands_processed', ({ node }) => node.stats.commandsProcessed],
      ['instantaneous_ops_per_sec', ({ node }) => Math.round(node.stats.commandRate.perSecond)],
      ['total_net_input_bytes', ({ node }) => node.stats.netInputBytes],
      ['total_net_output_bytes', ({ node }) => node.stats.netOutputBytes],
      ['instantaneous_input_kbps', ({ node }) => kilobytes(node.stats.inputRate.perSecond)],
      ['instantaneous_output_kbps', ({ node }) => kilobytes(node.stats.outputRate.perSecond)],
      ['total_net_repl_input_bytes', ({ node }) => node.replication.receivedBytes],
      ['total_net_repl_output_bytes', ({ node }) => node.replication.sentBytes],
      ['instantaneous_input_repl_kbps', ({ node }) => kilobytes(node.replication.receivedPerSecond)],
      ['instantaneous_output_repl_kbps', ({ node }) => kilobytes(node.replication.sentPerSecond)],
      ['rejected_connections', ({ node }) => node.stats.connectionsRejected],
      ['expired_keys', ({ node }) => node.keyspace.stats.expired],
      ['evicted_keys', ({ node }) => node.keyspace.stats.evicted],
      ['evicted_clients', () => 0],
      ['keyspace_hits', ({ node }) => node.keyspace.stats.hits],
      ['keyspace_misses', ({ node }) => node.keyspace.stats.misses],
      ['pubsub_channels', ({ node }) => node.pubsub.channelCount],
      ['pubsub_patterns', ({ node }) => node.pubsub.patternCount],
      ['total_error_replies', ({ node }) => node.stats.errorReplies],
    ],
  },
  {
    title: 'Replication',
    fields: [
      ['role', () => 'master'],
      ['connected_slaves', ({ node }) => replicaViews(node.cluster, node.replication).length],
      ['master_failover_state', () => 'no-failover'],
      ['master_replid', ({ node }) => node.runId],
      ['master_replid2', () => '0'.repeat(40)],
      ['master_repl_offset', ({ node }) => node.replication.sentBytes],
      // There is no backlog: a replica that comes back compares its slots.
      ['second_repl_offset', () => -1],
      ['repl_backlog_active', () => 0],
      ['repl_backlog_size', () => 0],
      ['repl_backlog_first_byte_offset', () => 0],
      ['repl_backlog_histlen', () => 0],
      ['replicas', ({ node }) => node.cluster.map.replicas],
      ['min_acks', (source) => setting(source, 'min-acks')],
      ['slots_held', ({ node }) => node.replication.heldSlots],
      ['slots_incoming', ({ node }) => node.replication.incomingSlots],
      ['slots_outgoing', ({ node }) => node.replication.outgoingSlots],
      ['copies_wanted', ({ node }) => node.replication.wantedSlots],
      ['copies_there', ({ node }) => node.replication.copiedSlots],
      ['copies_complete', ({ node }) => (node.replication.incompleteShards === 0 ? 'yes' : 'no')],
      ['copies_missing', ({ node }) => node.replication.missingCopies],
      ['copied_keys_received', ({ node }) => node.replication.receivedKeys],
      ['copies_checked', ({ node }) => node.replication.checkedCopies],
      ['copies_repaired', ({ node }) => node.replication.repairedCopies],
    ],
    lines: ({ node }) =>
      replicaViews(node.cluster, node.replication).map((one, index) => [
        `slave${index}`,
        `ip=${one.host},port=${one.port},state=${one.state},offset=${one.offset},lag=${one.lagSeconds}`,
      ]),
  },
  {
    title: 'CPU',
    fields: [
      ['used_cpu_sys', () => cpuSeconds(process.cpuUsage().system)],
      ['used_cpu_user', () => cpuSeconds(process.cpuUsage().user)],
    ],
  },
  { title: 'Modules', fields: [] },
  {
    title: 'Commandstats',
    isLong: true,
    fields: [],
    // A look at the clock for each command would cost more than many commands do: the times are not measured.
    lines: ({ node }) =>
      [...node.stats.commands].map(([name, { calls, rejected, failed }]) => [
        `cmdstat_${name}`,
        `calls=${calls},usec=0,usec_per_call=0.00,rejected_calls=${rejected},failed_calls=${failed}`,
      ]),
  },
  {
    title: 'Errorstats',
    fields: [],
    lines: ({ node }) =>
      [...node.stats.errorsByCode].map(([code, count]) => [`errorstat_${code}`, `count=${count}`]),
  },
  { title: 'Cluster', fields: [['cluster_enabled', ({ clusterEnabled }) => (clusterEnabled ? 1 : 0)]] },
  {
    title: 'Keyspace',
    fields: [],
    lines: ({ node }) => {
      const { size, expiringSize, ttlSumMs } = node.keyspace;
      const averageTtlMs = expiringSize === 0 ? 0 : Math.round(ttlSumMs / expiringSize);
      return size === 0 ? [] : [['db0', `keys=${size},expires=${expiringSize},avg_ttl=${averageTtlMs}`]];
    },
  },
  {
    title: 'Membership',
    fields: [
      ['view_hash', ({ node }) => node.cluster.viewHash],
      ['views_agreeing', ({ node }) => node.cluster.health.agreeingCount],
      ['isolated', ({ node }) => (node.cluster.health.isIsolated ? 1 : 0)],
      ['local_health', ({ node }) => node.cluster.health.score],
      ['gossip_lag_ms', ({ node }) => Math.round(node.cluster.health.lagMs)],
      ['serve_stall_ms', ({ node }) => Math.round(node.cluster.health.serveStallMs)],
      ['failures_detected', ({ node }) => node.history.detectionTimes().count],
      ['detection_ms_last', ({ node }) => node.history.detectionTimes().lastMs],
      ['detection_ms_median', ({ node }) => node.history.detectionTimes().medianMs],
      ['detection_ms_max', ({ node }) => node.history.detectionTimes().mostMs],
    ],
    lines: ({ node }) => [
      ...droppedLines(node.cluster.messageCounts().dropped),
      ...node.cluster
        .bans()
        .map(({ id, remainingMs }) => [`forgotten_${id}`, `remaining_ms=${remainingMs}`] as const),
    ],
  },
  {
    title: 'Hearsay',
    fields: [
      ['hearsay_version', ({ node }) => node.version],
      ['member_id', ({ node }) => node.cluster.memberId],
      ['member_name', (source) => myself(source)?.name ?? ''],
      ['member_phase', ({ node }) => ownPhase(node.cluster)],
      ['member_incarnation', (source) => myself(source)?.incarnation ?? 0],
      ['member_instance', (source) => myself(source)?.instance ?? ''],
      ['members_alive', (source) => countMembers(source, 'alive')],
      ['members_suspect', (source) => countMembers(source, 'suspect')],
      ['members_dead', (source) => countMembers(source, 'dead')],
      ['members_left', (source) => countMembers(source, 'left')],
      ['members_forgotten', ({ node }) => node.cluster.bans().length],
      ['banned_ms', ({ node }) => node.cluster.bannedMs],
      ['map_epoch', ({ node }) => node.cluster.map.epoch],
      ['shards', ({ node }) => node.shards],
      ['slots_owned', (source) => slotsOwned(source)],
      ['commands_proxied', ({ node }) => node.stats.commandsProxied],
      ['commands_fanned_out', ({ node }) => node.stats.commandsFannedOut],
      ['commands_held', ({ node }) => node.stats.commandsHeld],
      ['commands_timed_out', ({ node }) => node.stats.commandsTimedOut],
      ['outcomes_unknown', ({ node }) => node.stats.outcomesUnknown],
      ['keys_dropped', ({ node }) => node.stats.keysDropped],
      ['protocol_errors', ({ node }) => node.stats.protocolErrors],
      ['clients_closed_for_output', ({ node }) => node.stats.clientsClosedForOutput],
    ],
  },
];

const EVERYTHING: readonly string[] = ['all', 'everything'];

/**
 * The sections named (lower case; `all` and `everything` mean every one, `default`, as naming none, all but the long ones), in
 * the table's order. Names that are unknown count for nothing.
 */
export function infoText(names: readonly string[], source: InfoSource): string {
  const isEvery = names.some((name) => EVERYTHING.includes(name));
  const isDefault = names.length === 0 || names.includes('default');
  const isShown = ({ title, isLong }: Section): boolean =>
    isEvery || (isDefault && isLong !== true) || names.includes(title.toLowerCase());
  return SECTIONS.filter(isShown)
    .map((section) => sectionText(section, source))
    .join('\r\n');
}

function sectionText({ title, fields, lines }: Section, source: InfoSource): string {
  let text = `# ${title}\r\n`;
  for (const [name, value] of fields) text += `${name}:${value(source)}\r\n`;
  for (const [name, value] of lines?.(source) ?? []) text += `${name}:${value}\r\n`;
  return text;
}

function droppedLines(counts: Readonly<Record<string, number>>): [name: string, count: number][] {
  return Object.entries(counts).map(([reason, count]) => [`gossip_dropped_${reason}`, count]);
}

function uptimeSeconds({ node, nowMs }: InfoSource): number {
  return Math.floor((nowMs - node.startedAtMs) / 1000);
}

/** Of those of this node that the client has asked. */
function askedPort({ node, clusterEnabled }: InfoSource): number {
  const { cluster, clientPort } = node;
  return clusterEnabled ? (nodesOf(cluster, cluster.myId)[0]?.port ?? 0) : clientPort;
}

/** As Redis prints them: `1.50M`. */
function humanBytes(bytes: number): string {
  const units = ['K', 'M', 'G', 'T'];
  if (bytes < 1024) return `${bytes}B`;
  const power = Math.min(units.length, Math.floor(Math.log2(bytes) / 10));
  return `${(bytes / 1024 ** power).toFixed(2)}${units[power - 1]}`;
}

/**
 * Resident memory over what is in use, keys and Node with its heaps: about 1, more where memory that keys have given back is not the
 * system's again, below 1 where part of the process is swapped out. On a shard port the keys are one shard's, of which all have about as many.
 */
function fragmentationRatio({ node, clusterEnabled }: InfoSource): number {
  const shards = clusterEnabled ? node.shards : 1;
  const usedBytes = node.programBytes + shards * (node.keyspace.usedBytes + node.heapBytes);
  return process.memoryUsage.rss() / usedBytes;
}

function kilobytes(bytes: number): string {
  return (bytes / 1024).toFixed(2);
}

function cpuSeconds(microseconds: number): string {
  return (microseconds / 1e6).toFixed(6);
}

function setting({ node }: InfoSource, name: string): string {
  return node.config.get([name])[0]?.[1] ?? '';
}

function myself({ node }: InfoSource): ClusterMember | undefined {
  return node.cluster.members().find((member) => member.isMyself);
}

function countMembers({ node }: InfoSource, state: MemberState): number {
  return node.cluster.members().filter((member) => member.state === state).length;
}

function slotsOwned({ node, clusterEnabled }: InfoSource): number {
  const { map, memberId, myId } = node.cluster;
  const isCounted = (shard: PlacedShard): boolean =>
    clusterEnabled ? shard.id === myId : shard.memberId === memberId;
  return map.shards.reduce((sum, shard, index) => sum + (isCounted(shard) ? map.slotCount(index) : 0), 0);
}
