/**
 * One shard: an event loop's share of a member. Makes and ties together the parts that each of them has: keyspace, ports,
 * connections, dispatcher and router, and the place in the cluster. The member's main thread runs the first one,
 * worker threads the others (worker.ts); what is one for all of them is the member's (../node.ts).
 */
import { randomBytes } from 'node:crypto';
import { Heartbeat, type ListReport, MemberLists } from '../../gossip/index.ts';
import { shardId } from '../../shard/index.ts';
import { Cluster } from '../cluster/cluster.ts';
import type { Placement } from '../cluster/presence.ts';
import { Replicator } from '../cluster/replicator.ts';
import { SlotCleaner } from '../cluster/slot-cleaner.ts';
import { listedClients } from '../commands/client-attributes.ts';
import { killClients } from '../commands/client-kill.ts';
import { resetStats } from '../commands/config.ts';
import type {
  AskSiblings,
  KillFilter,
  ListedClient,
  ListFilter,
  NodeServices,
  ReplicationServices,
} from '../commands/context.ts';
import { COMMANDS } from '../commands/table.ts';
import { LiveOptions } from '../config/live-options.ts';
import type { NodeOptions } from '../config/options.ts';
import { loopbackOf } from '../config/resolve.ts';
import { Maintenance } from '../maintenance.ts';
import { figuresOf, type ShardFigures } from '../observe/figures.ts';
import { MembershipHistory, type ToldEvent } from '../observe/membership-history.ts';
import { RATE_SAMPLE_MS } from '../observe/rate.ts';
import { ReplicationMeter } from '../observe/replication-status.ts';
import { Stats } from '../observe/stats.ts';
import { MEMBERSHIP_CHANNEL } from '../pubsub/channels.ts';
import { PubSub } from '../pubsub/pubsub.ts';
import { Connections } from '../server/connections.ts';
import { Dispatcher } from '../server/dispatcher.ts';
import { Listener, type SharedPort, type Sharing } from '../server/listener.ts';
import { Keyspace } from '../store/keyspace.ts';
import { VERSION } from '../version.ts';
import type { MemberCalls, ShardCalls, ShardSetup } from './calls.ts';
import { HttpWarning } from './http-warning.ts';
import { KeyspaceSettings } from './keyspace-settings.ts';

/** How often at least timeouts are looked at, expired keys are deleted, and the gossip thread is shown that this one works. */
const TICK_MS = 50;
/** A lost connection costs some ms by itself: what is prepared for a death comes behind that, and before the death is known. For a join likewise. */
const EXPECT_AFTER_MS = 30;

export class Shard implements ShardCalls {
  readonly cluster: Cluster;
  readonly clientListener: Listener;
  readonly live: LiveOptions;
  private readonly setup: ShardSetup;
  private readonly member: MemberCalls;
  private readonly stats = new Stats(COMMANDS.names);
  private readonly keyspace = new Keyspace({ hashSeed: randomBytes(6).readUIntLE(0, 6) });
  private readonly keyspaceSettings: KeyspaceSettings;
  private readonly maintenance = new Maintenance(this.keyspace);
  private readonly connections: Connections;
  private readonly dispatcher: Dispatcher;
  private readonly shardListener: Listener;
  private readonly lists = new MemberLists();
  private readonly pubsub = new PubSub();
  private readonly history = new MembershipHistory();
  private readonly heartbeat: Heartbeat;
  private readonly cleaner: SlotCleaner;
  private readonly replicator: Replicator;
  private readonly replicationMeter: ReplicationMeter;
  private readonly replication: ReplicationServices;
  private memberId: string;
  private id: string;
  private clientPort = 0;
  private ticker: NodeJS.Timeout | undefined;
  private tickMs = TICK_MS;
  private nextSampleMs = 0;

