import net from 'node:net';
import { type HearsayNode, type NodeOptions } from '../../lib/index.ts';
/** Starts nodes that join the first; resolves when every one of them sees all and they agree on the map. */
export declare function startCluster(count: number, options?: Partial<NodeOptions>): Promise<[HearsayNode, ...HearsayNode[]]>;
/** Its address for `join`. */
export declare function busOf(node: HearsayNode): string;
/** Resolves when these nodes, and no others, own slots in the map of each of them. */
export declare function agree(nodes: readonly HearsayNode[]): Promise<void>;
export declare function stopAll(nodes: readonly HearsayNode[]): Promise<void>;
/** Resolves once `check` holds, looking every few ms; rejects if it does not within `withinMs`. */
export declare function eventually(check: () => boolean | Promise<boolean>, withinMs?: number): Promise<void>;
/** A connection that speaks RESP and shows replies as the bytes that they are. */
export declare class RawClient {
    readonly socket: net.Socket;
    private readonly scanner;
    private readonly replies;
    private waiting;
    closed: boolean;
    private constructor();
    static connect(port: number): Promise<RawClient>;
    /** Sends commands in one write and resolves to their replies, in order. */
    pipeline(...commands: readonly (readonly (string | Buffer)[])[]): Promise<string[]>;
    /** Sends one command and resolves to its reply. */
    call(...words: readonly (string | Buffer)[]): Promise<string>;
    /** Resolves to the next `count` replies; rejects if the connection closes before. */
    read(count: number): Promise<string[]>;
    close(): void;
}
/** The bulk string reply of `text`. */
export declare function bulk(text: string): string;
