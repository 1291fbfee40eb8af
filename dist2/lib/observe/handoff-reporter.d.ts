/**
 * Tells how far a member has come that takes slots over before it serves, or hands them over before it leaves: in the log, and
 * to whoever listens to the node. Once when it begins, every REPORT_PERIOD_MS while it goes on, and at its end.
 */
import type { ShardFigures } from './figures.ts';
import type { Logger } from './logger.ts';
/** `in`: slots come to a member that joins; `out`: those of one that leaves go. */
export type HandoffDirection = 'in' | 'out';
export interface HandoffEvent {
    readonly direction: HandoffDirection;
    /** `given-up`: nothing moved for `handoff-timeout`, and what is left is not waited for. */
    readonly state: 'begun' | 'under-way' | 'done' | 'given-up';
    /** Slots that are still to come or to go. */
    readonly slotsLeft: number;
    /** What has come or gone so far. */
    readonly keys: number;
    readonly bytes: number;
    readonly seconds: number;
    /** All of that for people. */
    readonly text: string;
}
export interface HandoffReporterParts {
    readonly logger: Logger;
    /** Those of the whole member. */
    figures(): Promise<ShardFigures>;
    emit(event: HandoffEvent): void;
}
export declare class HandoffReporter {
    private readonly parts;
    constructor(parts: HandoffReporterParts);
    /** Reports on `work` until it ends: with false for each shard for which it was given up. */
    follow(direction: HandoffDirection, work: () => Promise<readonly boolean[]>): Promise<void>;
    private progress;
    private tell;
}
