/**
 * A node small enough for specs of handlers: the real parser, table, handlers, reply writer and keyspace, in process,
 * with small services around them.
 */
import type { Ban, ClusterMember, ClusterServices, ForgetOutcome, LinkInfo, NodeServices, ReplicaQuestion, ReplicationStatus, Session, SessionKind, ShardCopies, ViewAgreement } from '../../lib/commands/context.ts';
import { MembershipHistory } from '../../lib/observe/membership-history.ts';
import { Stats } from '../../lib/observe/stats.ts';
import { PubSub, type Subscriptions } from '../../lib/pubsub/pubsub.ts';
import { Keyspace } from '../../lib/store/keyspace.ts';
import { type ShardMap } from '../../shard/index.ts';
export declare const MY_ID: string;
export declare const OTHER_ID: string;
export declare const START_MS = 1700000000000;
export declare class FakeSession implements Session {
    readonly id: number;
    readonly kind: SessionKind;
    readonly remoteAddress: string;
    readonly localAddress = "127.0.0.1:7001";
    readonly connectedAtMs: number;
    lastActiveAtMs: number;
    lastCommand: string;
    commandsProcessed: number;
    protocol: 2 | 3;
    name: string;
    libraryName: string;
    libraryVersion: string;
    readonlyMode: boolean;
    subscriptions: Subscriptions | undefined;
    peerId: string;
    hops: number;
    epoch: number;
    noEvict: boolean;
    noTouch: boolean;
    replyMode: Session['replyMode'];
    readonly inputBytes = 11;
    readonly outputBytes = 22;
    closing: boolean;
    killed: boolean;
    /** What it was pushed and has not been read. */
    pushed: string;
    constructor(id: number, kind: SessionKind);
    push(bytes: Buffer): void;
    becomePeer(id: string): void;
    closeAfterReplies(): void;
    kill(): void;
}
export declare function member(fields: Partial<ClusterMember>): ClusterMember;
/** Of a shard that has nothing to copy and nobody to send to. */
export declare function replicationStatus(fields: Partial<ReplicationStatus>): ReplicationStatus;
/** Slots 0 to 99 belong to the first member, the rest to the second; a map without members owns nothing. */
export declare function twoOwnerMap(ids: readonly string[]): ShardMap;
/** The same with three members, and copies of the first's slots at the second (0 to 49) and third, of the rest at the first. */
export declare function replicatedMap(ids: readonly [string, string, string]): ShardMap;
export declare class FakeCluster implements ClusterServices {
    readonly myId: string;
    readonly memberId: string;
    ok: boolean;
    bannedMs: number;
    map: ShardMap;
    all: ClusterMember[];
    linkList: LinkInfo[];
    readonly calls: string[];
    forgetOutcome: ForgetOutcome;
    viewHash: string;
    membersNeeded: number;
    health: {
        score: number;
        lagMs: number;
        serveStallMs: number;
        isIsolated: boolean;
        agreeingCount: number;
    };
    standing: {
        live: number;
        known: number;
        hasMajority: boolean;
    };
    held: number;
    shardCopies: ShardCopies[];
    agreement: ViewAgreement;
    replicasHold({ everyOwner, enough, timeoutMs, isWanted }: ReplicaQuestion): Promise<number>;
    copies(): Promise<readonly ShardCopies[]>;
    converged(timeoutMs: number): Promise<ViewAgreement>;
    members(): readonly ClusterMember[];
    bans(): readonly Ban[];
    links(): readonly LinkInfo[];
    messageCounts(): {
        sent: {
            ping: number;
            ack: number;
        };
        received: {
            ping: number;
        };
    };
    meet(host: string, busPort: number): void;
    forget(id: string): Promise<ForgetOutcome>;
    reset(hard: boolean): Promise<void>;
}
/** One node, with any number of connections to it. */
export declare class FakeNode {
    readonly keyspace: Keyspace;
    readonly cluster: FakeCluster;
    readonly stats: Stats;
    readonly pubsub: PubSub;
    readonly history: MembershipHistory;
    readonly sessions: FakeSession[];
    readonly settings: Map<string, string>;
    replicationStatus: ReplicationStatus;
    configOutcome: string | undefined;
    shutdowns: number;
    nowMs: number;
    readonly services: NodeServices;
    connect(kind?: SessionKind): Client;
}
/** A connection: takes commands, gives replies as they are on the wire, in latin1. */
export declare class Client {
    readonly session: FakeSession;
    private readonly node;
    private readonly parser;
    private readonly writer;
    private readonly context;
    private pending;
    constructor(node: FakeNode, session: FakeSession);
    /** Runs a command of these arguments; strings are latin1. */
    run(...args: readonly (string | Buffer)[]): string;
    /** Like `run`, for commands that reply later. */
    runLater(...args: readonly string[]): Promise<string>;
    private taken;
}
/** The command as a RESP multibulk. */
export declare function encodeCommand(args: readonly (string | Buffer)[]): Buffer;
