/** The names that `maxmemory-policy` takes in Redis, and what they mean. */
export interface EvictionPolicy {
    /** Which entries may be evicted: none, all, or those that have an expiry time. */
    readonly of: 'none' | 'all' | 'expiring';
    /** Which of them go first: the longest unused, the least promising by frequency and age, any, the soonest to expire. */
    readonly by: 'idle' | 'frequency' | 'random' | 'expiry';
}
export declare const EVICTION_POLICIES: {
    readonly noeviction: {
        readonly of: 'none';
        readonly by: 'idle';
    };
    readonly 'allkeys-lru': {
        readonly of: 'all';
        readonly by: 'idle';
    };
    readonly 'allkeys-lfu': {
        readonly of: 'all';
        readonly by: 'frequency';
    };
    readonly 'allkeys-random': {
        readonly of: 'all';
        readonly by: 'random';
    };
    readonly 'volatile-lru': {
        readonly of: 'expiring';
        readonly by: 'idle';
    };
    readonly 'volatile-lfu': {
        readonly of: 'expiring';
        readonly by: 'frequency';
    };
    readonly 'volatile-random': {
        readonly of: 'expiring';
        readonly by: 'random';
    };
    readonly 'volatile-ttl': {
        readonly of: 'expiring';
        readonly by: 'expiry';
    };
};
export type EvictionPolicyName = keyof typeof EVICTION_POLICIES;
/** All names, in Redis's order. */
export declare const EVICTION_POLICY_NAMES: readonly EvictionPolicyName[];
