/** From the options of a node to those of its membership. */
import type { Address, MembershipOptions, MembershipSettings } from '../../gossip/index.ts';
import type { Identity } from './identity.ts';
import type { NodeOptions, OptionKey } from './options.ts';
/** What the gossip layer is told when CONFIG SET names it. */
export declare const MEMBERSHIP_OPTION_KEYS: readonly OptionKey[];
/** What it may be told while it runs. Reads the secrets anew. Throws ConfigError if they cannot be used. */
export declare function membershipSettings(options: NodeOptions): MembershipSettings;
/** Where a node listens. */
export interface BoundPorts {
    readonly clientPort: number;
    readonly shardPort: number;
    readonly busPort: number;
}
/** What the node says of itself to the others. */
export declare function membershipSelf(options: NodeOptions, { memberId, generation }: Identity, ports: BoundPorts): Omit<MembershipOptions, 'seeds' | 'phase'>;
/** The bus addresses of the members to join. */
export declare function membershipSeeds(join: readonly string[]): Address[];
