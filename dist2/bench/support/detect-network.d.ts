import { type Flock } from './agent.ts';
export interface Loss {
    readonly flock: string;
    readonly percent: number;
    readonly seconds: number;
    /** Removals of members that were well, in that time. */
    readonly falseRemovals: number;
    /** Ms from kill -9 to the last survivor. */
    readonly allMs: readonly (number | null)[];
    /** Removals of survivors after a kill. */
    readonly collateral: number;
}
/** Five members, of whose UDP datagrams a share is lost on arrival. */
export declare function loss(flock: Flock, percent: number, seconds: number, trials: number): Promise<Loss>;
export interface Partition {
    readonly flock: string;
    /** `one-way`: the larger side hears nothing of the smaller one, which hears everything. */
    readonly kind: 'symmetric' | 'one-way';
    /** Ms from the cut until each member of the larger side lists its own side only; null: not within the patience. */
    readonly largerAloneMs: number | null;
    /** The same for the smaller side, where it hears nothing of the larger one. */
    readonly smallerAloneMs: number | null;
    /** How often the larger side changed its mind about the smaller one from then on. */
    readonly flaps: number;
    /** Ms from the end of the cut until all see all. */
    readonly healedMs: number | null;
}
/** Three members at one end of a cable and two at the other. */
export declare function partition(flock: Flock, kind: Partition['kind'], cutMs: number): Promise<Partition>;
export interface SeedsDown {
    readonly flock: string;
    /** Removals of the members that are left, once the seeds are known to be gone. */
    readonly removals: number;
    /** Ms from when a seed was up again, told of nobody, until all see all. */
    readonly rejoinedMs: number | null;
}
/** Both seeds of five members are killed; one comes back and knows nobody: the others have to find it. */
export declare function seedsDown(flock: Flock): Promise<SeedsDown>;
export interface Cost {
    readonly flock: string;
    readonly members: number;
    /** For each member and hf: IP packets and their bytes, UDP and TCP. */
    readonly packets: number;
    readonly bytes: number;
    /** Percent of one processor for each member: all threads of its process. */
    readonly processorPercent: number;
}
/** What the members use while nothing happens. Needs a network namespace, in which nobody else sends. */
export declare function cost(flock: Flock, size: number, hfMs: number, seconds: number): Promise<Cost>;
