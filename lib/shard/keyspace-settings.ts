/** Passes on to a shard's keyspace what the options say of it. */
import type { NodeOptions } from '../config/options.ts';
import type { Keyspace } from '../store/keyspace.ts';

export class KeyspaceSettings {
  private readonly keyspace: Keyspace;
  /** Among how many shards the member's memory limit is divided. */
  private readonly shards: number;
  /** The limit that is set, and its policy. */
  private memoryLimit = '';

  constructor(keyspace: Keyspace, shards: number) {
    this.keyspace = keyspace;
    this.shards = shards;
  }

  apply({ maxMemoryBytes, maxMemoryPolicy, tombstoneTtlMs }: NodeOptions): void {
    this.keyspace.tombstoneMs = tombstoneTtlMs;
    const limit = `${maxMemoryBytes} ${maxMemoryPolicy}`;
    // Setting the limit ends what compaction is at.
    if (limit === this.memoryLimit) return;
    this.memoryLimit = limit;
    this.keyspace.setLimit(Math.ceil(maxMemoryBytes / this.shards), maxMemoryPolicy);
  }
}
