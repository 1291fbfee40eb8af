import { type Comparison } from './rounds.ts';
import type { Server } from './server.ts';
/** `mixed` is 90 % GET and 10 % SET. */
export declare const TESTS: readonly ['set', 'get', 'incr', 'mset', 'mixed'];
export type Test = (typeof TESTS)[number];
export interface Case {
    readonly test: Test;
    readonly valueBytes: number;
    readonly keys: number;
    readonly pipeline: number;
    readonly connections: number;
}
export interface Result extends Case, Comparison {
}
export interface Plan {
    readonly rounds: number;
    /** How long one run takes, about. */
    readonly seconds: number;
    /** As redis-benchmark --cluster. */
    readonly cluster?: boolean;
}
/** Runs one case on both servers, which hold the keys already. */
export declare function runCase(ours: Server, theirs: Server, what: Case, plan: Plan): Promise<Result>;
/** Prints a table, or JSON if that is asked for, and draws the chart. */
export declare function report(results: readonly Result[], names: {
    readonly ours: string;
    readonly theirs: string;
    readonly title: string;
}, output: {
    readonly json: boolean;
    readonly svg?: string | undefined;
}): Promise<void>;
export declare function print(results: readonly Result[], names: {
    readonly ours: string;
    readonly theirs: string;
}): void;
export declare function sizeText(bytes: number): string;
