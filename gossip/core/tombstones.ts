/**
 * Who was forgotten. A tombstone bans a member id for a time, in every instance; it spreads by flooding and by sync. Times travel
 * as what remains of them, never as wall-clock time.
 *
 * A tombstone is `banning` until its time is over, or `lifted` by a MEET; both count in the hash and are synced. After that it is
 * `spent` for 2 ttl: known only so that a member that learned of it late, or has a slower clock, cannot bring it back, and is told that
 * it is over. The higher Lamport stamp wins.
 *
 * Bounds: TOMBSTONE_LIMIT tombstones, the ones with the least time left go first.
 */
import type { Context } from './context.ts';
import type { Member } from './member.ts';
import type { Forget } from './messages.ts';
import { bucketOf } from './state-hash.ts';
import type { Address, Ban, MemberInfo } from './types.ts';

const TOMBSTONE_LIMIT = 1024;

interface Tombstone {
  readonly id: string;
  readonly stamp: number;
  state: 'banning' | 'lifted' | 'spent';
  untilMs: number;
  /** The forgotten member as it was last known here. */
  readonly member: MemberInfo;
  /** Instance of it that was last seen, so that its datagrams are recognised. */
  readonly instance: string;
  lastAnsweredMs: number;
}

export class Tombstones {
  private readonly context: Context;
  private readonly byId = new Map<string, Tombstone>();
  private readonly byInstance = new Map<string, Tombstone>();
  private highestStamp = 0;

  constructor(context: Context) {
    this.context = context;
  }

  isBanned(id: string): boolean {
    return this.byId.get(id)?.state === 'banning';
  }

  /** The id of the banned member that this instance belongs to. */
  bannedIdOf(instance: string): string | undefined {
    const tombstone = this.byInstance.get(instance);
    return tombstone?.state === 'banning' ? tombstone.id : undefined;
  }

  bans(nowMs: number): Ban[] {
    return [...this.byId.values()]
      .filter((tombstone) => tombstone.state === 'banning')
      .map(({ id, untilMs }) => ({ id, remainingMs: Math.max(0, Math.ceil(untilMs - nowMs)) }));
  }

  /** Whether the time of this tombstone is over here. */
  isSpent({ id, stamp }: Forget): boolean {
    const known = this.byId.get(id);
    return known?.state === 'spent' && known.stamp === stamp;
  }

  /** The message that buries `id` now, with a stamp above every one seen. */
  newForget(id: string): Forget {
    return this.message(id, false, this.context.config.forgetTtlMs);
  }

  /** The message that lifts the ban on `id`, also the one with this stamp, which may be unknown here. */
  newLift(id: string, banStamp: number): Forget {
    this.highestStamp = Math.max(this.highestStamp, banStamp);
    return this.message(id, true, this.context.config.forgetTtlMs);
  }

  /** Takes up a tombstone, or that the time of a known one is over. Returns false if there is nothing to pass on. */
  apply(forget: Forget, member: Member | undefined, nowMs: number): boolean {
    this.highestStamp = Math.max(this.highestStamp, forget.stamp);
    const known = this.byId.get(forget.id);
    if (known && forget.stamp <= known.stamp) {
      const isOver = forget.stamp === known.stamp && forget.remainingMs <= 0;
      if (isOver && known.state !== 'spent') known.untilMs = nowMs;
      return false;
    }
    if (forget.remainingMs <= 0) return false;
    if (known) this.drop(known);
    const last = member?.info(nowMs) ?? known?.member ?? unknownMember(forget.id);
    const tombstone: Tombstone = {
      id: forget.id,
      stamp: forget.stamp,
      state: forget.lifted ? 'lifted' : 'banning',
      untilMs: nowMs + Math.min(forget.remainingMs, MAX_BAN_MS),
      member: last,
      instance: last.instance,
      lastAnsweredMs: Number.NEGATIVE_INFINITY,
    };
    this.byId.set(forget.id, tombstone);
    if (last.instance !== '') this.byInstance.set(last.instance, tombstone);
    this.fold(tombstone);
    if (known?.state === 'banning' && forget.lifted) {
      this.announceEnd(tombstone, `ban lifted by ${this.context.nameOf(forget.reporter)}`);
    }
    this.dropSurplus();
    return true;
  }

