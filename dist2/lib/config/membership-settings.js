import { clusterKeys } from './cluster-secret.js';
import { parseJoinAddress } from './join-address.js';
import { announcedHost } from './resolve.js';
/** What the gossip layer is told when CONFIG SET names it. */
export const MEMBERSHIP_OPTION_KEYS = [
    'hfMs',
    'ttlMs',
    'forgetTtlMs',
    'crashEvidence',
    'clusterSecretFile',
];
/** What it may be told while it runs. Reads the secrets anew. Throws ConfigError if they cannot be used. */
export function membershipSettings(options) {
    const { hfMs, ttlMs, forgetTtlMs, crashEvidence } = options;
    const keys = clusterKeys(options);
    return { hfMs, ttlMs, forgetTtlMs, crashEvidence: crashEvidence === 'yes', keys };
}
/** What the node says of itself to the others. */
export function membershipSelf(options, { memberId, generation }, ports) {
    return {
        ...ports,
        ...{ id: memberId, generation },
        name: options.name === '' ? memberId.slice(0, 8) : options.name,
        bindHost: options.host,
        announceHost: announcedHost(options),
        shards: options.shards,
        weight: options.weight,
        zone: options.zone,
        clusterName: options.clusterName,
    };
}
/** The bus addresses of the members to join. */
export function membershipSeeds(join) {
    return join
        .map(parseJoinAddress)
        .flatMap((seed) => (seed === undefined ? [] : [{ host: seed.host, port: seed.busPort }]));
}
//# sourceMappingURL=membership-settings.js.map