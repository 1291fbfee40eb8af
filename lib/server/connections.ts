/** The connections that there are now, by id and in the order in which they came. */
import type net from 'node:net';
import type { ClientRegistry, SessionKind } from '../commands/context.ts';
import { Connection } from './connection.ts';
import type { Dispatcher } from './dispatcher.ts';

export class Connections implements ClientRegistry {
  private readonly byNumber = new Map<number, Connection>();
  private lastId = 0;
  private peerCount = 0;

  /** Number of connections that are not peers. */
  get clientCount(): number {
    return this.byNumber.size - this.peerCount;
  }

  add(socket: net.Socket, kind: SessionKind, isOverLimit: boolean, dispatcher: Dispatcher): void {
    const id = ++this.lastId;
    const onPeer = (): void => {
      this.peerCount++;
    };
    const onClose = (): void => {
      this.byNumber.delete(id);
      dispatcher.node.pubsub.drop(connection);
      if (connection.kind === 'peer') this.peerCount--;
    };
    const connection = new Connection(socket, id, kind, isOverLimit, dispatcher, onPeer, onClose);
    this.byNumber.set(id, connection);
  }

  *list(): Iterable<Connection> {
    for (const connection of this.byNumber.values()) if (connection.kind !== 'peer') yield connection;
  }

  *peers(): Iterable<Connection> {
    for (const connection of this.byNumber.values()) if (connection.kind === 'peer') yield connection;
  }

  byId(id: number): Connection | undefined {
    const connection = this.byNumber.get(id);
    return connection?.kind === 'peer' ? undefined : connection;
  }

  /** Has every client close once its replies are sent; peers go on. */
  closeClients(): void {
    for (const client of this.list()) client.closeAfterReplies();
  }

  /** Whether only peers are left, which have not sent anything since `sinceMs` (wall clock) and wait for nothing. */
  isQuiet(sinceMs: number): boolean {
    for (const connection of this.byNumber.values()) {
      if (connection.kind !== 'peer' || connection.lastActiveAtMs > sinceMs || connection.isWaiting)
        return false;
    }
    return true;
  }

  /** Closes all at once. */
  kill(): void {
    for (const connection of this.byNumber.values()) connection.kill();
  }
}
