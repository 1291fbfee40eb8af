/**
 * A node: the composition root. Makes the parts, ties them together, starts and stops them in order.
 *
 * Start: listen on the client and the shard port, start to gossip, join, then serve. A node that is to join owns
 * nothing until it has found a member; if none answers within ttl it serves alone and goes on looking.
 * Stop: say goodbye, let the others take over, answer what has arrived, close.
 */
import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  createMembership,
  type Membership,
  type MembershipEvent,
  type MembershipSettings,
} from '../gossip/index.ts';
import { Cluster } from './cluster/cluster.ts';
import { SlotCleaner } from './cluster/slot-cleaner.ts';
import type { ClusterMember, NodeServices } from './commands/context.ts';
import { type Identity, loadIdentity, newIdentity, saveIdentity } from './config/identity.ts';
import { LiveOptions } from './config/live-options.ts';
import {
  MEMBERSHIP_OPTION_KEYS,
  membershipSeeds,
  membershipSelf,
  membershipSettings,
} from './config/membership-settings.ts';
import type { NodeOptions, OptionKey } from './config/options.ts';
import { announcedHost, ConfigError, portsOf, resolveOptions } from './config/resolve.ts';
import { Maintenance } from './maintenance.ts';
import { createLogger, type Logger } from './observe/logger.ts';
import { MembershipHistory } from './observe/membership-history.ts';
import { MembershipReporter } from './observe/membership-reporter.ts';
import { RATE_SAMPLE_MS } from './observe/rate.ts';
import { Stats } from './observe/stats.ts';
import { PubSub } from './pubsub/pubsub.ts';
import { Connections } from './server/connections.ts';
import { Dispatcher } from './server/dispatcher.ts';
import { Listener } from './server/listener.ts';
import { Keyspace } from './store/keyspace.ts';
import { VERSION } from './version.ts';

/** How often timeouts are looked at and expired keys are deleted. */
const TICK_MS = 50;
/** How long a stopping node waits for replies that are under way, and for peers to let go of it, at most. */
const DRAIN_MS = 2000;
/** A peer that has not let go but sends nothing for so long is not waited for: it may be stopping, too. */
const QUIET_MS = 200;
/** How long a node that has left goes on answering. */
const GOODBYE_MS = 150;
const DRAIN_POLL_MS = 20;
const HTTP_WARNING_MS = 60_000;

/** Where a running node listens. */
export interface NodeAddress {
  readonly host: string;
  readonly clientPort: number;
  readonly shardPort: number;
  readonly busPort: number;
}

export interface NodeEvents {
  /** Something happened to a member, as this node sees it. */
  membership: [MembershipEvent];
  /** The node serves by another shard map: its epoch and the number of members that own slots. */
  map: [{ readonly epoch: number; readonly owners: number }];
  /** The node cannot go on and is to be stopped, such as when another process runs with its member id. */
  fatal: [Error];
  /** The node has stopped, by `stop` or by the SHUTDOWN command. */
  stopped: [];
}

/** Makes a node with `options`, defaults for the rest. It logs to `logger`, or as its options say. Throws ConfigError for options that cannot be used. */
export function createNode(options: Partial<NodeOptions> = {}, logger?: Logger): HearsayNode {
  const resolved = resolveOptions(options);
  return new HearsayNode(resolved, logger ?? createLogger(resolved));
}

export class HearsayNode extends EventEmitter<NodeEvents> {
  private readonly live: LiveOptions;
  private readonly logger: Logger;
  private readonly stats = new Stats();
  private readonly keyspace = new Keyspace({ hashSeed: randomBytes(4).readUInt32LE() });
  private readonly maintenance = new Maintenance(this.keyspace);
  private readonly connections = new Connections();
  private readonly pubsub = new PubSub();
  private readonly history = new MembershipHistory();
  private readonly reporter: MembershipReporter;
  private readonly dispatcher: Dispatcher;
  private readonly clientListener: Listener;
  private readonly shardListener: Listener;
  private readonly cluster: Cluster;
  private identity: Identity;
  private membership: Membership | undefined;
  private busPort = 0;
  /** What the gossip layer was told last: a node that starts over reads no secrets anew. */
  private settings: MembershipSettings = {};
  /** The limit that is set, and its policy. */
  private memoryLimit = '';
  private ticker: NodeJS.Timeout | undefined;
  private nextSampleMs = 0;
  private nextHttpWarningMs = 0;
  /** Settles when the last of what must not overlap has ended. */
  private lastTurn: Promise<void> = Promise.resolve();
  private stopping: Promise<void> | undefined;

