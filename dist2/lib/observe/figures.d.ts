/**
 * What one shard counts, as plain data that another thread can be sent, and the sum of it over the shards of a member.
 */
import type { ReplicationServices, ReplicationStatus } from '../commands/context.ts';
import type { PubSub } from '../pubsub/pubsub.ts';
import type { Keyspace, KeyspaceStats } from '../store/keyspace.ts';
import type { Rate } from './rate.ts';
import type { Stats } from './stats.ts';
type NumberKey<T> = {
    [Key in keyof T]: T[Key] extends number ? Key : never;
}[keyof T];
type PerSecond = Pick<Rate, 'perSecond'>;
type StatsFigures = Pick<Stats, NumberKey<Stats>> & {
    readonly errorsByCode: ReadonlyMap<string, number>;
    readonly commandRate: PerSecond;
    readonly inputRate: PerSecond;
    readonly outputRate: PerSecond;
};
export interface ShardFigures {
    readonly stats: StatsFigures;
    /** Keys that clients see: those of hidden slots are not among them. */
    readonly keyspace: Pick<Keyspace, 'size' | 'expiringSize' | 'usedBytes'> & {
        readonly stats: KeyspaceStats;
    };
    readonly clients: {
        readonly clientCount: number;
    };
    /** A channel or pattern counts once for each shard that has subscribers to it. */
    readonly pubsub: Pick<PubSub, 'channelCount' | 'patternCount'>;
    /** Peer links in both directions. */
    readonly linkCount: number;
    readonly replication: ReplicationFigures;
}
export interface ReplicationFigures extends Omit<ReplicationStatus, 'replicas'> {
    /** How many shards have not all copies that they are to have, or whose slots have not. */
    readonly incompleteShards: number;
}
export interface Counting {
    readonly stats: Stats;
    readonly keyspace: Keyspace;
    readonly pubsub: ShardFigures['pubsub'];
    readonly clients: {
        readonly clientCount: number;
    };
    readonly cluster: {
        links(): readonly unknown[];
    };
    readonly replication: Pick<ReplicationServices, 'status'>;
}
export declare function figuresOf(counting: Counting): ShardFigures;
export declare function replicationFigures(status: ReplicationStatus): ReplicationFigures;
/** The figures of all shards together; `first` is one of them, `others` are the rest. */
export declare function sumFigures(first: ShardFigures, others: readonly ShardFigures[]): ShardFigures;
export {};
