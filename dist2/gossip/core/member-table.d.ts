/**
 * The member list. The only place where a record is replaced, so that the indexes, the rings and the hashes always
 * agree with the records.
 *
 * Bounds: at most MEMBER_LIMIT members, and of these at most DEAD_LIMIT, or as many as are live if that is more, that are dead or
 * have left (the oldest go first). So a member that lost sight of most others still knows that they are the most.
 */
import { Member } from './member.ts';
import { Rings } from './rings.ts';
import { type StateHash } from './state-hash.ts';
import type { MemberRecord } from './types.ts';
export declare const DEAD_LIMIT = 256;
export declare class MemberTable {
    readonly rings: Rings;
    /** Dead members in the list, not those that left. */
    deadCount: number;
    /** Grows with every change of the live members. */
    version: number;
    readonly myself: Member;
    private readonly hash;
    protected readonly byId: Map<string, Member>;
    protected readonly byInstance: Map<string, Member>;
    /** The members whose last instance was replaced, by that instance. */
    private readonly byReplaced;
    /** Dead and left members, oldest first. */
    private readonly goneIds;
    constructor(self: MemberRecord, hash: StateHash, nowMs: number, rings?: Rings);
    get(id: string): Member | undefined;
    ofInstance(instance: string): Member | undefined;
    /** The member of which this was the instance before the present one. */
    replacing(instance: string): Member | undefined;
    all(): IterableIterator<Member>;
    /** True when no other live member is known. */
    get isAlone(): boolean;
    /** Adds a member that is not in the list; undefined when the list is full. */
    add(record: MemberRecord, nowMs: number, sinceMs: number): Member | undefined;
    /** Replaces the record of a member by a newer one of the same id. */
    replace(member: Member, record: MemberRecord, nowMs: number): void;
    /** Marks a live member as suspected or not; no change for the view. */
    setSuspect(member: Member, suspect: boolean): void;
    remove(member: Member): void;
    /** Forgets everybody else. */
    clear(): void;
    /** Removes the members that have been dead or gone for longer than `retentionMs`. */
    dropExpired(retentionMs: number, nowMs: number): void;
    /** The dead and left members. */
    gone(): Generator<Member>;
    /** The members whose ids fall into one bucket of the hash. */
    inBuckets(buckets: ReadonlySet<number>): Generator<Member>;
    private index;
    private unindex;
    private dropOldest;
}
/** What must agree between two members' lists. Whatever else a record says changes with its incarnation. */
export declare function contentOf(record: MemberRecord): string;
