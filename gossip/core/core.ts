/**
 * One member's part of the membership protocol, as a state machine without I/O. Every input takes the time (milliseconds of any
 * monotonic clock) and returns what is to be done; the same inputs and the same random source give the same
 * effects. After each input, `tick` is due at `nextTickMs()`.
 *
 * The parts: Prober asks for signs of life, FailureDetector judges silence, Accusations decides on it,
 * Rumours merges and spreads what is said of others, Identity speaks for this member, Tombstones and Bans keep the forgotten out, Sync repairs, Contacts finds others,
 * Departure leaves, Receiver hands each message to the part that it concerns. What came of it all is in MemberTable.
 */
import type { Random } from '../../lib/base/random.ts';
import { Accusations } from './accusations.ts';
import { Agreement } from './agreement.ts';
import { Bans } from './bans.ts';
import { Broadcast } from './broadcast.ts';
import { Contacts } from './contacts.ts';
import { Context, type TableFactory } from './context.ts';
import { CrashEvidence } from './crash-evidence.ts';
import { Departure } from './departure.ts';
import { FailureDetector } from './failure-detector.ts';
import { Identity } from './identity.ts';
import { Isolation } from './isolation.ts';
import { MemberTable } from './member-table.ts';
import type { Effect, Incoming } from './messages.ts';
import { Prober } from './prober.ts';
import { Receiver } from './receiver.ts';
import { Rumours } from './rumours.ts';
import { ServeStall } from './serve-stall.ts';
import { Sync } from './sync.ts';
import { Tombstones } from './tombstones.ts';
import type {
  Address,
  Ban,
  CoreConfig,
  CoreStatus,
  Failure,
  ForgetResult,
  MemberInfo,
  Phase,
  Readings,
  ViewSnapshot,
} from './types.ts';
import { snapshotOf, statusOf } from './view.ts';

const newTable: TableFactory = (self, hash, nowMs) => new MemberTable(self, hash, nowMs);

export class MembershipCore {
  private readonly context: Context;
  private readonly identity: Identity;
  private readonly tombstones: Tombstones;
  private readonly prober: Prober;
  private readonly accusations: Accusations;
  private readonly rumours: Rumours;
  private readonly detector: FailureDetector;
  private readonly sync: Sync;
  private readonly contacts: Contacts;
  private readonly departure: Departure;
  private readonly banning: Bans;
  private readonly receiver: Receiver;
  private readonly agreement: Agreement;
  private readonly broadcast: Broadcast;
  private readonly crashEvidence: CrashEvidence;
  private readonly isolation: Isolation;
  private readonly serveStall: ServeStall;
  private nextBeatMs: number;
  private scheduledMs: number;
  private seenVersion = -1;
  private seenEpoch = 0;

  /** @throws RangeError when ttl is less than 5 hf */
  constructor(config: CoreConfig, random: Random, nowMs: number, tableOf = newTable) {
    this.context = new Context(config, random, nowMs, tableOf);
    this.identity = new Identity(this.context);
    this.tombstones = new Tombstones(this.context);
    this.prober = new Prober(this.context);
    this.accusations = new Accusations(this.context, this.prober, this.identity);
    this.rumours = new Rumours(this.context, this.accusations, this.tombstones, this.identity);
    this.crashEvidence = new CrashEvidence(this.context, this.prober, this.accusations);
    this.detector = new FailureDetector(this.context, this.prober, this.accusations, this.crashEvidence);
    this.agreement = new Agreement(this.context, this.prober);
    this.broadcast = new Broadcast(this.context, this.prober);
    this.isolation = new Isolation(this.context);
    this.serveStall = new ServeStall(this.context, this.identity);
    this.sync = new Sync(this.context, this.tombstones);
    this.contacts = new Contacts(this.context, this.sync, nowMs);
    this.departure = new Departure(this.context, this.identity);
    this.banning = new Bans(this.context, this.identity, this.tombstones, this.prober, this.contacts);
    const { context, identity, tombstones, prober, accusations, rumours, detector, banning } = this;
    const { sync, contacts, departure, broadcast } = this;
    const judging = { prober, accusations, rumours, detector };
    this.receiver = new Receiver({
      context,
      identity,
      tombstones,
      bans: banning,
      ...judging,
      sync,
      contacts,
      departure,
      broadcast,
    });
    this.nextBeatMs = nowMs + random.fraction() * this.context.timing.beatMs;
    this.scheduledMs = this.nextBeatMs;
  }

