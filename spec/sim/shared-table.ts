/**
 * A member list for very large clusters: all cores share one roster of the members that there are at the start, and each keeps only what
 * differs, and what it knows itself of the members that it has dealt with. Tells the core the same as MemberTable does, as
 * long as no member joins and more than 20 are live.
 */
import type { TableFactory } from '../../gossip/core/context.ts';
import { Member } from '../../gossip/core/member.ts';
import { contentOf, MemberTable } from '../../gossip/core/member-table.ts';
import { RING_COUNT, Rings, ringPositions } from '../../gossip/core/rings.ts';
import { BUCKET_COUNT, bucketOf, StateHash } from '../../gossip/core/state-hash.ts';
import type { MemberRecord } from '../../gossip/core/types.ts';

/** The members at the start. Never changed. */
export class Roster {
  readonly hash = new StateHash();
  readonly byId = new Map<string, MemberRecord>();
  readonly byInstance = new Map<string, MemberRecord>();
  readonly buckets: MemberRecord[][] = Array.from({ length: BUCKET_COUNT }, () => []);
  readonly rings: MemberRecord[][] = [];
  /** Place of each member on each ring. */
  readonly places = new Map<string, number[]>();

  constructor(records: readonly MemberRecord[]) {
    const positions = new Map(records.map(({ id }) => [id, ringPositions(id)]));
    for (const record of records) {
      this.byId.set(record.id, record);
      this.byInstance.set(record.instance, record);
      this.buckets[bucketOf(record.id)]?.push(record);
      this.hash.foldLive(record.id, contentOf(record));
      this.places.set(record.id, []);
    }
    for (let ring = 0; ring < RING_COUNT; ring++) {
      const positionOf = ({ id }: MemberRecord): number => positions.get(id)?.[ring] as number;
      const sorted = [...records].sort((a, b) => positionOf(a) - positionOf(b) || (a.id < b.id ? -1 : 1));
      this.rings.push(sorted);
      sorted.forEach(({ id }, place) => {
        this.places.get(id)?.push(place);
      });
    }
  }

  readonly tableOf: TableFactory = (self, hash, nowMs) => new SharedTable(this, self, hash, nowMs);
}

class SharedRings extends Rings {
  readonly gone = new Set<string>();
  memberOf: (record: MemberRecord) => Member = () => {
    throw new Error('the rings belong to no table yet');
  };
  private readonly roster: Roster;

  constructor(roster: Roster) {
    super();
    this.roster = roster;
  }

  override get size(): number {
    return this.roster.byId.size - this.gone.size;
  }

  override add(member: Member): void {
    this.gone.delete(member.record.id);
  }

  override remove(member: Member): void {
    this.gone.add(member.record.id);
  }

  override at(place: number): Member | undefined {
    return this.from(0, place % this.roster.byId.size, 1, 1, undefined);
  }

  protected override neighbour(ring: number, side: 1 | -1, step: number, member: Member): Member | undefined {
    const place = this.roster.places.get(member.record.id)?.[ring];
    return place === undefined ? undefined : this.from(ring, place + side, side, step, member);
  }

  /** The `step`th live member from a place on. */
  private from(
    ring: number,
    place: number,
    side: 1 | -1,
    step: number,
    except: Member | undefined,
  ): Member | undefined {
    const records = this.roster.rings[ring] as MemberRecord[];
    for (let at = place, left = step, seen = 0; seen < records.length; at += side, seen++) {
      const record = records[(at + records.length) % records.length] as MemberRecord;
      if (this.gone.has(record.id)) continue;
      if (--left > 0) continue;
      return record.id === except?.record.id ? undefined : this.memberOf(record);
    }
    return undefined;
  }
}

class SharedTable extends MemberTable {
  private readonly roster: Roster;
  private readonly startMs: number;
  private readonly removed = new Set<string>();

  constructor(roster: Roster, self: MemberRecord, hash: StateHash, nowMs: number) {
    const rings = new SharedRings(roster);
    super(self, hash, nowMs, rings);
    this.roster = roster;
    this.startMs = nowMs;
    rings.memberOf = (record) => this.memberOf(record);
    // Every list begins with the same hash; its halves are copied, as each list changes its own.
    const { halves, ...rest } = roster.hash as unknown as { halves: Uint32Array };
    Object.assign(hash, rest, { halves: Uint32Array.from(halves) });
  }

  override get(id: string): Member | undefined {
    return super.get(id) ?? this.find(this.roster.byId.get(id));
  }

  override ofInstance(instance: string): Member | undefined {
    return super.ofInstance(instance) ?? this.find(this.roster.byInstance.get(instance));
  }

  override *all(): IterableIterator<Member> {
    for (const record of this.roster.byId.values()) {
      const member = this.get(record.id);
      if (member) yield member;
    }
  }

  override remove(member: Member): void {
    super.remove(member);
    this.removed.add(member.record.id);
  }

  override *inBuckets(buckets: ReadonlySet<number>): Generator<Member> {
    for (const bucket of buckets) {
      for (const record of this.roster.buckets[bucket] ?? []) {
        const member = this.get(record.id);
        if (member) yield member;
      }
    }
  }

  private find(record: MemberRecord | undefined): Member | undefined {
    return record && !this.removed.has(record.id) && !this.byId.has(record.id)
      ? this.memberOf(record)
      : undefined;
  }

  private memberOf(record: MemberRecord): Member {
    const known = super.get(record.id);
    if (known) return known;
    const member = new Member(record, false, this.startMs);
    this.byId.set(record.id, member);
    this.byInstance.set(record.instance, member);
    return member;
  }
}
