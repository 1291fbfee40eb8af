/** The last removals that were noticed here, oldest first. Bound: FAILURE_LIMIT, the oldest go first. */
import type { Failure } from './types.ts';
export declare const FAILURE_LIMIT = 128;
export declare class FailureLog {
    private readonly failures;
    add(failure: Failure): void;
    /** A copy. */
    list(): Failure[];
}
