import type { NodeServices } from './context.ts';
import type { CommandSpec } from './spec.ts';
/** Sets the counters of this shard to zero. */
export declare function resetStats({ stats, keyspace }: Pick<NodeServices, 'stats' | 'keyspace'>): void;
export declare const CONFIG_COMMANDS: readonly CommandSpec[];
