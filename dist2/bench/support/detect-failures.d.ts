/** Scenes of bench-detect about members that die, pause, come back or are sent away. Each starts its own members and ends them. */
import { type Agent, type Flock } from './agent.ts';
import type { HearsayFlock } from './hearsay-flock.ts';
export interface Kills {
    readonly flock: string;
    readonly members: number;
    /** Ms from kill -9 to the first and to the last survivor that took it off its list, by trial; null: not within the patience. */
    readonly firstMs: readonly (number | null)[];
    readonly allMs: readonly (number | null)[];
}
export declare function kills(flock: Flock, size: number, trials: number): Promise<Kills>;
export interface Pauses {
    readonly flock: string;
    readonly pauseMs: number;
    readonly trials: number;
    /** Trials in which anybody took the paused member off its list. */
    readonly removed: number;
    /** Removals of others by the paused member. */
    readonly removedOthers: number;
}
/** SIGSTOP of one of three members for each of these lengths. */
export declare function pauses(flock: Flock, lengthsMs: readonly number[], trials: number): Promise<Pauses[]>;
export interface Blocked {
    readonly blockedMs: number;
    /** Removals by anybody meanwhile. */
    readonly removals: number;
    /** When the last of the others knew that it serves no longer, and that it serves again after the end of the block. */
    readonly stalledMs: number | null;
}
/** The thread that serves is blocked, while the gossip thread goes on. */
export declare function blocked(flock: HearsayFlock, blockedMs: number): Promise<Blocked>;
export interface Restarts {
    readonly flock: string;
    readonly trials: number;
    /** Ms from when the new process was up to the last of the others that said something of it; null: somebody said nothing. */
    readonly noticedMs: readonly (number | null)[];
    /** Trials in which the old process had been found to be gone before the new one was up. */
    readonly foundGone: number;
}
/** kill -9 and start again at once, with the same identity and ports. */
export declare function restarts(flock: Flock, trials: number): Promise<Restarts>;
export interface Forgets {
    readonly flock: string;
    readonly target: 'live' | 'dead' | 'stopped';
    /** Ms until every other member had taken it off; null: not within 10 s. */
    readonly goneMs: number | null;
    /** Whether it was off all lists `comebackMs` later; a stopped one is let go on meanwhile. */
    readonly staysAway: boolean;
}
/** FORGET (serf: force-leave -prune) of a member that lives, one that is dead and known to be, and one that is stopped. */
export declare function forgets(flock: Flock, comebackMs: number): Promise<Forgets[]>;
export interface Rotation {
    readonly flock: string;
    readonly removals: number;
    /** Whether all saw all at the end. */
    readonly isComplete: boolean;
    /** Reasons for which datagrams were dropped, as far as the members count them. */
    readonly dropped: readonly string[];
}
/** The key is exchanged while the members ping each other. */
export declare function rotation(flock: Flock): Promise<Rotation>;
/** How many times any of them took another one off its list. */
export declare function removalsSince(agents: readonly Agent[], sinceMs: number): number;
