/**
 * A node: the composition root. Makes the parts, ties them together, starts and stops them in order.
 *
 * What is one for each event loop (keyspace, ports, connections, routing) is a shard's (shard/shard.ts). Here is what
 * is one for the member, however many shards it has: identity, membership, options, and the order of events.
 *
 * Start: listen on the client and the shard ports, start to gossip, join, then serve. A node that is to join owns
 * nothing until it has found a member; if none answers within ttl it serves alone and goes on looking.
 * Stop: let the others take over, say goodbye, answer what has arrived, close.
 */
import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  createMembership,
  type Membership,
  type MembershipEvent,
  type MembershipSettings,
  newHeartbeats,
} from '../gossip/index.ts';
import { Presence } from './cluster/presence.ts';
import { differingMembers } from './cluster/told-replicas.ts';
import type { ClusterMember } from './commands/context.ts';
import { tooManyAcks } from './config/copy-options.ts';
import { checkRoomForClients, withRoomForClients } from './config/descriptors.ts';
import { type Identity, loadIdentity, newIdentity, releaseFolder, saveIdentity } from './config/identity.ts';
import {
  changedSettings,
  memberName,
  membershipSeeds,
  membershipSelf,
  membershipSettings,
} from './config/membership-settings.ts';
import type { NodeOptions } from './config/options.ts';
import { announcedHost, ConfigError, portsOf, resolveOptions } from './config/resolve.ts';
import { type ShardFigures, sumFigures } from './observe/figures.ts';
import { type HandoffEvent, HandoffReporter } from './observe/handoff-reporter.ts';
import { createLogger, type Logger } from './observe/logger.ts';
import type { Witness } from './observe/membership-history.ts';
import { MembershipReporter } from './observe/membership-reporter.ts';
import { PROGRAM_BYTES } from './observe/process-memory.ts';
import type { MemberCalls } from './shard/calls.ts';
import { ShardGroup } from './shard/shard-group.ts';

/** How long a stopping node waits for replies that are under way, and for peers to let go of it, at most. */
const DRAIN_MS = 2000;
/** A peer that has not let go but sends nothing for so long is not waited for: it may be stopping, too. */
const QUIET_MS = 200;
/** How long a node that has left goes on answering. */
const GOODBYE_MS = 150;
const DRAIN_POLL_MS = 20;

/** Where a running node listens. */
export interface NodeAddress {
  readonly host: string;
  readonly clientPort: number;
  /** That of the first shard; the others have the ports after it. */
  readonly shardPort: number;
  readonly busPort: number;
}

export interface NodeEvents {
  /** Something happened to a member, as this node sees it. */
  membership: [MembershipEvent];
  /** The node serves by another shard map: its epoch and the number of members that own slots. */
  map: [{ readonly epoch: number; readonly owners: number }];
  /** The node takes slots over before it serves, or hands its own over before it leaves: how far it has come. */
  handoff: [HandoffEvent];
  /** The node cannot go on and is to be stopped, such as when another process runs with its member id. */
  fatal: [Error];
  /** The node has stopped, by `stop` or by the SHUTDOWN command. */
  stopped: [];
}

/** Makes a node with `options`, defaults for the rest. It logs to `logger`, or as its options say. Throws ConfigError for options that cannot be used. */
export function createNode(options: Partial<NodeOptions> = {}, logger?: Logger): HearsayNode {
  const resolved = resolveOptions(options);
  const log = logger ?? createLogger(resolved);
  return new HearsayNode(withRoomForClients(resolved, log), log);
}

export class HearsayNode extends EventEmitter<NodeEvents> {
  private readonly logger: Logger;
  private readonly shards: ShardGroup;
  private readonly presence: Presence;
  private readonly reporter: MembershipReporter;
  private readonly heartbeats: SharedArrayBuffer;
  private identity: Identity;
  private membership: Membership | undefined;
  private isOpen = false;
  private busPort = 0;
  /** What the gossip layer was told last: a node that starts over reads no secrets anew. */
  private settings: MembershipSettings = {};
  /** Settles when the last of what must not overlap has ended. */
  private lastTurn: Promise<void> = Promise.resolve();
  private stopping: Promise<void> | undefined;

