/** Passes on to a shard's keyspace what the options say of it. */
import type { NodeOptions } from '../config/options.ts';
import type { Keyspace } from '../store/keyspace.ts';
export declare class KeyspaceSettings {
    private readonly keyspace;
    /** Among how many shards the member's memory limit is divided. */
    private readonly shards;
    /** The limit that is set, and its policy. */
    private memoryLimit;
    constructor(keyspace: Keyspace, shards: number);
    apply({ maxMemoryBytes, maxMemoryPolicy, tombstoneTtlMs }: NodeOptions): void;
}
