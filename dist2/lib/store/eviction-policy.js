/** The names that `maxmemory-policy` takes in Redis, and what they mean. */
export const EVICTION_POLICIES = {
    noeviction: { of: 'none', by: 'idle' },
    'allkeys-lru': { of: 'all', by: 'idle' },
    'allkeys-lfu': { of: 'all', by: 'frequency' },
    'allkeys-random': { of: 'all', by: 'random' },
    'volatile-lru': { of: 'expiring', by: 'idle' },
    'volatile-lfu': { of: 'expiring', by: 'frequency' },
    'volatile-random': { of: 'expiring', by: 'random' },
    'volatile-ttl': { of: 'expiring', by: 'expiry' },
};
/** All names, in Redis's order. */
export const EVICTION_POLICY_NAMES = Object.keys(EVICTION_POLICIES);
//# sourceMappingURL=eviction-policy.js.map