/**
 * Listens on a port and makes a Connection of everything that connects. The client port and the shard port each have one, in
 * each shard.
 *
 * The shards of a member share the client port in the best way that there is: each has a socket of its own that the
 * system spreads connections over (SO_REUSEPORT, Node 22.12 on some systems), or all listen on the first one's
 * descriptor, or the first accepts alone.
 */
import net from 'node:net';
import type { SessionKind } from '../commands/context.ts';
import { descriptorOf } from '../net/socket-handle.ts';
import { ERRORS, errorText } from '../resp/errors.ts';
import type { Connections } from './connections.ts';
import type { Dispatcher } from './dispatcher.ts';

const BACKLOG = 511;
const KEEP_ALIVE_MS = 300_000;
/** Shard-port connections beyond `maxclients`: peers, and those that may yet turn out to be. */
const PEER_ALLOWANCE = 1024;

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

/** `reusePort` is Node 22.12's; older versions ignore it. */
type ListenOptions = net.ListenOptions & { readonly reusePort?: boolean; readonly fd?: number };

export class Listener {
  private readonly options: ListenerOptions;
  private readonly server: net.Server;
  /** Others listen on the same descriptor. */
  private isShared = false;
  private isClosed = false;

  constructor(options: ListenerOptions) {
    this.options = options;
    this.server = this.newServer();
  }

  /** The port that it listens on; 0 before it does. */
  get port(): number {
    const address = this.server.address();
    return address === null || typeof address === 'string' ? 0 : address.port;
  }

  /** Resolves when it listens; rejects with the system's error (`EADDRINUSE`, ...) if it cannot. Port 0 takes a free one. */
  listen(host: string, port: number): Promise<void> {
    return this.begin({ host, port });
  }

  /** Like `listen`, on a port that other threads are to listen on too: resolves to what they need for it. */
  async listenFirst(host: string, port: number): Promise<SharedPort> {
    // With SO_REUSEPORT another process of the same user would not notice, nor be noticed: first see that there is none.
    await this.begin({ host, port });
    const found = this.port;
    await this.closed();
    try {
      await this.begin({ host, port: found, reusePort: true });
    } catch (error) {
      if (!isUnsupported(error)) throw error;
      await this.begin({ host, port: found });
    }
    return { host, port: found, descriptor: descriptorOf(this.server) };
  }

  /** Listens on a port that another thread has opened, if that is possible here. */
  async listenToo({ host, port, descriptor }: SharedPort): Promise<Sharing> {
    try {
      await this.begin({ host, port, reusePort: true });
      return 'own socket';
    } catch (error) {
      const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
      if (!isTaken && !isUnsupported(error)) throw error;
    }
    if (descriptor === undefined) return 'none';
    await this.begin({ fd: descriptor });
    this.isShared = true;
    return 'descriptor';
  }

  /** Others listen on this one's descriptor from now on. */
  share(): void {
    this.isShared = true;
  }

  /** Accepts no more connections. Those there are go on. A shared descriptor stays open until `end`. */
  close(): void {
    this.isClosed = true;
    if (!this.isShared) this.server.close();
  }

  /** Closes it; resolves when the port is free, to be listened on again. */
  async closed(): Promise<void> {
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Closes the socket. Of a shared one: when the reserve of descriptors is released, see descriptor-reserve.ts. */
  end(): void {
    this.server.close();
  }

  private newServer(): net.Server {
    return net.createServer(
      {
        allowHalfOpen: true,
        pauseOnConnect: true,
        noDelay: true,
        keepAlive: true,
        keepAliveInitialDelay: KEEP_ALIVE_MS,
      },
      (socket) => this.accept(socket),
    );
  }

  private async begin(options: ListenOptions): Promise<void> {
    const { server } = this;
    this.isClosed = false;
    this.isShared = false;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ ...options, backlog: BACKLOG }, () => {
        server.off('error', reject);
        resolve();
      });
    });
    // Later errors of a listening socket (EMFILE on accept) cost one connection, not the node.
    server.on('error', () => {
      this.options.dispatcher.stats.connectionsRejected++;
    });
  }

  private accept(socket: net.Socket): void {
    const { kind, dispatcher, connections } = this.options;
    if (this.isClosed) {
      socket.destroy();
      return;
    }
    const excess = connections.memberClientCount - this.options.maxClients();
    const hasRoom = kind === 'client' ? excess < 0 : excess + connections.peerCount < PEER_ALLOWANCE;
    if (!hasRoom) {
      dispatcher.stats.connectionsRejected++;
      socket.on('error', () => {});
      socket.end(`-${errorText(ERRORS.maxClients)}\r\n`, () => socket.destroy());
      return;
    }
    dispatcher.stats.connectionsReceived++;
    connections.add(socket, kind, excess >= 0, dispatcher);
  }
}

function isUnsupported(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOTSUP' || code === 'EINVAL' || code === 'ENOPROTOOPT';
}
