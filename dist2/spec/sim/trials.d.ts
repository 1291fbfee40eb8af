/**
 * What the membership protocol promises, as trials of one seed each: a trial sets up a cluster, does something to it, and returns a
 * figure, or fails with the seed when a promise is broken. The specs run a few seeds of each, `make sim` runs many.
 */
import { type ClusterOptions, SimulatedCluster, type SimulatedMember } from './cluster.ts';
/** ttl + max(50 ms, hf/10): until then a crashed member is off every list. */
export declare function detectionBoundMs({ hfMs, ttlMs }: ClusterOptions): number;
/** The longest pause after which a member is never removed. */
export declare function safePauseMs({ hfMs, ttlMs }: ClusterOptions): number;
/** Up to 50 members join by the first; more know each other from the start, as the join of thousands takes long to simulate. */
export declare function begin(seed: number, count: number, options: Partial<ClusterOptions>): SimulatedCluster;
export declare function draw(cluster: SimulatedCluster, count: number): SimulatedMember[];
/** Fails if any member took one that runs off its list. */
export declare function checkNobodyRemoved(cluster: SimulatedCluster): void;
/**
 * Some members crash at once. Returns how long it took until no survivor listed any of them, in ms.
 * @param share of the members that crash; at least one does
 */
export declare function crash(seed: number, count: number, share: number, options: Partial<ClusterOptions>, refuses?: boolean): number;
/** What may go wrong with members that live, one round of it. */
export type Trouble = (cluster: SimulatedCluster, members: readonly SimulatedMember[]) => void;
/** One or several members at a time pause for as long as they may. */
export declare const pauses: Trouble;
export declare const suspensions: Trouble;
/** Wall clocks are set, forwards and backwards. */
export declare const clockSteps: Trouble;
/** What one member sends is lost more often than not. */
export declare const oneWayLoss: Trouble;
export declare const dataStalls: Trouble;
/**
 * Members that live are in trouble for a while. Nobody may be removed, and 5 hf after the end of the troubles all views are equal.
 * Returns how long that took, in ms.
 */
export declare function steadfast(seed: number, count: number, options: Partial<ClusterOptions>, troubles?: readonly Trouble[], durationMs?: number): number;
/** A member sleeps for longer than it may, and removes nobody. Returns how long it took until all saw all again, in ms. */
export declare function sleep(seed: number, count: number, how: 'pause' | 'suspend', options?: Partial<ClusterOptions>): number;
/** Two parts do not hear each other for a while. Returns how long after the heal all views were equal, in ms. */
export declare function partition(seed: number, count: number, options?: Partial<ClusterOptions>): number;
/** A member does not hear the others, or is not heard by them. Returns how long it took until it was off every other list, in ms. */
export declare function deafOrMute(seed: number, count: number, fault: 'deaf' | 'mute', options?: Partial<ClusterOptions>): number;
/** All join by the first at once. Returns how long it took until all saw all, in ms. */
export declare function join(seed: number, count: number, options?: Partial<ClusterOptions>): number;
