/**
 * Profiles: sets of defaults for networks of a kind. What is given itself goes before its profile.
 *
 * A probe may take hf/4, so that hf should be four round trips at least; ttl is ten times hf, which leaves room for some lost
 * datagrams and for pauses of ttl - 2.5 hf.
 */
import type { NodeOptions } from './options.ts';
export declare const PROFILES: {
    readonly local: {
        readonly hfMs: 100;
        readonly ttlMs: 1000;
    };
    readonly lan: {
        readonly hfMs: 200;
        readonly ttlMs: 2000;
    };
    readonly wan: {
        readonly hfMs: 1000;
        readonly ttlMs: 10000;
    };
};
export type ProfileName = keyof typeof PROFILES;
export declare const PROFILE_NAMES: readonly ProfileName[];
/** What the profile sets; anything else has the default of the option table. */
export declare function profileDefaults(profile: ProfileName): Partial<NodeOptions>;
