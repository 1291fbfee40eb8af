/**
 * The outgoing half of a peer link: one pipelined TCP connection to another member's shard port.
 *
 * Commands are appended as the raw bytes that the client sent; replies come back in the same order, are found by
 * the scanner and passed on raw. Everything appended in one turn of the event loop leaves in one write.
 *
 * The receiving end's view of the commands that follow (protocol version for the replies, hop count, map epoch) is a
 * state of the link, sent as `PEER STATE` before a command for which it differs. That command has no reply.
 *
 * Bounds: MAX_IN_FLIGHT commands and MAX_QUEUED_BYTES unsent bytes, past which the link is `congested` and the router
 * stops its sources; each source can pass them by one command, and what was held by all of that.
 * A congested link whose oldest command was given up begins anew, so that no source is stopped for longer.
 */
import net from 'node:net';
import { PEER_VERSION } from '../commands/peer.js';
import { encodeCommand } from '../resp/encode.js';
import { MAX_REUSED_BYTES } from '../resp/joined-memory.js';
import { INCOMPLETE, REPLY } from '../resp/parse-result.js';
import { ReplyScanner } from '../resp/reply-scanner.js';
import { ReplyWriter } from '../resp/reply-writer.js';
import { Forwarded } from './forwarded.js';
import { ReadChunks } from './read-chunks.js';
const MAX_IN_FLIGHT = 32 * 1024;
const MAX_QUEUED_BYTES = 8 * 1024 * 1024;
const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 1000;
const INITIAL_RING = 64;
export class PeerLink {
    address;
    /** Wall clock in ms since 1970. */
    createdAtMs = Date.now();
    /** Connected and greeted: commands may be appended. */
    ready = false;
    /** Version of the sender's shard map, told to the other end. */
    epoch = 0;
    selfId;
    listener;
    socket;
    scanner = new ReplyScanner();
    writer = new ReplyWriter();
    ring = Array.from({ length: INITIAL_RING }, () => new Forwarded());
    head = 0;
    tail = 0;
    /** Commands before this one have been handed to the socket. */
    flushed = 0;
    /** The flush that is to come, if something was appended. */
    flushSoon;
    sentHops = -1;
    sentProtocol = 0;
    sentEpoch = -1;
    stopped = new Set();
    retryMs = FIRST_RETRY_MS;
    retryTimer;
    closed = false;
    constructor(address, selfId, listener) {
        this.address = address;
        this.selfId = selfId;
        this.listener = listener;
        this.connect();
    }
    get inFlight() {
        return this.tail - this.head;
    }
    get queuedBytes() {
        return this.writer.pendingBytes + (this.socket?.writableLength ?? 0);
    }
    /** Whether sources should stop adding to it. */
    get congested() {
        return this.inFlight >= MAX_IN_FLIGHT || this.queuedBytes >= MAX_QUEUED_BYTES;
    }
    /**
     * Appends the command `[start, end)` of `buf`, which has waited since `sinceMs`; only while `ready`. The caller fills
     * in who gets the reply (`sink`, `tag`), and `command`.
     */
    append(buf, start, end, protocol, hops, sinceMs) {
        if (protocol !== this.sentProtocol || hops !== this.sentHops || this.epoch !== this.sentEpoch) {
            this.sendState(protocol, hops);
        }
        const entry = this.appendAsIs(buf, start, end, sinceMs);
        entry.protocol = protocol;
        entry.hops = hops;
        return entry;
    }
    /** The same for a command for which it does not matter how it is to be taken. */
    appendAsIs(buf, start, end, sinceMs) {
        const isCopied = end - start <= MAX_REUSED_BYTES;
        const at = isCopied ? this.writer.append(buf, start, end) : start;
        if (!isCopied)
            this.writer.raw(buf, start, end);
        this.flushSoon ??= setImmediate(() => this.flush());
        if (this.tail - this.head === this.ring.length)
            this.grow();
        const entry = this.at(this.tail++);
        entry.buf = isCopied ? this.writer.buf : buf;
        entry.start = at;
        entry.end = at + end - start;
        entry.sinceMs = sinceMs;
        return entry;
    }
    /** Stops `origin` until the link has room again. */
    stop(origin) {
        this.stopped.add(origin);
        origin.hold(this);
    }
    /**
     * Gives up on replies to commands that have waited since before `beforeMs`; `giveUp` gets each. Their late replies are
     * dropped. Ends a link that is in the way of others then, or that nobody waits for.
     */
    expire(beforeMs, giveUp) {
        let waiting = 0;
        for (let at = this.head; at < this.tail; at++) {
            const entry = this.at(at);
            if (entry.sink === undefined)
                continue;
            if (entry.sinceMs < beforeMs) {
                giveUp(entry);
                entry.clear();
            }
            else
                waiting++;
        }
        const isOverdue = this.inFlight > 0 && this.at(this.head).sink === undefined;
        if (isOverdue && (this.closed ? waiting === 0 : this.congested))
            this.startOver();
    }
    /** After the connection is lost: gives every command under way, oldest first, and whether its bytes may have left. */
    drain(visit) {
        while (this.head < this.tail) {
            const entry = this.at(this.head);
            const mayHaveLeft = this.head < this.flushed;
            this.head++;
            if (entry.sink !== undefined)
                visit(entry, mayHaveLeft);
            entry.clear();
        }
        this.letGo();
    }
    /** Ends the link once the commands under way are answered: its member is leaving. */
    retire() {
        this.closed = true;
        clearTimeout(this.retryTimer);
        if (this.inFlight === 0)
            this.lose();
    }
    /** Ends the link for good. What was under way is still to be drained. */
    close() {
        this.closed = true;
        clearTimeout(this.retryTimer);
        this.lose();
    }
    connect() {
        const chunks = new ReadChunks();
        const callback = (length, buf) => {
            chunks.used(length);
            if (this.socket === socket)
                this.onData(buf, length);
            return true;
        };
        const { via: host, port } = this.address;
        const onread = { buffer: () => chunks.next(), callback };
        const socket = net.connect({ host, port, noDelay: true, onread });
        this.socket = socket;
        this.scanner = new ReplyScanner();
        socket.on('connect', () => socket.write(encodeCommand('PEER', 'HELLO', String(PEER_VERSION), this.selfId, this.address.memberId)));
        socket.on('drain', () => this.letGoWhenClear());
        socket.on('error', () => {
            // 'close' follows and does what is to be done.
        });
        socket.on('close', () => {
            if (this.socket !== socket)
                return;
            this.listener.onLinkReset(this);
            this.startOver();
        });
    }
    /** The first `length` bytes of `chunk` were read. */
    onData(chunk, length) {
        const { scanner } = this;
        scanner.push(chunk, length);
        let result = scanner.next();
        if (!this.ready && result === REPLY) {
            if (scanner.isError) {
                this.startOver();
                return;
            }
            this.ready = true;
            this.retryMs = FIRST_RETRY_MS;
            this.listener.onLinkReady(this);
            result = scanner.next();
        }
        for (; result === REPLY && this.head < this.flushed; result = scanner.next())
            this.deliver();
        this.listener.onRepliesRead();
        // A reply that nobody asked for, as one that cannot be read, means that the two ends are out of step.
        if (result !== INCOMPLETE)
            this.startOver();
        else if (this.closed && this.inFlight === 0)
            this.lose();
        this.letGoWhenClear();
    }
    /** Passes the scanner's reply to whoever sent the oldest command under way. */
    deliver() {
        const entry = this.at(this.head++);
        const { sink } = entry;
        entry.clear();
        sink?.onReply(entry.tag, this.scanner.buf, this.scanner.start, this.scanner.end);
    }
    /** The connection is of no more use: makes a new one, unless the link is to end. */
    startOver() {
        this.lose();
        if (!this.closed)
            this.retryLater();
    }
    lose() {
        const socket = this.socket;
        if (socket === undefined)
            return;
        this.socket = undefined;
        // What the system has not sent yet is not to arrive when a network heals: its outcome was told, and others have written since.
        if (this.inFlight > 0)
            socket.resetAndDestroy();
        else
            socket.destroy();
        const wasReady = this.ready;
        this.ready = false;
        // Not discarded: commands under way refer to what was appended, so that memory must not be written to again.
        this.writer.take(() => { });
        this.sentProtocol = 0;
        if (wasReady)
            this.listener.onLinkDown(this);
        this.flushed = this.head = this.tail;
    }
    retryLater() {
        this.retryTimer = setTimeout(() => this.connect(), this.retryMs);
        this.retryTimer.unref();
        this.retryMs = Math.min(2 * this.retryMs, LAST_RETRY_MS);
    }
    /** Sends what was appended. It happens by itself before the event loop waits, but a turn later than for who calls this. */
    flush() {
        if (this.flushSoon === undefined)
            return;
        clearImmediate(this.flushSoon);
        this.flushSoon = undefined;
        const socket = this.socket;
        // What is appended to a connection that is about to close stays here, and is known not to have left.
        if (socket === undefined || !this.ready || !socket.writable)
            return;
        if (this.writer.isOneRange)
            this.writer.take(this.toSocket);
        else {
            socket.cork();
            this.writer.take(this.toSocket);
            socket.uncork();
        }
        this.flushed = this.tail;
    }
    toSocket = (buf, start, end) => {
        this.socket?.write(buf.subarray(start, end));
    };
    sendState(protocol, hops) {
        this.sentProtocol = protocol;
        this.sentHops = hops;
        this.sentEpoch = this.epoch;
        const state = encodeCommand('PEER', 'STATE', String(this.epoch), String(hops), String(protocol));
        this.writer.raw(state, 0, state.length);
    }
    letGoWhenClear() {
        if (this.stopped.size === 0)
            return;
        if (2 * this.inFlight < MAX_IN_FLIGHT && 2 * this.queuedBytes < MAX_QUEUED_BYTES)
            this.letGo();
    }
    letGo() {
        for (const origin of this.stopped)
            origin.release(this);
        this.stopped.clear();
    }
    at(index) {
        return this.ring[index & (this.ring.length - 1)];
    }
    grow() {
        const size = 2 * this.ring.length;
        const grown = Array.from({ length: size }, () => new Forwarded());
        for (let at = this.head; at < this.tail; at++)
            grown[at & (size - 1)] = this.at(at);
        this.ring = grown;
    }
}
//# sourceMappingURL=peer-link.js.map