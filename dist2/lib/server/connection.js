import { COMMAND, PROTOCOL_ERROR } from '../resp/parse-result.js';
import { RequestParser } from '../resp/parser.js';
import { SMALL_BYTES } from './read-turn.js';
import { ReplyQueue } from './reply-queue.js';
import { readInto } from './socket-handle.js';
const MAX_WAITING = 8 * 1024;
const MAX_READY_BYTES = 4 * 1024 * 1024;
const MAX_UNSENT_BYTES = 64 * 1024;
/** Written replies are sent when there are so many bytes of them, even if more commands have arrived. */
const SEND_BYTES = 128 * 1024;
/** What is shorter is copied when it cannot be sent at once, so that it does not keep a whole chunk of memory. */
const COPIED_BYTES = 64 * 1024;
/** A read of less has brought all that there was: a stream reads so much at once, a static buffer holds more. */
const FULL_READ_BYTES = 64 * 1024;
/** After so many bytes in full reads other connections get their turn. */
const MAX_BYTES_IN_ROW = 128 * 1024;
/** Reasons to hold that are the connection's own. */
const WAITING = {};
const UNSENT = {};
const TURN = {};
export class Connection {
    id;
    kind;
    remoteAddress;
    localAddress;
    connectedAtMs;
    lastActiveAtMs;
    lastCommand = 'NULL';
    commandsProcessed = 0;
    protocol = 2;
    name = '';
    libraryName = '';
    libraryVersion = '';
    readonlyMode = false;
    subscriptions = undefined;
    noEvict = false;
    noTouch = false;
    replyMode = 'on';
    peerId = '';
    hops = 0;
    epoch = 0;
    heldSinceMs = Number.POSITIVE_INFINITY;
    /** Accepted beyond `maxclients`, in case it turns out to be a peer. */
    isOverLimit;
    socket;
    dispatcher;
    parser;
    queue = new ReplyQueue();
    reasons = new Set();
    resumeScheduled = false;
    /** Bytes of full reads in a row. */
    bytesInRow = 0;
    /** The other end sends nothing more. */
    inputEnded = false;
    /** Nothing more is executed; the connection ends when all replies are sent. */
    closing = false;
    /** The connection is gone: replies that still come go nowhere. */
    closed = false;
    onPeer;
    constructor(accepted, id, kind, isOverLimit, dispatcher, onPeer, onClose) {
        this.dispatcher = dispatcher;
        this.parser = new RequestParser(dispatcher.limits, dispatcher.parsing);
        this.onPeer = onPeer;
        const socket = readInto(accepted, dispatcher.readBuffer, this.onRead);
        this.socket = socket;
        this.id = id;
        this.kind = kind;
        this.isOverLimit = isOverLimit;
        this.remoteAddress = hostPort(socket.remoteAddress, socket.remotePort);
        this.localAddress = hostPort(socket.localAddress, socket.localPort);
        this.connectedAtMs = Date.now();
        this.lastActiveAtMs = this.connectedAtMs;
        socket.on('drain', () => this.release(UNSENT));
        socket.on('end', this.onEnd);
        socket.on('close', () => {
            this.closed = true;
            onClose();
        });
        socket.on('error', () => {
            // 'close' follows and does what is to be done.
        });
    }
    get inputBytes() {
        return this.parser.bufferedBytes;
    }
    get outputBytes() {
        return this.socket.writableLength + this.queue.bytes;
    }
    get isGone() {
        return this.closed || this.socket.destroyed;
    }
    get mayReadCopies() {
        return this.readonlyMode;
    }
    /** Whether there are replies that are not sent, or not even there, yet. */
    get isWaiting() {
        return this.queue.length > 0 || this.socket.writableLength > 0;
    }
    /** CLIENT REPLY: whether the present command's reply is not to be sent. */
    get isMuted() {
        return this.replyMode === 'off' || this.replyMode === 'skip';
    }
    becomePeer(id) {
        if (this.kind !== 'peer')
            this.onPeer();
        this.kind = 'peer';
        this.peerId = id;
        this.parser.limits = this.dispatcher.peerLimits;
    }
    closeAfterReplies() {
        this.closing = true;
        this.dispatcher.flushLater(this);
    }
    kill() {
        this.closing = true;
        this.socket.destroy();
    }
    push(bytes) {
        if (this.closed || this.closing)
            return;
        // What this connection's turn has written so far goes before it.
        if (this.dispatcher.session === this)
            this.stash();
        this.queue.push(bytes, 0, bytes.length);
        if (this.outputBytes > this.dispatcher.subscriberLimitBytes)
            this.killForOutput();
        else
            this.dispatcher.flushLater(this);
    }
    reserve() {
        this.stash();
        const ticket = this.queue.reserve(this.isMuted);
        if (this.queue.length >= MAX_WAITING)
            this.hold(WAITING);
        return ticket;
    }
    onReply(ticket, buf, start, end) {
        if (this.closed)
            return;
        if (this.queue.fulfil(ticket, buf, start, end))
            this.dispatcher.flushLater(this);
        else if (this.queue.bytes >= MAX_READY_BYTES)
            this.holdOrKill(WAITING);
    }
    hold(reason) {
        if (this.reasons.size === 0)
            this.socket.pause();
        this.reasons.add(reason);
    }
    release(reason) {
        if (!this.reasons.delete(reason) || this.reasons.size > 0 || this.resumeScheduled)
            return;
        this.resumeScheduled = true;
        setImmediate(this.resume);
    }
    /** Keeps what was written to the shared writer in its place behind replies that are still to come. */
    stash() {
        this.dispatcher.writer.take(this.toQueue);
    }
    /** Sends what is ready: the queue's front, and what is in the shared writer if nothing is before it. */
    flush() {
        const { writer } = this.dispatcher;
        if (this.queue.length > 0) {
            this.stash();
            this.queue.drain(writer);
            this.holdWhileWaiting();
        }
        if (writer.pendingBytes > 0)
            this.send();
        if (this.closing && this.queue.length === 0)
            this.socket.destroySoon();
    }
    holdWhileWaiting() {
        const { length, bytes } = this.queue;
        if (length >= MAX_WAITING || bytes >= MAX_READY_BYTES)
            this.holdOrKill(WAITING);
        else if (length < MAX_WAITING / 2 && bytes < MAX_READY_BYTES / 2)
            this.release(WAITING);
    }
    /** Hands the shared writer's content to the socket. */
    send() {
        const { socket } = this;
        const { writer, stats } = this.dispatcher;
        if (socket.destroyed) {
            writer.discard();
            return;
        }
        stats.netOutputBytes += writer.pendingBytes;
        const sink = socket.writableLength === 0 ? this.toSocket : this.toBusySocket;
        if (writer.isOneRange)
            writer.take(sink);
        else {
            socket.cork();
            writer.take(sink);
            socket.uncork();
        }
        // The system has all of it.
        if (socket.writableLength === 0)
            writer.giveBack();
        else if (socket.writableLength >= MAX_UNSENT_BYTES)
            this.holdOrKill(UNSENT);
    }
    /** Holds for output that cannot go out; past the limit the connection is closed. */
    holdOrKill(reason) {
        this.hold(reason);
        if (this.outputBytes > this.dispatcher.outputLimitBytes)
            this.killForOutput();
    }
    killForOutput() {
        this.dispatcher.stats.clientsClosedForOutput++;
        this.kill();
    }
    toQueue = (buf, start, end) => {
        this.queue.push(buf, start, end);
    };
    toSocket = (buf, start, end) => {
        this.socket.write(buf.subarray(start, end));
    };
    toBusySocket = (buf, start, end) => {
        const range = buf.subarray(start, end);
        this.socket.write(range.length < COPIED_BYTES ? Buffer.from(range) : range);
    };
    onRead = (buf, length) => {
        this.dispatcher.stats.netInputBytes += length;
        if (this.closing)
            return;
        if (length <= SMALL_BYTES) {
            const { turn } = this.dispatcher;
            const { parser } = this;
            const start = turn.add(this, parser, buf, length, parser.isIdle ? parser.limits : undefined);
            parser.push(turn.buf, start, start + length);
            this.bytesInRow = 0;
            return;
        }
        this.parser.push(buf, 0, length);
        this.processRead(Date.now());
        this.bytesInRow = length < FULL_READ_BYTES ? 0 : this.bytesInRow + length;
        if (this.bytesInRow >= MAX_BYTES_IN_ROW)
            this.giveWay();
    };
    /** Executes what was pushed to the parser, whose memory is written to again after this. */
    processRead(nowMs) {
        this.process(nowMs);
        if (this.reasons.size > 0 || this.resumeScheduled)
            this.parser.keepUnread();
    }
    /** Lets the event loop turn before more is executed or read: libuv reads a socket up to 32 times in a row while reads are full. */
    giveWay() {
        this.bytesInRow = 0;
        this.hold(TURN);
        this.release(TURN);
    }
    onEnd = () => {
        this.inputEnded = true;
        if (this.reasons.size === 0 && !this.resumeScheduled)
            this.process(Date.now());
    };
    /** Executes the commands that have arrived, as far as nothing holds the connection, and sends the replies. */
    process(nowMs) {
        const { dispatcher, parser } = this;
        const { writer } = dispatcher;
        dispatcher.begin(this, nowMs);
        let executed = 0;
        while (this.reasons.size === 0 && !this.closing) {
            const result = parser.next();
            if (result === COMMAND) {
                dispatcher.execute(this, parser.request);
                if (writer.pendingBytes >= SEND_BYTES)
                    this.flush();
                if (dispatcher.slice.isOver(++executed)) {
                    this.giveWay();
                    break;
                }
            }
            else {
                if (result === PROTOCOL_ERROR)
                    this.refuse();
                else if (this.inputEnded)
                    this.closing = true;
                break;
            }
        }
        // A write is on its way to the replicas before it is answered.
        if (!dispatcher.hasUnsentChanges)
            this.flush();
        else {
            this.stash();
            dispatcher.flushLater(this);
        }
    }
    /** A protocol error is answered, and the connection closed. */
    refuse() {
        this.dispatcher.stats.protocolErrors++;
        if (!this.isMuted)
            this.dispatcher.writer.errorLine(this.parser.error);
        this.closing = true;
    }
    resume = () => {
        this.resumeScheduled = false;
        if (this.socket.destroyed || this.reasons.size > 0)
            return;
        this.process(Date.now());
        if (this.reasons.size === 0 && !this.resumeScheduled)
            this.socket.resume();
    };
}
function hostPort(host, port) {
    return host?.includes(':') ? `[${host}]:${port}` : `${host ?? ''}:${port ?? 0}`;
}
//# sourceMappingURL=connection.js.map