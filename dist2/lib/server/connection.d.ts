/**
 * One TCP connection on the client or the shard port: reads commands, has them executed in order, sends the replies in
 * that same order, and keeps the state that the connection commands and CLIENT LIST know as a session.
 *
 * Bounds: no command is executed while any reason to hold is there: MAX_WAITING replies that wait for other members
 * or MAX_READY_BYTES behind them, MAX_UNSENT_BYTES that the client has not read, or a peer link that has no room.
 * Replies to commands that were under way before still come; past `outputLimitBytes` of replies that are not sent the
 * connection is closed, and past `subscriberLimitBytes` at the next message that it is to get. Unparsed input is bounded by the parser.
 */
import type net from 'node:net';
import type { Origin } from '../cluster/origin.ts';
import type { Session, SessionKind } from '../commands/context.ts';
import type { Subscriptions } from '../pubsub/pubsub.ts';
import type { Protocol } from '../resp/reply-writer.ts';
import type { Dispatcher } from './dispatcher.ts';
import { type Reader } from './read-turn.ts';
export declare class Connection implements Session, Origin, Reader {
    readonly id: number;
    kind: SessionKind;
    readonly remoteAddress: string;
    readonly localAddress: string;
    readonly connectedAtMs: number;
    lastActiveAtMs: number;
    lastCommand: string;
    commandsProcessed: number;
    protocol: Protocol;
    name: string;
    libraryName: string;
    libraryVersion: string;
    readonlyMode: boolean;
    subscriptions: Subscriptions | undefined;
    noEvict: boolean;
    noTouch: boolean;
    replyMode: Session['replyMode'];
    peerId: string;
    hops: number;
    epoch: number;
    readonly heldSinceMs: number;
    /** Accepted beyond `maxclients`, in case it turns out to be a peer. */
    readonly isOverLimit: boolean;
    private readonly socket;
    private readonly dispatcher;
    private readonly parser;
    private readonly queue;
    private readonly reasons;
    private resumeScheduled;
    /** Bytes of full reads in a row. */
    private bytesInRow;
    /** The other end sends nothing more. */
    private inputEnded;
    /** Nothing more is executed; the connection ends when all replies are sent. */
    private closing;
    /** The connection is gone: replies that still come go nowhere. */
    private closed;
    private readonly onPeer;
    constructor(accepted: net.Socket, id: number, kind: SessionKind, isOverLimit: boolean, dispatcher: Dispatcher, onPeer: () => void, onClose: () => void);
    get inputBytes(): number;
    get outputBytes(): number;
    get isGone(): boolean;
    get mayReadCopies(): boolean;
    /** Whether there are replies that are not sent, or not even there, yet. */
    get isWaiting(): boolean;
    /** CLIENT REPLY: whether the present command's reply is not to be sent. */
    private get isMuted();
    becomePeer(id: string): void;
    closeAfterReplies(): void;
    kill(): void;
    push(bytes: Buffer): void;
    reserve(): number;
    onReply(ticket: number, buf: Buffer, start: number, end: number): void;
    hold(reason: object): void;
    release(reason: object): void;
    /** Keeps what was written to the shared writer in its place behind replies that are still to come. */
    stash(): void;
    /** Sends what is ready: the queue's front, and what is in the shared writer if nothing is before it. */
    flush(): void;
    private holdWhileWaiting;
    /** Hands the shared writer's content to the socket. */
    private send;
    /** Holds for output that cannot go out; past the limit the connection is closed. */
    private holdOrKill;
    private killForOutput;
    private readonly toQueue;
    private readonly toSocket;
    private readonly toBusySocket;
    private readonly onRead;
    /** Executes what was pushed to the parser, whose memory is written to again after this. */
    processRead(nowMs: number): void;
    /** Lets the event loop turn before more is executed or read: libuv reads a socket up to 32 times in a row while reads are full. */
    private giveWay;
    private readonly onEnd;
    /** Executes the commands that have arrived, as far as nothing holds the connection, and sends the replies. */
    private process;
    /** A protocol error is answered, and the connection closed. */
    private refuse;
    private readonly resume;
}
