import { type OptionSpec } from './option-spec.ts';
export declare const OPTIONS: {
    readonly replicas: OptionSpec<number>;
    readonly minAcks: OptionSpec<number>;
    readonly zone: OptionSpec<string>;
    readonly weight: OptionSpec<number>;
    readonly replBufferLimitBytes: OptionSpec<number>;
    readonly handoffWindowBytes: OptionSpec<number>;
    readonly handoffTimeoutMs: OptionSpec<number>;
    readonly tombstoneTtlMs: OptionSpec<number>;
    readonly host: OptionSpec<string>;
    readonly port: OptionSpec<number>;
    readonly shardPort: OptionSpec<number>;
    readonly shards: OptionSpec<number>;
    readonly busPort: OptionSpec<number>;
    readonly announceHost: OptionSpec<string>;
    readonly join: OptionSpec<readonly string[]>;
    readonly name: OptionSpec<string>;
    readonly profile: OptionSpec<"lan" | "local" | "wan">;
    readonly hfMs: OptionSpec<number>;
    readonly ttlMs: OptionSpec<number>;
    readonly forgetTtlMs: OptionSpec<number>;
    readonly minMembers: OptionSpec<number>;
    readonly partitionPolicy: OptionSpec<string>;
    readonly crashEvidence: OptionSpec<string>;
    readonly clusterName: OptionSpec<string>;
    readonly clusterSecretFile: OptionSpec<string>;
    readonly clusterSecret: OptionSpec<string>;
    readonly dir: OptionSpec<string>;
    readonly maxClients: OptionSpec<number>;
    readonly maxMemoryBytes: OptionSpec<number>;
    readonly maxMemoryPolicy: OptionSpec<"allkeys-lfu" | "allkeys-lru" | "allkeys-random" | "noeviction" | "volatile-lfu" | "volatile-lru" | "volatile-random" | "volatile-ttl">;
    readonly proxyTimeoutMs: OptionSpec<number>;
    readonly clientOutputLimitBytes: OptionSpec<number>;
    readonly subscriberOutputLimitBytes: OptionSpec<number>;
    readonly clientQueryBufferLimitBytes: OptionSpec<number>;
    readonly protoMaxBulkBytes: OptionSpec<number>;
    readonly staticRead: OptionSpec<string>;
    readonly logLevel: OptionSpec<string>;
    readonly logFormat: OptionSpec<string>;
    readonly configFile: OptionSpec<string>;
};
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
export declare const FIXED_SETTINGS: Readonly<Record<string, string>>;
/** The table's keys, in its order. */
export declare const OPTION_KEYS: readonly OptionKey[];
/** The same without secrets: what may be a flag, stand in a file and be shown. */
export declare const OPEN_OPTION_KEYS: readonly OptionKey[];
/** The entry of `key`, for code that treats all alike. */
export declare function optionSpec(key: OptionKey): OptionSpec<unknown>;
/** The option that is called `name` in flags and files; none that is a secret. */
export declare function optionNamed(name: string): OptionKey | undefined;
/** The environment variable of an option. */
export declare function variableOf(key: OptionKey): string;
