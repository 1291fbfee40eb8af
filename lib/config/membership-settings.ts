/** What of the options the gossip layer may be told while it runs. */
import type { MembershipSettings } from '../../gossip/index.ts';
import { clusterKeys } from './cluster-secret.ts';
import type { NodeOptions, OptionKey } from './options.ts';

export const MEMBERSHIP_OPTION_KEYS: readonly OptionKey[] = [
  'hfMs',
  'ttlMs',
  'forgetTtlMs',
  'crashEvidence',
  'clusterSecretFile',
];

/** Reads the secrets anew. Throws ConfigError if they cannot be used. */
export function membershipSettings(options: NodeOptions): MembershipSettings {
  const { hfMs, ttlMs, forgetTtlMs, crashEvidence } = options;
  const keys = clusterKeys(options);
  return { hfMs, ttlMs, forgetTtlMs, crashEvidence: crashEvidence === 'yes', keys };
}
