/**
 * Joins membership to placement and routing, for one shard: what the member's presence says of the live members
 * becomes a shard map, and the CLUSTER commands ask here. Membership reaches the shard map as plain data; neither knows
 * of the other.
 */
import { EventEmitter } from 'node:events';
import type { MemberLists } from '../../gossip/index.ts';
import { type RendezvousMap, type ShardMap } from '../../shard/index.ts';
import type { Ban, ClusterMember, ClusterServices, ForgetOutcome, LinkInfo, MemberHealth, ReplicaQuestion, ReplicationStatus, ShardCopies, Standing, ViewAgreement } from '../commands/context.ts';
import type { Connections } from '../server/connections.ts';
import type { Placement } from './presence.ts';
import type { Replicator } from './replicator.ts';
import type { Router } from './router.ts';
/** What only the whole member can do. */
export interface MembershipActions {
    meet(host: string, busPort: number): void;
    forget(id: string): Promise<ForgetOutcome>;
    /** CLUSTER RESET: drops all keys and starts over as a cluster of one. */
    reset(hard: boolean): Promise<void>;
}
export interface ClusterParts {
    readonly router: Router;
    readonly replicator: Replicator;
    readonly connections: Connections;
    readonly actions: MembershipActions;
    /** Where the other shards of this member are reached, which need not be where others reach it. */
    readonly siblingHost: string;
    /** How many copies beside the owner's each slot gets. */
    readonly replicas: number;
    lists(): MemberLists;
    /** What this shard tells of its copies. */
    copyStatus(): ReplicationStatus;
    /** Whether this member serves only together with more than half of those that it knows. */
    needsMajority(): boolean;
    memberId(): string;
    /** Id of this shard. */
    selfId(): string;
}
interface ClusterEvents {
    /** A shard map that places slots otherwise than the one before. */
    map: [RendezvousMap];
    /** This member does not serve any more for want of a majority, or does so again. */
    cutOff: [isCutOff: boolean, Standing];
}
export declare class Cluster extends EventEmitter<ClusterEvents> implements ClusterServices {
    private readonly parts;
    private readonly convergence;
    private readonly replicaWaits;
    private latest;
    private placement;
    private isCutOffNow;
    constructor(parts: ClusterParts);
    get myId(): string;
    get memberId(): string;
    get map(): ShardMap;
    get ok(): boolean;
    get membersNeeded(): number;
    get viewHash(): string;
    converged(timeoutMs: number): Promise<ViewAgreement>;
    replicasHold(question: ReplicaQuestion): Promise<number>;
    copies(): Promise<readonly ShardCopies[]>;
    get standing(): Standing;
    get health(): MemberHealth;
    get bannedMs(): number;
    members(): readonly ClusterMember[];
    bans(): readonly Ban[];
    links(): readonly LinkInfo[];
    messageCounts(): ReturnType<ClusterServices['messageCounts']>;
    meet(host: string, busPort: number): void;
    /** Takes the id of any shard of the member. */
    forget(id: string): Promise<ForgetOutcome>;
    /** The member that has the shard. */
    memberOf(shard: string): ClusterMember | undefined;
    /** What these shards tell of their copies, this one included; undefined for each that does not answer. */
    private copyStatuses;
    reset(hard: boolean): Promise<void>;
    /** Looks again at what depends on who is known, or on an option. */
    reconsider(): void;
    private isCutOff;
    /** The serving members, and nothing else, make the map; links go to every shard that can be reached. */
    place(placement: Placement): void;
    /** What replication is to know: this member's place in the map that it serves by or will serve by, and who can be asked. */
    private surroundings;
    /** The shards of a member as routing knows them, this shard excepted. */
    private routesTo;
}
export {};