  constructor(setup: ShardSetup, member: MemberCalls) {
    const { index, memberId, options, clientCounts, heartbeats } = setup;
    this.setup = setup;
    this.member = member;
    this.memberId = memberId;
    this.id = shardId(memberId, index);
    this.keyspaceSettings = new KeyspaceSettings(this.keyspace, clientCounts.length);
    this.keyspaceSettings.apply(options);
    this.heartbeat = new Heartbeat(heartbeats, index);
    this.live = new LiveOptions(options, (changed) => this.onOptions(changed));
    this.connections = new Connections(index, clientCounts);
    const { stats, keyspace, connections } = this;
    const httpWarning = new HttpWarning(member.log);
    this.replication = this.replicationServices();
    this.dispatcher = new Dispatcher({
      keyspace,
      stats,
      node: this.services(),
      selfId: () => this.id,
      options: () => this.live.current,
      onDefect: (error, command) =>
        member.log('error', { err: error, command }, 'a command failed unexpectedly'),
      onHttp: (client) => httpWarning.note(client),
      keepOrder: () => connections.keepOrder(),
      endOrder: () => connections.endOrder(),
      onLinkReset: (shard) => this.onLinkReset(shard),
      fence: {
        safePauseMs: () => safePauseMs(this.live.current),
        ousters: () => this.heartbeat.ousters,
        confirm: () => member.confirm(),
        onFence: (isFenced) => this.onFence(isFenced),
      },
    });
    const { dispatcher } = this;
    const { router } = dispatcher;
    this.cleaner = new SlotCleaner(keyspace, stats, (slot) => this.replicator.core.isNeeded(slot));
    this.replicator = new Replicator({
      keyspace,
      selfId: () => this.id,
      answerLimitMs: () => this.live.current.proxyTimeoutMs,
      onLinkReset: (shard) => this.onLinkReset(shard),
      limits: () => this.live.current,
      stats: this.stats,
      onTaken: (ms, isForLater) => this.dispatcher.slice.spend(ms, isForLater),
      onRoutes: () => router.forwarder.releaseHeld(),
      onWarning: (fields, text) => member.log('warn', fields, text),
    });
    this.replicationMeter = new ReplicationMeter(this.replicator.core);
    dispatcher.replicator = this.replicator;
    router.isWhole = () => this.replicator.core.ownership.isWhole;
    router.hasCopy = (slot) => this.replicator.core.copies.isLive(slot);
    router.onWaiting = (slot) => this.replicator.core.hurry(slot);
    this.cluster = new Cluster({
      router,
      replicator: this.replicator,
      connections,
      actions: member,
      siblingHost: loopbackOf(options.host),
      shards: clientCounts.length,
      replicas: options.replicas,
      lists: () => this.lists,
      copyStatus: () => this.replication.status(),
      needsMajority: () => this.live.current.partitionPolicy === 'majority',
      memberId: () => this.memberId,
      selfId: () => this.id,
    });
    const maxClients = (): number => this.live.current.maxClients;
    this.clientListener = new Listener({ kind: 'client', dispatcher, connections, maxClients });
    this.shardListener = new Listener({ kind: 'shard', dispatcher, connections, maxClients });
  }

  get shardPort(): number {
    return this.shardListener.port;
  }

  private onFence(isFenced: boolean): void {
    const { router } = this.dispatcher;
    router.isFenced = isFenced;
    this.replicator.setFenced(isFenced);
    // What other members sent before the pause they have given up: executed now it would win over what was written since.
    if (isFenced) this.connections.killPeers();
    else router.forwarder.releaseHeld();
  }

  /** Begins the work that is done from time to time. Until `close`. */
  start(): void {
    const tickMs = Math.min(TICK_MS, this.live.current.hfMs / 2);
    if (this.ticker !== undefined && this.tickMs === tickMs) return;
    clearInterval(this.ticker);
    this.tickMs = tickMs;
    this.heartbeat.beat();
    this.ticker = setInterval(() => this.tick(), tickMs);
  }

  async openShardPort(host: string, port: number): Promise<number> {
    await this.shardListener.listen(host, port);
    return this.shardListener.port;
  }

  closeShardPort(): Promise<void> {
    return this.shardListener.closed();
  }

  /** Opens the client port, for this shard alone or to be shared. */
  async openClientPort(host: string, port: number): Promise<SharedPort> {
    const isAlone = this.setup.clientCounts.length === 1;
    if (isAlone) await this.clientListener.listen(host, port);
    const opened = isAlone
      ? { host, port: this.clientListener.port, descriptor: undefined }
      : await this.clientListener.listenFirst(host, port);
    this.clientPort = opened.port;
    return opened;
  }

  shareClientPort(port: SharedPort): Promise<Sharing> {
    this.clientPort = port.port;
    return this.clientListener.listenToo(port);
  }

  setOptions(options: NodeOptions): void {
    this.live.replace(options);
  }

  setMemberId(memberId: string): void {
    this.memberId = memberId;
    this.id = shardId(memberId, this.setup.index);
  }

  takeReport(report: ListReport): void {
    this.lists.take(report);
    this.cluster.reconsider();
  }

  noteEvent(event: ToldEvent): void {
    this.history.note(event);
    this.publish(MEMBERSHIP_CHANNEL, event.text);
  }

  publish(channel: string, message: string): void {
    this.pubsub.publish(Buffer.from(channel), Buffer.from(message));
  }

  place(placement: Placement): void {
    this.cluster.place(placement);
    if (this.cluster.isAnyoneJoining) setTimeout(() => this.cluster.expectJoins(), EXPECT_AFTER_MS).unref();
  }

  /** Whether this shard owns the hash slot. */
  ownsSlot(slot: number): boolean {
    return this.dispatcher.router.ownsSlot(slot);
  }

