import type { Checks } from './checks.ts';
import type { World } from './world.ts';
export declare class Clients {
    private readonly world;
    private readonly checks;
    constructor(world: World, checks: Checks);
    write(): void;
    private randomKey;
    private command;
    private route;
    private execute;
    private flushAll;
    private flushAt;
}
