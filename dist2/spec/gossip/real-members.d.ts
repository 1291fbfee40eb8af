import { type Membership, type MembershipEvent, type MembershipOptions } from '../../gossip/index.ts';
/** Waits for a condition that other threads bring about; the limit is far beyond what it should take. */
export declare function eventually(what: string, holds: () => boolean, limitMs?: number): Promise<number>;
export declare const stateOf: (membership: Membership, id: string) => string | undefined;
export declare const idOf: (membership: Membership) => string;
export declare class RealMembers {
    private readonly running;
    private readonly events;
    create(options?: Partial<MembershipOptions>): Membership;
    startThree(options?: Partial<MembershipOptions>): Promise<[Membership, Membership, Membership]>;
    eventsOf(membership: Membership): readonly MembershipEvent[];
    stopAll(): Promise<void>;
}
