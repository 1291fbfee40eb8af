export class KeyspaceSettings {
    keyspace;
    /** Among how many shards the member's memory limit is divided. */
    shards;
    /** The limit that is set, and its policy. */
    memoryLimit = '';
    constructor(keyspace, shards) {
        this.keyspace = keyspace;
        this.shards = shards;
    }
    apply({ maxMemoryBytes, maxMemoryPolicy, tombstoneTtlMs }) {
        this.keyspace.tombstoneMs = tombstoneTtlMs;
        const limit = `${maxMemoryBytes} ${maxMemoryPolicy}`;
        // Setting the limit makes eviction forget what it has learned.
        if (limit === this.memoryLimit)
            return;
        this.memoryLimit = limit;
        this.keyspace.setLimit(Math.ceil(maxMemoryBytes / this.shards), maxMemoryPolicy);
    }
}
//# sourceMappingURL=keyspace-settings.js.map