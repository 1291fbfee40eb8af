import { type ShardMap } from '../../shard/index.ts';
import { Replication } from '../replication/replication.ts';
import type { ReplicationLimits, Surroundings } from '../replication/replication-host.ts';
import type { Keyspace } from '../store/keyspace.ts';
import type { PeerLink, PeerLinkListener } from './peer-link.ts';
import { type RouteMember } from './peer-links.ts';
import type { SlotCleaner } from './slot-cleaner.ts';
export interface ReplicatorParts {
    readonly keyspace: Keyspace;
    readonly cleaner: SlotCleaner;
    selfId(): string;
    /** A message that was not answered for so long is lost. */
    answerLimitMs(): number;
    /** A connection to that shard was refused or has ended. */
    onLinkReset(peer: string): void;
    limits(): ReplicationLimits;
    /** Commands that waited may go on. */
    onRoutes(): void;
    /** What `peer` was to hand over of so many slots is not waited for any longer. */
    onGiveUp(peer: string, slots: number): void;
}
export declare class Replicator implements PeerLinkListener {
    readonly core: Replication;
    private readonly links;
    private readonly parts;
    private isScheduled;
    private areRoutesNew;
    /** Called whenever something may have come to its end. */
    private readonly watchers;
    constructor(parts: ReplicatorParts);
    /** Takes a new map and the shards that there are now, this one excepted; the router is to take them after this. */
    place(map: ShardMap, surroundings: Surroundings, members: readonly RouteMember[]): void;
    close(): void;
    onLinkReady(link: PeerLink): void;
    onLinkDown(link: PeerLink): void;
    onLinkReset(link: PeerLink): void;
    onRepliesRead(): void;
    onOusted(): void;
    /** Answers a message from another shard; undefined if it is none. */
    onMessage(from: string, buf: Buffer, start: number, end: number, nowMs: number): Buffer | undefined;
    /** Sends what is to be sent, links included. */
    flush(): void;
    /** To be called some times a second. */
    tick(nowMs: number): void;
    /** Resolves when `isDone` holds, or when `progress` has not changed for `patienceMs`; false then. */
    until(isDone: () => boolean, progress: () => number, patienceMs: number): Promise<boolean>;
    /** Resolves at the end of the next turn in which something was done. */
    private change;
    private schedule;
    private readonly slice;
    private readonly ask;
}
