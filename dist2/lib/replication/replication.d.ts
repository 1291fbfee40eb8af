/**
 * Copies, handoff and failover of one shard: ties together who may answer for a slot (ownership.ts), what is copied here
 * (copies.ts, claims.ts, intake.ts) and what is copied from here (followers.ts, outflow.ts).
 *
 * It does no I/O and has no clock: messages go out through the host, and come in with their times. What takes long is done in
 * slices, `work`.
 *
 * Bounds: one outflow and one intake for each other shard; those of outflow.ts and claims.ts.
 */
import type { ShardMap } from '../../shard/index.ts';
import type { Keyspace } from '../store/keyspace.ts';
import { Copies } from './copies.ts';
import { Followers } from './followers.ts';
import { Ownership } from './ownership.ts';
import type { ReplicationHost, Surroundings } from './replication-host.ts';
import { VersionClock } from './version-clock.ts';
export declare class Replication {
    readonly ownership: Ownership;
    readonly copies: Copies;
    readonly followers: Followers;
    readonly keyspace: Keyspace;
    readonly clock: VersionClock;
    private readonly host;
    private readonly peers;
    private readonly claims;
    private readonly intakes;
    private live;
    /** Shards that the latest map showed to be gone, or started anew. */
    private gone;
    /** Slots that were on their way to here when all keys were deleted: what has come of them is void. */
    private readonly flushed;
    /** When each shard was last asked for something, or sent something of that. */
    private readonly heardMs;
    private nextCheckMs;
    private nextPatienceMs;
    /** @param firstStream a number that is higher than any that this shard's earlier processes used, from 1 to 2^31 */
    constructor(host: ReplicationHost, map: ShardMap, firstStream: number);
    get appliedBytes(): number;
    get appliedKeys(): number;
    /** Takes a new shard map. */
    onMap(map: ShardMap, { selfId, wanted, live }: Surroundings): void;
    /** Others owned what this shard owned, and took writes: what it has is to be brought up to date before it answers. */
    onOusted(): void;
    /** There is a connection to that shard. */
    onLinkReady(peer: string): void;
    /** The connection to that shard is lost. */
    onLinkDown(peer: string): void;
    /** Answers a message `[start, end)` of `buf` from another shard; undefined if it is none. */
    onMessage(from: string, buf: Buffer, start: number, end: number, nowMs: number): Buffer | undefined;
    /** To be called before a command that may write. */
    beginWrite(nowMs: number): void;
    /** A command has written, or deleted, the key `[start, end)` of `buf`, and no other key: the keyspace's `changed` is its entry. */
    onWrite(slot: number, buf: Buffer, start: number, end: number): void;
    /** The same where several keys may have been changed. */
    onWriteOfMany(slot: number, buf: Buffer, start: number, end: number, nowMs: number): void;
    /** All keys were deleted (FLUSHALL). What is on its way to here, or from here to a new owner, is void too. */
    onFlush(nowMs: number): void;
    /**
     * Whether the present command's changes are to be held by replicas before it is answered; if so `done` is called when they
     * are, later.
     */
    awaitAcks(done: () => void): boolean;
    /** Does a part of what is to be done, until `isTimeUp`; returns whether nothing is left that can be done now. */
    work(nowMs: number, isTimeUp: () => boolean): boolean;
    /** To be called some times a second. */
    tick(nowMs: number): void;
    /** Whether what is here of the slot may still be of use. */
    isNeeded(slot: number): boolean;
    private onClaim;
    /** The slot is owned here, and that shard is its replica or serves nothing yet. */
    private mayFollow;
    /** What the peer owed by its former stream is asked for again. */
    private onNewStream;
    private onAppeared;
    private onPeerGone;
    private everybody;
    private intakeOf;
    /** Deletes what is here of a slot, and whatever older comes of it. */
    private voidSlot;
    /** Another shard is known to hold the slot. If it was held here too, that one is to have what was written here meanwhile. */
    private surrenderTo;
    /** Who gave the slot and is its replica now has all of it: what is written from now on does not wait for it to ask. */
    private followGiver;
    /** Asks those again that owe something and have brought nothing for a while; gives up on them in the end. */
    private askAgain;
    private claimsHost;
    private ownershipHost;
    private followersHost;
    private intakeHost;
}