  constructor(options: NodeOptions, logger: Logger) {
    super();
    this.logger = logger;
    this.identity = loadIdentity(options.dir);
    this.heartbeats = newHeartbeats(options.shards);
    const counts = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT * options.shards);
    const setup = {
      index: 0,
      memberId: this.identity.memberId,
      options,
      clientCounts: new Int32Array(counts),
      heartbeats: this.heartbeats,
      startedAtMs: Date.now(),
      runId: randomBytes(20).toString('hex'),
      executable: process.argv[1] ?? '',
      programBytes: PROGRAM_BYTES,
    };
    this.shards = new ShardGroup(setup, this.calls(), (error) => this.emit('fatal', error));
    this.reporter = new MembershipReporter({
      logger,
      witness: () => this.witness(),
      note: (event) => this.shards.tell('noteEvent', event),
      publish: (channel, message) => this.shards.tell('publish', channel, message),
    });
    const handoffs = new HandoffReporter({
      logger,
      figures: () => this.figures(),
      emit: (event) => this.emit('handoff', event),
    });
    this.presence = new Presence({
      selfId: () => this.id,
      place: (placement) => this.shards.tell('place', placement),
      // A node that is kept out gets no slots.
      catchUp: async () => {
        if (this.cluster.bannedMs === 0) await handoffs.follow('in', () => this.caughtUp());
      },
      handOver: (work) => handoffs.follow('out', work),
      drained: () => this.drained(),
      sentBytes: async () => (await this.figures()).replication.sentBytes,
      handoffTimeoutMs: () => this.options.handoffTimeoutMs,
      onWaiting: (needed, seen) => this.reporter.onWaiting(needed, seen),
    });
    this.cluster.on('cutOff', (isCutOff, standing) => this.reporter.onCutOff(isCutOff, standing));
    this.cluster.on('map', (map) => this.onMap(map.epoch, map.members.length));
  }

  /** The member id: 40 hex digits, kept across restarts in `dir`. */
  get id(): string {
    return this.identity.memberId;
  }

  /** Where it listens, with the ports that it was given where it asked for any. */
  address(): NodeAddress {
    const { first } = this.shards;
    return {
      host: announcedHost(this.options),
      clientPort: first.clientListener.port,
      shardPort: first.shardPort,
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
    const { map } = this.cluster;
    return map.shards[map.ownerOf(slot)]?.memberId === this.id;
  }

  /**
   * Resolves when the node serves, or was stopped. Rejects with the system's error, which has the `port`, if one cannot be had; nothing is
   * left open then, and it may be called again. `meanwhile` is called before others know of the node, while it waits for a thread.
   */
  async start(meanwhile?: () => void): Promise<void> {
    const { join, ttlMs } = this.options;
    await this.inTurn(() => this.open(meanwhile));
    await this.presence.joined(join.length > 0 ? ttlMs : 0);
    if (this.stopping !== undefined || join.length === 0) return;
    if (this.members().every(({ isMyself, state }) => isMyself || state !== 'alive'))
      this.reporter.onAlone(join);
  }

  /** Leaves the cluster, answers what has arrived and closes. Resolves when all is closed; may be called at any time. */
  stop(): Promise<void> {
    this.stopping ??= this.inTurn(() => this.leaveAndClose());
    return this.stopping;
  }

  private get options(): NodeOptions {
    return this.shards.first.live.current;
  }

  /** The cluster as the first shard sees it. */
  private get cluster(): ShardGroup['first']['cluster'] {
    return this.shards.first.cluster;
  }

  /** Runs `step` when what began before has ended: opening, closing and starting over never overlap. */
  private inTurn(step: () => Promise<void>): Promise<void> {
    const turn = this.lastTurn.then(step);
    this.lastTurn = turn.catch(() => {
      // Whoever awaits the turn itself is told.
    });
    return turn;
  }

  private async open(meanwhile?: () => void): Promise<void> {
    if (this.stopping !== undefined) throw new Error('the node was stopped');
    if (this.isOpen) throw new Error('the node was started already');
    const { options } = this;
    const ports = portsOf(options);
    this.settings = membershipSettings(options);
    this.checkAcks(options);
    try {
      const sharing = await this.shards.open(options.host, ports.client, ports.shard, this.id);
      if (sharing.includes('none')) {
        this.logger.warn(
          'threads cannot share a port here: the first shard accepts all clients of the client port',
        );
      }
      await this.gossip(ports.bus, options, meanwhile);
    } catch (error) {
      await this.close();
      throw error;
    }
    this.isOpen = true;
  }

  private async leaveAndClose(): Promise<void> {
    await this.presence.leave();
    this.shards.tell('stopAccepting');
    // Cluster-aware clients get MOVED meanwhile and go to the new owners before their connections close.
    if (this.cluster.map.members.length > 0) await sleep(GOODBYE_MS);
    this.shards.tell('closeClients');
    const deadlineMs = Date.now() + DRAIN_MS;
    while (Date.now() < deadlineMs && !(await this.isQuiet())) await sleep(DRAIN_POLL_MS);
    await this.close();
    // Not when a start has failed, as that may be tried again.
    releaseFolder(this.options.dir);
    this.emit('stopped');
  }

  /** Those of all shards together. */
  private async figures(): Promise<ShardFigures> {
    const [first, ...others] = await this.shards.ask('figures');
    return sumFigures(first as ShardFigures, others);
  }

  /** Whether it has copied what it will own; undefined if it was stopped meanwhile. */
  private async caughtUp(): Promise<boolean[] | undefined> {
    const outcomes = await this.shards.ask('caughtUp');
    return this.stopping === undefined ? outcomes : undefined;
  }

  /** Whether others have what this member held, and its copies made anew. */
  private async drained(): Promise<boolean[]> {
    const outcomes = await this.shards.ask('drained');
    return [...outcomes, await this.cluster.copiedElsewhere(this.options.handoffTimeoutMs)];
  }

  private async isQuiet(): Promise<boolean> {
    const quiet = await this.shards.ask('isQuiet', Date.now() - QUIET_MS).catch(() => [true]);
    return quiet.every(Boolean);
  }

  /** Closes everything at once. */
  private async close(): Promise<void> {
    await this.shards.close();
    await this.membership?.stop();
  }

  /** Starts to gossip with the present identity. */
  private async gossip(busPort: number, options: NodeOptions, meanwhile?: () => void): Promise<void> {
    const { join, minMembers } = options;
    const { clientPort, shardPort } = this.address();
    const membership = createMembership({
      ...membershipSelf(options, this.identity, { busPort, clientPort, shardPort }),
      ...this.settings,
      heartbeats: this.heartbeats,
      seeds: membershipSeeds(join),
      phase: join.length > 0 || minMembers > 1 ? 'joining' : 'serving',
    });
    membership.on('report', (report) => {
      this.shards.tell('takeReport', report);
      if (report.type === 'pulse' && report.counts) this.reporter.onDropped(report.counts.dropped);
    });
    membership.on('event', (event) => this.onMembership(event));
    membership.on('view', () => this.compareReplicas(membership));
    membership.on('unresolved', (host, reason) => this.reporter.onUnresolved(host, reason));
    membership.on('unanswered', ({ host, port }) => this.reporter.onUnanswered(host, port));
    membership.on('error', (error) => this.emit('fatal', error));
    this.membership = membership;
    this.presence.attach(membership, minMembers);
    await membership.start(meanwhile);
    this.busPort = membership.address().port;
  }

  private onMembership(event: MembershipEvent): void {
    const { type, member, reason } = event;
    const failed = type === 'failed' ? this.membership?.failures() : undefined;
    this.reporter.onEvent(
      event,
      failed?.findLast(({ id }) => id === member.id),
    );
    if (type === 'ousted') this.shards.tell('surrender');
    this.emit('membership', event);
    if (type === 'conflict') this.emit('fatal', new Error(reason));
  }

  private witness(): Witness {
    const name = memberName(this.options, this.id);
    return { id: this.id, name, epoch: this.membership?.view().epoch ?? 0 };
  }

  private compareReplicas(membership: Membership): void {
    const { replicas } = this.options;
    this.reporter.onDiffering(replicas, differingMembers(replicas, membership.members()));
  }

  private onMap(epoch: number, owners: number): void {
    this.reporter.onMap(epoch, this.owners());
    this.emit('map', { epoch, owners });
  }

  /** CONFIG SET, in all shards. */
  private setOptions(pairs: Parameters<MemberCalls['setOptions']>[0]): ReturnType<MemberCalls['setOptions']> {
    const refused = this.shards.first.live.set(pairs, (options, named) => {
      const change = changedSettings(options, named);
      if (named.has('maxClients')) checkRoomForClients(options);
      if (change !== undefined) this.reconfigure(change);
      if (named.has('minAcks')) this.checkAcks(options);
    });
    if (refused !== undefined) return refused;
    this.logger.level = this.options.logLevel;
    if (this.options.shards === 1) return undefined;
    return this.shards.askAllBut(0, 'setOptions', [this.options]).then(() => undefined);
  }

  private checkAcks(options: NodeOptions): void {
    const warning = tooManyAcks(options);
    if (warning !== undefined) this.logger.warn(warning);
  }

  /** Throws ConfigError, and changes nothing, if the gossip layer refuses it. */
  private reconfigure(change: MembershipSettings): void {
    try {
      this.membership?.reconfigure(change);
      this.settings = { ...this.settings, ...change };
    } catch (error) {
      if (error instanceof RangeError) throw new ConfigError(error.message);
      throw error;
    }
  }

  /** CLUSTER RESET. A node that stops does not start over: the clients that it waits for must not wait for it. */
  private async reset(hard: boolean): Promise<void> {
    if (this.stopping === undefined) await this.inTurn(() => this.startOver(hard));
  }

  /** Leaves, drops everything, and begins again as a cluster of one. */
  private async startOver(hard: boolean): Promise<void> {
    if (this.stopping !== undefined) return;
    const identity = hard ? newIdentity() : { ...this.identity, generation: this.identity.generation + 1 };
    saveIdentity(this.options.dir, identity);
    await this.presence.leave();
    await this.membership?.stop();
    this.identity = identity;
    await this.shards.ask('clear');
    this.shards.tell('setMemberId', identity.memberId);
    try {
      await this.gossip(this.busPort, { ...this.options, join: [], minMembers: 1 });
    } catch (error) {
      this.emit('fatal', error as Error);
      throw error;
    }
  }

  /** What shards ask of the member. */
  private calls(): MemberCalls {
    return {
      log: (level, fields, message) => this.logger[level](fields, message),
      setOptions: (pairs) => this.setOptions(pairs),
      askSiblings: (asking, question, args) => this.shards.askAllBut(asking, question, args),
      confirm: async () => this.membership?.confirm(),
      meet: (host, busPort) => this.membership?.meet(host, busPort),
      linkReset: (memberId) => this.membership?.linkReset(memberId),
      forget: async (id) => (await this.membership?.forget(id)) ?? 'unknown',
      reset: (hard) => this.reset(hard),
      shutdown: () => {
        this.stop().catch((error: unknown) => this.logger.error({ err: error }, 'cannot stop in order'));
      },
    };
  }
}
