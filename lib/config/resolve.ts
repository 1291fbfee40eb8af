/**
 * From what was given to what a node runs with: defaults filled in, every value checked, and the rules that tie
 * options to each other.
 */
import { ConfigError } from './config-error.ts';
import { BUS_PORT_OFFSET } from './join-address.ts';
import { didYouMean } from './nearest.ts';
import { type NodeOptions, OPTION_KEYS, OPTIONS, type OptionKey, optionSpec } from './options.ts';
import { PROFILES, profileDefaults } from './profiles.ts';

export { ConfigError } from './config-error.ts';

/** Where a value comes from, in words that an error message begins with: `--port`, `HEARSAY_PORT`, `a.conf:3: port`. */
export type Origin = (key: OptionKey) => string;

/** The shard port of a node, unless it is set, is its client port plus this. */
export const SHARD_PORT_OFFSET = 1000;
/** How many heartbeat periods ttl must hold. */
export const MIN_TTL_IN_HF = 5;

const MAX_PORT = 65_535;
/** The address that stands for every interface, in all the ways to write it: `0.0.0.0`, `::`, `0`, ... */
const EVERY_INTERFACE = /^[0:.]+$/;

/**
 * `given` with the defaults for the rest. Throws ConfigError for a name that is no option, a value out of range, and
 * options that do not fit together; `origin` names the source of a value in the message.
 */
export function resolveOptions(given: Partial<NodeOptions>, origin: Origin = (key) => key): NodeOptions {
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(OPTIONS, name)) continue;
    throw new ConfigError(`unknown option ${name}${didYouMean(name, OPTION_KEYS)}`);
  }
  const entries = OPTION_KEYS.map((key) => {
    const { type, isSecret } = optionSpec(key);
    const value: unknown = given[key] ?? defaultOf(key, given);
    if (!type.accepts(value)) {
      throw new ConfigError(invalidValue(origin(key), isSecret ? '(hidden)' : String(value), type.allowed));
    }
    return [key, value];
  });
  const options = Object.fromEntries(entries) as NodeOptions;
  checkTogether(options, origin);
  return Object.freeze(options);
}

/** What an option is if it is not given, by the profile among `options`. */
export function defaultOf(key: OptionKey, options: Partial<NodeOptions>): unknown {
  const profile = options.profile ?? OPTIONS.profile.default;
  const ofProfile = Object.hasOwn(PROFILES, profile) ? profileDefaults(profile)[key] : undefined;
  return ofProfile ?? optionSpec(key).default;
}

/** `--port 99999: must be an integer from 0 to 65535` */
export function invalidValue(origin: string, value: string, allowed: string): string {
  return `${origin} ${value === '' ? "''" : value}: must be ${allowed}`;
}

export interface Ports {
  readonly client: number;
  readonly shard: number;
  readonly bus: number;
}

/** The ports to listen on; 0 is any free one, as it is for those that derive from a client port of 0. */
export function portsOf(options: Pick<NodeOptions, 'port' | 'shardPort' | 'busPort'>): Ports {
  const derived = (set: number, offset: number): number => {
    if (set !== 0) return set;
    return options.port === 0 ? 0 : options.port + offset;
  };
  return {
    client: options.port,
    shard: derived(options.shardPort, SHARD_PORT_OFFSET),
    bus: derived(options.busPort, BUS_PORT_OFFSET),
  };
}

/** The host that a node which listens on `host` reaches itself at. */
export function loopbackOf(host: string): string {
  if (!EVERY_INTERFACE.test(host)) return host;
  return host.includes(':') ? '::1' : '127.0.0.1';
}

/** The host that others reach this node at. */
export function announcedHost(options: Pick<NodeOptions, 'host' | 'announceHost'>): string {
  return options.announceHost === '' ? options.host : options.announceHost;
}

/** Throws ConfigError for options that do not fit together. */
export function checkTogether(options: NodeOptions, origin: Origin): void {
  const { hfMs, ttlMs } = options;
  if (ttlMs < MIN_TTL_IN_HF * hfMs) {
    throw new ConfigError(
      `${origin('ttlMs')} ${ttlMs}: must be at least ${MIN_TTL_IN_HF} x hf (${MIN_TTL_IN_HF * hfMs} ms with hf ` +
        `${hfMs}); in fewer heartbeats a lost packet or a short pause cannot be told from a crash`,
    );
  }
  if (options.clusterSecret !== '' && options.clusterSecretFile !== '') {
    throw new ConfigError(`${origin('clusterSecret')}: cannot be given together with cluster-secret-file`);
  }
  if (EVERY_INTERFACE.test(announcedHost(options))) {
    const { host, announceHost } = options;
    const wrong =
      announceHost === '' ? `: is needed when host is ${host}` : ` ${announceHost}: is every interface`;
    throw new ConfigError(
      `${origin('announceHost')}${wrong}; set it to the address that other members and clients reach this node at`,
    );
  }
  checkPorts(options, origin);
}

function checkPorts(options: NodeOptions, origin: Origin): void {
  const { client, shard, bus } = portsOf(options);
  const named: [key: OptionKey, what: string, number: number][] = [
    ['port', 'client', client],
    ['shardPort', 'shard', shard],
    ['busPort', 'bus', bus],
  ];
  for (let index = 1; index < options.shards && shard !== 0; index++) {
    named.push(['shardPort', `shard ${index}`, shard + index]);
  }
  for (const [index, [key, what, number]] of named.entries()) {
    if (number > MAX_PORT) {
      throw new ConfigError(
        `${origin(key)}: the ${what} port that follows from the client port would be ${number}; set a free one`,
      );
    }
    const same = number !== 0 && named.slice(0, index).find((other) => other[2] === number);
    if (same)
      throw new ConfigError(`${origin(key)}: the ${what} port is the ${same[1]} port too (${number})`);
  }
}
