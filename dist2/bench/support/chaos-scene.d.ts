import { ChaosLoad, type Gap, type Spread } from './chaos-load.ts';
import type { Fleet } from './chaos-members.ts';
/** What was seen in one run of a scene. */
export interface Outcome {
    readonly scene: string;
    readonly fleet: string;
    readonly answered: number;
    /** Keys that do not hold what their last acknowledged write left. */
    readonly lost: number;
    readonly stale: number;
    readonly readErrors: Readonly<Record<string, number>>;
    readonly writeErrors: Readonly<Record<string, number>>;
    /** The longest time without an acknowledged write, of clients of the affected member's keys and of the others. */
    readonly affectedGap: Gap;
    readonly othersGap: Gap;
    /** The same of the others before anything happened: what the machine does by itself. */
    readonly quietGap: Gap;
    readonly before: Spread;
    readonly during: Spread;
    /** More figures, by name. */
    readonly figures: Readonly<Record<string, number>>;
    /** Why it is not as promised; none if it is. */
    readonly faults: readonly string[];
}
/** Clients beside those that write. */
export interface Audience {
    /** So many that write each of their keys once, then read. */
    readonly readers?: number;
    /** So many of this member that read what the clients of the affected keys write. */
    readonly watchers?: {
        readonly count: number;
        readonly member: number;
    };
}
/** A load whose even clients use keys of `affected` only, and the odd ones keys of the others; `entry` are the members that clients know. */
export declare function startLoad(fleet: Fleet, entry: readonly number[], affected: number, { readers, watchers }?: Audience): Promise<ChaosLoad>;
/** The keys of a client, all of which are `suitable`. */
export declare function keysOf(client: number, suitable: (key: string) => boolean): string[];
/** How many keys are not, to a client of any of these members, what they ought to be. */
export declare function lostKeys(fleet: Fleet, members: readonly number[], load: ChaosLoad): Promise<number>;
export interface Judged {
    readonly scene: string;
    readonly fleet: Fleet;
    readonly load: ChaosLoad;
    readonly lost: number;
    readonly figures?: Readonly<Record<string, number>>;
    /** What else is not as promised. */
    readonly faults?: readonly (string | false)[];
    /** Codes of errors that reads and writes may have got. */
    readonly mayRead?: readonly string[];
    readonly mayWrite?: readonly string[];
    /** Lost writes are part of the deal, and only counted. */
    readonly mayLose?: boolean;
    /** Reads meanwhile may miss what is acknowledged. */
    readonly mayMiss?: boolean;
}
export declare function outcomeOf(seen: Judged): Outcome;
/** A fault if it is longer than promised, and longer than what the machine does by itself. */
export declare function gapFault(what: string, gap: Gap, promisedMs: number, quietMs: number): string | false;
