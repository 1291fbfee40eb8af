/**
 * Who was forgotten. A tombstone bans a member id for a time, in every instance; it spreads by flooding and by sync. Times travel
 * as what remains of them, never as wall-clock time.
 *
 * A tombstone is `banning` until its time is over, or `lifted` by a MEET; both count in the hash and are synced. After that it is
 * `spent` for 2 ttl: known only so that a member with a slower clock cannot bring it back. The higher Lamport stamp wins.
 *
 * Bounds: TOMBSTONE_LIMIT tombstones, the ones with the least time left go first.
 */
import type { Context } from './context.ts';
import type { Member } from './member.ts';
import type { Forget } from './messages.ts';
import type { Address, Ban } from './types.ts';
export declare class Tombstones {
    private readonly context;
    private readonly byId;
    private readonly byInstance;
    private highestStamp;
    constructor(context: Context);
    isBanned(id: string): boolean;
    /** The id of the banned member that this instance belongs to. */
    bannedIdOf(instance: string): string | undefined;
    bans(nowMs: number): Ban[];
    /** The message that buries `id` now, with a stamp above every one seen. */
    newForget(id: string): Forget;
    /** The message that lifts the ban on `id`. */
    newLift(id: string): Forget;
    /** Takes up a tombstone. Returns false if it says nothing new. */
    apply(forget: Forget, member: Member | undefined, nowMs: number): boolean;
    /** Tells a banned member that it is, at most once per hf/2. */
    answer(id: string, to: Address, nowMs: number): void;
    tick(nowMs: number): void;
    nextMs(): number;
    /** The tombstones of some buckets, for a sync. */
    inBuckets(buckets: ReadonlySet<number>, nowMs: number): Generator<Forget>;
    private message;
    private announceEnd;
    /** In or out of the hash. */
    private fold;
    private drop;
    private dropSurplus;
}
