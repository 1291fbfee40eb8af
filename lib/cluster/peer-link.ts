/**
 * The outgoing half of a peer link: one pipelined TCP connection to another member's shard port.
 *
 * Commands are appended as the raw bytes that the client sent; replies come back in the same order, are found by
 * the scanner and passed on raw. Everything appended in one turn of the event loop leaves in one write.
 *
 * The receiving end's view of the commands that follow (protocol version for the replies, map epoch, refusals heard of) is a
 * state of the link, sent as `PEER STATE` before a command for which it differs. That command has no reply.
 *
 * Bounds: MAX_IN_FLIGHT commands and MAX_QUEUED_BYTES unsent bytes, past which the link is `congested` and the router
 * stops its sources; each source can pass them by one command, and what was held by all of that.
 * A congested link whose oldest command was given up, and over which nothing comes, begins anew, so that no source is stopped for longer; where replies
 * come, however late, sources wait for room, as to begin anew would lose all that is under way. So does one that is silent for
 * too long (`renewSilent`): where a firewall has dropped the connection without a word, the system would send into nowhere for a quarter of
 * an hour.
 */
import net from 'node:net';
import { PEER_VERSION } from '../commands/peer.ts';
import { DirectWriter } from '../net/socket-handle.ts';
import type { Stats } from '../observe/stats.ts';
import { encodeCommand } from '../resp/encode.ts';
import { MAX_REUSED_BYTES } from '../resp/joined-memory.ts';
import { INCOMPLETE, REPLY } from '../resp/parse-result.ts';
import { ReplyScanner } from '../resp/reply-scanner.ts';
import { type Protocol, ReplyWriter } from '../resp/reply-writer.ts';
import type { Forwarded } from './forwarded.ts';
import { ForwardedRing } from './forwarded-ring.ts';
import type { Origin } from './origin.ts';
import { ReadChunks } from './read-chunks.ts';
import { isRefusal } from './refused-commands.ts';
import { UsedChunks } from './used-chunks.ts';

const MAX_IN_FLIGHT = 32 * 1024;
const MAX_QUEUED_BYTES = 8 * 1024 * 1024;
const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 1000;
/** So often an idle connection shows that it is there: firewalls forget one that does not. */
const KEEP_ALIVE_MS = 60_000;

/** What the link tells its router. */
export interface PeerLinkListener {
  /** Where bytes are counted. */
  readonly stats: Pick<Stats, 'netInputBytes' | 'netOutputBytes'>;
  onLinkReady(link: PeerLink): void;
  /** The connection is gone; `drain` gives the commands that were under way. */
  onLinkDown(link: PeerLink): void;
  /** The other end refused or ended the connection, or the network did. */
  onLinkReset(link: PeerLink): void;
  /** The other end does not own the key of that command, and has not executed it. `entry` is used again after the call. */
  onRefused(link: PeerLink, entry: Forwarded): void;
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

export class PeerLink {
  readonly address: PeerAddress;
  /** Wall clock in ms since 1970. */
  readonly createdAtMs = Date.now();
  /** Connected and greeted: commands may be appended. */
  ready = false;
  private readonly selfId: string;
  private readonly listener: PeerLinkListener;
  private socket: net.Socket | undefined;
  private direct: DirectWriter | undefined;
  private scanner = new ReplyScanner();
  private readonly writer = new ReplyWriter();
  /** Entries refer to the writer's memory. */
  private isReferredTo = false;
  private readonly usedChunks = new UsedChunks(this.writer);
  private readonly underWay = new ForwardedRing();
  /** Commands before this one have been handed to the socket. */
  private flushed = 0;
  /** The flush that is to come, if something was appended. */
  private flushSoon: NodeJS.Immediate | undefined;
  private sentProtocol = 0;
  private sentEpoch = -1;
  /** How many commands the other end has refused, and how many of these it knows to be known here. */
  private refusalsHeard = 0;
  private sentHeard = 0;
  private readonly stopped = new Set<Origin>();
  /** Something has come since `renewSilent` looked, and when it saw last that this was so, or that nothing was waited for. */
  private isHeard = false;
  private silentSinceMs = 0;
  private retryMs = FIRST_RETRY_MS;
  private retryTimer: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(address: PeerAddress, selfId: string, listener: PeerLinkListener) {
    this.address = address;
    this.selfId = selfId;
    this.listener = listener;
    this.connect();
  }

  get inFlight(): number {
    return this.underWay.length;
  }

  /** How many commands were appended since the link was made. */
  get sentCount(): number {
    return this.underWay.tail;
  }

  /** How many of these, the first ones, are answered or given up. */
  get answeredCount(): number {
    return this.underWay.head;
  }

  get queuedBytes(): number {
    return this.writer.pendingBytes + (this.direct?.unsentBytes ?? 0);
  }

