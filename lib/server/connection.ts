/**
 * One TCP connection on the client or the shard port: reads commands, has them executed in order, sends the replies in
 * that same order, and keeps the state that the connection commands and CLIENT LIST know as a session.
 *
 * Bounds: no command is executed while any reason to hold is there: MAX_WAITING replies that wait for other members, or as many
 * as may have MAX_EXPECTED_BYTES, or MAX_READY_BYTES behind them, MAX_UNSENT_BYTES that the client has not read, a peer link that has no room, or replies that
 * are under way from where another map had commands go.
 * Replies to commands that were under way before still come; past `limits.outputBytes` (of a member's `limits.peerOutputBytes`) of unsent ones
 * it is closed, and past `limits.subscriberOutputBytes` at the next message that it is to get. Unparsed input is bounded by the parser.
 */
import type net from 'node:net';
import { hostPort } from '../base/host-port.ts';
import type { Origin } from '../cluster/origin.ts';
import { PeerOrder } from '../cluster/peer-order.ts';
import type { Session, SessionKind } from '../commands/context.ts';
import { DirectWriter, readInto } from '../net/socket-handle.ts';
import type { Subscriptions } from '../pubsub/pubsub.ts';
import { COMMAND, PROTOCOL_ERROR } from '../resp/parse-result.ts';
import { RequestParser } from '../resp/parser.ts';
import type { Protocol } from '../resp/reply-writer.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { Sender } from './outbox.ts';
import { type Reader, SMALL_BYTES } from './read-turn.ts';
import { ReplyQueue } from './reply-queue.ts';

const MAX_WAITING = 8 * 1024;
const MAX_READY_BYTES = 4 * 1024 * 1024;
/** Of these only as many are asked for as are likely to be so long together: they come, however slowly the client reads. */
const MAX_EXPECTED_BYTES = 16 * 1024 * 1024;
const MAX_UNSENT_BYTES = 64 * 1024;
/** Written replies are sent when there are so many bytes of them, even if more commands have arrived. */
const SEND_BYTES = 128 * 1024;
/** What is shorter waits for the end of the loop's turn. */
const BOXED_BYTES = 16 * 1024;
/** A read of less has brought all that there was: a stream reads so much at once, a static buffer holds more. */
const FULL_READ_BYTES = 64 * 1024;
/** After so many bytes in full reads other connections get their turn. Copies must not fall behind what clients write. */
const MAX_BYTES_IN_ROW = 128 * 1024;
const MAX_COPY_BYTES_IN_ROW = 1024 * 1024;

/** Reasons to hold that are the connection's own. */
const WAITING = {};
const UNSENT = {};
const TURN = {};
const ORDER = {};

export class Connection implements Session, Origin, Reader, Sender {
  readonly id: number;
  kind: SessionKind;
  readonly remoteAddress: string;
  readonly localAddress: string;
  readonly connectedAtMs: number;
  lastActiveAtMs: number;
  lastCommand = 'NULL';
  commandsProcessed = 0;
  protocol: Protocol = 2;
  name = '';
  libraryName = '';
  libraryVersion = '';
  readonlyMode = false;
  subscriptions: Subscriptions | undefined = undefined;
  noEvict = false;
  noTouch = false;
  replyMode: Session['replyMode'] = 'on';
  peerId = '';
  epoch = 0;
  refusalsHeard = 0;
  order: PeerOrder | undefined = undefined;
  readonly heldSinceMs = Number.POSITIVE_INFINITY;
  /** Accepted beyond `maxclients`, in case it turns out to be a peer. */
  readonly isOverLimit: boolean;
  private readonly socket: net.Socket;
  private readonly direct: DirectWriter;
  private readonly dispatcher: Dispatcher;
  private readonly parser: RequestParser;
  private readonly queue = new ReplyQueue();
  private readonly reasons = new Set<object>();
  private resumeScheduled = false;
  /** Bytes of full reads in a row. */
  private bytesInRow = 0;
  /** The other end sends nothing more. */
  inputEnded = false;
  /** Nothing more is executed; the connection ends when all replies are sent. */
  private closing = false;
  /** The connection is gone: replies that still come go nowhere. */
  private closed = false;
  /** There is something of it in the outbox. */
  private isBoxed = false;
  private readonly onPeer: () => void;

  constructor(
    accepted: net.Socket,
    id: number,
    kind: SessionKind,
    isOverLimit: boolean,
    dispatcher: Dispatcher,
    onPeer: () => void,
    onClose: () => void,
  ) {
    this.dispatcher = dispatcher;
    this.parser = new RequestParser(dispatcher.limits.ofRequests, dispatcher.parsing);
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
    this.direct = new DirectWriter(socket, dispatcher.readBuffer !== undefined, () => {
      if (!socket.writableNeedDrain) this.release(UNSENT);
    });
    socket.on('drain', () => this.release(UNSENT));
    socket.on('end', this.onEnd);
    socket.on('close', () => {
      this.closed = true;
      onClose();
    });
    // 'close' follows and does what is to be done.
    socket.on('error', () => {});
  }

  get inputBytes(): number {
    return this.parser.bufferedBytes;
  }

