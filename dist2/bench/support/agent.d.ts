/** A process with a member in it, of whatever make, and a flock of them: what bench-detect needs to know of both. */
import { type ChildProcess } from 'node:child_process';
/** Something that a member said of a member; wall-clock time in ms. */
export interface Notice {
    readonly type: string;
    readonly member: string;
    readonly atMs: number;
}
/** Where a member runs: its address, and what its command line begins with. */
export interface Place {
    readonly host: string;
    readonly prefix: readonly string[];
}
export declare const HERE: Place;
/** A kind of member, with what differs between the kinds. */
export interface Flock {
    readonly label: string;
    /** How long to wait for what may never happen. */
    readonly patienceMs: number;
    /** Starts member `index`, which decides its name and ports; resolves when it runs. */
    start(index: number, seeds: readonly Agent[], place?: Place): Promise<Agent>;
    /** Has `by` take that member off all lists. */
    forget(by: Agent, member: Agent): Promise<void>;
    /** Exchanges the key of all of them, in three steps. */
    rotate(agents: readonly Agent[]): Promise<void>;
}
export declare class Agent {
    readonly name: string;
    readonly index: number;
    readonly place: Place;
    readonly child: ChildProcess;
    readonly notices: Notice[];
    /** Names on its live list, its own included. */
    readonly live: Set<string>;
    isReady: boolean;
    isGone: boolean;
    /** How it ended. */
    exit: string;
    /** What it wrote that could not be read. */
    errors: string;
    constructor(index: number, place: Place, command: readonly string[], read: (line: string, agent: Agent) => void);
    get pid(): number;
    notice(type: string, member: string, atMs: number): void;
    /** The first notice of one of these types about that member at or after `sinceMs`. */
    saw(types: readonly string[], member: Agent, sinceMs: number): Notice | undefined;
    tell(command: object): void;
    signal(signal: NodeJS.Signals): void;
    /** kill -9; resolves to the time at which it was sent. */
    kill(): Promise<number>;
}
/** Resolves to whether it holds, at the latest after `withinMs`. */
export declare function until(holds: () => boolean, withinMs: number): Promise<boolean>;
export declare function sleep(ms: number): Promise<void>;
/** Whether each of them has exactly these on its live list. */
export declare function allSee(agents: readonly Agent[], members?: readonly Agent[]): boolean;
/** Starts `count` members, all of which join by the first, and waits until all see all. */
export declare function startAll(flock: Flock, count: number): Promise<Agent[]>;
/** Waits until all see all; throws if that takes too long. */
export declare function assembled(flock: Flock, agents: readonly Agent[]): Promise<void>;
export declare function stopAll(agents: readonly Agent[]): Promise<void>;