  /** Whether sources should stop adding to it. */
  get congested(): boolean {
    return this.inFlight >= MAX_IN_FLIGHT || this.queuedBytes >= MAX_QUEUED_BYTES;
  }

  /**
   * Appends the command `[start, end)` of `buf`, which has waited since `sinceMs`; only while `ready`. The caller fills
   * in who gets the reply (`sink`, `tag`), and `command`.
   */
  append(
    buf: Buffer,
    start: number,
    end: number,
    protocol: Protocol,
    epoch: number,
    sinceMs: number,
  ): Forwarded {
    const isKnown = protocol === this.sentProtocol && epoch === this.sentEpoch;
    if (!isKnown || this.refusalsHeard !== this.sentHeard) this.sendState(protocol, epoch);
    const entry = this.appendAsIs(buf, start, end, sinceMs);
    entry.protocol = protocol;
    entry.epoch = epoch;
    return entry;
  }

  /** The same for a command for which it does not matter how it is to be taken. */
  appendAsIs(buf: Buffer, start: number, end: number, sinceMs: number): Forwarded {
    const at = this.write(buf, start, end);
    const entry = this.underWay.add(sinceMs);
    entry.buf = end - start <= MAX_REUSED_BYTES ? this.writer.buf : buf;
    entry.start = at;
    entry.end = at + end - start;
    this.isReferredTo = true;
    this.usedChunks.onWritten(this.underWay.tail - 1);
    return entry;
  }

  /** The same for one of which nobody needs the bytes again: the entry has none. */
  appendMessage(buf: Buffer, start: number, end: number, sinceMs: number): Forwarded {
    this.write(buf, start, end);
    return this.underWay.add(sinceMs);
  }

  /** Stops `origin` until the link has room again. */
  stop(origin: Origin): void {
    this.stopped.add(origin);
    origin.hold(this);
  }

  /**
   * Gives up on replies to commands that have waited since before `beforeMs`, by the clock of `renewSilent`; `giveUp` gets each. Their late
   * replies are dropped. Begins anew with a link that is in the way of others then and silent since, or, if `isLost`, with any; ends a closed one that nobody waits for.
   */
  expire(beforeMs: number, giveUp: (entry: Forwarded) => void, isLost: boolean): void {
    const { underWay } = this;
    let waiting = 0;
    for (let number = underWay.head; number < underWay.tail; number++) {
      const entry = underWay.at(number);
      if (entry.sink === undefined) continue;
      if (entry.sinceMs < beforeMs) {
        giveUp(entry);
        entry.clear();
      } else waiting++;
    }
    const isOverdue = underWay.length > 0 && underWay.at(underWay.head).sink === undefined;
    const isInTheWay = this.congested && !this.isHeard && this.silentSinceMs < beforeMs;
    if (isOverdue && (this.closed ? waiting === 0 : isLost || isInTheWay)) this.startOver();
  }

  /**
   * To be called some times a second, with any monotonic clock: begins anew if nothing has come for `limitMs` though an answer, be it to the
   * greeting, was to come all the time.
   */
  renewSilent(nowMs: number, limitMs: number): void {
    const isAwaiting = this.inFlight > 0 || (this.socket !== undefined && !this.ready);
    if (this.isHeard || !isAwaiting) {
      this.isHeard = false;
      this.silentSinceMs = nowMs;
    } else if (nowMs - this.silentSinceMs >= limitMs) {
      this.silentSinceMs = nowMs;
      this.startOver();
    }
  }

  /** After the connection is lost: gives every command under way, oldest first, and whether its bytes may have left. */
  drain(visit: (entry: Forwarded, mayHaveLeft: boolean) => void): void {
    while (this.inFlight > 0) {
      const mayHaveLeft = this.underWay.head < this.flushed;
      const entry = this.underWay.take();
      if (entry.sink !== undefined) visit(entry, mayHaveLeft);
      entry.clear();
    }
    this.letGo();
  }

  /** Ends the link once the commands under way are answered: its member is leaving. */
  retire(): void {
    this.closed = true;
    clearTimeout(this.retryTimer);
    if (this.inFlight === 0) this.lose();
  }

  /** Ends the link for good. What was under way is still to be drained. */
  close(): void {
    this.closed = true;
    clearTimeout(this.retryTimer);
    this.lose();
  }

  private connect(): void {
    const chunks = new ReadChunks();
    const callback = (length: number, buf: Uint8Array): boolean => {
      chunks.used(length);
      if (this.socket === socket) this.onData(buf as Buffer, length);
      return true;
    };
    const { via: host, port } = this.address;
    const onread = { buffer: () => chunks.next(), callback };
    const keepAlive = { keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS };
    const socket = net.connect({ host, port, noDelay: true, ...keepAlive, onread });
    this.socket = socket;
    this.direct = new DirectWriter(socket, true, () => this.letGoWhenClear());
    this.scanner = new ReplyScanner();
    socket.on('connect', () =>
      socket.write(encodeCommand('PEER', 'HELLO', String(PEER_VERSION), this.selfId, this.address.memberId)),
    );
    socket.on('drain', () => this.letGoWhenClear());
    socket.on('error', () => {
      // 'close' follows and does what is to be done.
    });
    socket.on('close', () => {
      if (this.socket !== socket) return;
      this.listener.onLinkReset(this);
      this.startOver();
    });
  }

