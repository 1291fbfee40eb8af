/** Trials of what the others build on: published messages, FORGET, and the cost at rest. Like those in trials.ts. */
import type { ClusterOptions } from './cluster.ts';
export interface BroadcastFigures {
    /** Payloads received in excess of one for each member and message. */
    readonly redundancy: number;
    /** Until the last member had a message, in ms: the median and the longest. */
    readonly medianMs: number;
    readonly lastMs: number;
}
/**
 * Members publish, any of them, one message after the other; every other one delivers each exactly once. Figures are of the messages after
 * the first `warmUp`.
 */
export declare function broadcast(seed: number, count: number, options?: Partial<ClusterOptions>, publisherCount?: number, messageCount?: number, warmUp?: number): BroadcastFigures;
/**
 * A member is forgotten, be it live, dead or paused, and starts again and again during the ban. Nobody lists it as live meanwhile, and after the
 * ban it comes back. Returns how long it took until nobody listed it, in ms.
 */
export declare function forget(seed: number, count: number, options?: Partial<ClusterOptions>): number;
/** Returns the most that any member sent per hf at rest: `datagrams`, or `bytes`. */
export declare function cost(seed: number, count: number, unit: 'datagrams' | 'bytes'): number;
/** 30 % of the members crash. Returns the most datagrams that any survivor sent in one hf until all are removed. */
export declare function storm(seed: number, count: number, options?: Partial<ClusterOptions>): number;
