/** What replication takes from the shard that it is part of. */
import type { ShardMap } from '../../shard/index.ts';
import type { Keyspace } from '../store/keyspace.ts';

/** How much waits and may wait. */
export interface ReplicationLimits {
  readonly minAcks: number;
  readonly handoffWindowBytes: number;
  readonly replBufferLimitBytes: number;
  readonly handoffTimeoutMs: number;
  /** For so long a write may wait for a replica's answer. */
  readonly proxyTimeoutMs: number;
}

export interface ReplicationHost {
  readonly keyspace: Keyspace;
  limits(): ReplicationLimits;
  clockMs(): number;
  /** As OutflowHost's. */
  ask(peer: string, buf: Buffer, start: number, end: number, onReply: (reply?: Buffer) => void): boolean;
  canAsk(peer: string): boolean;
  /** The slot's commands go elsewhere than before, or need no longer wait. Called before that is so for them. */
  onRoutes(): void;
  /** There is something to be flushed before the event loop waits. */
  onPending(): void;
  /** That shard's clock is so far ahead of the wall clock here that one of the two must be wrong. */
  onClockAhead(peer: string, aheadMs: number): void;
  /** It was given up to wait for what `peer` was to hand over. */
  onGiveUp(peer: string, slots: number): void;
}

/** What is known of the cluster when a map is made. */
export interface Surroundings {
  readonly selfId: string;
  /** In which this shard serves: `map`, or while it joins or leaves the one that there would be with it; undefined once it has left. */
  readonly wanted: ShardMap | undefined;
  /** Shards of live members that can be asked, this one excepted, with the instance of their process. */
  readonly live: ReadonlyMap<string, string>;
}
