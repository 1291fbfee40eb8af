/**
 * What comes in from one other shard: its changes, applied as they are read, and where each slot begins and ends.
 *
 * A slot that was sent whole may hold entries here that the sender has not, such as evicted ones: after its END those go. Nothing that
 * is newer than what the sender has mentioned is lost to it: it was sent to here by the slot's holder, or is merged by version.
 */
import { type Keyspace } from '../store/keyspace.ts';
import type { VersionClock } from './version-clock.ts';
export interface IntakeHost {
    readonly keyspace: Keyspace;
    readonly clock: VersionClock;
    /** The stream of the peer is another one than before, or has ended. */
    onNewStream(peer: number): void;
    /** The peer is sending what it was asked for. */
    onProgress(peer: number): void;
    /** Whether the slot is copied from the peer, so that the peer's content is what counts. */
    isCopy(slot: number, peer: number): boolean;
    /** Whether the slot is held here: what others evict of it stays. */
    isHeld(slot: number): boolean;
    /** The slot's content is all there and follows every change. */
    onLive(slot: number, peer: number): void;
    /** The slot's content is not what the peer has. */
    onDifferent(slot: number, peer: number): void;
    /** All has come that the peer was asked for; whether it held the slot until then. */
    onGiven(slot: number, peer: number, wasHeld: boolean): void;
    /** The slot's key `[start, end)` of `buf` was changed here, to what it is at the peer, by a change of that version. */
    onNews(slot: number, version: number, buf: Buffer, start: number, end: number, nowMs: number): void;
    /** Entries of the slot up to this version are void. */
    onFloor(slot: number, version: number): void;
}
export declare class Intake {
    appliedKeys: number;
    appliedBytes: number;
    private readonly peer;
    private readonly host;
    private stream;
    /** The slot that is being sent whole, and the versions that came with it; -1: none is. */
    private wholeSlot;
    private readonly mentioned;
    constructor(peer: number, host: IntakeHost);
    /** The peer has told the number of its stream to this shard; 0: it has none. */
    onStream(stream: number): void;
    /** Applies the frames `[start, end)` of `buf` that came with the stream of that number; false if they are none. */
    apply(stream: number, buf: Buffer, start: number, end: number, nowMs: number): boolean;
    private change;
    private mark;
    /** All of a slot has come: what the sender has not goes. */
    private finish;
}
