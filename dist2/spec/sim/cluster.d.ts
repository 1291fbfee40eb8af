/**
 * A simulated cluster: the product's own core and codec, on the simulated network. Everything is drawn from one seed, and every
 * failure names it.
 */
import type { MembershipCore } from '../../gossip/core/core.ts';
import type { Effect } from '../../gossip/core/messages.ts';
import type { Address, CoreConfig, CoreEvent, MemberInfo } from '../../gossip/core/types.ts';
import { SimulatedMember, type TimedEvent } from './member.ts';
import { Network, type NetworkOptions } from './network.ts';
export { SimulatedMember, type TimedEvent } from './member.ts';
export interface ClusterOptions extends NetworkOptions, Omit<CoreConfig, 'self'> {
    readonly clusterName: string;
}
export declare class SimulatedCluster {
    readonly seed: number;
    readonly options: ClusterOptions;
    readonly network: Network;
    /** Every member ever started, killed ones and former instances included. */
    readonly members: SimulatedMember[];
    largestDatagram: number;
    private readonly idsOfView;
    private readonly byAddress;
    constructor(seed: number, options?: Partial<ClusterOptions>);
    get nowMs(): number;
    /** The members that run, paused ones included. */
    running(): SimulatedMember[];
    /** Starts a member that joins by the given addresses; `former`: as its next instance, at the same address. */
    start(seeds: readonly Address[], former?: SimulatedMember, settings?: {
        clusterName?: string;
        generation?: number;
        port?: number;
    }): SimulatedMember;
    private newRecord;
    private add;
    /** Starts `count` members that know each other from the start, with one list that they share: nobody can join them. */
    startShared(count: number): SimulatedMember[];
    /** Starts `count` members at once, all joining by the first, and waits until all see all. */
    startAll(count: number): SimulatedMember[];
    /** Ends a process. @param refuses its machine is up and refuses datagrams to its address; otherwise it is silent */
    kill(member: SimulatedMember, refuses?: boolean): void;
    /** Stops a member for a time; its datagrams wait in its receive buffer. */
    pause(member: SimulatedMember, pauseMs: number): void;
    /** Suspends a member's machine: nothing arrives, and its monotonic clock stands still while its wall clock goes on. */
    suspend(member: SimulatedMember, suspendedMs: number): void;
    /** Sets a member's wall clock. */
    setWallClock(member: SimulatedMember, byMs: number): void;
    /** Hangs a member's data thread for a time. */
    stallData(member: SimulatedMember, stallMs: number): void;
    /** Cuts the network between two groups, both ways. */
    partition(one: readonly SimulatedMember[], other: readonly SimulatedMember[]): void;
    heal(): void;
    /** Gives a member's core a command. */
    command(member: SimulatedMember, run: (core: MembershipCore, nowMs: number) => Effect[]): void;
    pass(ms: number): void;
    /** Lets time pass until `isDone` holds; returns how long it took. Fails when it takes longer than `limitMs`. */
    waitFor(what: string, isDone: () => boolean, limitMs: number): number;
    check(condition: boolean, what: string): void;
    fail(what: string): never;
    /** Ids of the live members in a member's list. */
    liveIds(member: SimulatedMember): ReadonlySet<string>;
    /** Whether `viewer` has `subject` on its live list. */
    sees(viewer: SimulatedMember, subject: SimulatedMember): boolean;
    info(viewer: SimulatedMember, subject: SimulatedMember): MemberInfo | undefined;
    /** Whether every running member has exactly the running ones on its live list. */
    isComplete(): boolean;
    /** Whether all of them have the same view, with the same hash and epoch. */
    isAgreed(members?: readonly SimulatedMember[]): boolean;
    /** All events of a type that running members reported, about `subject` if given. */
    eventsOf(type: CoreEvent['type'], subject?: SimulatedMember): TimedEvent[];
    private run;
    /** Keeps an event, and checks that what is told of a member never goes back to an earlier instance or incarnation. */
    private note;
    private send;
    private arrive;
    private refuse;
    private tick;
    private scheduleTick;
    private describe;
}
