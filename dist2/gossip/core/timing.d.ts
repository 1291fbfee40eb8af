/**
 * Every duration of the protocol, derived from the two that a user sets: the heartbeat period hf and the time ttl after
 * which a silent member is off every list.
 */
export interface Timing {
    readonly hfMs: number;
    readonly ttlMs: number;
    /** One ping goes out every beat; a round of pings takes 4 beats. */
    readonly beatMs: number;
    /** An observed member silent for longer than this is probed on every beat. */
    readonly quietMs: number;
    /** Silence after which the other observers are asked, before the local health score stretches it. */
    readonly suspectMs: number;
    /** D: silence after which an observer declares a member dead. What is left of ttl is for spreading the news. */
    readonly verdictMs: number;
    /** D where everybody observes everybody, and the news need not spread. */
    readonly smallVerdictMs: number;
    /** An observed member that talks, but has not shown for this long that it hears too, is probed on every beat. */
    readonly unansweredMs: number;
    /** The silence that a member has behind it when its last observer dies and another one takes over. */
    readonly inheritedMs: number;
    /** How often an unanswered join is repeated. */
    readonly joinRetryMs: number;
    /** A member that pauses for no longer than this is never removed: ttl - 2.5 hf. */
    readonly safePauseMs: number;
    /** How long an unanswered invitation (MEET) is repeated. */
    readonly invitationMs: number;
}
/** @throws RangeError when ttl is less than 5 hf, or hf is no positive number */
export declare function timingOf(hfMs: number, ttlMs: number): Timing;
