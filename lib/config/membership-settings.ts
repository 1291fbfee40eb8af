/** From the options of a node to those of its membership. */
import type { Address, MembershipOptions, MembershipSettings } from '../../gossip/index.ts';
import { metadataOf } from '../cluster/told-replicas.ts';
import { clusterKeys } from './cluster-secret.ts';
import type { Identity } from './identity.ts';
import { parseJoinAddress } from './join-address.ts';
import type { NodeOptions, OptionKey } from './options.ts';
import { announcedHost } from './resolve.ts';

/** What the gossip layer is told when CONFIG SET names it. */
const SETTING_KEYS: readonly OptionKey[] = ['hfMs', 'ttlMs', 'forgetTtlMs', 'crashEvidence'];

/** What it is told at the start. Reads the secrets. Throws ConfigError if they cannot be used. */
export function membershipSettings(options: NodeOptions): MembershipSettings {
  return { ...plainSettings(options), keys: clusterKeys(options) };
}

/**
 * What CONFIG SET changes of it, undefined if nothing: the secrets are read anew only where their file is `named`. Throws
 * ConfigError if they cannot be used.
 */
export function changedSettings(
  options: NodeOptions,
  named: { has(key: OptionKey): boolean },
): MembershipSettings | undefined {
  if (named.has('clusterSecretFile')) return membershipSettings(options);
  return SETTING_KEYS.some((key) => named.has(key)) ? plainSettings(options) : undefined;
}

function plainSettings({ hfMs, ttlMs, forgetTtlMs, crashEvidence }: NodeOptions): MembershipSettings {
  return { hfMs, ttlMs, forgetTtlMs, crashEvidence: crashEvidence === 'yes' };
}

/** Where a node listens. */
export interface BoundPorts {
  readonly clientPort: number;
  readonly shardPort: number;
  readonly busPort: number;
}

/** What people call the node. */
export function memberName({ name }: NodeOptions, memberId: string): string {
  return name === '' ? memberId.slice(0, 8) : name;
}

/** What the node says of itself to the others. */
export function membershipSelf(
  options: NodeOptions,
  { memberId, generation }: Identity,
  ports: BoundPorts,
): Omit<MembershipOptions, 'seeds' | 'phase'> {
  return {
    ...ports,
    ...{ id: memberId, generation },
    name: memberName(options, memberId),
    bindHost: options.host,
    announceHost: announcedHost(options),
    shards: options.shards,
    weight: options.weight,
    zone: options.zone,
    clusterName: options.clusterName,
    metadata: metadataOf(options.replicas),
  };
}

/** The bus addresses of the members to join. */
export function membershipSeeds(join: readonly string[]): Address[] {
  return join
    .map(parseJoinAddress)
    .flatMap((seed) => (seed === undefined ? [] : [{ host: seed.host, port: seed.busPort }]));
}
