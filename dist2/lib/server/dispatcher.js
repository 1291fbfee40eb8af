/**
 * Executes the commands of one event loop: looks them up, checks them, has the router decide where they belong, and
 * runs the ones that belong here.
 *
 * All connections write their replies with one shared writer. A connection's turn begins with `begin` and ends with its
 * `flush`, which leaves the writer empty; nothing else writes meanwhile. Replies that come at other times (from peer
 * links, from handlers that answer later) are put into the connection's queue and sent by `flushReplies`.
 */
import { buildShardMap } from '../../shard/index.js';
import { Fence } from '../cluster/fence.js';
import { Router, slotOfKey } from '../cluster/router.js';
import { isSubscribedMode } from '../commands/subscribed-mode.js';
import { COMMANDS } from '../commands/table.js';
import { ERRORS } from '../resp/errors.js';
import { JoinedMemory } from '../resp/joined-memory.js';
import { REQUEST_LIMITS } from '../resp/limits.js';
import { RequestParser } from '../resp/parser.js';
import { ReplyWriter } from '../resp/reply-writer.js';
import { RequestBatch } from '../resp/request-batch.js';
import { INTERNAL_SESSION } from './internal-session.js';
import { ReadTurn } from './read-turn.js';
import { READ_BUFFER_BYTES } from './socket-handle.js';
import { TimeSlice } from './time-slice.js';
/** What a message from another member may hold beside a key and a value. */
const PEER_MESSAGE_BYTES = 1024 * 1024;
/** A held command was within the limits when it came, whatever they are now. */
const HELD_LIMITS = { ...REQUEST_LIMITS, queryBufferBytes: Number.POSITIVE_INFINITY };
const NO_FENCE = {
    safePauseMs: () => Number.POSITIVE_INFINITY,
    confirm: async () => { },
    onFence() { },
};
export class Dispatcher {
    writer;
    /** What all sockets of this event loop are read into; undefined: each read has memory of its own. */
    readBuffer;
    /** Small reads of this turn of the event loop. */
    turn = new ReadTurn((keys) => this.keyspace.prefetch(keys), () => {
        if (this.hasUnsentChanges)
            this.flushReplies();
        else
            this.router.forwarder.flushLinks();
    });
    /** What the parsers of this event loop share. */
    parsing = {
        batch: new RequestBatch((batch) => this.keyspace.prefetch(batch)),
        turn: this.turn.batch,
        memory: new JoinedMemory(),
    };
    /** What all connections have of one turn of the event loop. */
    slice;
    fence;
    keyspace;
    stats;
    node;
    router;
    /** What passes writes on to replicas, once there is one. */
    replicator;
    session = INTERNAL_SESSION;
    nowMs = Date.now();
    options;
    dirty = new Set();
    flushScheduled = false;
    origin;
    latestLimits = REQUEST_LIMITS;
    limitsOf;
    constructor(options) {
        this.options = options;
        this.slice = new TimeSlice(options.clock ?? (() => performance.now()));
        this.fence = new Fence(options.fence ?? NO_FENCE);
        this.keyspace = options.keyspace;
        this.stats = options.stats;
        this.readBuffer =
            options.options().staticRead === 'yes' ? Buffer.allocUnsafeSlow(READ_BUFFER_BYTES) : undefined;
        this.writer = new ReplyWriter((text) => options.stats.countError(text));
        this.node = options.node;
        this.router = new Router(this, buildShardMap([], 0));
    }
    get selfId() {
        return this.options.selfId();
    }
    get proxyTimeoutMs() {
        return this.options.options().proxyTimeoutMs;
    }
    get outputLimitBytes() {
        return this.options.options().clientOutputLimitBytes;
    }
    get subscriberLimitBytes() {
        return this.options.options().subscriberOutputLimitBytes;
    }
    /** Limits for what one connection may send. Made once for all connections, until the options change. */
    get limits() {
        const options = this.options.options();
        if (options !== this.limitsOf) {
            const { clientQueryBufferLimitBytes: queryBufferBytes, protoMaxBulkBytes: bulkBytes } = options;
            this.limitsOf = options;
            this.latestLimits = { ...REQUEST_LIMITS, queryBufferBytes, bulkBytes };
        }
        return this.latestLimits;
    }
    /** The same for another member, whose messages hold a longest value with its key. */
    get peerLimits() {
        return {
            ...this.limits,
            bulkBytes: 2 * this.limits.bulkBytes + PEER_MESSAGE_BYTES,
            queryBufferBytes: Number.POSITIVE_INFINITY,
        };
    }
    /** Begins a connection's turn. */
    begin(connection, nowMs) {
        this.fence.look(nowMs);
        this.nowMs = nowMs;
        this.session = connection;
        this.origin = connection;
        this.writer.protocol = connection.protocol;
        connection.lastActiveAtMs = nowMs;
    }
    /** Executes one command of the connection whose turn it is. */
    execute(connection, request) {
        const modeBefore = connection.replyMode;
        if (modeBefore !== 'on')
            connection.stash();
        this.run(connection, request);
        if (modeBefore !== 'on' || connection.replyMode !== 'on')
            this.mute(connection, modeBefore);
    }
    readHere(request, command, protocol) {
        const { writer } = this;
        const protocolBefore = writer.protocol;
        writer.protocol = protocol;
        this.callInternally(command, request);
        writer.protocol = protocolBefore;
        return writer.takeWhole();
    }
    executeHere(request, command, protocol, sink, tag) {
        this.answer(this.readHere(request, command, protocol), command, sink, tag);
    }
    redispatch(held) {
        const { command, raw, protocol, tag } = held.fields;
        const parser = new RequestParser(HELD_LIMITS);
        parser.push(raw);
        parser.next();
        const { request } = parser;
        this.nowMs = Date.now();
        this.writer.protocol = protocol;
        const isHere = this.router.route(held, command, request, this.writer);
        if (isHere)
            this.callInternally(command, request);
        const reply = this.writer.takeWhole();
        if (isHere)
            this.answer(reply, command, held, tag);
        else if (reply.length > 0)
            held.onReply(tag, reply, 0, reply.length);
    }
    later(work) {
        const origin = this.origin;
        const ticket = origin.reserve();
        const answer = (write) => {
            this.writer.protocol = origin.protocol;
            write(this.writer);
            const reply = this.writer.takeWhole();
            origin.onReply(ticket, reply, 0, reply.length);
        };
        work.then(answer, (error) => {
            this.options.onDefect(error, 'later');
            answer((reply) => reply.error(ERRORS.internal));
        });
    }
    /** Has the connection send what it was given, soon. */
    flushLater(connection) {
        this.dirty.add(connection);
        if (this.flushScheduled)
            return;
        this.flushScheduled = true;
        setImmediate(this.flushSoon);
    }
    /** Whether changes were written that have not been sent to the replicas. */
    get hasUnsentChanges() {
        return this.replicator?.core.followers.hasPending === true;
    }
    flushReplies() {
        this.replicator?.flush();
        for (const connection of this.dirty)
            connection.flush();
        this.dirty.clear();
    }
    onLinkReset(memberId) {
        this.options.onLinkReset(memberId);
    }
    flushSoon = () => {
        this.flushScheduled = false;
        this.flushReplies();
    };
    run(connection, request) {
        this.stats.commandsProcessed++;
        connection.commandsProcessed++;
        const command = COMMANDS.resolve(request, this.writer);
        if (command === undefined) {
            if (isHttp(request))
                this.disconnectHttp(connection);
            return;
        }
        connection.lastCommand = command.fullName;
        if (connection.isOverLimit && connection.kind !== 'peer' && command.fullName !== 'peer|hello') {
            this.writer.error(ERRORS.maxClients);
            connection.closeAfterReplies();
            return;
        }
        if (connection.subscriptions !== undefined && !command.whileSubscribed && isSubscribedMode(connection)) {
            this.writer.error(ERRORS.subscribedMode, { command: command.fullName });
            return;
        }
        if (!this.router.route(connection, command, request, this.writer))
            return;
        if (command.isWrite && this.options.options().minAcks > 0 && this.keyspace.versioned) {
            this.callAcknowledged(connection, command, request);
        }
        else
            this.call(command, request);
    }
    /** Runs a handler whose reply waits for replicas, if there are any. */
    callAcknowledged(connection, command, request) {
        const ticket = connection.reserve();
        this.call(command, request);
        this.answer(this.writer.takeWhole(), command, connection, ticket);
    }
    /** Passes on the reply of a command that was just run: at once, or when as many replicas hold what it wrote as are asked for. */
    answer(reply, command, sink, tag) {
        const pass = () => sink.onReply(tag, reply, 0, reply.length);
        if (!command.isWrite || this.replicator?.core.awaitAcks(pass) !== true)
            pass();
    }
    /** Runs a handler for which no connection of ours waits. */
    callInternally(command, request) {
        const { session } = this;
        this.session = INTERNAL_SESSION;
        this.call(command, request);
        this.session = session;
    }
    /** Runs a handler, and passes on what it has written to the replicas. */
    call(command, request) {
        const { keyspace, replicator } = this;
        if (!command.isWrite || !keyspace.versioned || replicator === undefined) {
            this.handle(command, request);
            return;
        }
        replicator.core.beginWrite(this.nowMs);
        const { changes } = keyspace;
        this.handle(command, request);
        if (keyspace.changes !== changes && command.firstKey > 0)
            this.passOn(command, request, replicator.core);
    }
    passOn(command, request, core) {
        const { buf } = request;
        const last = command.lastKeyAt(request.argc);
        if (last === command.firstKey) {
            core.onWrite(slotOfKey(request, last), buf, request.start(last), request.end(last));
            return;
        }
        for (let at = command.firstKey; at <= last; at += command.keyStep) {
            core.onWriteOfMany(slotOfKey(request, at), buf, request.start(at), request.end(at), this.nowMs);
        }
    }
    /** Runs a handler. One that throws is a defect: the client gets an error, the node goes on. */
    handle(command, request) {
        try {
            const hasRoom = !command.needsRoom || this.keyspace.makeRoom(request.rawEnd - request.rawStart, this.nowMs);
            if (hasRoom)
                command.handler(request, this.writer, this);
            else
                this.writer.error(ERRORS.outOfMemory);
        }
        catch (error) {
            this.options.onDefect(error, command.fullName);
            this.writer.error(ERRORS.internal);
        }
    }
    /**
     * A browser that was made to send us a POST: what follows in its body must not be executed (Redis calls it cross protocol
     * scripting). It is not answered either.
     */
    disconnectHttp(connection) {
        this.stats.protocolErrors++;
        connection.kill();
        this.options.onHttp(connection.remoteAddress);
    }
    /** CLIENT REPLY: drops the reply of a command that is not to be answered. */
    mute(connection, modeBefore) {
        const mode = connection.replyMode;
        if (mode === modeBefore) {
            this.writer.discard();
            if (mode === 'skip')
                connection.replyMode = 'on';
        }
        else if (mode === 'skip-next')
            connection.replyMode = 'skip';
    }
}
/** Whether what was taken for a command is a line of an HTTP request. */
function isHttp(request) {
    return request.is(0, 'post') || request.is(0, 'host:');
}
//# sourceMappingURL=dispatcher.js.map