  get outputBytes(): number {
    return this.direct.unsentBytes + this.queue.bytes;
  }

  get isGone(): boolean {
    return this.closed || this.socket.destroyed;
  }

  get isForwarded(): boolean {
    return this.kind === 'peer';
  }

  get mayReadCopies(): boolean {
    return this.readonlyMode;
  }

  /** Whether there are replies that are not sent, or not even there, yet. */
  get isWaiting(): boolean {
    return this.isBoxed || this.queue.length > 0 || this.direct.unsentBytes > 0;
  }

  /** CLIENT REPLY: whether the present command's reply is not to be sent. */
  private get isMuted(): boolean {
    return this.replyMode === 'off' || this.replyMode === 'skip';
  }

  becomePeer(id: string): void {
    if (this.kind !== 'peer') this.onPeer();
    this.kind = 'peer';
    this.peerId = id;
    this.order ??= new PeerOrder();
    this.parser.limits = this.dispatcher.limits.ofPeers;
  }

  closeAfterReplies(): void {
    this.closing = true;
    this.dispatcher.outbox.flushLater(this);
  }

  kill(): void {
    this.closing = true;
    this.dispatcher.node.pubsub.drop(this);
    this.socket.destroy();
  }

  push(bytes: Buffer): void {
    if (this.closed || this.closing) return;
    // What this connection's turn has written so far goes before it.
    if (this.dispatcher.session === this) this.stash();
    this.queue.push(bytes, 0, bytes.length);
    if (this.outputBytes > this.dispatcher.limits.subscriberOutputBytes) this.killForOutput();
    else this.dispatcher.outbox.flushLater(this);
  }

  reserve(): number {
    this.stash();
    const ticket = this.queue.reserve(this.isMuted);
    if (this.queue.length >= MAX_WAITING || this.queue.expectedBytes >= MAX_EXPECTED_BYTES)
      this.hold(WAITING);
    return ticket;
  }

  onReply(ticket: number, buf: Buffer, start: number, end: number): void {
    if (this.closed) return;
    const isFront = this.queue.fulfil(ticket, buf, start, end);
    if (isFront || this.queue.outstanding === 0) this.flushSoon();
    else if (this.queue.bytes >= MAX_READY_BYTES) this.holdOrKill(WAITING);
  }

  hold(reason: object): void {
    if (this.reasons.size === 0) this.socket.pause();
    this.reasons.add(reason);
  }

  release(reason: object): void {
    if (!this.reasons.delete(reason) || this.reasons.size > 0 || this.resumeScheduled) return;
    this.resumeScheduled = true;
    setImmediate(this.resume);
  }

  /** Executes nothing more until all replies that are under way have come. */
  keepOrder(): void {
    if (this.queue.length > 0) this.hold(ORDER);
  }

  endOrder(): void {
    this.release(ORDER);
  }

  /** Keeps what was written to the shared writer in its place behind replies that are still to come. */
  stash(): void {
    this.dispatcher.writer.take(this.toQueue);
  }

  /** Sends what is ready: the queue's front, and what is in the shared writer if nothing is before it. */
  flush(): void {
    const { writer } = this.dispatcher;
    if (this.isBoxed) this.dispatcher.outbox.flush();
    if (this.queue.length > 0) {
      this.stash();
      this.queue.drain(writer);
      this.holdWhileWaiting();
      if (this.queue.length === 0) this.endOrder();
      this.dispatcher.outbox.release(this);
    }
    if (writer.pendingBytes > 0) this.sendAll();
    if (this.closing && this.queue.length === 0) this.socket.destroySoon();
  }

  private holdWhileWaiting(): void {
    const { length, bytes, expectedBytes } = this.queue;
    if (length >= MAX_WAITING || bytes >= MAX_READY_BYTES) this.holdOrKill(WAITING);
    else if (expectedBytes >= MAX_EXPECTED_BYTES / 2) return;
    else if (length < MAX_WAITING / 2 && bytes < MAX_READY_BYTES / 2) this.release(WAITING);
  }

  send(buf: Buffer, start: number, end: number): boolean {
    this.isBoxed = false;
    if (this.socket.destroyed) return true;
    this.dispatcher.stats.netOutputBytes += end - start;
    const { direct } = this;
    (direct.unsentBytes > 0 ? direct.toBusyStream : direct.toSystem)(buf, start, end);
    const { unsentBytes } = direct;
    if (unsentBytes >= MAX_UNSENT_BYTES) this.holdOrKill(UNSENT);
    return unsentBytes === 0;
  }

  /** Hands the shared writer's content to the socket. */
  private sendAll(): void {
    const { socket, direct } = this;
    const { writer, stats } = this.dispatcher;
    if (socket.destroyed) {
      writer.discard();
      return;
    }
    stats.netOutputBytes += writer.pendingBytes;
    const isBusy = direct.unsentBytes > 0;
    if (writer.isOneRange) writer.take(isBusy ? direct.toBusyStream : direct.toSystem);
    else {
      socket.cork();
      writer.take(isBusy ? direct.toBusyStream : direct.toStream);
      socket.uncork();
    }
    // The system has all of it.
    const { unsentBytes } = direct;
    if (unsentBytes === 0) writer.giveBack();
    else if (unsentBytes >= MAX_UNSENT_BYTES) this.holdOrKill(UNSENT);
  }

