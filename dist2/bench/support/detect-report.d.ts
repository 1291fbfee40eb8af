/** Prints what bench-detect found: tables for people, or JSON with every single figure. */
import type { Blocked, Forgets, Kills, Pauses, Restarts, Rotation } from './detect-failures.ts';
import type { Cost, Loss, Partition, SeedsDown } from './detect-network.ts';
export interface Findings {
    readonly hfMs: number;
    readonly ttlMs: number;
    readonly safePauseMs: number;
    readonly kills: readonly Kills[];
    readonly pauses: readonly Pauses[];
    readonly blocked: readonly Blocked[];
    readonly restarts: readonly Restarts[];
    readonly forgets: readonly Forgets[];
    readonly rotation: readonly Rotation[];
    readonly loss: readonly Loss[];
    readonly partition: readonly Partition[];
    readonly seeds: readonly SeedsDown[];
    readonly cost: readonly Cost[];
}
export declare function report(found: Findings, asJson: boolean): void;