  /** Joins by any of these addresses; they are kept to find the cluster again later. */
  join(addresses: readonly Address[], nowMs: number): Effect[] {
    this.noticeStall(nowMs);
    if (this.identity.isPresent) this.contacts.join(addresses, nowMs);
    return this.finish(nowMs);
  }

  /** Invites the node at this address. If the two had been banned from each other, the invited one may come back. */
  meet(address: Address, nowMs: number): Effect[] {
    this.noticeStall(nowMs);
    this.identity.readmit(nowMs);
    if (this.identity.isPresent) this.contacts.meet(address, nowMs);
    return this.finish(nowMs);
  }

  /** Takes a member off every list and bans its id for the forget ttl. */
  forget(id: string, nowMs: number): { result: ForgetResult; effects: Effect[] } {
    this.noticeStall(nowMs);
    const result = this.banning.forget(id, nowMs);
    return { result, effects: this.finish(nowMs) };
  }

  /** Tells the others that this member goes. The effect `left` says that they know. */
  leave(nowMs: number): Effect[] {
    this.noticeStall(nowMs);
    this.departure.start(nowMs);
    return this.finish(nowMs);
  }

  setPhase(phase: Phase, nowMs: number): Effect[] {
    this.noticeStall(nowMs);
    this.identity.setPhase(phase, nowMs);
    return this.finish(nowMs);
  }

  /** @param metadata at most 256 bytes; the core keeps it, it must not change any more */
  setMetadata(metadata: Uint8Array, nowMs: number): Effect[] {
    this.noticeStall(nowMs);
    this.identity.setMetadata(metadata, nowMs);
    return this.finish(nowMs);
  }

  /**
   * Goes by these settings from now on. All members count as heard of just now: what was silence under the old settings need not be any
   * under the new ones.
   * @throws RangeError when ttl is less than 5 hf; nothing is changed then
   */
  reconfigure(settings: Omit<CoreConfig, 'self'>, nowMs: number): Effect[] {
    this.noticeStall(nowMs);
    this.context.reconfigure(settings);
    for (const member of this.context.table.all()) member.graceMs = nowMs;
    this.nextBeatMs = Math.min(this.nextBeatMs, nowMs + this.context.timing.beatMs);
    return this.finish(nowMs);
  }

  /**
   * Publishes a message to every other live member, each of which delivers it once. Not ordered, and lost where its origin
   * crashes before a neighbour has it. The core keeps the payload: it must not change any more.
   * @throws RangeError when it is longer than 1024 bytes
   */
  publish(payload: Uint8Array, nowMs: number): Effect[] {
    this.noticeStall(nowMs);
    if (this.identity.isPresent) this.broadcast.publish(payload, nowMs);
    return this.finish(nowMs);
  }

  /** A valid datagram of this cluster came in. */
  onDatagram(incoming: Incoming, from: Address, nowMs: number): Effect[] {
    this.noticeStall(nowMs);
    if (incoming.sender === this.context.myself.record.instance) return this.finish(nowMs);
    this.receiver.receive(incoming, from, nowMs);
    return this.finish(nowMs);
  }

  /**
   * A ping for another instance came in, of whose sender nothing is known but the address. Where that instance may have been one of this
   * member, or of somebody at its address before it, the sender is told who is here now; a ping for a known member is somebody's mischief.
   */
  onMisdirected(pinged: string, from: Address, nowMs: number): Effect[] {
    this.noticeStall(nowMs);
    const { myself, outbox, table } = this.context;
    if (this.identity.isPresent && !table.ofInstance(pinged))
      outbox.send(from, { type: 'wronginstance', record: myself.record });
    return this.finish(nowMs);
  }

  /**
   * A datagram to this address was refused (ECONNREFUSED at a connected UDP socket): perhaps the process is gone. It is probed at once; refusals
   * remove a member only as crash-evidence.ts says.
   */
  onRefused(address: Address, nowMs: number): Effect[] {
    this.noticeStall(nowMs);
    if (this.identity.isPresent) this.crashEvidence.onRefused(address, nowMs);
    return this.finish(nowMs);
  }

  /** A connection to this member was reset or refused, for whatever reason: it is probed at once. */
  onLinkReset(id: string, nowMs: number): Effect[] {
    this.noticeStall(nowMs);
    if (this.identity.isPresent) this.crashEvidence.onLinkReset(id, nowMs);
    return this.finish(nowMs);
  }

  /**
   * Asks every live member for its view hash: until it tells the same as this member has, it does not count as agreeing in `status`. Goes on
   * asking those that do not agree for ttl.
   */
  askViews(nowMs: number): Effect[] {
    this.noticeStall(nowMs);
    if (this.identity.isPresent) this.agreement.ask(nowMs);
    return this.finish(nowMs);
  }

