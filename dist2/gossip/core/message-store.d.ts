/**
 * The published messages that this member has, by origin and number, so that none is delivered twice and others can be given
 * what they missed. A message is kept for `keepMs`; what comes later than that counts as had.
 *
 * Bounds: MESSAGE_LIMIT messages, the oldest go first; ORIGIN_LIMIT origins.
 */
import type { Gossip, IHave } from './messages.ts';
/** What is known of one origin. */
export interface Origin {
    /** Every message up to this number has been had, or is too old. */
    floor: number;
    readonly messages: Map<number, Gossip>;
    /** Instances of the peers that get its messages from others, and when they said so; or that were told to send none. */
    readonly lazyPeers: Map<string, number>;
}
export declare class MessageStore {
    private readonly keepMs;
    private readonly origins;
    /** Oldest first; `head` is the first that is still kept. */
    private arrivals;
    private head;
    constructor(keepMs: number);
    get size(): number;
    has(origin: string, seq: number): boolean;
    /** Undefined when it never came, or is too old. */
    get(origin: string, seq: number): Gossip | undefined;
    add(gossip: Gossip, nowMs: number): void;
    origin(instance: string): Origin;
    /** A peer is a neighbour no longer. */
    forgetPeer(instance: string): void;
    expire(nowMs: number): void;
    /** All that is kept, as announcements of consecutive numbers. */
    announcements(): IHave[];
    private dropOldest;
    private dropIdleOrigin;
}
/** Lengthens the last announcement by one message if it is the next of its origin. */
export declare function appendTo(announcements: IHave[], origin: string, seq: number, hops: number): boolean;
/** No announcement is of more messages than this. */
export declare const ANNOUNCED_LIMIT = 256;
