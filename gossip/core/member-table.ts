/**
 * The member list. The only place where a record is replaced, so that the indexes, the rings and the hashes always
 * agree with the records.
 *
 * Bounds: at most MEMBER_LIMIT members, and of these at most DEAD_LIMIT, or as many as are live if that is more, that are dead or
 * have left (gone-list.ts). So a member that lost sight of most others still knows that they are the most. Live members take the
 * places of those that are gone.
 */
import { GoneList } from './gone-list.ts';
import { Member } from './member.ts';
import { Rings } from './rings.ts';
import { bucketOf, type StateHash } from './state-hash.ts';
import type { MemberRecord } from './types.ts';

const MEMBER_LIMIT = 16384;
export const DEAD_LIMIT = 256;

export class MemberTable {
  readonly rings: Rings;
  /** Dead members in the list, not those that left. */
  deadCount = 0;
  /** Grows with every change of the live members. */
  version = 0;
  readonly myself: Member;

  private readonly hash: StateHash;
  protected readonly byId = new Map<string, Member>();
  protected readonly byInstance = new Map<string, Member>();
  /** The members whose last instance was replaced, by that instance. */
  private readonly byReplaced = new Map<string, Member>();
  private readonly goneList = new GoneList();

  constructor(self: MemberRecord, hash: StateHash, nowMs: number, rings = new Rings()) {
    this.rings = rings;
    this.hash = hash;
    this.myself = new Member(self, true, nowMs);
    this.index(this.myself);
  }

  get(id: string): Member | undefined {
    return this.byId.get(id);
  }

  ofInstance(instance: string): Member | undefined {
    return this.byInstance.get(instance);
  }

  /** The member of which this was the instance before the present one. */
  replacing(instance: string): Member | undefined {
    return this.byReplaced.get(instance);
  }

  all(): IterableIterator<Member> {
    return this.byId.values();
  }

  /** True when no other live member is known. */
  get isAlone(): boolean {
    return this.rings.size <= 1;
  }

  /** Adds a member that is not in the list; undefined when the list is full, or it has been gone for longer than all that are kept. */
  add(record: MemberRecord, nowMs: number, sinceMs: number): Member | undefined {
    const member = new Member(record, false, nowMs);
    member.sinceMs = sinceMs;
    if (!member.isLive && this.goneList.size >= this.goneLimit && this.goneList.isFirst(member))
      return undefined;
    if (this.byId.size >= MEMBER_LIMIT && !this.dropFirstGone()) return undefined;
    this.index(member);
    this.dropSurplus();
    return member;
  }

  /** Replaces the record of a member by a newer one of the same id. */
  replace(member: Member, record: MemberRecord, nowMs: number): void {
    const wasLive = member.isLive;
    const previous = member.record.instance;
    this.unindex(member);
    member.record = record;
    if (previous !== record.instance) {
      this.byReplaced.delete(member.previousInstance);
      member.previousInstance = previous;
      this.byReplaced.set(previous, member);
    }
    if (wasLive !== member.isLive) member.sinceMs = nowMs;
    this.index(member);
    this.dropSurplus();
  }

  /** Marks a live member as suspected or not; no change for the view. */
  setSuspect(member: Member, suspect: boolean): void {
    member.record = { ...member.record, state: suspect ? 'suspect' : 'alive' };
  }

  remove(member: Member): void {
    this.unindex(member);
    this.byId.delete(member.record.id);
    this.byReplaced.delete(member.previousInstance);
  }

  /** Forgets everybody else. */
  clear(): void {
    for (const member of [...this.byId.values()]) if (!member.isMyself) this.remove(member);
  }

  /** Removes the members that have been dead or gone for longer than `retentionMs`. */
  dropExpired(retentionMs: number, nowMs: number): void {
    for (const member of [...this.goneList.all()]) {
      if (nowMs - member.sinceMs >= retentionMs) this.remove(member);
    }
  }

  /** The dead and left members, the oldest ones first. */
  gone(): readonly Member[] {
    return this.goneList.all();
  }

  /** The members whose ids fall into one bucket of the hash. */
  *inBuckets(buckets: ReadonlySet<number>): Generator<Member> {
    for (const member of this.byId.values()) if (buckets.has(bucketOf(member.record.id))) yield member;
  }

  private index(member: Member): void {
    const { id, instance } = member.record;
    this.byId.set(id, member);
    this.byInstance.set(instance, member);
    if (member.isLive) {
      this.rings.add(member);
      this.hash.foldLive(id, contentOf(member.record));
      this.version++;
    } else {
      this.goneList.add(member);
      if (member.record.state === 'dead') this.deadCount++;
      this.hash.foldRest(id, contentOf(member.record));
    }
  }

  private unindex(member: Member): void {
    const { id, instance } = member.record;
    if (this.byInstance.get(instance) === member) this.byInstance.delete(instance);
    if (member.isLive) {
      this.rings.remove(member);
      this.hash.foldLive(id, contentOf(member.record));
      this.version++;
    } else {
      this.goneList.delete(member);
      if (member.record.state === 'dead') this.deadCount--;
      this.hash.foldRest(id, contentOf(member.record));
    }
  }

  private get goneLimit(): number {
    return Math.max(DEAD_LIMIT, this.rings.size);
  }

  private dropSurplus(): void {
    while (this.goneList.size > this.goneLimit && this.dropFirstGone());
  }

  /** Makes room for another member. Returns false if nobody is gone. */
  private dropFirstGone(): boolean {
    const first = this.goneList.all().find((member) => !member.isMyself);
    if (first) this.remove(first);
    return first !== undefined;
  }
}

/** What must agree between two members' lists. Whatever else a record says changes with its incarnation. */
export function contentOf(record: MemberRecord): string {
  const state = record.state === 'suspect' ? 'alive' : record.state;
  return `${record.id}${record.instance}${record.generation}/${record.incarnation}/${state}`;
}
