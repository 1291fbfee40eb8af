/** What a user may set, checked and completed. */
import { isIPv6 } from 'node:net';
import { MAX_SHARDS, MAX_WEIGHT } from '../../lib/base/member-limits.ts';
import { FORGET_TTL_LIMITS, HF_LIMITS, TTL_LIMITS } from '../../lib/base/timing-limits.ts';
import { timingOf } from '../core/timing.ts';
import { type Address, type CoreConfig, type MemberRecord, NAME_LIMIT, type Phase } from '../core/types.ts';
import { KEY_SIZE } from '../wire/cipher-suite.ts';
import { checkKeys } from '../wire/keyring.ts';
import {
  check,
  checkAddress,
  checkMetadata,
  checkPhase,
  checkText,
  isBetween,
  isHost,
  isWithin,
} from './checks.ts';
import { newHeartbeats } from './heartbeat.ts';

/** What may be changed while a membership runs; what is left out stays as it is. */
export interface MembershipSettings {
  /** Heartbeat period: a crash is noticed faster with a shorter one, and packets grow in proportion. 20 to 60000, default 200. */
  readonly hfMs?: number;
  /** A member silent for this long is off every list; at least 5 hf and at most 600000. Default 2000. */
  readonly ttlMs?: number;
  /** How long FORGET bans a member. 100 to 86400000 (a day), default 60000. */
  readonly forgetTtlMs?: number;
  /** How long dead members stay listed. At most a year, default 24 hours. */
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
  /** Members of clusters with different names ignore each other. At most 64 bytes, default 'hearsay'. */
  readonly clusterName?: string;
  /**
   * Bus addresses of any members; one that answers is enough. A host name may stand for several addresses, which are all tried, and is
   * looked up again as long as nobody is found. At most 64 addresses count. Default none: the others have this one as a seed.
   */
  readonly seeds?: readonly Address[];
  /** `joining`, `serving` or `leaving`. Default 'serving'. */
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
const RETENTION_LIMIT_MS = 365 * DAY_MS;
/** The unspecified address, in any of its forms. */
const WILDCARD = /^[0:.]+$/;

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
  const { bindHost, seeds = [], clusterName = 'hearsay', heartbeats = newHeartbeats(1) } = options;
  const { keys, ...settings } = settingsOf(options);
  check('bindHost', bindHost, isHost(bindHost), 'be an address or host name');
  check('seeds', seeds, Array.isArray(seeds), 'be an array of addresses: { host, port }');
  for (const [index, seed] of seeds.entries()) checkAddress(`seeds[${index}]`, seed);
  checkText('clusterName', clusterName, NAME_LIMIT);
  const isMemory = heartbeats instanceof SharedArrayBuffer && heartbeats.byteLength > 0;
  check('heartbeats', heartbeats, isMemory, 'be memory of newHeartbeats');
  const config = { self: selfOf(options, instance, nowMs), ...settings };
  return { config, bindHost, clusterName, seeds, keys, randomSeed, heartbeats };
}

/** What the member says of itself at first. @throws RangeError */
function selfOf(options: MembershipOptions, instance: string, nowMs: number): MemberRecord {
  const { id, name, busPort, clientPort = 0, shardPort = 0, phase = 'serving' } = options;
  const { weight = 1, shards = 1, zone = '', generation = nowMs, metadata = new Uint8Array(0) } = options;
  const host = options.announceHost ?? options.bindHost;
  check('id', id, typeof id === 'string' && /^[0-9a-f]{40}$/.test(id), 'be 40 lower-case hex digits');
  const isCount = isBetween(generation, 0, GENERATION_LIMIT - 1);
  check('generation', generation, isCount, 'be an integer from 0 to 2^48 - 1');
  checkText('name', name, NAME_LIMIT);
  checkText('zone', zone, NAME_LIMIT);
  check('announceHost', host, isHost(host), 'be an address or host name');
  const isReachable = !WILDCARD.test(host);
  check('announceHost', host, isReachable, 'be set to an address that the others can reach');
  check('weight', weight, isBetween(weight, 1, MAX_WEIGHT), `be an integer from 1 to ${MAX_WEIGHT}`);
  check('busPort', busPort, isBetween(busPort, 0, 65_535), 'be a port number, or 0 for any');
  check('clientPort', clientPort, isBetween(clientPort, 0, 65_535), 'be a port number');
  check('shards', shards, isBetween(shards, 1, MAX_SHARDS), `be an integer from 1 to ${MAX_SHARDS}`);
  check('shardPort', shardPort, isBetween(shardPort, 0, 65_535), 'be a port number');
  check('shardPort', shardPort, shardPort + shards <= 65_536, `leave room for ${shards} ports`);
  checkPhase(phase);
  checkMetadata(metadata);
  return {
    ...{ id, instance, generation, incarnation: 0, state: 'alive', phase, isLagging: false, host },
    ...{ busPort, clientPort, shardPort, shards, weight, zone, name, metadata },
  };
}

/**
 * The settings, complete.
 * @throws RangeError that names the one that is wrong
 */
export function settingsOf(given: MembershipSettings): Required<MembershipSettings> {
  const { hfMs = 200, ttlMs = 2000, forgetTtlMs = 60_000, retentionMs = DAY_MS } = given;
  const { crashEvidence = true, keys = [] } = given;
  checkDuration('hfMs', hfMs, HF_LIMITS);
  checkDuration('ttlMs', ttlMs, TTL_LIMITS);
  timingOf(hfMs, ttlMs);
  checkDuration('forgetTtlMs', forgetTtlMs, FORGET_TTL_LIMITS);
  checkDuration('retentionMs', retentionMs, { least: 0, most: RETENTION_LIMIT_MS });
  check('crashEvidence', crashEvidence, typeof crashEvidence === 'boolean', 'be true or false');
  if (!Array.isArray(keys) || keys.length > 0) checkKeys(keys);
  return { hfMs, ttlMs, forgetTtlMs, retentionMs, crashEvidence, keys };
}

function checkDuration(option: string, ms: unknown, { least, most }: { least: number; most: number }): void {
  check(option, ms, isWithin(ms, least, most), `be a number of milliseconds from ${least} to ${most}`);
}

/**
 * Reads a key from text: 64 hex digits, or 32 bytes in base64 as `openssl rand -base64 32` makes them.
 * @throws RangeError, which does not show the text, when it is neither
 */
export function parseKey(text: string): Uint8Array {
  const digits = text.trim();
  const isHex = /^[0-9a-f]{64}$/i.test(digits);
  const isBase64 = /^[\w+/-]{43}=?$/.test(digits);
  if (!isHex && !isBase64)
    throw new RangeError(`keys must be ${KEY_SIZE} bytes as 64 hex digits or in base64`);
  return new Uint8Array(Buffer.from(digits, isHex ? 'hex' : 'base64'));
}

/** An address as people write it. */
export function formatAddress({ host, port }: Address): string {
  return isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`;
}
