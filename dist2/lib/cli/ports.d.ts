import type { NodeOptions } from '../config/options.ts';
/** A port cannot be listened on. */
export declare class PortError extends Error {
    readonly name = "PortError";
}
type PortOptions = Pick<NodeOptions, 'host' | 'port' | 'shardPort' | 'busPort' | 'shards'>;
/** A PortError if `error` is about listening on one of the node's ports, else `error` itself. */
export declare function explainListenError(error: unknown, options: PortOptions): unknown;
/** Opens and closes each port of a node. Throws the PortError of the first that cannot be opened. */
export declare function checkPortsAreFree(options: PortOptions): Promise<void>;
export {};
