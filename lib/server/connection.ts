/**
 * One TCP connection on the client or the shard port: reads commands, has them executed in order, sends the replies in
 * that same order, and keeps the state that the connection commands and CLIENT LIST know as a session.
 *
 * Bounds: reading stops while any reason to hold is there: more than MAX_WAITING replies that wait for other members
 * or MAX_READY_BYTES behind them, more than MAX_UNSENT_BYTES that the client has not read, or a peer link that has no
 * room. Past `outputLimitBytes` of unsent replies the connection is closed. Unparsed input is bounded by the parser.
 */
import type net from 'node:net';
import type { Origin } from '../cluster/origin.ts';
import type { PeerLink } from '../cluster/peer-link.ts';
import type { Session, SessionKind } from '../commands/context.ts';
import { COMMAND, PROTOCOL_ERROR } from '../resp/parse-result.ts';
import { RequestParser } from '../resp/parser.ts';
import type { Protocol } from '../resp/reply-writer.ts';
import type { Dispatcher } from './dispatcher.ts';
import { ReplyQueue } from './reply-queue.ts';

const MAX_WAITING = 8 * 1024;
const MAX_READY_BYTES = 4 * 1024 * 1024;
const MAX_UNSENT_BYTES = 1024 * 1024;

/** Reasons to hold that are the connection's own. */
const WAITING = {};
const UNSENT = {};

export class Connection implements Session, Origin {
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
  noEvict = false;
  noTouch = false;
  replyMode: Session['replyMode'] = 'on';
  peerId = '';
  hops = 0;
  epoch = 0;
  /** Accepted beyond `maxclients`, in case it turns out to be a peer. */
  readonly isOverLimit: boolean;
  private readonly socket: net.Socket;
  private readonly dispatcher: Dispatcher;
  private readonly parser: RequestParser;
  private readonly queue = new ReplyQueue();
  private readonly reasons = new Set<object>();
  private resumeScheduled = false;
  private closing = false;
  private readonly onPeer: () => void;

  constructor(
    socket: net.Socket,
    id: number,
    kind: SessionKind,
    isOverLimit: boolean,
    dispatcher: Dispatcher,
    onPeer: () => void,
  ) {
    this.onPeer = onPeer;
    this.socket = socket;
    this.id = id;
    this.kind = kind;
    this.isOverLimit = isOverLimit;
    this.dispatcher = dispatcher;
    this.parser = new RequestParser(dispatcher.limits);
    this.remoteAddress = hostPort(socket.remoteAddress, socket.remotePort);
    this.localAddress = hostPort(socket.localAddress, socket.localPort);
    this.connectedAtMs = Date.now();
    this.lastActiveAtMs = this.connectedAtMs;
    socket.on('data', this.onData);
    socket.on('drain', () => this.release(UNSENT));
    socket.on('end', () => this.closeAfterReplies());
    socket.on('error', () => {
      // 'close' follows and does what is to be done.
    });
  }

  get inputBytes(): number {
    return this.parser.bufferedBytes;
  }

  get outputBytes(): number {
    return this.socket.writableLength + this.queue.bytes;
  }

  /** Replies that are not complete yet. */
  get waiting(): number {
    return this.queue.length;
  }

  becomePeer(id: string): void {
    if (this.kind !== 'peer') this.onPeer();
    this.kind = 'peer';
    this.peerId = id;
  }

  closeAfterReplies(): void {
    this.closing = true;
    this.dispatcher.flushLater(this);
  }

  kill(): void {
    this.closing = true;
    this.socket.destroy();
  }

  reserve(): number {
    this.stash();
    const muted = this.replyMode === 'off' || this.replyMode === 'skip';
    const ticket = this.queue.reserve(muted);
    if (this.queue.length >= MAX_WAITING) this.hold(WAITING);
    return ticket;
  }

  onReply(ticket: number, buf: Buffer, start: number, end: number): void {
    if (this.queue.fulfil(ticket, buf, start, end)) this.dispatcher.flushLater(this);
    else if (this.queue.bytes >= MAX_READY_BYTES) this.hold(WAITING);
  }

  hold(reason: PeerLink | object): void {
    if (this.reasons.size === 0) this.socket.pause();
    this.reasons.add(reason);
  }

  release(reason: PeerLink | object): void {
    if (!this.reasons.delete(reason) || this.reasons.size > 0 || this.resumeScheduled) return;
    this.resumeScheduled = true;
    setImmediate(this.resume);
  }

  /** Keeps what was written to the shared writer in its place behind replies that are still to come. */
  stash(): void {
    this.dispatcher.writer.take((buf, start, end) => this.queue.push(buf, start, end));
  }

  /** Whether replies are waiting, so that what is written now must queue behind them. */
  get isOrdering(): boolean {
    return this.queue.length > 0;
  }

  /** Sends what is ready: the queue's front, and what is in the shared writer if nothing is before it. */
  flush(): void {
    const { writer, stats } = this.dispatcher;
    if (this.queue.length > 0) {
      this.stash();
      this.queue.drain(writer);
      if (this.queue.length < MAX_WAITING / 2 && this.queue.bytes < MAX_READY_BYTES / 2)
        this.release(WAITING);
    }
    const bytes = writer.pendingBytes;
    if (bytes > 0) {
      stats.netOutputBytes += bytes;
      this.send();
    }
    if (this.closing && this.queue.length === 0) this.socket.destroySoon();
  }

  private send(): void {
    const { socket } = this;
    if (socket.destroyed) {
      this.dispatcher.writer.discard();
      return;
    }
    socket.cork();
    this.dispatcher.writer.take((buf, start, end) => socket.write(buf.subarray(start, end)));
    socket.uncork();
    if (socket.writableLength < MAX_UNSENT_BYTES) return;
    if (this.outputBytes > this.dispatcher.outputLimitBytes) {
      this.dispatcher.stats.clientsClosedForOutput++;
      this.kill();
    } else if (socket.writableNeedDrain) this.hold(UNSENT);
  }

  private readonly onData = (chunk: Buffer): void => {
    this.dispatcher.stats.netInputBytes += chunk.length;
    if (this.closing) return;
    this.parser.push(chunk);
    this.process();
  };

  /** Executes the commands that have arrived, as far as nothing holds the connection, and sends the replies. */
  private process(): void {
    const { dispatcher, parser } = this;
    dispatcher.begin(this);
    while (this.reasons.size === 0 && !this.closing) {
      const result = parser.next();
      if (result === COMMAND) dispatcher.execute(this, parser.request);
      else {
        if (result === PROTOCOL_ERROR) this.refuse();
        break;
      }
    }
    this.flush();
  }

  /** A protocol error is answered, and the connection closed. */
  private refuse(): void {
    this.dispatcher.stats.protocolErrors++;
    this.dispatcher.writer.errorLine(this.parser.error);
    this.closing = true;
  }

  private readonly resume = (): void => {
    this.resumeScheduled = false;
    if (this.socket.destroyed || this.reasons.size > 0) return;
    this.process();
    if (this.reasons.size === 0) this.socket.resume();
  };
}

function hostPort(host: string | undefined, port: number | undefined): string {
  return host?.includes(':') ? `[${host}]:${port}` : `${host ?? ''}:${port ?? 0}`;
}
