import { type Pauses } from './pauses.ts';
import type { Server } from './server.ts';
export interface Scene {
    readonly name: string;
    readonly server: string;
    readonly keys: number;
    /** How long it took. */
    readonly seconds: number;
    /** The longest wait for PING. */
    readonly pingMs: number;
    /** Of ours only. */
    readonly pauses?: Pauses;
}
/** Grows empty servers to keys 0 to `keys` - 1, which stay. */
export declare function playGrowth(servers: readonly Server[], keys: number): Promise<Scene[]>;
/** Empties servers that hold keys 0 to `keys` - 1: by eviction, by FLUSHALL, and what is written anew by expiry. */
export declare function playRemoval(servers: readonly Server[], keys: number): Promise<Scene[]>;