  constructor(options: NodeOptions, logger: Logger) {
    super();
    this.logger = logger;
    this.setLimit(options);
    this.live = new LiveOptions(options, (changed, named) => this.onOptions(changed, named));
    this.identity = loadIdentity(options.dir);
    const { stats, keyspace, connections, history, pubsub } = this;
    this.reporter = new MembershipReporter({
      ...{ logger, history, pubsub },
      witness: () => ({ id: this.id, epoch: this.membership?.view().epoch ?? 0 }),
    });
    this.dispatcher = new Dispatcher({
      keyspace,
      stats,
      node: this.services(),
      selfId: () => this.identity.memberId,
      options: () => this.live.current,
      onDefect: (error, command) =>
        this.logger.error({ err: error, command }, 'a command failed unexpectedly'),
      onHttp: (client) => this.onHttp(client),
      onLinkReset: (memberId) => this.membership?.linkReset(memberId),
    });
    const { dispatcher } = this;
    const cleaner = new SlotCleaner(keyspace, stats);
    this.cluster = new Cluster({
      router: dispatcher.router,
      cleaner,
      connections,
      selfId: () => this.identity.memberId,
      needsMajority: () => this.live.current.partitionPolicy === 'majority',
      reset: (hard) => this.reset(hard),
    });
    this.cluster.on('waiting', ({ needed, seen }) => this.reporter.onWaiting(needed, seen));
    this.cluster.on('cutOff', (isCutOff, standing) => this.reporter.onCutOff(isCutOff, standing));
    this.cluster.on('map', (map) => this.onMap(map.epoch, map.members.length));
    const maxClients = (): number => this.live.current.maxClients;
    this.clientListener = new Listener({ kind: 'client', dispatcher, connections, maxClients });
    this.shardListener = new Listener({ kind: 'shard', dispatcher, connections, maxClients });
  }

  /** The member id: 40 hex digits, kept across restarts in `dir`. */
  get id(): string {
    return this.identity.memberId;
  }

  /** Where it listens, with the ports that it was given where it asked for any. */
  address(): NodeAddress {
    return {
      host: announcedHost(this.live.current),
      clientPort: this.clientListener.port,
      shardPort: this.shardListener.port,
      busPort: this.busPort,
    };
  }

  /** All members that this node knows, itself first. */
  members(): readonly ClusterMember[] {
    return this.cluster.members();
  }

  /** Ids of the members that own slots, sorted. */
  owners(): readonly string[] {
    return this.cluster.map.members.map((member) => member.id);
  }

  /** Whether this node owns the hash slot. */
  ownsSlot(slot: number): boolean {
    return this.dispatcher.router.ownsSlot(slot);
  }

  /**
   * Resolves when the node serves, or was stopped meanwhile. Rejects with the system's error, which has the `port`, if one
   * cannot be had; nothing is left open then, and it may be called again.
   */
  async start(): Promise<void> {
    const { join, ttlMs } = this.live.current;
    await this.inTurn(() => this.open());
    await this.cluster.joined(join.length > 0 ? ttlMs : 0);
  }

  /** Leaves the cluster, answers what has arrived and closes. Resolves when all is closed; may be called at any time. */
  stop(): Promise<void> {
    this.stopping ??= this.inTurn(() => this.leaveAndClose());
    return this.stopping;
  }

  /** Runs `step` when what began before has ended: opening, closing and starting over never overlap. */
  private inTurn(step: () => Promise<void>): Promise<void> {
    const turn = this.lastTurn.then(step);
    this.lastTurn = turn.catch(() => {
      // Whoever awaits the turn itself is told.
    });
    return turn;
  }

  private async open(): Promise<void> {
    if (this.stopping !== undefined) throw new Error('the node was stopped');
    if (this.ticker !== undefined) throw new Error('the node was started already');
    const options = this.live.current;
    const ports = portsOf(options);
    this.settings = membershipSettings(options);
    try {
      await this.clientListener.listen(options.host, ports.client);
      await this.shardListener.listen(options.host, ports.shard);
      await this.gossip(ports.bus, options.join, options.minMembers);
    } catch (error) {
      await this.close();
      throw error;
    }
    this.ticker = setInterval(() => this.tick(), TICK_MS);
  }

  private async leaveAndClose(): Promise<void> {
    await this.cluster.leave();
    this.clientListener.close();
    // Cluster-aware clients get MOVED meanwhile and go to the new owners before their connections close.
    if (this.cluster.map.members.length > 0) await sleep(GOODBYE_MS);
    this.connections.closeClients();
    const deadlineMs = Date.now() + DRAIN_MS;
    while (!this.connections.isQuiet(Date.now() - QUIET_MS) && Date.now() < deadlineMs) {
      await sleep(DRAIN_POLL_MS);
    }
    await this.close();
    this.emit('stopped');
  }

  /** Closes everything at once. */
  private async close(): Promise<void> {
    clearInterval(this.ticker);
    this.maintenance.stop();
    this.clientListener.close();
    this.shardListener.close();
    this.dispatcher.router.forwarder.close();
    this.connections.kill();
    await this.membership?.stop();
  }

