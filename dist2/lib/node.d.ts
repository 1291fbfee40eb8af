import { EventEmitter } from 'node:events';
import { type MembershipEvent } from '../gossip/index.ts';
import type { ClusterMember } from './commands/context.ts';
import type { NodeOptions } from './config/options.ts';
import { type HandoffEvent } from './observe/handoff-reporter.ts';
import { type Logger } from './observe/logger.ts';
/** Where a running node listens. */
export interface NodeAddress {
    readonly host: string;
    readonly clientPort: number;
    /** That of the first shard; the others have the ports after it. */
    readonly shardPort: number;
    readonly busPort: number;
}
export interface NodeEvents {
    /** Something happened to a member, as this node sees it. */
    membership: [MembershipEvent];
    /** The node serves by another shard map: its epoch and the number of members that own slots. */
    map: [{
        readonly epoch: number;
        readonly owners: number;
    }];
    /** The node takes slots over before it serves, or hands its own over before it leaves: how far it has come. */
    handoff: [HandoffEvent];
    /** The node cannot go on and is to be stopped, such as when another process runs with its member id. */
    fatal: [Error];
    /** The node has stopped, by `stop` or by the SHUTDOWN command. */
    stopped: [];
}
/** Makes a node with `options`, defaults for the rest. It logs to `logger`, or as its options say. Throws ConfigError for options that cannot be used. */
export declare function createNode(options?: Partial<NodeOptions>, logger?: Logger): HearsayNode;
export declare class HearsayNode extends EventEmitter<NodeEvents> {
    private readonly logger;
    private readonly shards;
    private readonly presence;
    private readonly reporter;
    private readonly heartbeats;
    private identity;
    private membership;
    private isOpen;
    private busPort;
    /** What the gossip layer was told last: a node that starts over reads no secrets anew. */
    private settings;
    /** Settles when the last of what must not overlap has ended. */
    private lastTurn;
    private stopping;
    constructor(options: NodeOptions, logger: Logger);
    /** The member id: 40 hex digits, kept across restarts in `dir`. */
    get id(): string;
    /** Where it listens, with the ports that it was given where it asked for any. */
    address(): NodeAddress;
    /** All members that this node knows, itself first. */
    members(): readonly ClusterMember[];
    /** Ids of the members that own slots, sorted. */
    owners(): readonly string[];
    /** Whether this node owns the hash slot. */
    ownsSlot(slot: number): boolean;
    /**
     * Resolves when the node serves, or was stopped meanwhile. Rejects with the system's error, which has the `port`, if one
     * cannot be had; nothing is left open then, and it may be called again.
     */
    start(): Promise<void>;
    /** Leaves the cluster, answers what has arrived and closes. Resolves when all is closed; may be called at any time. */
    stop(): Promise<void>;
    private get options();
    /** The cluster as the first shard sees it. */
    private get cluster();
    /** Runs `step` when what began before has ended: opening, closing and starting over never overlap. */
    private inTurn;
    private open;
    private leaveAndClose;
    /** Those of all shards together. */
    private figures;
    private isQuiet;
    /** Closes everything at once. */
    private close;
    /** Starts to gossip with the present identity. */
    private gossip;
    private onMembership;
    private onMap;
    /** CONFIG SET, in all shards. */
    private setOptions;
    /** Throws ConfigError, and changes nothing, if the gossip layer refuses it. */
    private reconfigure;
    /** CLUSTER RESET. A node that stops does not start over: the clients that it waits for must not wait for it. */
    private reset;
    /** Leaves, drops everything, and begins again as a cluster of one. */
    private startOver;
    /** What shards ask of the member. */
    private calls;
}
