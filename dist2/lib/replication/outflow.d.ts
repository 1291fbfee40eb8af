import type { EntryRef, Keyspace } from '../store/keyspace.ts';
import { type AckWait } from './acks.ts';
export interface OutflowHost {
    readonly keyspace: Keyspace;
    /** Unanswered bytes beyond which slots are not sent on, and beyond which the stream ends. */
    readonly windowBytes: number;
    readonly limitBytes: number;
    /** The highest version known here. */
    readonly latestVersion: number;
    /** A monotonic clock, in ms. */
    clockMs(): number;
    /** Whether the slot's content is still to come from another shard. */
    isIncoming(slot: number): boolean;
    /**
     * Sends a message, `[start, end)` of `buf`, which is not kept if it is at most 64 KB; false if it cannot be sent. `onReply`
     * gets undefined if the connection is lost.
     */
    ask(peer: string, buf: Buffer, start: number, end: number, onReply: (reply?: Buffer) => void): boolean;
    /** There is something to be flushed. */
    onPending(outflow: Outflow): void;
    /** Changes of the slot are to be passed to the stream from now on, or no more. */
    onLive(outflow: Outflow, slot: number, isLive: boolean): void;
    /** Whether the slot was held here until that shard asked for it. */
    isHandedTo(slot: number, peer: string): boolean;
    /** The stream has ended. */
    onEnd(outflow: Outflow): void;
}
export declare class Outflow {
    readonly peer: string;
    /** Never 0; another one for each stream. */
    readonly id: number;
    /** The other side is in the shard map: its answers count for `min-acks`. */
    isPlaced: boolean;
    /** Bytes sent, and of those the answered ones: INFO's offset. */
    sentBytes: number;
    ackedBytes: number;
    liveSlots: number;
    lastAckMs: number;
    private readonly host;
    private readonly states;
    private readonly jobs;
    private round;
    /** The job that has begun, and where it goes on. */
    private current;
    private cursor;
    private readonly batch;
    /** Number of the batch that is being filled. */
    private batchNumber;
    private ackedBatch;
    private readonly acks;
    private isEnded;
    private isPending;
    constructor(peer: string, id: number, host: OutflowHost);
    /** Slots that are still to be sent. */
    get queuedSlots(): number;
    get unackedBytes(): number;
    isLive(slot: number): boolean;
    isGiving(slot: number): boolean;
    /** The other side, whose slot has that digest, wants the slot, perhaps for its own. */
    want(slot: number, digest: number, isGift: boolean): void;
    /** The other side has all of the slot: every change follows. */
    follow(slot: number): void;
    /** The other side is not to have the slot any more. It is told, as by its own map that may be otherwise. */
    forget(slot: number): void;
    /** Forgets all slots but those with 1 in `kept`, an entry for each slot, and those that become the other side's. */
    keep(kept: Uint8Array): void;
    /** Passes a change on: the entry as it is now. */
    put(slot: number, ref: EntryRef): void;
    /** DELETE or DROP. */
    key(op: number, slot: number, version: number, key: Buffer, start: number, end: number): void;
    floor(slot: number, version: number): void;
    /** Lets the other side see whether its slot is as this one's. */
    check(slot: number, nowMs: number): void;
    /** `wait` ends when the other side holds all that was passed on so far. */
    awaitAck(wait: AckWait): void;
    /** Sends on what was asked for until `isTimeUp`; returns whether there is nothing that could be sent now. */
    work(nowMs: number, isTimeUp: () => boolean): boolean;
    /** The next job that can be done, in rounds: undefined at the end of each, so that those that cannot are not looked at again and again. */
    private nextJob;
    /** Sends what has been collected, if the other side can be reached; it stays otherwise. */
    flush(): void;
    /** Ends the stream. */
    end(): void;
    private get isFull();
    /** Does a part of a job. */
    private advance;
    private begin;
    /** What is remembered of deletions: the digest does not tell whether the other side knows. */
    private putDeletions;
    private finish;
    private give;
    private setState;
    private onAppended;
    private onAck;
}