  /** Starts to gossip with the present identity. */
  private async gossip(busPort: number, join: readonly string[], minMembers: number): Promise<void> {
    const ports = { busPort, clientPort: this.clientListener.port, shardPort: this.shardListener.port };
    const membership = createMembership({
      ...membershipSelf(this.live.current, this.identity, ports),
      ...this.settings,
      seeds: membershipSeeds(join),
      phase: join.length > 0 || minMembers > 1 ? 'joining' : 'serving',
    });
    membership.on('event', (event) => this.onMembership(event));
    membership.on('unresolved', (host, reason) => this.reporter.onUnresolved(host, reason));
    membership.on('error', (error) => this.emit('fatal', error));
    this.membership = membership;
    this.cluster.attach(membership, minMembers);
    await membership.start();
    this.busPort = membership.address().port;
  }

  private onMembership(event: MembershipEvent): void {
    const { type, member, reason } = event;
    const failed = type === 'failed' ? this.membership?.failures() : undefined;
    this.reporter.onEvent(
      event,
      failed?.findLast(({ id }) => id === member.id),
    );
    if (type === 'ousted') this.dropAllKeys();
    this.emit('membership', event);
    if (type === 'conflict') this.emit('fatal', new Error(reason));
  }

  /**
   * The others held this member for dead and its slots had other owners meanwhile, who took writes: what it still holds may
   * be stale.
   */
  private dropAllKeys(): void {
    const keys = this.keyspace.size;
    this.keyspace.clear();
    this.stats.keysDropped += keys;
    this.logger.warn({ keys }, 'dropped all keys: other members owned them for a while');
  }

  private onMap(epoch: number, owners: number): void {
    this.reporter.onMap(epoch, this.owners());
    this.emit('map', { epoch, owners });
  }

  /** Sets the memory limit if it is another one: setting it makes eviction forget what it has learned. */
  private setLimit({ maxMemoryBytes, maxMemoryPolicy }: NodeOptions): void {
    const limit = `${maxMemoryBytes} ${maxMemoryPolicy}`;
    if (limit === this.memoryLimit) return;
    this.memoryLimit = limit;
    this.keyspace.setLimit(maxMemoryBytes, maxMemoryPolicy);
  }

  private onOptions(options: NodeOptions, named: { has(key: OptionKey): boolean }): void {
    if (MEMBERSHIP_OPTION_KEYS.some((key) => named.has(key))) this.reconfigure(options);
    this.setLimit(options);
    this.logger.level = options.logLevel;
    this.cluster.reconsider();
  }

  /** Throws ConfigError, and changes nothing, if the gossip layer refuses it. */
  private reconfigure(options: NodeOptions): void {
    const settings = membershipSettings(options);
    try {
      this.membership?.reconfigure(settings);
      this.settings = settings;
    } catch (error) {
      if (error instanceof RangeError) throw new ConfigError(error.message);
      throw error;
    }
  }

  /** Logs it, but not more than once a minute, whoever tries. */
  private onHttp(client: string): void {
    const nowMs = monotonicMs();
    if (nowMs < this.nextHttpWarningMs) return;
    this.nextHttpWarningMs = nowMs + HTTP_WARNING_MS;
    this.logger.warn(
      { event: 'http', client },
      'a client sent an HTTP request and was disconnected: possible attack by cross protocol scripting',
    );
  }

  private tick(): void {
    const nowMs = monotonicMs();
    this.dispatcher.router.forwarder.tick(nowMs);
    this.maintenance.start();
    if (nowMs < this.nextSampleMs) return;
    this.nextSampleMs = nowMs + RATE_SAMPLE_MS;
    this.stats.sample(nowMs);
  }

  /** CLUSTER RESET. A node that stops does not start over: the clients that it waits for must not wait for it. */
  private async reset(hard: boolean): Promise<void> {
    if (this.stopping === undefined) await this.inTurn(() => this.startOver(hard));
  }

  /** Leaves, drops everything, and begins again as a cluster of one. */
  private async startOver(hard: boolean): Promise<void> {
    if (this.stopping !== undefined) return;
    const identity = hard ? newIdentity() : { ...this.identity, generation: this.identity.generation + 1 };
    saveIdentity(this.live.current.dir, identity);
    await this.cluster.leave();
    await this.membership?.stop();
    this.keyspace.clear();
    this.identity = identity;
    try {
      await this.gossip(this.busPort, [], 1);
    } catch (error) {
      this.emit('fatal', error as Error);
      throw error;
    }
  }

  /** What commands may ask of the node. */
  private services(): NodeServices {
    const node = this;
    return {
      version: VERSION,
      startedAtMs: Date.now(),
      runId: randomBytes(20).toString('hex'),
      executable: process.argv[1] ?? '',
      keyspace: node.keyspace,
      clients: node.connections,
      config: node.live,
      stats: node.stats,
      pubsub: node.pubsub,
      history: node.history,
      get clientPort() {
        return node.clientListener.port;
      },
      get configFile() {
        return node.live.current.configFile;
      },
      get maxClients() {
        return node.live.current.maxClients;
      },
      get cluster() {
        return node.cluster;
      },
      shutdown: () => {
        node.stop().catch((error: unknown) => node.logger.error({ err: error }, 'cannot stop in order'));
      },
    };
  }
}

function monotonicMs(): number {
  return performance.now();
}
