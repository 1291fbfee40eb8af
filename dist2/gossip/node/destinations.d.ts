/**
 * Which instance is at which address, as far as this member knows: sealed datagrams are for one instance. Whatever was learned last
 * counts, be it from the member list or from a datagram, whose sender is authentic.
 *
 * Bound: ADDRESS_LIMIT addresses; the one learned first goes first.
 */
import type { Address, MemberInfo } from '../core/types.ts';
export declare class Destinations {
    private readonly instances;
    /** Undefined: nobody is known to be there. */
    at(address: Address): string | undefined;
    /** A datagram of this instance came from this address. */
    learn(address: Address, instance: string): void;
    /** The member list changed. */
    follow(members: readonly MemberInfo[]): void;
}
