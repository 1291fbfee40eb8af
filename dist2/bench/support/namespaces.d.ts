import { type Place } from './agent.ts';
/** The same places at the ends of another cable, which is never cut: so a client here reaches both. */
export declare const CLIENT_HOSTS: readonly ['10.78.0.1', '10.78.0.2'];
export declare const isInNamespace: boolean;
/** Why there can be no namespace here; undefined if there can. */
export declare function whyNoNamespace(): string | undefined;
/** Runs this very program again in a network namespace of its own; resolves to its exit code. */
export declare function runAgainInNamespace(): Promise<number>;
export declare function bringLoopbackUp(): void;
/** Drops this share of the UDP datagrams that arrive here. */
export declare function loseUdp(percent: number): void;
/** Two places with an address each, joined by a cable, and by another one for clients. */
export declare class TwoNetworks {
    readonly places: readonly [Place, Place];
    private readonly holder;
    private constructor();
    /** @throws Error when the system does not let us */
    static make(): Promise<TwoNetworks>;
    /** Nothing arrives any more at this place (0 or 1) from the other one. */
    deafen(at: 0 | 1): void;
    heal(): void;
    private lay;
    close(): void;
}
/** Takes all rules away. */
export declare function hearAll(prefix?: readonly string[]): void;
