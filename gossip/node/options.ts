/** What a user may set, checked and completed. */
import { isIPv6 } from 'node:net';
import { MAX_SHARDS, MAX_WEIGHT } from '../../lib/base/member-limits.ts';
import { timingOf } from '../core/timing.ts';
import {
  type Address,
  type CoreConfig,
  HOST_LIMIT,
  METADATA_LIMIT,
  NAME_LIMIT,
  type Phase,
} from '../core/types.ts';
import { KEY_SIZE } from '../wire/cipher-suite.ts';
import { checkKeys } from '../wire/keyring.ts';
import { newHeartbeats } from './heartbeat.ts';

/** What may be changed while a membership runs; what is left out stays as it is. */
export interface MembershipSettings {
  /** Heartbeat period: a crash is noticed faster with a shorter one, and packets grow in proportion. Default 200. */
  readonly hfMs?: number;
  /** A member silent for this long is off every list; at least 5 hf. Default 2000. */
  readonly ttlMs?: number;
  /** How long FORGET bans a member. Default 60000. */
  readonly forgetTtlMs?: number;
  /** How long dead members stay listed. Default 24 hours. */
  readonly retentionMs?: number;
  /** Whether a refused datagram may prove that a process is gone, long before its silence does. Default true. */
  readonly crashEvidence?: boolean;
  /**
   * Secrets of 32 bytes each, at most 8 (`parseKey` reads them from text): datagrams are sealed with the first one, and those sealed
   * with any of them are accepted. Default none: datagrams are clear. Whether there are keys is decided at the start.
   */
  readonly keys?: readonly Uint8Array[];
}

export interface MembershipOptions extends MembershipSettings {
  /** 40 hex digits, kept across restarts. */
  readonly id: string;
  /** Must grow with each start of the same id, at most 2^48 - 1. Default: the wall-clock time in ms. */
  readonly generation?: number;
  /** For people; at most 64 bytes. */
  readonly name: string;
  readonly bindHost: string;
  /** UDP port to bind; 0: any free one. */
  readonly busPort: number;
  /** Where the others reach this member. Default: `bindHost`, which then must not be a wildcard. */
  readonly announceHost?: string;
  /** Ports that the others are told of, for whatever the application does with them. Default 0: none. */
  readonly clientPort?: number;
  readonly shardPort?: number;
  /** How many shards it runs, on `shardPort` and the ports after it: 1 to 255. Default 1. */
  readonly shards?: number;
  /**
   * Memory of `newHeartbeats`, where each thread that serves has a `Heartbeat` of its own. Default: the thread that makes the
   * membership is the only one, and its heartbeat is seen to.
   */
  readonly heartbeats?: SharedArrayBuffer;
  /** Share of the keys, relative to the others: 1 to 256. Default 1. */
  readonly weight?: number;
  /** Replicas are spread over zones; at most 64 bytes. Default ''. */
  readonly zone?: string;
  /** Members of clusters with different names ignore each other. Default 'hearsay'. */
  readonly clusterName?: string;
  /**
   * Bus addresses of any members; one that answers is enough. A host name may stand for several addresses, which are all tried, and is
   * looked up again as long as nobody is found. At most 64 addresses count. Default none: the others have this one as a seed.
   */
  readonly seeds?: readonly Address[];
  /** Default 'serving'. */
  readonly phase?: Phase;
  /** At most 256 bytes that the others see. Default none. */
  readonly metadata?: Uint8Array;
}

/** What the worker thread is started with. `config.self.busPort` is the port to bind, 0 for any. */
export interface DriverConfig {
  readonly config: CoreConfig;
  readonly bindHost: string;
  readonly clusterName: string;
  readonly seeds: readonly Address[];
  readonly keys: readonly Uint8Array[];
  readonly randomSeed: number;
  /** Where the threads that serve write that they work (heartbeat.ts). */
  readonly heartbeats: SharedArrayBuffer;
}

const GENERATION_LIMIT = 2 ** 48;
const DAY_MS = 24 * 3600 * 1000;
const WILDCARDS = ['0.0.0.0', '::'];

/**
 * @param instance 16 hex digits, new for each start
 * @throws RangeError that names the option and says what it must be
 */
