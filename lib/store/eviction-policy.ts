/** The names that `maxmemory-policy` takes in Redis, and what they mean. */

export interface EvictionPolicy {
  /** Which entries may be evicted: none, all, or those that have an expiry time. */
  readonly of: 'none' | 'all' | 'expiring';
  /** Which of them go first: the longest unused, the least promising by frequency and age, any, the soonest to expire. */
  readonly by: 'idle' | 'frequency' | 'random' | 'expiry';
}

export const EVICTION_POLICIES = {
  noeviction: { of: 'none', by: 'idle' },
  'allkeys-lru': { of: 'all', by: 'idle' },
  'allkeys-lfu': { of: 'all', by: 'frequency' },
  'allkeys-random': { of: 'all', by: 'random' },
  'volatile-lru': { of: 'expiring', by: 'idle' },
  'volatile-lfu': { of: 'expiring', by: 'frequency' },
  'volatile-random': { of: 'expiring', by: 'random' },
  'volatile-ttl': { of: 'expiring', by: 'expiry' },
} as const satisfies Record<string, EvictionPolicy>;

export type EvictionPolicyName = keyof typeof EVICTION_POLICIES;

/** All names, in Redis's order. */
export const EVICTION_POLICY_NAMES = Object.keys(EVICTION_POLICIES) as readonly EvictionPolicyName[];
