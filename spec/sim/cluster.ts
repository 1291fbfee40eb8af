/**
 * A simulated cluster: the product's own core and codec, on the simulated network. Everything is drawn from one seed, and every
 * failure names it.
 */

import type { TableFactory } from '../../gossip/core/context.ts';
import type { MembershipCore } from '../../gossip/core/core.ts';
import type { Effect } from '../../gossip/core/messages.ts';
import type { Address, CoreConfig, CoreEvent, MemberInfo, MemberRecord } from '../../gossip/core/types.ts';
import { DATAGRAM_LIMIT, type DatagramEncoder, decodeDatagram } from '../../gossip/wire/datagram.ts';
import { Random } from '../../lib/base/random.ts';
import { SimulatedMember, type TimedEvent } from './member.ts';
import { CALM, Network, type NetworkOptions } from './network.ts';
import { Roster } from './shared-table.ts';

export { SimulatedMember, type TimedEvent } from './member.ts';

export interface ClusterOptions extends NetworkOptions, Omit<CoreConfig, 'self'> {
  readonly clusterName: string;
}

const DEFAULTS: ClusterOptions = {
  ...CALM,
  hfMs: 200,
  ttlMs: 2000,
  forgetTtlMs: 60_000,
  retentionMs: 24 * 3600 * 1000,
  clusterName: 'hearsay',
  crashEvidence: true,
};

