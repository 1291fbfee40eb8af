import type { Forwarder } from './forwarder.ts';
/**
 * Resolves to the bulk strings that the shards answer, in their order; an empty text for each that cannot be reached, or has answered
 * something else, or not in time. The question goes behind what this shard has sent to them before.
 */
export declare function askShards(forwarder: Pick<Forwarder, 'linkTo' | 'tell'>, shards: readonly string[], question: readonly string[]): Promise<readonly string[]>;