  /** The first `length` bytes of `chunk` were read. */
  private onData(chunk: Buffer, length: number): void {
    const { scanner } = this;
    this.isHeard = true;
    this.listener.stats.netInputBytes += length;
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
    for (; result === REPLY && this.underWay.head < this.flushed; result = scanner.next()) this.deliver();
    this.listener.onRepliesRead();
    this.usedChunks.onAnswered(this.underWay.head - 1);
    // A reply that nobody asked for, as one that cannot be read, means that the two ends are out of step.
    if (result !== INCOMPLETE) this.startOver();
    else if (this.closed && this.inFlight === 0) this.lose();
    this.letGoWhenClear();
  }

  /** Passes the scanner's reply to whoever sent the oldest command under way. */
  private deliver(): void {
    const entry = this.underWay.take();
    const { sink, command } = entry;
    const { buf, start, end, isError } = this.scanner;
    if (isError && isRefusal(buf, start, end)) {
      this.refusalsHeard++;
      if (sink !== undefined && command !== undefined) {
        this.listener.onRefused(this, entry);
        entry.clear();
        return;
      }
    }
    entry.clear();
    sink?.onReply(entry.tag, buf, start, end);
  }

  /** The connection is of no more use: makes a new one, unless the link is to end. */
  private startOver(): void {
    this.lose();
    if (!this.closed) this.retryLater();
  }

  private lose(): void {
    const socket = this.socket;
    if (socket === undefined) return;
    this.socket = this.direct = undefined;
    // What the system has not sent yet is not to arrive when a network heals: its outcome was told, and others have written since.
    if (this.inFlight > 0) socket.resetAndDestroy();
    else socket.destroy();
    const wasReady = this.ready;
    this.ready = false;
    // Not discarded: commands under way refer to what was appended, so that memory must not be written to again.
    this.writer.take(() => {});
    this.usedChunks.forget();
    this.sentProtocol = this.refusalsHeard = this.sentHeard = 0;
    if (wasReady) this.listener.onLinkDown(this);
    this.underWay.skip();
    this.flushed = this.underWay.tail;
  }

  private retryLater(): void {
    this.retryTimer = setTimeout(() => this.connect(), this.retryMs);
    this.retryTimer.unref();
    this.retryMs = Math.min(2 * this.retryMs, LAST_RETRY_MS);
  }

  /** Sends what was appended. It happens by itself before the event loop waits, but a turn later than for who calls this. */
  flush(): void {
    if (this.flushSoon === undefined) return;
    clearImmediate(this.flushSoon);
    this.flushSoon = undefined;
    const { socket, direct } = this;
    // What is appended to a connection that is about to close stays here, and is known not to have left.
    if (socket === undefined || direct === undefined || !this.ready || !socket.writable) return;
    this.listener.stats.netOutputBytes += this.writer.pendingBytes;
    if (this.writer.isOneRange) this.writer.take(direct.toSystem);
    else {
      socket.cork();
      this.writer.take(direct.toStream);
      socket.uncork();
    }
    this.flushed = this.underWay.tail;
    // The system has all of it.
    if (!this.isReferredTo && direct.unsentBytes === 0) this.writer.giveBack();
  }

  private readonly flushNow = (): void => this.flush();

  /** Returns where in the writer's memory it is; a long one is not copied. */
  private write(buf: Buffer, start: number, end: number): number {
    this.flushSoon ??= setImmediate(this.flushNow);
    if (end - start <= MAX_REUSED_BYTES) return this.writer.append(buf, start, end);
    this.writer.raw(buf, start, end);
    return start;
  }

  private sendState(protocol: Protocol, epoch: number): void {
    this.sentProtocol = protocol;
    this.sentEpoch = epoch;
    this.sentHeard = this.refusalsHeard;
    const words = ['PEER', 'STATE', String(epoch), String(protocol), String(this.sentHeard)];
    const state = encodeCommand(...words);
    this.writer.raw(state, 0, state.length);
  }

  private letGoWhenClear(): void {
    if (this.stopped.size === 0) return;
    if (2 * this.inFlight < MAX_IN_FLIGHT && 2 * this.queuedBytes < MAX_QUEUED_BYTES) this.letGo();
  }

  private letGo(): void {
    for (const origin of this.stopped) origin.release(this);
    this.stopped.clear();
  }
}
