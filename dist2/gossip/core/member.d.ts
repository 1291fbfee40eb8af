/**
 * One line of the member list: the newest record of a member, and what this member itself knows of it.
 */
import type { Accusation, Status } from './messages.ts';
import type { MemberInfo, MemberRecord } from './types.ts';
/** Somebody says that a member is dead, and it has not been accepted yet. */
export interface OpenAccusation {
    readonly accusation: Accusation;
    readonly receivedMs: number;
    /** Not accepted before this time, so that the member and its observers have time to contradict. */
    notBeforeMs: number;
}
/** A round of questions to the other observers of a silent member. */
export interface SilenceCheck {
    readonly seq: number;
    readonly sentMs: number;
    /** Instances of the observers that have not heard it either. */
    readonly agreeing: Set<string>;
}
export declare class Member {
    /** Replaced as a whole, only by MemberTable, which keeps hashes, indexes and rings in step. */
    record: MemberRecord;
    readonly isMyself: boolean;
    readonly ringPositions: Uint32Array;
    /** Instance that this one replaced, while both may still be talking; '' if none. */
    previousInstance: string;
    /** Last first-hand sign of life. */
    heardMs: number;
    /** Last sign of life, first-hand or vouched for by another observer; never before `heardMs`. */
    vouchedMs: number;
    /** When it last heard this member, as it showed by an answer or said in a ping. */
    answeredMs: number;
    /** The same, first-hand or vouched for by another observer. */
    hearsMs: number;
    /**
     * From when on silence counts against the member although nothing was heard: it was learned of, its observer was
     * inherited, or this member itself had been stalled until then.
     */
    graceMs: number;
    /** Since when it has been in its state, for a dead or left member. */
    sinceMs: number;
    lastPingedMs: number;
    check: SilenceCheck | undefined;
    accusation: OpenAccusation | undefined;
    /** What its newest ping or ack said of its view and health. */
    told: Status | undefined;
    /** Highest incarnation for which a SUSPECT from elsewhere was taken up; each is taken up once. */
    suspectedIncarnation: number;
    /** When it was last told that it is held for dead, or has been replaced. */
    lastToldMs: number;
    /** The last sync that was started with it: when, over which difference, and how long not to repeat it. */
    lastSyncMs: number;
    lastSyncDifference: string;
    syncPauseMs: number;
    constructor(record: MemberRecord, isMyself: boolean, nowMs: number);
    get isLive(): boolean;
    /** How long this member's own silence clock has run, in ms. */
    silenceMs(nowMs: number): number;
    /** For how long it has not shown that it hears anybody, in ms. */
    unansweredMs(nowMs: number): number;
    /** The time that this member itself was stalled counts against nobody. */
    excuse(lostMs: number, nowMs: number): void;
    /** Age of the last sign of life, in ms; Infinity if there was none. */
    evidenceAgeMs(nowMs: number): number;
    info(nowMs: number): MemberInfo;
}
/** Which of two instances of one member is the newer one: positive if that of `a` is. */
export declare function compareInstances(a: MemberRecord, b: MemberRecord): number;
