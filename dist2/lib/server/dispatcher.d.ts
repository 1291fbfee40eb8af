/**
 * Executes the commands of one event loop: looks them up, checks them, has the router decide where they belong, and
 * runs the ones that belong here.
 *
 * All connections write their replies with one shared writer. A connection's turn begins with `begin` and ends with its
 * `flush`, which leaves the writer empty; nothing else writes meanwhile. Replies that come at other times (from peer
 * links, from handlers that answer later) are put into the connection's queue and sent by `flushReplies`.
 */
import { Fence, type FenceParts } from '../cluster/fence.ts';
import type { RouterHost } from '../cluster/forwarder.ts';
import type { HeldCommand } from '../cluster/held-commands.ts';
import type { ReplySink } from '../cluster/origin.ts';
import type { Replicator } from '../cluster/replicator.ts';
import { Router } from '../cluster/router.ts';
import type { Command } from '../commands/command-table.ts';
import type { CommandContext, NodeServices, Session } from '../commands/context.ts';
import type { NodeOptions } from '../config/options.ts';
import type { Stats } from '../observe/stats.ts';
import { type RequestLimits } from '../resp/limits.ts';
import { type SharedParsing } from '../resp/parser.ts';
import { type Protocol, ReplyWriter } from '../resp/reply-writer.ts';
import type { Request } from '../resp/request.ts';
import type { Keyspace } from '../store/keyspace.ts';
import type { Connection } from './connection.ts';
import { ReadTurn } from './read-turn.ts';
import { TimeSlice } from './time-slice.ts';
/** What the dispatcher takes from the node. */
export interface DispatcherOptions {
    readonly keyspace: Keyspace;
    readonly stats: Stats;
    readonly node: NodeServices;
    selfId(): string;
    /** The options as they are now. */
    options(): NodeOptions;
    /** A connection to that member was refused or has ended. */
    onLinkReset(memberId: string): void;
    /** A handler threw: a defect of ours, to be logged. */
    onDefect(error: unknown, command: string): void;
    /** The client at that address spoke HTTP and was disconnected. */
    onHttp(remoteAddress: string): void;
    /** What keeps this node from answering for what it may not own any more; default: nothing does. */
    readonly fence?: FenceParts;
    /** Ms that never go back, by which a turn of the event loop is bounded; default: the process's. */
    clock?(): number;
}
export declare class Dispatcher implements RouterHost, CommandContext {
    readonly writer: ReplyWriter;
    /** What all sockets of this event loop are read into; undefined: each read has memory of its own. */
    readonly readBuffer: Buffer | undefined;
    /** Small reads of this turn of the event loop. */
    readonly turn: ReadTurn;
    /** What the parsers of this event loop share. */
    readonly parsing: SharedParsing;
    /** What all connections have of one turn of the event loop. */
    readonly slice: TimeSlice;
    readonly fence: Fence;
    readonly keyspace: Keyspace;
    readonly stats: Stats;
    readonly node: NodeServices;
    readonly router: Router;
    /** What passes writes on to replicas, once there is one. */
    replicator: Replicator | undefined;
    session: Session;
    nowMs: number;
    private readonly options;
    private readonly dirty;
    private flushScheduled;
    private origin;
    private latestLimits;
    private limitsOf;
    constructor(options: DispatcherOptions);
    get selfId(): string;
    get proxyTimeoutMs(): number;
    get outputLimitBytes(): number;
    get subscriberLimitBytes(): number;
    /** Limits for what one connection may send. Made once for all connections, until the options change. */
    get limits(): RequestLimits;
    /** The same for another member, whose messages hold a longest value with its key. */
    get peerLimits(): RequestLimits;
    /** Begins a connection's turn. */
    begin(connection: Connection, nowMs: number): void;
    /** Executes one command of the connection whose turn it is. */
    execute(connection: Connection, request: Request): void;
    readHere(request: Request, command: Command, protocol: Protocol): Buffer;
    executeHere(request: Request, command: Command, protocol: Protocol, sink: ReplySink, tag: number): void;
    redispatch(held: HeldCommand): void;
    later(work: Promise<(reply: ReplyWriter) => void>): void;
    /** Has the connection send what it was given, soon. */
    flushLater(connection: Connection): void;
    /** Whether changes were written that have not been sent to the replicas. */
    get hasUnsentChanges(): boolean;
    flushReplies(): void;
    onLinkReset(memberId: string): void;
    private readonly flushSoon;
    private run;
    /** Runs a handler whose reply waits for replicas, if there are any. */
    private callAcknowledged;
    /** Passes on the reply of a command that was just run: at once, or when as many replicas hold what it wrote as are asked for. */
    private answer;
    /** Runs a handler for which no connection of ours waits. */
    private callInternally;
    /** Runs a handler, and passes on what it has written to the replicas. */
    private call;
    private passOn;
    /** Runs a handler. One that throws is a defect: the client gets an error, the node goes on. */
    private handle;
    /**
     * A browser that was made to send us a POST: what follows in its body must not be executed (Redis calls it cross protocol
     * scripting). It is not answered either.
     */
    private disconnectHttp;
    /** CLIENT REPLY: drops the reply of a command that is not to be answered. */
    private mute;
}