export class SimulatedCluster {
  readonly seed: number;
  readonly options: ClusterOptions;
  readonly network: Network;
  /** Every member ever started, killed ones and former instances included. */
  readonly members: SimulatedMember[] = [];
  largestDatagram = 0;
  private readonly idsOfView = new Map<string, ReadonlySet<string>>();
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
    const port = settings.port ?? former?.address.port ?? 10_001 + this.members.length;
    const changes = {
      ...(former ? { id: former.id, generation: former.generation + 1 } : {}),
      ...(settings.generation === undefined ? {} : { generation: settings.generation }),
    };
    const record = { ...this.newRecord(port), ...changes };
    const member = this.add(record, settings.clusterName ?? this.options.clusterName);
    this.run(member, member.core.join(seeds, this.nowMs));
    return member;
  }

  private newRecord(port: number): MemberRecord {
    const { random } = this.network;
    return {
      id: random.hex(40),
      instance: random.hex(16),
      generation: 1,
      incarnation: 0,
      state: 'alive',
      phase: 'serving',
      isLagging: false,
      host: '10.0.0.1',
      busPort: port,
      clientPort: port - 10_000,
      shardPort: port - 9_000,
      shards: 1,
      weight: 1,
      zone: '',
      name: `n${port}`,
      metadata: new Uint8Array(0),
    };
  }

  private add(record: MemberRecord, clusterName: string, tableOf?: TableFactory): SimulatedMember {
    const random = new Random(this.network.random.uint32());
    const member = new SimulatedMember(record, this.options, clusterName, random, this.nowMs, tableOf);
    this.members.push(member);
    this.byAddress.set(member.name, member);
    return member;
  }

  /** Starts `count` members that know each other from the start, with one list that they share: nobody can join them. */
  startShared(count: number): SimulatedMember[] {
    const records = Array.from({ length: count }, (_, index) => this.newRecord(10_001 + index));
    const roster = new Roster(records);
    for (const record of records)
      this.scheduleTick(this.add(record, this.options.clusterName, roster.tableOf));
    this.pass(4 * this.options.hfMs);
    return this.running();
  }

  /** Starts `count` members at once, all joining by the first, and waits until all see all. */
  startAll(count: number): SimulatedMember[] {
    const first = this.start([]);
    for (let started = 1; started < count; started++) this.start([first.address]);
    this.waitFor('all see all', () => this.isComplete(), 20 * this.options.hfMs);
    return this.running();
  }

  /** Ends a process. @param refuses its machine is up and refuses datagrams to its address; otherwise it is silent */
  kill(member: SimulatedMember, refuses = false): void {
    member.isKilled = true;
    member.refuses = refuses;
  }

  /** Stops a member for a time; its datagrams wait in its receive buffer. */
  pause(member: SimulatedMember, pauseMs: number): void {
    member.isPaused = true;
    this.network.at(this.nowMs + pauseMs, () => {
      member.isPaused = false;
      if (member.isKilled) return;
      // Whether the overdue tick or what waited comes first is a matter of luck.
      if (this.network.random.chance(0.5)) this.tick(member);
      for (const deliver of member.waiting.splice(0)) deliver();
      this.tick(member);
    });
  }

  /** Suspends a member's machine: nothing arrives, and its monotonic clock stands still while its wall clock goes on. */
  suspend(member: SimulatedMember, suspendedMs: number): void {
    member.isSuspended = true;
    this.network.at(this.nowMs + suspendedMs, () => {
      member.isSuspended = false;
      member.frozenMs += suspendedMs;
      // Whatever comes first, the driver looks at the clocks before it (Driver.feed).
      member.tickAtMs = Number.POSITIVE_INFINITY;
      if (!member.isKilled) this.tick(member);
    });
  }

  /** Sets a member's wall clock. */
  setWallClock(member: SimulatedMember, byMs: number): void {
    member.wallShiftMs += byMs;
  }

  /** Hangs a member's data thread for a time. */
  stallData(member: SimulatedMember, stallMs: number): void {
    member.dataStalledMs = this.nowMs;
    this.network.at(this.nowMs + stallMs, () => {
      member.dataStalledMs = Number.POSITIVE_INFINITY;
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
    this.run(member, run(member.core, member.clockMs(this.nowMs)));
  }

  pass(ms: number): void {
    this.network.run(this.nowMs + ms);
  }

  /** Lets time pass until `isDone` holds; returns how long it took. Fails when it takes longer than `limitMs`. */
  waitFor(what: string, isDone: () => boolean, limitMs: number): number {
    const startMs = this.nowMs;
    // Looking at every list is dear: once per virtual millisecond is often enough, and less often where there are many.
    const lookEveryMs = this.members.length > 100 ? 5 : 1;
    let lookAtMs = startMs;
    const look = (): boolean => {
      if (this.nowMs < lookAtMs) return false;
      lookAtMs = this.nowMs + lookEveryMs;
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
  liveIds(member: SimulatedMember): ReadonlySet<string> {
    const hash = viewHashOf(member);
    const known = this.idsOfView.get(hash);
    if (known) return known;
    const ids = new Set(member.core.view().members.map(({ id }) => id));
    if (this.idsOfView.size > 4096) this.idsOfView.clear();
    // A member that has gone itself has an empty view, whatever it knows.
    if (ids.size > 0) this.idsOfView.set(hash, ids);
    return ids;
  }

  /** Whether `viewer` has `subject` on its live list. */
  sees(viewer: SimulatedMember, subject: SimulatedMember): boolean {
    return this.liveIds(viewer).has(subject.id);
  }

  info(viewer: SimulatedMember, subject: SimulatedMember): MemberInfo | undefined {
    return viewer.core.members(viewer.clockMs(this.nowMs)).find(({ id }) => id === subject.id);
  }

  /** Whether every running member has exactly the running ones on its live list. */
  isComplete(): boolean {
    const running = this.running();
    const ids = new Set(running.map(({ id }) => id));
    const checked = new Set<ReadonlySet<string>>();
    return running.every((member) => {
      const seen = this.liveIds(member);
      if (checked.has(seen)) return true;
      checked.add(seen);
      return seen.size === ids.size && running.every(({ id }) => seen.has(id));
    });
  }

  /** Whether all of them have the same view, with the same hash and epoch. */
  isAgreed(members: readonly SimulatedMember[] = this.running()): boolean {
    const [first] = members;
    if (!first) return true;
    const hash = viewHashOf(first);
    return members.every((member) => viewHashOf(member) === hash && member.core.epoch === first.core.epoch);
  }

  /** All events of a type that running members reported, about `subject` if given. */
  eventsOf(type: CoreEvent['type'], subject?: SimulatedMember): TimedEvent[] {
    return this.members
      .flatMap((member) => member.events)
      .filter((event) => event.type === type && (!subject || event.member.id === subject.id));
  }

  private run(member: SimulatedMember, effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.type === 'event') this.note(member, effect.event);
      else if (effect.type === 'left') member.hasLeft = true;
      else if (effect.type === 'send') this.send(member, effect.to, effect.messages);
      else if (effect.type === 'deliver') member.deliveries.push({ ...effect, atMs: this.nowMs });
    }
    this.scheduleTick(member);
  }

  /** Keeps an event, and checks that what is told of a member never goes back to an earlier instance or incarnation. */
  private note(member: SimulatedMember, event: CoreEvent): void {
    member.events.push({ ...event, atMs: this.nowMs });
    const { id, instance, generation, incarnation } = event.member;
    const before = member.newest.get(id);
    member.newest.set(id, event.member);
    if (!before || instance === '' || event.type === 'unbanned') return;
    const isOlder =
      before.instance === instance ? incarnation < before.incarnation : generation < before.generation;
    if (isOlder) this.fail(`${member.name} goes back to an older ${event.member.name}: ${event.type}`);
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
      if (datagram.length > DATAGRAM_LIMIT) this.fail(`a datagram of ${datagram.length} bytes`);
      this.network.carry(member.name, destination, () => this.arrive(datagram, member, destination));
    });
  }

  private arrive(datagram: Buffer, sender: SimulatedMember, destination: string): void {
    const member = this.byAddress.get(destination);
    if (member?.isKilled && member.refuses) {
      this.network.carry(destination, sender.name, () => this.refuse(sender, member.address));
    }
    if (!member || member.isKilled || member.isSuspended) return;
    if (member.isPaused) {
      member.keep(() => this.arrive(datagram, sender, destination));
      return;
    }
    const { random, options } = this.network;
    const isCorrupt = options.corruption > 0 && random.chance(options.corruption);
    const bytes = isCorrupt ? flipOneBit(datagram, random) : datagram;
    const decoded = decodeDatagram(bytes, member.clusterHash);
    if (decoded.ok) {
      for (const { type } of decoded.messages) if (type === 'gossip') member.payloadsReceived++;
      const effects = member.core.onDatagram(decoded, sender.address, member.clockMs(this.nowMs));
      this.run(member, effects);
    } else if (decoded.reason !== 'cluster' && !isCorrupt) {
      this.fail(`a datagram of the product was dropped: ${decoded.reason}`);
    }
  }

  private refuse(sender: SimulatedMember, address: Address): void {
    if (sender.isKilled || sender.isPaused || sender.isSuspended) return;
    this.run(sender, sender.core.onRefused(address, sender.clockMs(this.nowMs)));
  }

  private tick(member: SimulatedMember): void {
    const readings = member.readings(this.nowMs);
    this.run(member, member.core.tick(member.clockMs(this.nowMs), readings));
  }

  private scheduleTick(member: SimulatedMember): void {
    const atMs = member.core.nextTickMs() + member.frozenMs;
    if (atMs === member.tickAtMs || !Number.isFinite(atMs)) return;
    member.tickAtMs = atMs;
    // Timers of Node come up to about a millisecond late.
    this.network.at(atMs + this.network.random.fraction(), () => {
      if (member.tickAtMs !== atMs || member.isKilled || member.isPaused || member.isSuspended) return;
      member.tickAtMs = Number.POSITIVE_INFINITY;
      this.tick(member);
    });
  }

  private describe(): string {
    const running = this.running();
    const lines = running.slice(0, 20).map((member) => {
      const view = member.core.view();
      const names = view.members.slice(0, 20).map(({ name }) => name);
      return `${member.name} epoch ${view.epoch} hash ${view.hash}: ${names.join(' ')}`;
    });
    return lines.join('\n');
  }
}

function viewHashOf(member: SimulatedMember): string {
  return member.core.listHash().slice(0, 16);
}

function flipOneBit(datagram: Buffer, random: Random): Buffer {
  const changed = Buffer.from(datagram);
  const at = random.below(changed.length);
  changed[at] = (changed[at] as number) ^ (1 << random.below(8));
  return changed;
}
