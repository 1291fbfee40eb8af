/**
 * What one shard counts, as plain data that another thread can be sent, and the sum of it over the shards of a member.
 */
import { getHeapStatistics } from 'node:v8';
import type { ReplicationServices, ReplicationStatus } from '../commands/context.ts';
import type { PubSub } from '../pubsub/pubsub.ts';
import type { Keyspace, KeyspaceStats } from '../store/keyspace.ts';
import type { CommandCounts } from './command-stats.ts';
import type { Rate } from './rate.ts';
import { areCopiesComplete, missingCopies } from './replication-status.ts';
import type { Stats } from './stats.ts';

type NumberKey<T> = { [Key in keyof T]: T[Key] extends number ? Key : never }[keyof T];
type PerSecond = Pick<Rate, 'perSecond'>;

type StatsFigures = Pick<Stats, NumberKey<Stats>> & {
  readonly errorsByCode: ReadonlyMap<string, number>;
  /** Of the commands that were called, by their full names. */
  readonly commands: ReadonlyMap<string, CommandCounts>;
  readonly commandRate: PerSecond;
  readonly inputRate: PerSecond;
  readonly outputRate: PerSecond;
};

export interface ShardFigures {
  readonly stats: StatsFigures;
  /** Keys that clients see: those of hidden slots are not among them. */
  readonly keyspace: Pick<Keyspace, 'size' | 'expiringSize' | 'usedBytes' | 'peakBytes'> & {
    /** How many ms the keys that expire have left, added up. */
    readonly ttlSumMs: number;
    readonly stats: KeyspaceStats;
  };
  /** V8's heap. */
  readonly heapBytes: number;
  readonly clients: { readonly clientCount: number };
  /** A channel or pattern counts once for each shard that has subscribers to it. */
  readonly pubsub: Pick<PubSub, 'channelCount' | 'patternCount'>;
  /** Peer links in both directions. */
  readonly linkCount: number;
  readonly replication: ReplicationFigures;
}

export interface ReplicationFigures extends Omit<ReplicationStatus, 'replicas'> {
  /** How many shards have not all copies that they are to have, or whose slots have not. */
  readonly incompleteShards: number;
  /** Slots whose copies, or that themselves, are still to come here or to go: 0 where all is complete. */
  readonly missingCopies: number;
}

export interface Counting {
  readonly stats: Stats;
  readonly keyspace: Keyspace;
  readonly pubsub: ShardFigures['pubsub'];
  readonly clients: { readonly clientCount: number };
  readonly cluster: { links(): readonly unknown[] };
  readonly replication: Pick<ReplicationServices, 'status'>;
}

export function figuresOf(counting: Counting, nowMs = Date.now()): ShardFigures {
  const { stats, keyspace, clients, pubsub, cluster, replication } = counting;
  const { commandRate, inputRate, outputRate } = stats;
  const { visibleSize, visibleExpiringSize, usedBytes, peakBytes } = keyspace;
  const rates = {
    commandRate: { perSecond: commandRate.perSecond },
    inputRate: { perSecond: inputRate.perSecond },
    outputRate: { perSecond: outputRate.perSecond },
  };
  return {
    stats: { ...stats, ...rates, commands: stats.commands.byName() },
    keyspace: {
      size: visibleSize,
      expiringSize: visibleExpiringSize,
      usedBytes,
      peakBytes,
      ttlSumMs:
        visibleExpiringSize > 0 ? visibleExpiringSize * Math.max(0, keyspace.meanExpiryMs - nowMs) : 0,
      stats: { ...keyspace.stats },
    },
    heapBytes: getHeapStatistics().total_heap_size,
    clients: { clientCount: clients.clientCount },
    pubsub: { channelCount: pubsub.channelCount, patternCount: pubsub.patternCount },
    linkCount: cluster.links().length,
    replication: replicationFigures(replication.status()),
  };
}

export function replicationFigures(status: ReplicationStatus): ReplicationFigures {
  const { replicas: _, ...sums } = status;
  return {
    ...sums,
    missingCopies: missingCopies(status),
    incompleteShards: areCopiesComplete(status) ? 0 : 1,
  };
}

/** The figures of all shards together; `first` is one of them, `others` are the rest. */
export function sumFigures(first: ShardFigures, others: readonly ShardFigures[]): ShardFigures {
  return others.reduce(sum, first);
}

/** Adds number to number through plain data of one shape; maps by their keys, lists one behind the other. */
function sum<T>(a: T, b: T): T {
  if (typeof a === 'number') return ((a as number) + (b as number)) as T;
  if (Array.isArray(a)) return [...a, ...(b as unknown[])] as T;
  if (a instanceof Map) {
    const total = new Map<unknown, unknown>(a);
    for (const [key, value] of b as ReadonlyMap<unknown, unknown>)
      total.set(key, total.has(key) ? sum(total.get(key), value) : value);
    return total as T;
  }
  const total: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(a as object))
    total[key] = sum(value, (b as Record<string, unknown>)[key]);
  return total as T;
}
