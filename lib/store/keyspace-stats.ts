/** What a keyspace counts. */
export interface KeyspaceStats {
  /** Keys deleted because their time had run out, on access and in the background. */
  expired: number;
  /** Keys evicted to keep the memory limit. */
  evicted: number;
  hits: number;
  misses: number;
}
