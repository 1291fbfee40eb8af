/**
 * What this member says of itself. Only this part raises the own incarnation, and it never lowers it.
 *
 * Status: `active` until it leaves (`leaving`, then `left`), is forgotten by the others (`banned`), or finds a newer live
 * instance of its own id (`conflict`). `banned` ends only by a MEET; the other three never do. All but `active` and `leaving` are
 * silent and have an empty view.
 */
import type { Context } from './context.ts';
import type { Address, Ban, MemberRecord, Phase } from './types.ts';
export type Status = 'active' | 'leaving' | 'left' | 'banned' | 'conflict';
export declare class Identity {
    status: Status;
    private readonly context;
    /** Up to this incarnation the others held this member for dead for a while, and it has been told. */
    private oustedIncarnation;
    /** Stamp of the newest ban on the own id that was told. */
    private banStamp;
    /** Until when the others said that the ban holds. */
    private bannedUntilMs;
    /** Bans up to this stamp have been lifted. */
    private liftedStamp;
    /** Bans up to this stamp do not count until then: whoever sent the invitation is about to lift them. */
    private pardonedStamp;
    private pardonedUntilMs;
    /** The phase that was asked for; the record says `stalled` instead while the data thread is. */
    private wantedPhase;
    private isStalled;
    constructor(context: Context);
    get isPresent(): boolean;
    setPhase(phase: Phase, nowMs: number): void;
    /** How far the data thread is behind. A member that is alone serves on: nobody could take over. */
    setService(isLagging: boolean, isStalled: boolean, nowMs: number): void;
    setMetadata(metadata: Uint8Array, nowMs: number): void;
    /**
     * Somebody says that this member is suspect, or even that it `isGone`, at `incarnation` (SWIM, section 4.2). In the second case
     * it was off somebody's list for a while.
     */
    refute(incarnation: number, isGone: boolean, from: Address, nowMs: number): void;
    /**
     * This member did nothing for longer than a pause may last: the others may have declared it dead, whether it hears of that or
     * not.
     */
    onAbsence(lostMs: number, nowMs: number): void;
    /** What this member owned may have had another owner, up to this incarnation. Told once for each. */
    private ousted;
    /** A record of the own id, from somebody else's list. */
    onRecordOfMyself(record: MemberRecord, from: Address, nowMs: number): void;
    /** A newer instance of the own id is live: this one must stop. */
    yieldTo(record: MemberRecord, nowMs: number): void;
    /** The others have forgotten this member. Returns false if that is no longer true or known already. */
    onBan(stamp: number, remainingMs: number, nowMs: number): boolean;
    /** The ban on the own id, while it holds. */
    bans(nowMs: number): Ban[];
    /** A ban on the own id was lifted: bans up to this stamp are void. */
    onLift(stamp: number): void;
    /**
     * A MEET wakes this member up after it was banned. `invited`: another member was told to, and lifts the ban. Otherwise the
     * MEET was given here, and the others decide whether the ban still holds.
     */
    readmit(invited: boolean, nowMs: number): void;
    /** Goes silent, with an empty view. */
    withdraw(status: 'left' | 'banned' | 'conflict', nowMs: number): void;
    /** Raises the incarnation and tells everybody. */
    private announce;
    private get record();
}
