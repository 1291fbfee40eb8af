/**
 * What this shard asks of others, FOLLOW and TAKE, until it is granted: slot by slot, in messages of many, with the digest of
 * what is here already.
 *
 * Digests are worked out in slices. A claim that is refused, or lost with its connection, is made again after RETRY_MS; one that was
 * granted and then brings nothing is made again by whoever waits for it. Bound: one claim for each slot and shard.
 */
import type { Keyspace } from '../store/keyspace.ts';
import { type Claim } from './messages.ts';
export interface ClaimsHost {
    readonly keyspace: Keyspace;
    readonly epoch: number;
    clockMs(): number;
    idOf(peer: number): string;
    /** Whether the slot is still to be asked for there. */
    isWanted(type: Claim, slot: number, peer: number): boolean;
    /** As OutflowHost's. */
    ask(peer: string, buf: Buffer, start: number, end: number, onReply: (reply?: Buffer) => void): boolean;
    /** The peer's stream has that number now, 0 if there is none. */
    onStream(peer: number, stream: number): void;
}
export declare class Claims {
    private readonly host;
    private readonly wanted;
    constructor(host: ClaimsHost);
    add(type: Claim, slot: number, peer: number, isFollowed: boolean): void;
    /** The slot is not to be followed there any more. */
    dropFollow(slot: number, peer: number): void;
    /** The peer is gone. */
    dropPeer(peer: number): void;
    /** Asks the peer which stream it has for this shard. */
    inquire(peer: number): void;
    /** Asks for a part of what is wanted; returns whether there is nothing that could be asked for now. */
    work(nowMs: number, isTimeUp: () => boolean): boolean;
    private of;
    private ask;
    private message;
    private send;
}
