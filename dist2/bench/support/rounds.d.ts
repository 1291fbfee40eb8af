import type { Server } from './server.ts';
/** What one run of a load cost. */
export interface Cost {
    /** Processor time of all the server's processes, in microseconds for each operation. */
    readonly processorMicros: number;
    readonly perSecond: number;
}
export interface Comparison {
    /** Medians over the rounds. */
    readonly ours: Cost;
    readonly theirs: Cost;
    /** Our processor time over theirs: the median of the rounds' own ratios. */
    readonly ratio: number;
    /** The least and the greatest of those ratios. */
    readonly ratioRange: readonly [number, number];
}
/** Sends so many operations; resolves to how many were answered in a second. */
export type Load = (server: Server, operations: number) => Promise<number>;
/** How many operations a run must have is found by runs of more and more, from `operations` on, until one takes `seconds`. */
export interface Trial {
    readonly operations: number;
    readonly seconds: number;
}
/** Each round loads both servers one after the other for about `seconds`, in alternating order, and one round more comes first to warm up. */
export declare function compare(ours: Server, theirs: Server, load: Load, plan: {
    readonly rounds: number;
    readonly seconds: number;
    readonly trial: Trial;
}): Promise<Comparison>;
/** How many operations take about that many seconds. */
export declare function operationsIn(seconds: number, server: Server, load: Load, trial: Trial): Promise<number>;
/** Runs the load once. */
export declare function costOf(server: Server, load: Load, operations: number): Promise<Cost>;
export declare function medianCost(costs: readonly Cost[]): Cost;
/** The middle value; the mean of the two middle ones of an even number. */
export declare function median(values: readonly number[]): number;
