/**
 * The connections that there are now, by id and in the order in which they came.
 *
 * Ids are unique in the member: shard i of n gives out i + 1, i + 1 + n, i + 1 + 2n and so on.
 */
import type net from 'node:net';
import type { ClientRegistry, SessionKind } from '../commands/context.ts';
import { Connection } from './connection.ts';
import type { Dispatcher } from './dispatcher.ts';
export declare class Connections implements ClientRegistry {
    private readonly byNumber;
    private readonly shard;
    /** How many clients each shard of the member has; the shards share the memory. */
    private readonly counts;
    private lastId;
    private peerCount;
    /** `counts` has an element for each shard of the member, of which this is the one with index `shard`. */
    constructor(shard?: number, counts?: Int32Array<ArrayBufferLike>);
    /** Number of connections that are not peers. */
    get clientCount(): number;
    /** `clientCount` of all shards of the member. */
    get memberClientCount(): number;
    add(socket: net.Socket, kind: SessionKind, isOverLimit: boolean, dispatcher: Dispatcher): void;
    list(): Iterable<Connection>;
    peers(): Iterable<Connection>;
    byId(id: number): Connection | undefined;
    /** Has every client close once its replies are sent; peers go on. */
    closeClients(): void;
    /** Closes the links of other members at once; what they sent and is not executed yet is not executed any more. */
    killPeers(): void;
    /** Whether only peers are left, which have not sent anything since `sinceMs` (wall clock) and wait for nothing. */
    isQuiet(sinceMs: number): boolean;
    private publishCount;
    /** Closes all at once. */
    kill(): void;
}
