/**
 * This member's way into the cluster and out of it, and what its shards are told meanwhile: by which members slots are
 * placed. One for each member, whatever the number of its shards.
 */
import type { Membership, ViewMember } from '../../gossip/index.ts';
/** What a shard map is to be made from. Plain data. */
export interface Placement {
    readonly members: readonly ViewMember[];
    readonly epoch: number;
    /** This member waits until it sees so many before it serves; 0 once it serves. */
    readonly membersNeeded: number;
    /** This member is about to leave, or has left. */
    readonly isLeaving: boolean;
}
export interface PresenceParts {
    selfId(): string;
    /** Called with each view, and with the last one's other members when this member has left. */
    place(placement: Placement): void;
    /** Resolves when this member has copies of what it will own, or can have no more of them. */
    catchUp(): Promise<unknown>;
    /** Resolves when others have taken over what this member, which is leaving, held, or when they do no more. */
    drain(): Promise<unknown>;
    /** It needs more members before it serves than it sees. */
    onWaiting(needed: number, seen: number): void;
}
export declare class Presence {
    private readonly parts;
    private membership;
    /** It is on its way out. */
    private isGoing;
    /** It has said goodbye: its own view does not count any more. */
    private isLeaving;
    private needed;
    private giveUpWaiting;
    constructor(parts: PresenceParts);
    /**
     * From now on follows this membership, which has not been started yet. With `minMembers` above 1 this member serves only when
     * it sees as many, or one that serves.
     */
    attach(membership: Membership, minMembers: number): void;
    /**
     * Resolves when this member serves: at once if it need not join anybody, else when it has found another member, or
     * after `patienceMs` alone; if it needs more members, whenever it sees them. It serves when it has caught up with the members
     * that do. Resolves early if it leaves meanwhile.
     */
    joined(patienceMs: number): Promise<void>;
    private hasEnough;
    /**
     * Hands over what it holds and says goodbye. Resolves when the others know; from then on the map is theirs alone, so that commands which still
     * arrive here are passed on to whoever owns their keys now.
     */
    leave(): Promise<void>;
    /** Lets the others, if any of them serves, take over what this member owns. */
    private handOver;
    /** Resolves with the first view, now or later, for which `matches` holds, after `patienceMs`, or when this member leaves. */
    private viewWhere;
}
