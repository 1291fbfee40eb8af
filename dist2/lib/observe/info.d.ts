import type { NodeServices } from '../commands/context.ts';
import type { ShardFigures } from './figures.ts';
/** What the fields are worked out from. */
export interface InfoSource {
    readonly node: Omit<NodeServices, keyof ShardFigures> & ShardFigures;
    readonly nowMs: number;
    /** Whether the client is to see a cluster (on the shard port) or one server (on the client port). */
    readonly clusterEnabled: boolean;
}
/**
 * The sections named (lower case; `default`, `all` and `everything` mean every one, as does naming none), in the
 * table's order. Names that are unknown count for nothing.
 */
export declare function infoText(names: readonly string[], source: InfoSource): string;