  clear(): void {
    this.keyspace.clear();
    this.replicator.core.forget();
  }

  surrender(): void {
    this.member.log('warn', {}, 'other members owned its keys for a while: asking them for what has changed');
    this.replicator.onOusted();
  }

  caughtUp(): Promise<boolean> {
    return this.replicator.caughtUp(this.live.current.handoffTimeoutMs);
  }

  drained(): Promise<boolean> {
    return this.replicator.drained(() => this.cluster.isAnyoneJoining, this.live.current.handoffTimeoutMs);
  }

  figures(): ShardFigures {
    const { stats, keyspace, cluster, pubsub, replication } = this;
    return figuresOf({ stats, keyspace, cluster, pubsub, replication, clients: this.connections });
  }

  channelNames(pattern: string | undefined): string[] {
    return this.pubsub.channelNames(pattern);
  }

  subscriberCounts(channels: readonly string[]): number[] {
    return this.pubsub.subscriberCounts(channels);
  }

  patternNames(): string[] {
    return this.pubsub.patternNames();
  }

  listedClients(filter: ListFilter): ListedClient[] {
    return listedClients(this.connections, filter, Date.now());
  }

  killClients(filter: KillFilter): number {
    return killClients(this.connections, filter);
  }

  resetStats(): void {
    const { stats, keyspace } = this;
    resetStats({ stats, keyspace });
  }

  stopAccepting(): void {
    this.clientListener.close();
  }

  closeClients(): void {
    this.connections.closeClients();
  }

  isQuiet(sinceMs: number): boolean {
    return this.connections.isQuiet(sinceMs);
  }

  close(): void {
    clearInterval(this.ticker);
    this.ticker = undefined;
    this.maintenance.stop();
    this.clientListener.close();
    this.shardListener.close();
    this.dispatcher.router.forwarder.close();
    this.replicator.close();
    this.connections.kill();
  }

  end(): void {
    this.clientListener.end();
  }

  private onOptions(options: NodeOptions): void {
    this.keyspaceSettings.apply(options);
    this.dispatcher.limits.refresh();
    if (this.ticker !== undefined) this.start();
    this.cluster.reconsider();
  }

  private onLinkReset(shard: string): void {
    const member = this.cluster.memberOf(shard);
    if (member?.isMyself !== false) return;
    this.member.linkReset(member.id);
    setTimeout(() => this.cluster.expectLoss(member.id), EXPECT_AFTER_MS).unref();
  }

  private tick(): void {
    const nowMs = performance.now();
    const wallMs = Date.now();
    this.heartbeat.beat();
    this.dispatcher.fence.look(wallMs);
    this.dispatcher.router.forwarder.tick(nowMs);
    this.replicator.tick(wallMs);
    this.maintenance.start();
    if (nowMs < this.nextSampleMs) return;
    this.nextSampleMs = nowMs + RATE_SAMPLE_MS;
    this.cleaner.tick(nowMs);
    this.stats.sample(nowMs);
    this.replicationMeter.sample(nowMs);
  }

  private replicationServices(): ReplicationServices {
    return {
      onMessage: (from, buf, start, end, nowMs) => this.replicator.onMessage(from, buf, start, end, nowMs),
      onFlush: (nowMs) => this.replicator.core.onFlush(nowMs),
      status: () => {
        this.replicator.flush();
        return this.replicationMeter.status();
      },
    };
  }

  /** What commands may ask of the node. */
  private services(): NodeServices {
    const shard = this;
    const { member, setup } = this;
    return {
      version: VERSION,
      startedAtMs: setup.startedAtMs,
      runId: setup.runId,
      executable: setup.executable,
      programBytes: setup.programBytes,
      keyspace: shard.keyspace,
      clients: shard.connections,
      config: {
        get: (patterns) => shard.live.get(patterns),
        set: (pairs) => member.setOptions(pairs),
        rewrite: () => shard.live.rewrite(),
      },
      stats: shard.stats,
      history: shard.history,
      pubsub: shard.pubsub,
      get clientPort() {
        return shard.clientPort;
      },
      get configFile() {
        return shard.live.current.configFile;
      },
      get maxClients() {
        return shard.live.current.maxClients;
      },
      get cluster() {
        return shard.cluster;
      },
      replication: shard.replication,
      shards: setup.clientCounts.length,
      askSiblings: ((question, ...args) => member.askSiblings(setup.index, question, args)) as AskSiblings,
      shutdown: () => member.shutdown(),
    };
  }
}

/** How long a member may pause without being removed (gossip/core/timing.ts); with the shortest of times, at least some ticks. */
function safePauseMs({ ttlMs, hfMs }: NodeOptions): number {
  return Math.max(ttlMs - 2.5 * hfMs, 4 * TICK_MS);
}
