/**
 * A simulated cluster: the product's own core and codec, on the simulated network. Everything is drawn from one seed, and every
 * failure names it.
 */
import { MembershipCore } from '../../gossip/core/core.ts';
import type { Effect } from '../../gossip/core/messages.ts';
import type { Address, CoreEvent, MemberInfo, MemberRecord } from '../../gossip/core/types.ts';
import { clusterHashOf, DatagramEncoder, decodeDatagram } from '../../gossip/wire/datagram.ts';
import { Random } from '../../lib/base/random.ts';
import { Network, type NetworkOptions } from './network.ts';

export interface ClusterOptions extends NetworkOptions {
  readonly hfMs: number;
  readonly ttlMs: number;
  readonly forgetTtlMs: number;
  readonly retentionMs: number;
  readonly clusterName: string;
  readonly crashEvidence: boolean;
}

const DEFAULTS: ClusterOptions = {
  hfMs: 200,
  ttlMs: 2000,
  forgetTtlMs: 60_000,
  retentionMs: 24 * 3600 * 1000,
  clusterName: 'hearsay',
  crashEvidence: true,
  minDelayMs: 0.2,
  maxDelayMs: 5,
  loss: 0,
  duplication: 0,
};

export interface TimedEvent extends CoreEvent {
  readonly atMs: number;
}

export class SimulatedMember {
  readonly id: string;
  readonly address: Address;
  readonly generation: number;
  readonly instance: string;
  readonly core: MembershipCore;
  readonly encoder: DatagramEncoder;
  readonly clusterHash: number;
  readonly events: TimedEvent[] = [];
  isKilled = false;
  isPaused = false;
  hasLeft = false;
  tickAtMs = Number.POSITIVE_INFINITY;
  datagramsSent = 0;
  bytesSent = 0;
  readonly waiting: (() => void)[] = [];

  constructor(record: MemberRecord, options: ClusterOptions, random: Random, nowMs: number) {
    this.id = record.id;
    this.generation = record.generation;
    this.instance = record.instance;
    this.address = { host: record.host, port: record.busPort };
    this.core = new MembershipCore({ self: record, ...options }, random, nowMs);
    this.clusterHash = clusterHashOf(options.clusterName);
    this.encoder = new DatagramEncoder(this.clusterHash, record.instance);
  }

  get name(): string {
    return `${this.address.host}:${this.address.port}`;
  }
}

export class SimulatedCluster {
  readonly seed: number;
  readonly options: ClusterOptions;
  readonly network: Network;
  /** Every member ever started, killed ones and former instances included. */
  readonly members: SimulatedMember[] = [];
  largestDatagram = 0;
  private readonly byAddress = new Map<string, SimulatedMember>();

  constructor(seed: number, options: Partial<ClusterOptions> = {}) {
    this.seed = seed;
    this.options = { ...DEFAULTS, ...options };
    this.network = new Network(seed, this.options);
  }

  get nowMs(): number {
    return this.network.nowMs;
  }

  /** The members that run, paused ones included. */
  running(): SimulatedMember[] {
    return this.members.filter((member) => !member.isKilled && !member.hasLeft);
  }

  /** Starts a member that joins by the given addresses; `former`: as its next instance, at the same address. */
  start(
    seeds: readonly Address[],
    former?: SimulatedMember,
    settings: { clusterName?: string; generation?: number; port?: number } = {},
  ): SimulatedMember {
    const { random } = this.network;
    const port = settings.port ?? former?.address.port ?? 10_001 + this.members.length;
    const record: MemberRecord = {
      id: former?.id ?? random.hex(40),
      instance: random.hex(16),
      generation: settings.generation ?? (former?.generation ?? 0) + 1,
      incarnation: 0,
      state: 'alive',
      phase: 'serving',
      isLagging: false,
      host: '10.0.0.1',
      busPort: port,
      clientPort: port - 10_000,
      shardPort: port - 9_000,
      weight: 1,
      zone: '',
      name: `n${port}`,
      metadata: new Uint8Array(0),
    };
    const options = { ...this.options, ...settings };
    const member = new SimulatedMember(record, options, new Random(random.uint32()), this.nowMs);
    this.members.push(member);
    this.byAddress.set(member.name, member);
    this.run(member, member.core.join(seeds, this.nowMs));
    return member;
  }

  /** Starts `count` members at once, all joining by the first, and waits until all see all. */
  startAll(count: number): SimulatedMember[] {
    const first = this.start([]);
    for (let started = 1; started < count; started++) this.start([first.address]);
    this.waitFor('all see all', () => this.isComplete(), 20 * this.options.hfMs);
    return this.running();
  }

  kill(member: SimulatedMember): void {
    member.isKilled = true;
  }

  /** Stops a member for a time; its datagrams wait in its receive buffer. */
  pause(member: SimulatedMember, pauseMs: number): void {
    member.isPaused = true;
    this.network.at(this.nowMs + pauseMs, () => {
      member.isPaused = false;
      // Whether the overdue tick or what waited comes first is a matter of luck.
      const tickFirst = this.network.random.chance(0.5);
      if (tickFirst) this.run(member, member.core.tick(this.nowMs, { wallMs: this.nowMs, serveStallMs: 0 }));
      for (const deliver of member.waiting.splice(0)) deliver();
      this.run(member, member.core.tick(this.nowMs, { wallMs: this.nowMs, serveStallMs: 0 }));
    });
  }

