import type { NodeOptions } from './options.ts';
/** The keys of `secret`, separated by spaces, commas or lines; undefined if it holds none, too many, or what is no key. */
export declare function parseSecret(secret: string): Uint8Array[] | undefined;
/**
 * The keys that a node with these options uses, the one to send with first; none: its gossip is not encrypted. Reads the
 * file anew each time. Throws ConfigError, which names the file and the line.
 */
export declare function clusterKeys({ clusterSecret, clusterSecretFile }: NodeOptions): Uint8Array[];
