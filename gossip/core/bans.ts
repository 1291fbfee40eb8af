/**
 * FORGET: takes members off the list and bans their ids, here and everywhere, and gives in when this member itself is the one
 * that is forgotten.
 */
import type { Contacts } from './contacts.ts';
import type { Context } from './context.ts';
import type { Identity } from './identity.ts';
import type { Forget } from './messages.ts';
import type { Prober } from './prober.ts';
import type { Tombstones } from './tombstones.ts';
import type { Address, ForgetResult } from './types.ts';

export class Bans {
  private readonly context: Context;
  private readonly identity: Identity;
  private readonly tombstones: Tombstones;
  private readonly prober: Prober;
  private readonly contacts: Contacts;

  constructor(
    context: Context,
    identity: Identity,
    tombstones: Tombstones,
    prober: Prober,
    contacts: Contacts,
  ) {
    this.context = context;
    this.identity = identity;
    this.tombstones = tombstones;
    this.prober = prober;
    this.contacts = contacts;
  }

  /** Forgets a member by command. */
  forget(id: string, nowMs: number): ForgetResult {
    if (id === this.myId) return 'myself';
    if (this.tombstones.isBanned(id)) return 'already';
    if (!this.context.table.get(id)) return 'unknown';
    this.onForget(this.tombstones.newForget(id), '', nowMs);
    return 'ok';
  }

  /** Lifts the ban on a member, which is told at once. @param banStamp of the ban that it knows of itself, 0 if none */
  lift(id: string, banStamp: number, from: Address, nowMs: number): void {
    if (id === this.myId || (banStamp === 0 && !this.tombstones.isBanned(id))) return;
    const lift = this.tombstones.newLift(id, banStamp);
    this.context.outbox.send(from, lift);
    this.onForget(lift, '', nowMs);
  }

  /** A tombstone, or the end of one. `sender`: the instance that it came from. */
  onForget(forget: Forget, sender: string, nowMs: number): void {
    const { table } = this.context;
    if (forget.id === this.myId) {
      if (forget.lifted) this.onLifted(forget, nowMs);
      else this.onBanned(forget.stamp, forget.remainingMs, nowMs);
      return;
    }
    if (forget.remainingMs > 0 && this.tombstones.isSpent(forget)) this.tellOver(forget, sender);
    const member = table.get(forget.id);
    if (!this.tombstones.apply(forget, member, nowMs)) return;
    if (!forget.lifted && member) {
      this.context.sendTo(member, forget);
      this.context.event('forgotten', member, `reported by ${this.context.nameOf(forget.reporter)}`, nowMs);
      table.remove(member);
    }
    this.context.flood(forget, sender);
  }

  /** Who holds a tombstone longer than the others has learned of it late, and would turn away whom they let in. */
  private tellOver(forget: Forget, holder: string): void {
    const member = this.context.table.ofInstance(holder);
    if (member) this.context.sendTo(member, { ...forget, remainingMs: 0 });
  }

  /** The ban on this member is lifted. It keeps that, as the others do, so that who joins by it stamps the next ban higher. */
  private onLifted(forget: Forget, nowMs: number): void {
    this.identity.onLift(forget.stamp, forget.remainingMs, nowMs);
    this.tombstones.apply(forget, this.context.myself, nowMs);
  }

  /** This member is told that it was forgotten. */
  onBanned(stamp: number, remainingMs: number, nowMs: number): void {
    if (!this.identity.onBan(stamp, remainingMs, nowMs)) return;
    this.contacts.clear();
    this.prober.clear();
  }

  private get myId(): string {
    return this.context.myself.record.id;
  }
}
