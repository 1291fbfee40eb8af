import type { Member } from './membership.ts';
import type { World } from './world.ts';
export declare class Checks {
    private readonly world;
    constructor(world: World);
    watch(): void;
    /** At most one serves a slot on one side of the network. */
    checkOwner(slot: number): void;
    /** Reads a key where it is held. */
    look(at: Member, key: string, bytes: Buffer, floor: number): void;
    /** Owner and replicas hold the same, and nothing older than what was acknowledged. */
    checkQuiet(): void;
    /** What nobody needs is gone. */
    checkPlaces(): void;
}
