/**
 * The connections that there are now, by id and in the order in which they came.
 *
 * Ids are unique in the member: shard i of n gives out i + 1, i + 1 + n, i + 1 + 2n and so on.
 */
import type net from 'node:net';
import type { ClientRegistry, SessionKind } from '../commands/context.ts';
import { Connection } from './connection.ts';
import type { Dispatcher } from './dispatcher.ts';

export class Connections implements ClientRegistry {
  private readonly byNumber = new Map<number, Connection>();
  private readonly shard: number;
  /** How many clients each shard of the member has; the shards share the memory. */
  private readonly counts: Int32Array<ArrayBufferLike>;
  private lastId: number;
  /** Number of links of other members. */
  peerCount = 0;

  /** `counts` has an element for each shard of the member, of which this is the one with index `shard`. */
  constructor(shard = 0, counts: Int32Array<ArrayBufferLike> = new Int32Array(1)) {
    this.shard = shard;
    this.counts = counts;
    this.lastId = 1 + shard - counts.length;
  }

  /** Number of connections that are not peers. */
  get clientCount(): number {
    return this.byNumber.size - this.peerCount;
  }

  /** `clientCount` of all shards of the member. */
  get memberClientCount(): number {
    return this.counts.reduce((sum, count) => sum + count, 0);
  }

  add(socket: net.Socket, kind: SessionKind, isOverLimit: boolean, dispatcher: Dispatcher): void {
    this.lastId += this.counts.length;
    const id = this.lastId;
    const onPeer = (): void => {
      this.peerCount++;
      this.publishCount();
    };
    const onClose = (): void => {
      this.byNumber.delete(id);
      dispatcher.node.pubsub.drop(connection);
      if (connection.kind === 'peer') this.peerCount--;
      this.publishCount();
    };
    const connection = new Connection(socket, id, kind, isOverLimit, dispatcher, onPeer, onClose);
    this.byNumber.set(id, connection);
    this.publishCount();
  }

  /** Clients, those that were killed excepted, even where their sockets have not been closed yet. */
  *list(): Iterable<Connection> {
    for (const connection of this.byNumber.values()) {
      if (connection.kind !== 'peer' && !connection.isGone) yield connection;
    }
  }

  *peers(): Iterable<Connection> {
    for (const connection of this.byNumber.values()) if (connection.kind === 'peer') yield connection;
  }

  /** One of `list`. */
  byId(id: number): Connection | undefined {
    const connection = this.byNumber.get(id);
    return connection?.kind === 'peer' || connection?.isGone ? undefined : connection;
  }

  /**
   * Has every client wait for the replies that are under way before it executes more: what it sends then could overtake them. Peers go
   * on, as a link carries the commands of many clients: these wait where they are connected.
   */
  keepOrder(): void {
    for (const client of this.list()) client.keepOrder();
  }

  endOrder(): void {
    for (const client of this.list()) client.endOrder();
  }

  /** Has every client close once its replies are sent; peers go on. */
  closeClients(): void {
    for (const client of this.list()) client.closeAfterReplies();
  }

  /** Closes the links of other members at once; what they sent and is not executed yet is not executed any more. */
  killPeers(): void {
    for (const connection of this.byNumber.values()) if (connection.kind === 'peer') connection.kill();
  }

  /** Whether only peers are left, which have not sent anything since `sinceMs` (wall clock) and wait for nothing. */
  isQuiet(sinceMs: number): boolean {
    for (const connection of this.byNumber.values()) {
      if (connection.kind !== 'peer' || connection.lastActiveAtMs > sinceMs || connection.isWaiting)
        return false;
    }
    return true;
  }

  private publishCount(): void {
    this.counts[this.shard] = this.clientCount;
  }

  /** Closes all at once. */
  kill(): void {
    for (const connection of this.byNumber.values()) connection.kill();
  }
}
