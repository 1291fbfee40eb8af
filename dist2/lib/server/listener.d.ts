import type { SessionKind } from '../commands/context.ts';
import type { Connections } from './connections.ts';
import type { Dispatcher } from './dispatcher.ts';
export interface ListenerOptions {
    readonly kind: Extract<SessionKind, 'client' | 'shard'>;
    readonly dispatcher: Dispatcher;
    readonly connections: Connections;
    maxClients(): number;
}
/** A port that is open already, for another thread to listen on too. Plain data. */
export interface SharedPort {
    readonly host: string;
    readonly port: number;
    /** Of the socket that listens on it; undefined where it cannot be had. */
    readonly descriptor: number | undefined;
}
/** How a thread came to listen on a shared port. */
export type Sharing = 'own socket' | 'descriptor' | 'none';
export declare class Listener {
    private readonly options;
    private readonly server;
    /** Others listen on the same descriptor. */
    private isShared;
    private isClosed;
    constructor(options: ListenerOptions);
    /** The port that it listens on; 0 before it does. */
    get port(): number;
    /** Resolves when it listens; rejects with the system's error (`EADDRINUSE`, ...) if it cannot. Port 0 takes a free one. */
    listen(host: string, port: number): Promise<void>;
    /** Like `listen`, on a port that other threads are to listen on too: resolves to what they need for it. */
    listenFirst(host: string, port: number): Promise<SharedPort>;
    /** Listens on a port that another thread has opened, if that is possible here. */
    listenToo({ host, port, descriptor }: SharedPort): Promise<Sharing>;
    /** Others listen on this one's descriptor from now on. */
    share(): void;
    /** Accepts no more connections. Those there are go on. A shared descriptor stays open until `end`. */
    close(): void;
    /** Closes it; resolves when the port is free, to be listened on again. */
    closed(): Promise<void>;
    /** Closes the socket. Of a shared one: when the reserve of descriptors is released, see descriptor-reserve.ts. */
    end(): void;
    private newServer;
    private begin;
    private accept;
}
