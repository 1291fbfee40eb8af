/**
 * A member list for very large clusters: all cores share one roster of the members that there are at the start, and each keeps only what
 * differs, and what it knows itself of the members that it has dealt with. Tells the core the same as MemberTable does, as
 * long as no member joins and more than 20 are live.
 */
import type { TableFactory } from '../../gossip/core/context.ts';
import { StateHash } from '../../gossip/core/state-hash.ts';
import type { MemberRecord } from '../../gossip/core/types.ts';
/** The members at the start. Never changed. */
export declare class Roster {
    readonly hash: StateHash;
    readonly byId: Map<string, MemberRecord>;
    readonly byInstance: Map<string, MemberRecord>;
    readonly buckets: MemberRecord[][];
    readonly rings: MemberRecord[][];
    /** Place of each member on each ring. */
    readonly places: Map<string, number[]>;
    constructor(records: readonly MemberRecord[]);
    readonly tableOf: TableFactory;
}
