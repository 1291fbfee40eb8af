import { type NodeOptions, type OptionKey } from './options.ts';
export { ConfigError } from './config-error.ts';
/** Where a value comes from, in words that an error message begins with: `--port`, `HEARSAY_PORT`, `a.conf:3: port`. */
export type Origin = (key: OptionKey) => string;
/** The shard port of a node, unless it is set, is its client port plus this. */
export declare const SHARD_PORT_OFFSET = 1000;
/** How many heartbeat periods ttl must hold. */
export declare const MIN_TTL_IN_HF = 5;
/**
 * `given` with the defaults for the rest. Throws ConfigError for a name that is no option, a value out of range, and
 * options that do not fit together; `origin` names the source of a value in the message.
 */
export declare function resolveOptions(given: Partial<NodeOptions>, origin?: Origin): NodeOptions;
/** What an option is if it is not given, by the profile among `options`. */
export declare function defaultOf(key: OptionKey, options: Partial<NodeOptions>): unknown;
/** `--port 99999: must be an integer from 0 to 65535` */
export declare function invalidValue(origin: string, value: string, allowed: string): string;
export interface Ports {
    readonly client: number;
    readonly shard: number;
    readonly bus: number;
}
/** The ports to listen on; 0 is any free one, as it is for those that derive from a client port of 0. */
export declare function portsOf(options: Pick<NodeOptions, 'port' | 'shardPort' | 'busPort'>): Ports;
/** The host that a node which listens on `host` reaches itself at. */
export declare function loopbackOf(host: string): string;
/** The host that others reach this node at. */
export declare function announcedHost(options: Pick<NodeOptions, 'host' | 'announceHost'>): string;
/** Throws ConfigError for options that do not fit together. */
export declare function checkTogether(options: NodeOptions, origin: Origin): void;
