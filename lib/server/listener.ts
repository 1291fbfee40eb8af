/**
 * Listens on a port and makes a Connection of everything that connects. The client port and the shard port each have one.
 */
import net from 'node:net';
import type { SessionKind } from '../commands/context.ts';
import { ERRORS, errorText } from '../resp/errors.ts';
import type { Connections } from './connections.ts';
import type { Dispatcher } from './dispatcher.ts';

const BACKLOG = 511;
const KEEP_ALIVE_MS = 300_000;
/** Shard-port connections beyond `maxclients` that may yet turn out to be peers. */
const PEER_ALLOWANCE = 1024;

export interface ListenerOptions {
  readonly kind: Extract<SessionKind, 'client' | 'shard'>;
  readonly dispatcher: Dispatcher;
  readonly connections: Connections;
  maxClients(): number;
}

export class Listener {
  private readonly options: ListenerOptions;
  private readonly server: net.Server;

  constructor(options: ListenerOptions) {
    this.options = options;
    this.server = net.createServer(
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

  /** The port that it listens on; 0 before `listen`. */
  get port(): number {
    const address = this.server.address();
    return address === null || typeof address === 'string' ? 0 : address.port;
  }

  /** Resolves when it listens; rejects with the system's error (`EADDRINUSE`, ...) if it cannot. Port 0 takes a free one. */
  async listen(host: string, port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen({ host, port, backlog: BACKLOG }, () => {
        this.server.off('error', reject);
        resolve();
      });
    });
    // Later errors of a listening socket (EMFILE on accept) cost one connection, not the node.
    this.server.on('error', () => {
      this.options.dispatcher.stats.connectionsRejected++;
    });
  }

  /** Accepts no more connections. Those there are go on. */
  close(): void {
    this.server.close();
  }

  private accept(socket: net.Socket): void {
    const { kind, dispatcher, connections } = this.options;
    const excess = connections.clientCount - this.options.maxClients();
    if (excess >= (kind === 'client' ? 0 : PEER_ALLOWANCE)) {
      dispatcher.stats.connectionsRejected++;
      socket.on('error', () => {});
      socket.end(`-${errorText(ERRORS.maxClients)}\r\n`, () => socket.destroy());
      return;
    }
    dispatcher.stats.connectionsReceived++;
    connections.add(socket, kind, excess >= 0, dispatcher);
  }
}
