/**
 * The streams from this shard to others, and which of them get the changes of which slot.
 *
 * Bounds: one stream for each other shard, and those of outflow.ts.
 */
import type { ShardMap } from '../../shard/index.ts';
import { type EntryRef, type Keyspace } from '../store/keyspace.ts';
import { Outflow } from './outflow.ts';
export declare const CHECK_PERIOD_MS = 500;
export interface FollowersHost {
    readonly keyspace: Keyspace;
    readonly map: ShardMap;
    readonly windowBytes: number;
    readonly limitBytes: number;
    readonly latestVersion: number;
    clockMs(): number;
    /** As OutflowHost's. */
    ask(peer: string, buf: Buffer, start: number, end: number, onReply: (reply?: Buffer) => void): boolean;
    isIncoming(slot: number): boolean;
    /** Whether the map gives the slot to this shard, and whether it answers for it. */
    isOwned(slot: number): boolean;
    isServed(slot: number): boolean;
    /** Whether the slot was held here until that shard asked for it. */
    isHandedTo(slot: number, peer: string): boolean;
    /** Whether the shard is one of a live member. */
    isLive(peer: string): boolean;
    /** There is something to be flushed. */
    onPending(): void;
}
export declare class Followers {
    /** Slots whose copies were compared. */
    checks: number;
    private readonly host;
    private readonly outflows;
    /** The streams that changes of a slot go to. */
    private readonly ofSlot;
    /** Those that have something to be flushed. */
    private pending;
    /** Those that the present command's changes went to; its slot, -1 for several. */
    private readonly touched;
    private touchedSlot;
    /** Shards whose stream has ended, which they do not know yet. */
    private readonly ended;
    private nextStream;
    private checkedSlot;
    constructor(host: FollowersHost, firstStream: number);
    get hasPending(): boolean;
    all(): Iterable<Outflow>;
    /** Slots that are still to be sent. */
    get queuedSlots(): number;
    /** Bytes that were sent and not answered; not 0 while something is still to be sent. */
    get unackedBytes(): number;
    get ackedBytes(): number;
    get(peer: string): Outflow | undefined;
    /** The stream to that shard, a new one if there is none. */
    to(peer: string): Outflow;
    /** Whether another shard is to have the slot from here. */
    isGiving(slot: number): boolean;
    /** The changes that follow are of another command. */
    beginWrite(): void;
    /** Whether anybody follows the slot. */
    has(slot: number): boolean;
    /**
     * Passes on to all that follow the slot what the key `[start, end)` of `buf` is now: its entry, or if that is NO_ENTRY its deletion
     * with that version. `isOwn`: it is a change of the present command.
     */
    put(slot: number, ref: EntryRef, version: number, buf: Buffer, start: number, end: number, isOwn: boolean): void;
    /** Passes on that what is not newer in the slot is void. */
    floor(slot: number, version: number, isOwn: boolean): void;
    /** Passes on that an entry is about to be evicted. */
    evict(ref: EntryRef): void;
    /**
     * Whether the present command's changes are to be held by `minAcks` replicas, or all that there are, before it is answered; if
     * so `done` is called when they are, later.
     */
    awaitAcks(minAcks: number, done: () => void): boolean;
    /** Sends all that has been collected. */
    flush(): void;
    /** Sends a part of what was asked for, until `isTimeUp`; returns whether nothing is left that can be sent now. */
    work(nowMs: number, isTimeUp: () => boolean): boolean;
    /** Ends, by a new map, what others are not to have any more. */
    prune(): void;
    /** The slot is not held here any more: who copied it from here is told so, but for its new owner. */
    stop(slot: number): void;
    /** Anti-entropy: has some copies compared with their slots. To be called every CHECK_PERIOD_MS. */
    check(nowMs: number): void;
    private touch;
    /** Has a shard whose stream has ended see that there is another one, so that it asks for its copies anew. */
    private tellOfEnd;
    private outflowHost;
}