  tick(nowMs: number, readings: Readings): Effect[] {
    this.noticeStall(nowMs);
    this.noticeSuspension(readings.wallMs, nowMs);
    // Bans end while this member is away, too: it must not come back with one that is over for all others.
    this.tombstones.tick(nowMs);
    if (this.identity.isPresent) {
      this.serveStall.read(readings.serveStallMs, nowMs);
      this.prober.tick(nowMs);
      this.detector.tick(nowMs);
      this.contacts.tick(nowMs);
      this.broadcast.tick(nowMs);
      if (nowMs >= this.nextBeatMs) this.beat(nowMs);
      // The last one: who has left does nothing more.
      this.departure.tick(nowMs);
    }
    return this.finish(nowMs);
  }

  /** When `tick` is due; Infinity when nothing is. */
  nextTickMs(): number {
    return this.scheduledMs;
  }

  /** How this member stands with the others now. */
  status(): CoreStatus {
    return statusOf(this.context, this.isolation.isIsolated);
  }

  /** The last removals that were noticed here, oldest first, at most 128. */
  failures(): Failure[] {
    return this.context.failures.list();
  }

  /** Every member in the list, dead and left ones and oneself included. */
  members(nowMs: number): MemberInfo[] {
    return [...this.context.table.all()].map((member) => member.info(nowMs));
  }

  /** The live members; nobody once this member has left or was forgotten. */
  view(): ViewSnapshot {
    return snapshotOf(this.context, this.identity.isPresent);
  }

  /** The epoch of the live view. */
  get epoch(): number {
    return this.context.clock.epoch;
  }

  /** The banned ids, the own one included while the others have banned it. */
  bans(nowMs: number): Ban[] {
    return [...this.tombstones.bans(nowMs), ...this.identity.bans(nowMs)];
  }

  /** Changes whenever a member or a ban in the lists does, suspicion apart. */
  listHash(): string {
    const { hash } = this.context;
    return `${hash.viewHash()}${hash.restHash()}`;
  }

  private beat(nowMs: number): void {
    const { table, config } = this.context;
    const beatMs = this.detector.beatMs(nowMs);
    this.nextBeatMs = Math.max(this.nextBeatMs + beatMs, nowMs + beatMs / 2);
    this.sync.beat();
    table.dropExpired(config.retentionMs, nowMs);
    this.prober.beat(nowMs);
    this.detector.beat(nowMs);
    this.isolation.beat(nowMs);
    this.broadcast.beat(nowMs);
    this.agreement.beat(nowMs);
  }

  /** The time that this member itself lost counts against nobody. What every input begins with, as it may be the first one after a pause. */
  private noticeStall(nowMs: number): void {
    const lostMs = this.context.health.noticeLateness(this.scheduledMs, nowMs);
    if (lostMs === 0) return;
    // Before anybody is told of a ban that is over.
    this.tombstones.tick(nowMs);
    if (lostMs > this.context.timing.safePauseMs) this.identity.onAbsence(lostMs, nowMs);
    this.prober.shift(lostMs);
    for (const member of this.context.table.all()) {
      member.excuse(lostMs, nowMs);
    }
    if (this.identity.isPresent) this.detector.checkAll(nowMs);
  }

  private noticeSuspension(wallMs: number, nowMs: number): void {
    const { health } = this.context;
    const suspendedMs = health.suspendedMs(wallMs, nowMs);
    if (suspendedMs === 0) return;
    this.tombstones.onSuspension(suspendedMs, nowMs);
    if (health.noticeSuspension(nowMs) && this.identity.isPresent) this.detector.checkAll(nowMs);
  }

  /** What every input ends with. */
  private finish(nowMs: number): Effect[] {
    const { table, clock, outbox } = this.context;
    if (this.identity.isPresent) this.detector.followRings(nowMs);
    if (table.version !== this.seenVersion) clock.tick();
    if (clock.epoch !== this.seenEpoch) outbox.add({ type: 'view' });
    this.seenVersion = table.version;
    this.seenEpoch = clock.epoch;
    this.scheduledMs = Math.max(nowMs, this.earliestMs(nowMs));
    return outbox.take();
  }

  private earliestMs(nowMs: number): number {
    if (!this.identity.isPresent) return this.tombstones.nextMs();
    return Math.min(
      this.nextBeatMs,
      this.prober.nextMs(),
      this.detector.nextMs(nowMs),
      this.tombstones.nextMs(),
      this.contacts.nextMs(),
      this.departure.nextMs(),
      this.broadcast.nextMs(),
    );
  }
}
