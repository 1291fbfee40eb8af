import { Replication } from '../../../lib/replication/replication.ts';
import type { Surroundings } from '../../../lib/replication/replication-host.ts';
import { Keyspace } from '../../../lib/store/keyspace.ts';
import { type ShardMap } from '../../../shard/index.ts';
import { type Endpoint, Link, type NetworkHost } from './network.ts';
export declare const START_MS: number;
export interface ProcessOptions {
    readonly id: string;
    readonly instance: number;
    readonly clockOffsetMs: number;
    readonly minAcks: number;
    readonly handoffTimeoutMs: number;
    readonly windowBytes: number;
    readonly limitBytes: number;
    readonly emptyMap: ShardMap;
    /** Slots that are placed. */
    readonly slots: readonly number[];
    onGiveUp(peer: string): void;
    /** Told of every message as it comes in. */
    onMessage(from: string, message: Buffer, answer: Buffer | undefined): void;
}
export declare class Process implements Endpoint {
    readonly id: string;
    readonly instance: number;
    readonly core: Replication;
    readonly keyspace: Keyspace;
    readonly links: Map<string, Link>;
    isUp: boolean;
    isPaused: boolean;
    /** It does not know whether it was held for dead while it did nothing. */
    isFenced: boolean;
    private readonly network;
    private readonly options;
    private readonly random;
    private readonly schedule;
    private readonly inbox;
    private isScheduled;
    private readonly dueMs;
    constructor(network: NetworkHost, options: ProcessOptions);
    get wallMs(): number;
    enter(work: () => void): void;
    kill(): void;
    pause(): void;
    resume(): void;
    /** Takes a map, and the shards that can be reached. */
    place(map: ShardMap, surroundings: Surroundings, reachable: readonly string[]): void;
    onOusted(): void;
    onMessage(from: string, message: Buffer): Buffer | undefined;
    onLinkReady(): void;
    onLinkDown(peer: string): void;
    /** Where commands for the slot go: this process's id, another one's, or nowhere yet. */
    routeOf(slot: number): string | undefined;
    serves(slot: number): boolean;
    private soon;
    private slice;
    private every;
    private dropUpTo;
    private clean;
}
