/**
 * Profiles: sets of defaults for networks of a kind. What is given itself goes before its profile.
 *
 * A probe may take hf/4, so that hf should be four round trips at least; ttl is ten times hf, which leaves room for some lost
 * datagrams and for pauses of ttl - 2.5 hf.
 */
import type { NodeOptions } from './options.ts';

export const PROFILES = {
  local: { hfMs: 100, ttlMs: 1000 },
  lan: { hfMs: 200, ttlMs: 2000 },
  wan: { hfMs: 1000, ttlMs: 10_000 },
} as const;

export type ProfileName = keyof typeof PROFILES;

export const PROFILE_NAMES = Object.keys(PROFILES) as readonly ProfileName[];

/** What the profile sets; anything else has the default of the option table. */
export function profileDefaults(profile: ProfileName): Partial<NodeOptions> {
  return PROFILES[profile];
}