  /** Cuts the network between two groups, both ways. */
  partition(one: readonly SimulatedMember[], other: readonly SimulatedMember[]): void {
    for (const a of one) {
      for (const b of other) {
        this.network.block(a.name, b.name);
        this.network.block(b.name, a.name);
      }
    }
  }

  heal(): void {
    this.network.unblockAll();
  }

  /** Gives a member's core a command. */
  command(member: SimulatedMember, run: (core: MembershipCore, nowMs: number) => Effect[]): void {
    this.run(member, run(member.core, this.nowMs));
  }

  pass(ms: number): void {
    this.network.run(this.nowMs + ms);
  }

  /** Lets time pass until `isDone` holds; returns how long it took. Fails when it takes longer than `limitMs`. */
  waitFor(what: string, isDone: () => boolean, limitMs: number): number {
    const startMs = this.nowMs;
    // Looking at every list is dear: once per virtual millisecond is often enough.
    let lookAtMs = startMs;
    const look = (): boolean => {
      if (this.nowMs < lookAtMs) return false;
      lookAtMs = this.nowMs + 1;
      return isDone();
    };
    if (!isDone()) this.network.run(startMs + limitMs, look);
    if (!isDone()) this.fail(`not within ${limitMs} ms: ${what}\n${this.describe()}`);
    return this.nowMs - startMs;
  }

  check(condition: boolean, what: string): void {
    if (!condition) this.fail(what);
  }

  fail(what: string): never {
    throw new Error(`seed ${this.seed}: ${what}`);
  }

  /** Ids of the live members in a member's list. */
  liveIds(member: SimulatedMember): Set<string> {
    return new Set(member.core.view().members.map(({ id }) => id));
  }

  /** Whether `viewer` has `subject` on its live list. */
  sees(viewer: SimulatedMember, subject: SimulatedMember): boolean {
    return viewer.core.view().members.some(({ id }) => id === subject.id);
  }

  info(viewer: SimulatedMember, subject: SimulatedMember): MemberInfo | undefined {
    return viewer.core.members(this.nowMs).find(({ id }) => id === subject.id);
  }

  /** Whether every running member has exactly the running ones on its live list. */
  isComplete(): boolean {
    const running = this.running();
    const ids = new Set(running.map(({ id }) => id));
    return running.every((member) => {
      const { members } = member.core.view();
      return members.length === ids.size && members.every(({ id }) => ids.has(id));
    });
  }

  /** Whether all of them have the same view, with the same hash and epoch. */
  isAgreed(members: readonly SimulatedMember[] = this.running()): boolean {
    const views = members.map((member) => member.core.view());
    return views.every(({ hash, epoch }) => hash === views[0]?.hash && epoch === views[0].epoch);
  }

  /** All events of a type that running members reported, about `subject` if given. */
  eventsOf(type: CoreEvent['type'], subject?: SimulatedMember): TimedEvent[] {
    return this.members
      .flatMap((member) => member.events)
      .filter((event) => event.type === type && (!subject || event.member.id === subject.id));
  }

  private run(member: SimulatedMember, effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.type === 'event') member.events.push({ ...effect.event, atMs: this.nowMs });
      else if (effect.type === 'left') member.hasLeft = true;
      else if (effect.type === 'send') this.send(member, effect.to, effect.messages);
    }
    this.scheduleTick(member);
  }

  private send(
    member: SimulatedMember,
    to: Address,
    messages: Parameters<DatagramEncoder['encode']>[0],
  ): void {
    const destination = `${to.host}:${to.port}`;
    member.encoder.encode(messages, (bytes) => {
      const datagram = Buffer.from(bytes);
      member.datagramsSent++;
      member.bytesSent += datagram.length;
      this.largestDatagram = Math.max(this.largestDatagram, datagram.length);
      this.network.carry(member.name, destination, () => this.arrive(datagram, member.address, destination));
    });
  }

  private arrive(datagram: Buffer, from: Address, destination: string): void {
    const member = this.byAddress.get(destination);
    if (!member || member.isKilled) return;
    if (member.isPaused) {
      member.waiting.push(() => this.arrive(datagram, from, destination));
      return;
    }
    const decoded = decodeDatagram(datagram, member.clusterHash);
    if (decoded.ok) this.run(member, member.core.onDatagram(decoded, from, this.nowMs));
    else if (decoded.reason !== 'cluster')
      this.fail(`a datagram of the product was dropped: ${decoded.reason}`);
  }

  private scheduleTick(member: SimulatedMember): void {
    const atMs = member.core.nextTickMs();
    if (atMs === member.tickAtMs || !Number.isFinite(atMs)) return;
    member.tickAtMs = atMs;
    // Timers of Node come up to about a millisecond late.
    this.network.at(atMs + this.network.random.fraction(), () => {
      if (member.tickAtMs !== atMs || member.isKilled || member.isPaused) return;
      member.tickAtMs = Number.POSITIVE_INFINITY;
      this.run(member, member.core.tick(this.nowMs, { wallMs: this.nowMs, serveStallMs: 0 }));
    });
  }

  private describe(): string {
    return this.running()
      .map((member) => {
        const view = member.core.view();
        return `${member.name} epoch ${view.epoch} hash ${view.hash}: ${view.members.map(({ name }) => name).join(' ')}`;
      })
      .join('\n');
  }
}
