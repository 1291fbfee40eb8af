/**
 * Finding others: the seeds given at the start, members met by command, and members that died and may be back, or were only cut
 * off. About once per ttl each member tries a seed that is not live and two dead members, so that a healed partition grows together
 * by itself. A member that knows nobody tries every hf/2, and so does one whose seeds are not live for its first ttl: where many
 * start at the same time, it may have met some of them, and not yet those that its seeds have met.
 *
 * Of the two dead members, one is any, and the other most often one that went of late: those that never come back may be many, and must
 * not keep it from those that a partition has taken.
 *
 * Bounds: SEED_LIMIT seeds, MEET_LIMIT invitations under way, each given up after 3 ttl.
 */
import { addressOf, type Context, isSameAddress } from './context.ts';
import type { Join, JoinKind } from './messages.ts';
import type { Sync } from './sync.ts';
import type { Address } from './types.ts';

const SEED_LIMIT = 64;
const MEET_LIMIT = 64;
/** How many seeds a lonely member tries at once. */
const SEEDS_AT_ONCE = 4;
/** Of 200 dead members one of the last 2 is drawn in nearly a third of all cases. */
const LATE_BIAS = 4;

interface Invitation {
  readonly address: Address;
  readonly nonce: string;
  readonly untilMs: number;
  nextMs: number;
  /** By one that is not banned. */
  isAnswered: boolean;
}

export class Contacts {
  private readonly context: Context;
  private readonly sync: Sync;
  private seeds: Address[] = [];
  private seedTurn = 0;
  private invitations: Invitation[] = [];
  private nextTryMs: number;
  /** Until when a seed that is not live is tried every hf/2. */
  private eagerUntilMs = Number.NEGATIVE_INFINITY;

  constructor(context: Context, sync: Sync, nowMs: number) {
    this.nextTryMs = nowMs + context.timing.ttlMs;
    this.context = context;
    this.sync = sync;
  }

  /** Joins by any of these addresses, and keeps them for later; where there are too many, the oldest ones go. */
  join(addresses: readonly Address[], nowMs: number): void {
    const all = [...addresses, ...this.seeds];
    const isFirst = (address: Address, at: number): boolean =>
      all.findIndex((other) => isSameAddress(other, address)) === at;
    if (addresses.some((address) => !this.seeds.some((seed) => isSameAddress(seed, address))))
      this.eagerUntilMs = nowMs + this.context.timing.ttlMs;
    this.seeds = all.filter(isFirst).slice(0, SEED_LIMIT);
    this.nextTryMs = nowMs;
    this.tick(nowMs);
  }

  /** Invites whoever is at this address, until it is a member; not oneself. */
  meet(address: Address, nowMs: number): void {
    if (isSameAddress(address, addressOf(this.context.myself))) return;
    const nonce = this.context.random.hex(16);
    const untilMs = nowMs + this.context.timing.invitationMs;
    const others = this.invitations.filter((invitation) => !isSameAddress(invitation.address, address));
    const added: Invitation = { address, nonce, untilMs, nextMs: nowMs, isAnswered: false };
    this.invitations = [...others, added].slice(-MEET_LIMIT);
    this.tick(nowMs);
  }

  /**
   * Whether this is the answer to an invitation of this member. It is done when the answer comes from a live member that is not banned:
   * until then, what the two have to tell each other may have been lost, and the other one need not know where else to look.
   */
  takeAcceptance({ nonce, id, banStamp }: Join): boolean {
    const invitation = this.invitations.find((each) => each.nonce === nonce);
    if (!invitation) return false;
    if (banStamp !== 0) return true;
    invitation.isAnswered = true;
    if (this.context.table.get(id)?.isLive)
      this.invitations = this.invitations.filter((other) => other !== invitation);
    return true;
  }

  tick(nowMs: number): void {
    this.giveUp(nowMs);
    for (const invitation of this.invitations) {
      if (nowMs < invitation.nextMs) continue;
      invitation.nextMs = nowMs + this.context.timing.joinRetryMs;
      this.sendJoin(invitation.address, 'invite', invitation.nonce);
    }
    if (nowMs < this.nextTryMs) return;
    const { table, timing, random } = this.context;
    if (table.isAlone) {
      for (let count = Math.min(SEEDS_AT_ONCE, this.seeds.length); count > 0; count--) this.tryNextSeed();
      this.tryDead();
      this.nextTryMs = nowMs + timing.joinRetryMs;
    } else {
      const seeds = this.seeds.filter((seed) => !this.isLiveAddress(seed));
      this.trySome(seeds, [random.fraction()]);
      const isEager = seeds.length > 0 && nowMs < this.eagerUntilMs;
      if (!isEager) this.tryDead();
      this.nextTryMs =
        nowMs + (isEager ? timing.joinRetryMs : timing.ttlMs * (0.75 + 0.25 * random.fraction()));
    }
  }

  private giveUp(nowMs: number): void {
    const isOver = ({ untilMs }: Invitation): boolean => nowMs >= untilMs;
    const { outbox } = this.context;
    for (const { address, isAnswered } of this.invitations.filter(isOver))
      if (!isAnswered) outbox.add({ type: 'unanswered', address });
    this.invitations = this.invitations.filter((invitation) => !isOver(invitation));
  }

  nextMs(): number {
    let next = this.nextTryMs;
    for (const invitation of this.invitations) next = Math.min(next, invitation.nextMs);
    return next;
  }

  /** Gives up all invitations and forgets the seeds. */
  clear(): void {
    this.seeds = [];
    this.invitations = [];
  }

  /** @param banStamp of the ban on this member, if there is one */
  sendJoin(to: Address, kind: JoinKind, nonce: string, banStamp = 0): void {
    const join: Join = { type: 'join', kind, nonce, id: this.context.myself.record.id, banStamp };
    this.context.outbox.sendAlone(to, kind === 'accept' ? [join] : [join, this.sync.request()]);
  }

  private tryNextSeed(): void {
    const seed = this.seeds[this.seedTurn++ % this.seeds.length];
    if (seed && !isSameAddress(seed, addressOf(this.context.myself))) this.sendRequest(seed);
  }

  private tryDead(): void {
    const { random } = this.context;
    this.trySome(this.deadAddresses(), [random.fraction(), 1 - random.fraction() ** LATE_BIAS]);
  }

  /** @param places of those to try, 0 for the first and 1 for the end; who stands at more than one of them is tried once */
  private trySome(addresses: readonly Address[], places: readonly number[]): void {
    const tried = new Set(places.map((place) => addresses[Math.floor(place * addresses.length)]));
    for (const address of tried) if (address) this.sendRequest(address);
  }

  private sendRequest(to: Address): void {
    this.sendJoin(to, 'request', this.context.random.hex(16));
  }

  private deadAddresses(): Address[] {
    const dead = this.context.table.gone().filter((member) => member.record.state === 'dead');
    return dead.map(addressOf);
  }

  private isLiveAddress(address: Address): boolean {
    for (const member of this.context.table.all()) {
      if (member.isLive && isSameAddress(addressOf(member), address)) return true;
    }
    return false;
  }
}