  /** Holds for output that cannot go out; past the limit the connection is closed. */
  private holdOrKill(reason: object): void {
    this.hold(reason);
    const { limits } = this.dispatcher;
    const most = this.kind === 'peer' ? limits.peerOutputBytes : limits.outputBytes;
    if (this.outputBytes > most) this.killForOutput();
  }

  private killForOutput(): void {
    // Replies of other shards may still come until the socket is closed.
    if (!this.isGone) this.dispatcher.stats.clientsClosedForOutput++;
    this.kill();
  }

  private readonly toQueue = (buf: Buffer, start: number, end: number): void => {
    this.queue.push(buf, start, end);
  };

  private readonly onRead = (buf: Buffer, length: number): void => {
    this.dispatcher.stats.netInputBytes += length;
    if (this.closing) return;
    if (length <= SMALL_BYTES) {
      const { parser, dispatcher } = this;
      const { turn } = dispatcher;
      const start = turn.add(this, parser, buf, length, parser.isIdle ? parser.limits : undefined);
      parser.push(turn.buf, start, start + length);
      this.bytesInRow = 0;
      return;
    }
    this.parser.push(buf, 0, length);
    this.processRead(Date.now());
    this.dispatcher.outbox.schedule();
    this.bytesInRow = length < FULL_READ_BYTES ? 0 : this.bytesInRow + length;
    const most = this.lastCommand === 'peer|copy' ? MAX_COPY_BYTES_IN_ROW : MAX_BYTES_IN_ROW;
    if (this.bytesInRow >= most) this.giveWay();
  };

  /** Executes what was pushed to the parser, whose memory is written to again after this. */
  processRead(nowMs: number): void {
    // Its subscriptions have been dropped: it must not make new ones.
    if (this.closed) return;
    this.process(nowMs);
    if (this.reasons.size > 0 || this.resumeScheduled) this.parser.keepUnread();
  }

  /** Lets the event loop turn before more is executed or read: libuv reads a socket up to 32 times in a row while reads are full. */
  private giveWay(): void {
    this.bytesInRow = 0;
    this.hold(TURN);
    this.release(TURN);
  }

  private readonly onEnd = (): void => {
    this.inputEnded = true;
    if (this.reasons.size > 0 || this.resumeScheduled) return;
    this.process(Date.now());
    this.dispatcher.flushReplies();
  };

  /** Executes the commands that have arrived, as far as nothing holds the connection, and sends the replies. */
  private process(nowMs: number): void {
    const { dispatcher, parser } = this;
    const { writer } = dispatcher;
    dispatcher.begin(this, nowMs);
    let executed = 0;
    while (this.reasons.size === 0 && !this.closing) {
      const result = parser.next();
      if (result === COMMAND) {
        dispatcher.execute(this, parser.request);
        if (writer.pendingBytes >= SEND_BYTES) this.flush();
        if (dispatcher.slice.isOver(++executed) && !parser.isIdle) {
          this.giveWay();
          break;
        }
      } else {
        if (result === PROTOCOL_ERROR) this.refuse();
        else if (this.inputEnded) this.closing = true;
        break;
      }
    }
    this.endTurn();
  }

  /** What was written is sent: at the end of the loop's turn if it is short, and after what is on its way to replicas. */
  private endTurn(): void {
    const { dispatcher } = this;
    const { pendingBytes, isOneRange } = dispatcher.writer;
    const isPlain = this.queue.length === 0 && !this.closing && this.direct.unsentBytes === 0;
    if (isPlain && isOneRange && pendingBytes <= BOXED_BYTES) {
      if (pendingBytes === 0) return;
      this.isBoxed = true;
      dispatcher.outbox.add(this);
    } else if (this.queue.outstanding === 0 && !dispatcher.hasUnsentChanges) this.flush();
    else {
      this.stash();
      this.flushSoon();
    }
  }

  /** Sends what is ready; if it is little, and more is still to come, it waits a moment for that. On a link replies are those of many clients. */
  private flushSoon(): void {
    const { outbox } = this.dispatcher;
    const { outstanding, bytes } = this.queue;
    const mayWait = this.kind !== 'peer' && !this.closing;
    if (!mayWait || outstanding === 0 || bytes > BOXED_BYTES) outbox.flushLater(this);
    else if (this.queue.isFrontReady) outbox.hold(this);
  }

  /** A protocol error is answered, and the connection closed. */
  private refuse(): void {
    this.dispatcher.stats.protocolErrors++;
    if (!this.isMuted) this.dispatcher.writer.errorLine(this.parser.error);
    this.closing = true;
  }

  private readonly resume = (): void => {
    this.resumeScheduled = false;
    if (this.socket.destroyed || this.reasons.size > 0) return;
    this.process(Date.now());
    this.dispatcher.flushReplies();
    if (this.reasons.size === 0 && !this.resumeScheduled) this.socket.resume();
  };
}
