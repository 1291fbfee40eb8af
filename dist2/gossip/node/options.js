/** What a user may set, checked and completed. */
import { isIPv6 } from 'node:net';
import { timingOf } from '../core/timing.js';
import { HOST_LIMIT, METADATA_LIMIT, NAME_LIMIT, } from '../core/types.js';
import { KEY_SIZE } from '../wire/cipher-suite.js';
import { checkKeys } from '../wire/keyring.js';
import { newHeartbeats } from './heartbeat.js';
const GENERATION_LIMIT = 2 ** 48;
const DAY_MS = 24 * 3600 * 1000;
const WILDCARDS = ['0.0.0.0', '::'];
/**
 * @param instance 16 hex digits, new for each start
 * @throws RangeError that names the option and says what it must be
 */
export function driverConfigOf(options, instance, nowMs, randomSeed) {
    const { id, name, bindHost, busPort, clientPort = 0, shardPort = 0, phase = 'serving', seeds = [], } = options;
    const { weight = 1, shards = 1, heartbeats = newHeartbeats(1), zone = '', clusterName = 'hearsay', generation = nowMs, metadata = new Uint8Array(0), } = options;
    const { hfMs, ttlMs, forgetTtlMs, retentionMs, crashEvidence, keys } = settingsOf(options);
    const host = options.announceHost ?? bindHost;
    check('id', /^[0-9a-f]{40}$/.test(id), 'must be 40 lower-case hex digits');
    check('generation', isBetween(generation, 0, GENERATION_LIMIT - 1), 'must be an integer below 2^48');
    check('name', Buffer.byteLength(name) <= NAME_LIMIT, `must not be longer than ${NAME_LIMIT} bytes`);
    check('zone', Buffer.byteLength(zone) <= NAME_LIMIT, `must not be longer than ${NAME_LIMIT} bytes`);
    check('announceHost', host !== '' && host.length <= HOST_LIMIT, 'must be an address or host name');
    const isReachable = !WILDCARDS.includes(host);
    check('announceHost', isReachable, `must be set when binding to ${bindHost}: the others need an address`);
    check('weight', isBetween(weight, 1, 65_535), 'must be an integer from 1 to 65535');
    check('busPort', isBetween(busPort, 0, 65_535), 'must be a port number, or 0 for any');
    check('clientPort', isBetween(clientPort, 0, 65_535), 'must be a port number');
    check('shards', isBetween(shards, 1, 255), 'must be an integer from 1 to 255');
    check('shardPort', isBetween(shardPort, 0, 65_535), 'must be a port number');
    check('metadata', metadata.length <= METADATA_LIMIT, `must not be longer than ${METADATA_LIMIT} bytes`);
    for (const seed of seeds)
        checkAddress('seeds', seed);
    const self = {
        ...{ id, instance, generation, incarnation: 0, state: 'alive', phase, isLagging: false, host },
        ...{ busPort, clientPort, shardPort, shards, weight, zone, name, metadata },
    };
    const config = { self, hfMs, ttlMs, forgetTtlMs, retentionMs, crashEvidence };
    return { config, bindHost, clusterName, seeds, keys, randomSeed, heartbeats };
}
/**
 * The settings, complete.
 * @throws RangeError that names the one that is wrong
 */
export function settingsOf(given) {
    const { hfMs = 200, ttlMs = 2000, forgetTtlMs = 60_000, retentionMs = DAY_MS } = given;
    const { crashEvidence = true, keys = [] } = given;
    timingOf(hfMs, ttlMs);
    check('forgetTtlMs', forgetTtlMs > 0, 'must be positive');
    check('retentionMs', retentionMs >= 0, 'must not be negative');
    if (keys.length > 0)
        checkKeys(keys);
    return { hfMs, ttlMs, forgetTtlMs, retentionMs, crashEvidence, keys };
}
/**
 * Reads a key from text: 64 hex digits, or 32 bytes in base64 as `openssl rand -base64 32` makes them.
 * @throws RangeError, which does not show the text, when it is neither
 */
export function parseKey(text) {
    const digits = text.trim();
    const isHex = /^[0-9a-f]{64}$/i.test(digits);
    const isBase64 = /^[\w+/-]{43}=?$/.test(digits);
    check('keys', isHex || isBase64, `must be ${KEY_SIZE} bytes as 64 hex digits or in base64`);
    return new Uint8Array(Buffer.from(digits, isHex ? 'hex' : 'base64'));
}
/** @throws RangeError when it cannot be sent to */
export function checkAddress(option, { host, port }) {
    check(option, host !== '' && host.length <= HOST_LIMIT, 'must name a host');
    check(option, isBetween(port, 1, 65_535), 'must have a port from 1 to 65535');
}
/** An address as people write it. */
export function formatAddress({ host, port }) {
    return isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`;
}
function check(option, holds, rule) {
    if (!holds)
        throw new RangeError(`${option} ${rule}`);
}
function isBetween(value, low, high) {
    return Number.isInteger(value) && value >= low && value <= high;
}
//# sourceMappingURL=options.js.map