export function driverConfigOf(
  options: MembershipOptions,
  instance: string,
  nowMs: number,
  randomSeed: number,
): DriverConfig {
  const {
    id,
    name,
    bindHost,
    busPort,
    clientPort = 0,
    shardPort = 0,
    phase = 'serving',
    seeds = [],
  } = options;
  const {
    weight = 1,
    shards = 1,
    heartbeats = newHeartbeats(1),
    zone = '',
    clusterName = 'hearsay',
    generation = nowMs,
    metadata = new Uint8Array(0),
  } = options;
  const { hfMs, ttlMs, forgetTtlMs, retentionMs, crashEvidence, keys } = settingsOf(options);
  const host = options.announceHost ?? bindHost;
  check('id', /^[0-9a-f]{40}$/.test(id), 'must be 40 lower-case hex digits');
  check('generation', isBetween(generation, 0, GENERATION_LIMIT - 1), 'must be an integer below 2^48');
  check('name', Buffer.byteLength(name) <= NAME_LIMIT, `must not be longer than ${NAME_LIMIT} bytes`);
  check('zone', Buffer.byteLength(zone) <= NAME_LIMIT, `must not be longer than ${NAME_LIMIT} bytes`);
  check('announceHost', host !== '' && host.length <= HOST_LIMIT, 'must be an address or host name');
  const isReachable = !WILDCARDS.includes(host);
  check('announceHost', isReachable, `must be set when binding to ${bindHost}: the others need an address`);
  check('weight', isBetween(weight, 1, MAX_WEIGHT), `must be an integer from 1 to ${MAX_WEIGHT}`);
  check('busPort', isBetween(busPort, 0, 65_535), 'must be a port number, or 0 for any');
  check('clientPort', isBetween(clientPort, 0, 65_535), 'must be a port number');
  check('shards', isBetween(shards, 1, MAX_SHARDS), `must be an integer from 1 to ${MAX_SHARDS}`);
  check('shardPort', isBetween(shardPort, 0, 65_535), 'must be a port number');
  check('metadata', metadata.length <= METADATA_LIMIT, `must not be longer than ${METADATA_LIMIT} bytes`);
  for (const seed of seeds) checkAddress('seeds', seed);
  const self = {
    ...{ id, instance, generation, incarnation: 0, state: 'alive' as const, phase, isLagging: false, host },
    ...{ busPort, clientPort, shardPort, shards, weight, zone, name, metadata },
  };
  const config = { self, hfMs, ttlMs, forgetTtlMs, retentionMs, crashEvidence };
  return { config, bindHost, clusterName, seeds, keys, randomSeed, heartbeats };
}

/**
 * The settings, complete.
 * @throws RangeError that names the one that is wrong
 */
export function settingsOf(given: MembershipSettings): Required<MembershipSettings> {
  const { hfMs = 200, ttlMs = 2000, forgetTtlMs = 60_000, retentionMs = DAY_MS } = given;
  const { crashEvidence = true, keys = [] } = given;
  timingOf(hfMs, ttlMs);
  check('forgetTtlMs', forgetTtlMs > 0, 'must be positive');
  check('retentionMs', retentionMs >= 0, 'must not be negative');
  if (keys.length > 0) checkKeys(keys);
  return { hfMs, ttlMs, forgetTtlMs, retentionMs, crashEvidence, keys };
}

/**
 * Reads a key from text: 64 hex digits, or 32 bytes in base64 as `openssl rand -base64 32` makes them.
 * @throws RangeError, which does not show the text, when it is neither
 */
export function parseKey(text: string): Uint8Array {
  const digits = text.trim();
  const isHex = /^[0-9a-f]{64}$/i.test(digits);
  const isBase64 = /^[\w+/-]{43}=?$/.test(digits);
  check('keys', isHex || isBase64, `must be ${KEY_SIZE} bytes as 64 hex digits or in base64`);
  return new Uint8Array(Buffer.from(digits, isHex ? 'hex' : 'base64'));
}

/** @throws RangeError when it cannot be sent to */
export function checkAddress(option: string, { host, port }: Address): void {
  check(option, host !== '' && host.length <= HOST_LIMIT, 'must name a host');
  check(option, isBetween(port, 1, 65_535), 'must have a port from 1 to 65535');
}

/** An address as people write it. */
export function formatAddress({ host, port }: Address): string {
  return isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`;
}

function check(option: string, holds: boolean, rule: string): void {
  if (!holds) throw new RangeError(`${option} ${rule}`);
}

function isBetween(value: number, low: number, high: number): boolean {
  return Number.isInteger(value) && value >= low && value <= high;
}
