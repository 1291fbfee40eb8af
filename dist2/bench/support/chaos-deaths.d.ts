import type { Fleet } from './chaos-members.ts';
import { type Outcome } from './chaos-scene.ts';
export interface KillOptions {
    readonly scene: string;
    readonly size: number;
    /** How long the dead member's keys may not be writable, at most. */
    readonly promisedMs: number;
    readonly mayLose: boolean;
    /** Clients that only read. */
    readonly readers: number;
}
/** kill -9 of the last member, under clients of the others. */
export declare function kill(fleet: Fleet, options: KillOptions): Promise<Outcome>;
/** kill -9 of the last member, which is started again 0.3 s later. */
export declare function killAndRestart(fleet: Fleet, scene: string, size: number): Promise<Outcome>;
/** The last member is stopped for `stoppedMs`, then goes on; clients of all members, its own among them, go on. */
export declare function stopOwner(fleet: Fleet, scene: string, size: number, stoppedMs: number): Promise<Outcome>;
/** Two of three die, the second once the copies that were lost with the first have been made again. */
export declare function twoDeaths(fleet: Fleet, scene: string): Promise<Outcome>;
