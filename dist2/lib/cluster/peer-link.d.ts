import { type Protocol } from '../resp/reply-writer.ts';
import { Forwarded } from './forwarded.ts';
import type { Origin } from './origin.ts';
/** What the link tells its router. */
export interface PeerLinkListener {
    onLinkReady(link: PeerLink): void;
    /** The connection is gone; `drain` gives the commands that were under way. */
    onLinkDown(link: PeerLink): void;
    /** The other end refused or ended the connection, or the network did. */
    onLinkReset(link: PeerLink): void;
    /** All replies of one read have been passed on. */
    onRepliesRead(): void;
}
export interface PeerAddress {
    /** Id of the shard; that of a member's first shard is the member's own. */
    readonly memberId: string;
    /** Where clients reach it. */
    readonly host: string;
    /** Where the link goes. */
    readonly via: string;
    readonly port: number;
}
export declare class PeerLink {
    readonly address: PeerAddress;
    /** Wall clock in ms since 1970. */
    readonly createdAtMs: number;
    /** Connected and greeted: commands may be appended. */
    ready: boolean;
    /** Version of the sender's shard map, told to the other end. */
    epoch: number;
    private readonly selfId;
    private readonly listener;
    private socket;
    private scanner;
    private readonly writer;
    private ring;
    private head;
    private tail;
    /** Commands before this one have been handed to the socket. */
    private flushed;
    /** The flush that is to come, if something was appended. */
    private flushSoon;
    private sentHops;
    private sentProtocol;
    private sentEpoch;
    private readonly stopped;
    private retryMs;
    private retryTimer;
    private closed;
    constructor(address: PeerAddress, selfId: string, listener: PeerLinkListener);
    get inFlight(): number;
    get queuedBytes(): number;
    /** Whether sources should stop adding to it. */
    get congested(): boolean;
    /**
     * Appends the command `[start, end)` of `buf`, which has waited since `sinceMs`; only while `ready`. The caller fills
     * in who gets the reply (`sink`, `tag`), and `command`.
     */
    append(buf: Buffer, start: number, end: number, protocol: Protocol, hops: number, sinceMs: number): Forwarded;
    /** The same for a command for which it does not matter how it is to be taken. */
    appendAsIs(buf: Buffer, start: number, end: number, sinceMs: number): Forwarded;
    /** Stops `origin` until the link has room again. */
    stop(origin: Origin): void;
    /**
     * Gives up on replies to commands that have waited since before `beforeMs`; `giveUp` gets each. Their late replies are
     * dropped. Ends a link that is in the way of others then, or that nobody waits for.
     */
    expire(beforeMs: number, giveUp: (entry: Forwarded) => void): void;
    /** After the connection is lost: gives every command under way, oldest first, and whether its bytes may have left. */
    drain(visit: (entry: Forwarded, mayHaveLeft: boolean) => void): void;
    /** Ends the link once the commands under way are answered: its member is leaving. */
    retire(): void;
    /** Ends the link for good. What was under way is still to be drained. */
    close(): void;
    private connect;
    /** The first `length` bytes of `chunk` were read. */
    private onData;
    /** Passes the scanner's reply to whoever sent the oldest command under way. */
    private deliver;
    /** The connection is of no more use: makes a new one, unless the link is to end. */
    private startOver;
    private lose;
    private retryLater;
    /** Sends what was appended. It happens by itself before the event loop waits, but a turn later than for who calls this. */
    flush(): void;
    private readonly toSocket;
    private sendState;
    private letGoWhenClear;
    private letGo;
    private at;
    private grow;
}
