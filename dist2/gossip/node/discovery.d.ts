import type { Address } from '../core/types.ts';
export declare const ADDRESS_LIMIT = 64;
/** All addresses of a host name; rejects when there are none. */
export type Lookup = (host: string) => Promise<readonly string[]>;
export interface DiscoveryEvents {
    /** The addresses of all seeds, as far as this round knows them: once for those without a name, and for each name. */
    found(addresses: readonly Address[]): void;
    /** This seed's name cannot be resolved. Told once, until it can be. */
    unresolved(host: string, reason: string): void;
}
export declare class Discovery {
    private readonly seeds;
    private readonly lookupAll;
    private readonly events;
    private readonly failing;
    private isBusy;
    private nextMs;
    constructor(seeds: readonly Address[], lookupAll: Lookup, events: DiscoveryEvents);
    /** Starts a round if one is due. Never rejects. */
    look(isAlone: boolean, nowMs: number): Promise<void>;
    private resolve;
}
/** Asks the system's resolver, and so /etc/hosts and DNS as they are set up there. */
export declare function systemLookup(family: 4 | 6): Lookup;
