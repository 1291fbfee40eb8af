/**
 * The option table: every option of a node, declared once. Command-line flags, HEARSAY_* variables, the config file,
 * CONFIG GET, SET and REWRITE, `NodeOptions` of the library, `--help` and docs/configuration.md derive from it.
 */
import { FORGET_TTL_LIMITS, HF_LIMITS, TTL_LIMITS } from '../base/timing-limits.ts';
import { EVICTION_POLICY_NAMES, type EvictionPolicyName } from '../store/eviction-policy.ts';
import { parseSecret } from './cluster-secret.ts';
import { COPY_OPTIONS } from './copy-options.ts';
import { HOST } from './join-address.ts';
import { GB, MB, type OptionSpec, option } from './option-spec.ts';
import { PROFILE_NAMES, type ProfileName } from './profiles.ts';
import { byteSize, choice, integer, joinAddresses, text } from './value-types.ts';

const port = integer(0, 65_535, 'PORT');
const host = text(HOST, 'an IP address or a host name', 'HOST');
const path = text(/^\P{Cc}{0,4096}$/u, 'a path', 'PATH');

export const OPTIONS = {
  host: option({
    name: 'host',
    type: host,
    default: '127.0.0.1',
    runtime: false,
    doc: 'Address to listen on. `0.0.0.0` is every interface and needs `announce-host`.',
  }),
  port: option({
    name: 'port',
    type: port,
    default: 6379,
    runtime: false,
    doc: 'Client port: answers every command for every key. 0 takes any free port.',
  }),
  shardPort: option({
    name: 'shard-port',
    type: port,
    default: 0,
    runtime: false,
    doc:
      "Shard port: cluster-aware clients and other members' links. 0 is the client port + 1000. With `shards`, that of the first; " +
      'the others have the ports after it.',
  }),
  shards: option({
    name: 'shards',
    type: integer(1, 64),
    default: 1,
    runtime: false,
    doc:
      'How many threads serve this node, each with its own part of its keys. They share the client port; the shard ports are ' +
      '`shard-port` and those after it. More shards than processor cores make it slower.',
  }),
  busPort: option({
    name: 'bus-port',
    type: port,
    default: 0,
    runtime: false,
    doc: 'Bus port, UDP: gossip. 0 is the client port + 10000.',
  }),
  announceHost: option({
    name: 'announce-host',
    type: text((name) => name === '' || HOST.test(name), host.allowed, host.placeholder),
    default: '',
    runtime: false,
    doc: 'Address that other members and cluster-aware clients reach this node at. Empty is `host`.',
  }),
  join: option({
    name: 'join',
    type: joinAddresses(),
    default: [],
    runtime: false,
    doc:
      'Member to join; several are separated by commas, or given one by one. A client address, whose bus port is PORT + 10000, or ' +
      'HOST:PORT@BUSPORT. Any one member that answers is enough. Without any the node starts a cluster of its own, and so it does where none answers ' +
      'for `ttl`, but goes on asking them.',
  }),
  name: option({
    name: 'name',
    type: text(/^[\w.-]{0,64}$/, "up to 64 letters, digits, '.', '-' and '_'", 'NAME'),
    default: '',
    runtime: false,
    doc: 'Name for people, in logs and events. Empty is the first 8 digits of the member id.',
  }),
  profile: option<ProfileName>({
    name: 'profile',
    type: choice(...PROFILE_NAMES),
    default: 'lan',
    runtime: false,
    doc:
      'Defaults of `hf` and `ttl` for a kind of network: `local` (100 and 1000 ms) for one machine or rack, `lan` (200 and 2000 ms), `wan` ' +
      '(1000 and 10000 ms) for round trips of up to 250 ms. What is given itself goes before. Give every member the same.',
  }),
  hfMs: option({
    name: 'hf',
    type: integer(HF_LIMITS.least, HF_LIMITS.most, 'MS'),
    default: 200,
    unit: 'ms',
    runtime: true,
    doc:
      'Heartbeat period: how often a member probes the members that it observes. A short one finds crashes sooner, at the ' +
      'price of more datagrams (some 10 per member and period). At least 4 round trips between the members. The profile sets it.',
  }),
  ttlMs: option({
    name: 'ttl',
    type: integer(TTL_LIMITS.least, TTL_LIMITS.most, 'MS'),
    default: 2000,
    unit: 'ms',
    runtime: true,
    doc:
      'A member silent for this long is declared dead, and every survivor knows. A short one frees the slots of a crashed member sooner; ' +
      'a long one forgives longer pauses and outages (ttl - 2.5 hf). At least 5 times `hf`. Give every member the same. The profile sets it.',
  }),
  forgetTtlMs: option({
    name: 'forget-ttl',
    type: integer(FORGET_TTL_LIMITS.least, FORGET_TTL_LIMITS.most, 'MS'),
    default: 60_000,
    unit: 'ms',
    runtime: true,
    doc:
      'How long a member that CLUSTER FORGET removed is kept out. A long one is safer while its process still runs somewhere; a short one ' +
      'lets it join sooner when it is started again. CLUSTER MEET lets it in at any time; without, a process that runs on stays out.',
  }),
  minMembers: option({
    name: 'min-members',
    type: integer(1, 1000),
    default: 1,
    runtime: false,
    doc:
      'A starting node serves only once it sees so many members, itself included, or one that serves already. With more than half of the ' +
      'planned members here a start in which they cannot all reach each other does not make two clusters. Until then keys are answered ' +
      'with CLUSTERDOWN, and PING works. 1 does not wait for others.',
  }),
  partitionPolicy: option({
    name: 'partition-policy',
    type: choice('serve', 'majority'),
    default: 'serve',
    runtime: true,
    doc:
      'What a node does that may be cut off from others. `serve` goes on: the cache stays available on each side of a partition, and the ' +
      'sides may hold different values until it heals. `majority` answers for keys only while it sees more than half of the members ' +
      'that it knows, dead ones included until they are forgotten; else CLUSTERDOWN, until it sees them again. Two members need ' +
      'each other then. Give every node a `dir`, so that after a crash it is not counted as dead and as a new member.',
  }),
  crashEvidence: option({
    name: 'crash-evidence',
    type: choice('yes', 'no'),
    default: 'yes',
    runtime: true,
    doc:
      'Declare a member dead as soon as its machine says that the process is gone (its port refuses datagrams, twice, as seen by two observers) instead ' +
      'of waiting for `ttl`. `no` counts silence only, for networks in which something else may refuse in its place.',
  }),
  ...COPY_OPTIONS,
  clusterName: option({
    name: 'cluster-name',
    type: text(/^[\w.-]{1,64}$/, "1 to 64 letters, digits, '.', '-' and '_'", 'NAME'),
    default: 'hearsay',
    runtime: false,
    doc: 'Nodes of clusters with different names ignore each other. It is no secret.',
  }),
  clusterSecretFile: option({
    name: 'cluster-secret-file',
    type: path,
    default: '',
    runtime: true,
    doc:
      'File with the secret keys of the cluster, one a line: 32 bytes each, as 64 hex digits or in base64 (`openssl rand -hex 32`). Gossip is ' +
      'encrypted with the first, and every one is accepted; who has none of them cannot join. To change the key, add the new one to every ' +
      "member's file, then move it to the front, then take the old one out, each time with CONFIG SET cluster-secret-file PATH, which reads " +
      'the file again. Without a file, the variable HEARSAY_CLUSTER_SECRET may hold the keys. Commands of clients are not encrypted.',
  }),
  clusterSecret: option({
    name: 'cluster-secret',
    type: text(
      (secret) => secret === '' || parseSecret(secret) !== undefined,
      'keys of 32 bytes, as 64 hex digits or in base64, separated by spaces',
      'KEYS',
    ),
    default: '',
    runtime: false,
    isSecret: true,
    doc:
      'The keys themselves instead of a file: in this variable, or in a program. There is no flag, and it cannot stand in the config file: ' +
      'others could read it there. To change them, start the nodes again.',
  }),
  dir: option({
    name: 'dir',
    type: path,
    default: '',
    runtime: false,
    doc:
      'Data folder, made if it is missing: keeps the member id across restarts. Empty is none: each start is a new ' +
      'member. No two nodes may share one: a second process on the same machine is refused.',
  }),
  maxClients: option({
    name: 'maxclients',
    type: integer(1, 1_000_000),
    default: 10_000,
    runtime: true,
    doc:
      'How many clients may be connected at a time; further ones get an error and are closed. Each takes an open file: where the system allows ' +
      'the process too few (`ulimit -n`), it is lowered at the start, with a warning in the log.',
  }),
  maxMemoryBytes: option({
    name: 'maxmemory',
    type: byteSize(0, 1024 * GB),
    default: 0,
    runtime: true,
    doc:
      "Memory that keys and values may take, everything counted: copies of other members' keys, index, free space and fixed tables too. What is beyond is " +
      'evicted as `maxmemory-policy` says. 0 is no limit, and nothing is evicted then. The limit is for the whole node: each of its ' +
      '`shards` keeps to an equal part of it. Whatever it is, a shard has at most 32 GB of values of up to 64 KB: what would be more is refused ' +
      'with OOM. More shards hold more.',
  }),
  maxMemoryPolicy: option<EvictionPolicyName>({
    name: 'maxmemory-policy',
    type: choice(...EVICTION_POLICY_NAMES),
    default: 'allkeys-lfu',
    runtime: true,
    doc:
      'Which keys are evicted when `maxmemory` is reached, as in Redis. `allkeys-lfu` weighs how often a key is used, how long ago, and ' +
      'its size, and learns from hits what each is worth. `noeviction` refuses commands that add data.',
  }),
  proxyTimeoutMs: option({
    name: 'proxy-timeout',
    type: integer(10, 600_000, 'MS'),
    default: 5000,
    unit: 'ms',
    runtime: true,
    doc:
      "How long a command waits for another member's answer, for a slot's new owner, or, with `min-acks`, for the replicas, until it gets an " +
      'error.',
  }),
  clientOutputLimitBytes: option({
    name: 'client-output-limit',
    type: byteSize(64 * 1024, 1024 * GB),
    default: GB,
    runtime: true,
    doc:
      'The longest reply: a command whose reply would be longer, or longer than 1 GB, gets an error instead. A client with more bytes of replies waiting is ' +
      'closed; one that does not read is not read from, so only replies of other members that come all at once reach it.',
  }),
  subscriberOutputLimitBytes: option({
    name: 'subscriber-output-limit',
    type: byteSize(64 * 1024, 1024 * GB),
    default: 32 * MB,
    runtime: true,
    doc: 'A client with more bytes waiting than this when a message of a channel comes for it is closed: it reads too slowly.',
  }),
  clientQueryBufferLimitBytes: option({
    name: 'client-query-buffer-limit',
    type: byteSize(MB, 4 * GB),
    default: GB,
    runtime: true,
    doc: 'A client with more bytes of an unfinished command than this is closed.',
  }),
  protoMaxBulkBytes: option({
    name: 'proto-max-bulk-len',
    type: byteSize(MB, 512 * MB),
    default: 512 * MB,
    runtime: true,
    doc: 'The longest key, value or other argument.',
  }),
  staticRead: option({
    name: 'static-read',
    type: choice('yes', 'no'),
    default: 'yes',
    runtime: false,
    doc:
      "Read sockets into one static buffer and write past their streams, which takes less processor time but touches Node's internals " +
      'where they are as expected. `no` uses the public API alone.',
  }),
  logLevel: option({
    name: 'log-level',
    type: choice('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
    default: 'info',
    runtime: true,
    doc: 'The least severe messages that are logged.',
  }),
  logFormat: option({
    name: 'log-format',
    type: choice('auto', 'human', 'json'),
    default: 'auto',
    runtime: false,
    doc: 'Lines for people or one JSON object a line. `auto` is human on a terminal and json otherwise.',
  }),
  configFile: option({
    name: 'config',
    type: path,
    default: '',
    runtime: false,
    doc: 'Config file to read: `name value` lines as in redis.conf. CONFIG REWRITE writes to it.',
  }),
} as const;

/** Name of an option in code; its flag is in the table. */
export type OptionKey = keyof typeof OPTIONS;

/** What a node is told, all of it. Key for key as in the table. */
export type NodeOptions = {
  readonly [Key in OptionKey]: (typeof OPTIONS)[Key] extends OptionSpec<infer Value> ? Value : never;
};

/**
 * What CONFIG GET says beyond the options, because Redis tools ask for it. Each is true of every node and cannot be
 * set.
 */
export const FIXED_SETTINGS: Readonly<Record<string, string>> = {
  appendonly: 'no',
  'cluster-enabled': 'yes',
  databases: '1',
  'notify-keyspace-events': '',
  requirepass: '',
  save: '',
  timeout: '0',
};

/** The table's keys, in its order. */
export const OPTION_KEYS = Object.keys(OPTIONS) as readonly OptionKey[];

/** The same without secrets: what may be a flag, stand in a file and be shown. */
export const OPEN_OPTION_KEYS: readonly OptionKey[] = OPTION_KEYS.filter((key) => !optionSpec(key).isSecret);

/** The entry of `key`, for code that treats all alike. */
export function optionSpec(key: OptionKey): OptionSpec<unknown> {
  return OPTIONS[key] as OptionSpec<unknown>;
}

const KEY_BY_NAME: ReadonlyMap<string, OptionKey> = new Map(
  OPEN_OPTION_KEYS.map((key) => [OPTIONS[key].name, key]),
);

/** The option that is called `name` in flags and files; none that is a secret. */
export function optionNamed(name: string): OptionKey | undefined {
  return KEY_BY_NAME.get(name);
}

/**
 * What to give instead of the option called `name`, if that is a secret, which cannot be a flag or stand in a file:
 * `cluster-secret-file or HEARSAY_CLUSTER_SECRET`, the first one after `prefix`.
 */
export function insteadOfSecret(name: string, prefix = ''): string | undefined {
  const key = OPTION_KEYS.find((each) => optionSpec(each).isSecret && OPTIONS[each].name === name);
  if (key === undefined) return undefined;
  const file = optionNamed(`${name}-file`);
  return [...(file === undefined ? [] : [prefix + OPTIONS[file].name]), variableOf(key)].join(' or ');
}

/** The environment variable of an option. */
export function variableOf(key: OptionKey): string {
  return `HEARSAY_${OPTIONS[key].name.toUpperCase().replaceAll('-', '_')}`;
}
