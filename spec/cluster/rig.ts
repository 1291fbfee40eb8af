/** One node's dispatcher and router, with clients and other members that specs play, and time that stands still. */
import type net from 'node:net';
import type { SessionKind } from '../../lib/commands/context.ts';
import { resolveOptions } from '../../lib/config/resolve.ts';
import { Connections } from '../../lib/server/connections.ts';
import { Dispatcher } from '../../lib/server/dispatcher.ts';
import { buildShardMap } from '../../shard/index.ts';
import { FakeNode, MY_ID } from '../commands/harness.ts';
import { FakeSocket } from '../server/fake-socket.ts';
import type { FakePeer } from './fake-peer.ts';
import { eventually } from './harness.ts';

export const PROXY_TIMEOUT_MS = 5000;
const STEP_MS = 100;

export class Rig {
  readonly node = new FakeNode();
  readonly defects: unknown[] = [];
  readonly httpClients: string[] = [];
  readonly resets: string[] = [];
  readonly connections = new Connections();
  readonly dispatcher = new Dispatcher({
    keyspace: this.node.keyspace,
    stats: this.node.stats,
    node: this.node.services,
    selfId: () => MY_ID,
    options: () => resolveOptions({ proxyTimeoutMs: PROXY_TIMEOUT_MS }),
    onDefect: (error) => this.defects.push(error),
    onHttp: (address) => this.httpClients.push(address),
    keepOrder: () => this.connections.keepOrder(),
    endOrder: () => this.connections.endOrder(),
    onLinkReset: (memberId) => this.resets.push(memberId),
    clock: () => this.clockMs(),
  });
  /** By which a turn of the event loop is bounded. It stands still, so that no turn is ever cut short, unless a spec says otherwise. */
  clockMs = (): number => 0;
  private nowMs = 0;
  private readonly peers = new Set<FakePeer>();

  constructor() {
    this.dispatcher.router.forwarder.tick(0);
  }

  /** A map in which these members own the slots; those that leave are members, too. */
  setMap(
    epoch: number,
    owners: readonly (FakePeer | 'me')[],
    leaving: readonly FakePeer[] = [],
    joining: readonly FakePeer[] = [],
  ): void {
    const peers = [...owners.filter((owner) => owner !== 'me'), ...joining];
    for (const peer of [...peers, ...leaving]) this.peers.add(peer);
    const ids = owners.map((owner) => (owner === 'me' ? MY_ID : owner.id));
    const placed = ids.map((id) => ({ id, weight: 1, zone: '', shards: 1 }));
    const members = [...peers, ...leaving].map((peer) => ({
      id: peer.id,
      host: '127.0.0.1',
      via: '127.0.0.1',
      shardPort: peer.port,
      leaving: leaving.includes(peer),
    }));
    this.dispatcher.router.setMap(buildShardMap(placed, epoch), members);
  }

  /** Resolves when these members own the slots and there is a link to each. */
  async link(epoch: number, ...owners: FakePeer[]): Promise<void> {
    this.setMap(epoch, owners);
    await eventually(() => owners.every((peer) => this.isLinked(peer)));
  }

  connect(kind: Exclude<SessionKind, 'peer'> = 'client'): FakeSocket {
    const socket = new FakeSocket(false, () => this.dispatcher.turn.run());
    this.connections.add(socket as unknown as net.Socket, kind, false, this.dispatcher);
    return socket;
  }

  /** Whether the link to that member is ready. */
  isLinked(peer: FakePeer): boolean {
    for (const link of this.dispatcher.router.forwarder.linkList())
      if (link.address.memberId === peer.id) return link.ready && link.address.port === peer.port;
    return false;
  }

  /** Resolves when that member has answered, or refused, so many commands in all. */
  async hears(peer: FakePeer, count: number): Promise<void> {
    const { forwarder } = this.dispatcher.router;
    await eventually(() => forwarder.linkTo(peer.id)?.answeredCount === count);
  }

  /** Time passes, in ticks as a node's. */
  pass(ms: number): void {
    for (const endMs = this.nowMs + ms; this.nowMs < endMs; ) {
      this.nowMs += STEP_MS;
      this.dispatcher.router.forwarder.tick(this.nowMs);
    }
  }

  /** The process stands still for that long: only then comes the next tick. */
  stall(ms: number): void {
    this.nowMs += ms;
    this.dispatcher.router.forwarder.tick(this.nowMs);
  }

  close(): void {
    this.dispatcher.router.forwarder.close();
    for (const peer of this.peers) peer.close();
  }
}