  /** Tells a banned member that it is, at most once per hf/2. */
  answer(id: string, to: Address, nowMs: number): void {
    const tombstone = this.byId.get(id);
    if (tombstone?.state !== 'banning') return;
    if (nowMs - tombstone.lastAnsweredMs < this.context.timing.hfMs / 2) return;
    tombstone.lastAnsweredMs = nowMs;
    const remainingMs = Math.max(1, Math.ceil(tombstone.untilMs - nowMs));
    this.context.outbox.send(to, { type: 'banned', id, stamp: tombstone.stamp, remainingMs });
  }

  tick(nowMs: number): void {
    for (const tombstone of this.byId.values()) {
      if (nowMs < tombstone.untilMs) continue;
      if (tombstone.state === 'spent') {
        this.drop(tombstone);
        continue;
      }
      if (tombstone.state === 'banning') this.announceEnd(tombstone, 'ban over');
      this.fold(tombstone);
      tombstone.state = 'spent';
      tombstone.untilMs = nowMs + 2 * this.context.timing.ttlMs;
    }
  }

  /**
   * The machine may have been suspended for so long, during which its monotonic clock stood still: bans that were over by then are
   * dropped, lest they begin anew everywhere. Where only the clock was set, the others know the bans still and tell them again.
   */
  onSuspension(suspendedMs: number, nowMs: number): void {
    for (const tombstone of this.byId.values()) {
      if (nowMs + suspendedMs < tombstone.untilMs) continue;
      if (tombstone.state === 'banning') this.announceEnd(tombstone, 'ban over');
      this.drop(tombstone);
    }
  }

  nextMs(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const { untilMs } of this.byId.values()) next = Math.min(next, untilMs);
    return next;
  }

  /** The tombstones of some buckets, for a sync. */
  *inBuckets(buckets: ReadonlySet<number>, nowMs: number): Generator<Forget> {
    for (const { id, stamp, state, untilMs } of this.byId.values()) {
      if (state === 'spent' || !buckets.has(bucketOf(id))) continue;
      const remainingMs = Math.max(1, Math.ceil(untilMs - nowMs));
      const reporter = this.context.myself.record.instance;
      yield { type: 'forget', id, stamp, lifted: state === 'lifted', remainingMs, reporter };
    }
  }

  private message(id: string, lifted: boolean, remainingMs: number): Forget {
    const stamp = this.highestStamp + 1;
    return { type: 'forget', id, stamp, lifted, remainingMs, reporter: this.context.myself.record.instance };
  }

  private announceEnd({ member }: Tombstone, reason: string): void {
    this.context.outbox.emit({ type: 'unbanned', member, reason, silentMs: member.silentMs, observers: [] });
  }

  /** In or out of the hash. */
  private fold({ id, stamp, state }: Tombstone): void {
    this.context.hash.foldRest(id, `${id}#${stamp}${state}`);
  }

  private drop(tombstone: Tombstone): void {
    this.byId.delete(tombstone.id);
    if (this.byInstance.get(tombstone.instance) === tombstone) this.byInstance.delete(tombstone.instance);
    if (tombstone.state !== 'spent') this.fold(tombstone);
  }

  private dropSurplus(): void {
    if (this.byId.size <= TOMBSTONE_LIMIT) return;
    let first: Tombstone | undefined;
    for (const tombstone of this.byId.values()) {
      if (!first || tombstone.untilMs < first.untilMs) first = tombstone;
    }
    if (first) this.drop(first);
  }
}

/** No tombstone holds for longer than 30 days, whatever a message says. */
const MAX_BAN_MS = 30 * 24 * 3600 * 1000;

/** A stand-in for a forgotten member of which only the id is known. */
function unknownMember(id: string): MemberInfo {
  return {
    id,
    instance: '',
    generation: 0,
    incarnation: 0,
    state: 'left',
    phase: 'joining',
    isLagging: false,
    host: '',
    busPort: 0,
    clientPort: 0,
    shardPort: 0,
    shards: 1,
    weight: 1,
    zone: '',
    name: '',
    metadata: new Uint8Array(0),
    silentMs: Number.POSITIVE_INFINITY,
    isMyself: false,
    health: 0,
    serveStallMs: 0,
    viewHash: '',
  };
}
