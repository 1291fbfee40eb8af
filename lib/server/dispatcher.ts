/**
 * Executes the commands of one event loop: looks them up, checks them, has the router decide where they belong, and
 * runs the ones that belong here.
 *
 * All connections write their replies with one shared writer. A connection's turn begins with `begin` and ends with its
 * `flush`, which leaves the writer empty; nothing else writes meanwhile. Replies that come at other times (from peer
 * links, from handlers that answer later) are put into the connection's queue and sent by `flushReplies`.
 */
import { performance } from 'node:perf_hooks';
import { buildShardMap } from '../../shard/index.ts';
import { Fence, type FenceParts } from '../cluster/fence.ts';
import type { RouterHost } from '../cluster/forwarder.ts';
import type { HeldCommand } from '../cluster/held-commands.ts';
import type { Origin, ReplySink } from '../cluster/origin.ts';
import type { Replicator } from '../cluster/replicator.ts';
import { Router, slotOfKey } from '../cluster/router.ts';
import type { Command } from '../commands/command-table.ts';
import type { CommandContext, NodeServices, Session } from '../commands/context.ts';
import { isSubscribedMode } from '../commands/subscribed-mode.ts';
import { COMMANDS } from '../commands/table.ts';
import type { NodeOptions } from '../config/options.ts';
import { READ_BUFFER_BYTES } from '../net/socket-handle.ts';
import type { Stats } from '../observe/stats.ts';
import type { Replication } from '../replication/replication.ts';
import { ERRORS } from '../resp/errors.ts';
import { JoinedMemory } from '../resp/joined-memory.ts';
import { REQUEST_LIMITS, type RequestLimits } from '../resp/limits.ts';
import { RequestParser, type SharedParsing } from '../resp/parser.ts';
import { type Protocol, ReplyTooLong, ReplyWriter } from '../resp/reply-writer.ts';
import type { Request } from '../resp/request.ts';
import { RequestBatch } from '../resp/request-batch.ts';
import type { Keyspace } from '../store/keyspace.ts';
import type { KeyBatch } from '../store/prefetch.ts';
import { ClientLimits } from './client-limits.ts';
import type { Connection } from './connection.ts';
import { INTERNAL_SESSION } from './internal-session.ts';
import { Outbox } from './outbox.ts';
import { ReadTurn } from './read-turn.ts';
import { TimeSlice } from './time-slice.ts';

/** A held command was within the limits when it came, whatever they are now. */
const HELD_LIMITS: RequestLimits = { ...REQUEST_LIMITS, queryBufferBytes: Number.POSITIVE_INFINITY };

const NO_FENCE: FenceParts = {
  safePauseMs: () => Number.POSITIVE_INFINITY,
  ousters: () => 0,
  confirm: async () => {},
  onFence() {},
};

/** What the dispatcher takes from the node. */
export interface DispatcherOptions {
  readonly keyspace: Keyspace;
  readonly stats: Stats;
  readonly node: NodeServices;
  selfId(): string;
  /** The options as they are now. */
  options(): NodeOptions;
  /** Has clients that wait for replies execute nothing more until these have come. */
  keepOrder(): void;
  /** Lets them go on. */
  endOrder(): void;
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

export class Dispatcher implements RouterHost, CommandContext {
  readonly writer: ReplyWriter;
  readonly outbox: Outbox;
  /** What all sockets of this event loop are read into; undefined: each read has memory of its own. */
  readonly readBuffer: Buffer | undefined;
  /** Small reads of this turn of the event loop. */
  readonly turn = new ReadTurn(
    (keys) => this.prefetch(keys),
    () => {
      this.router.forwarder.flushLinks();
      if (this.hasUnsentChanges) this.flushReplies();
      else this.outbox.flush();
    },
  );
  /** What the parsers of this event loop share. */
  readonly parsing: SharedParsing = {
    batch: new RequestBatch((batch) => this.prefetch(batch)),
    turn: this.turn.batch,
    memory: new JoinedMemory(),
  };
  /** What all connections have of one turn of the event loop. */
  readonly slice: TimeSlice;
  readonly fence: Fence;
  readonly limits: ClientLimits;
  readonly keyspace: Keyspace;
  readonly stats: Stats;
  readonly node: NodeServices;
  readonly router: Router;
  /** What passes writes on to replicas, once there is one. */
  replicator: Replicator | undefined;
  session: Session = INTERNAL_SESSION;
  nowMs = Date.now();
  private readonly options: DispatcherOptions;
  private origin: Origin | undefined;

  constructor(options: DispatcherOptions) {
    this.options = options;
    this.slice = new TimeSlice(options.clock ?? (() => performance.now()));
    this.limits = new ClientLimits(() => options.options());
    this.fence = new Fence(options.fence ?? NO_FENCE);
    this.keyspace = options.keyspace;
    this.stats = options.stats;
    this.readBuffer =
      options.options().staticRead === 'yes' ? Buffer.allocUnsafeSlow(READ_BUFFER_BYTES) : undefined;
    this.writer = new ReplyWriter(
      (text) => options.stats.countError(text),
      () => this.limits.replyBytes,
    );
    // A write is on its way to the replicas before it is answered.
    this.outbox = new Outbox(this.writer, () => {
      if (this.hasUnsentChanges) this.replicator?.flush();
    });
    this.node = options.node;
    this.router = new Router(this, buildShardMap([], 0));
  }

  get selfId(): string {
    return this.options.selfId();
  }

  get proxyTimeoutMs(): number {
    return this.options.options().proxyTimeoutMs;
  }

  get maxStringBytes(): number {
    return this.limits.ofRequests.bulkBytes;
  }

  /** Begins a connection's turn. */
  begin(connection: Connection, nowMs: number): void {
    this.fence.look(nowMs);
    this.replicator?.followRoutes();
    this.nowMs = nowMs;
    this.session = connection;
    this.origin = connection;
    this.writer.protocol = connection.protocol;
    connection.lastActiveAtMs = nowMs;
  }

  /** Executes one command of the connection whose turn it is. */
  execute(connection: Connection, request: Request): void {
    const modeBefore = connection.replyMode;
    if (modeBefore !== 'on') connection.stash();
    try {
      this.run(connection, request);
    } catch (error) {
      // Its place among the replies may have been taken already, and would never be filled.
      this.options.onDefect(error, 'routing');
      connection.kill();
    }
    if (modeBefore !== 'on' || connection.replyMode !== 'on') this.mute(connection, modeBefore);
  }

  readHere(request: Request, command: Command, protocol: Protocol): Buffer {
    const { writer } = this;
    const protocolBefore = writer.protocol;
    writer.protocol = protocol;
    this.callInternally(command, request);
    writer.protocol = protocolBefore;
    return writer.takeWhole();
  }

  executeHere(request: Request, command: Command, protocol: Protocol, sink: ReplySink, tag: number): void {
    this.answer(this.readHere(request, command, protocol), command, sink, tag);
  }

  redispatch(held: HeldCommand): void {
    const { command, raw, protocol, tag } = held.fields;
    const parser = new RequestParser(HELD_LIMITS);
    parser.push(raw);
    parser.next();
    const { request } = parser;
    this.nowMs = Date.now();
    this.writer.protocol = protocol;
    let isHere = false;
    try {
      isHere = this.router.route(held, command, request, this.writer);
    } catch (error) {
      this.options.onDefect(error, command.fullName);
      this.writer.error(ERRORS.internal);
    }
    if (isHere) this.callInternally(command, request);
    const reply = this.writer.takeWhole();
    if (isHere) this.answer(reply, command, held, tag);
    else if (reply.length > 0) held.onReply(tag, reply, 0, reply.length);
  }

  later(work: Promise<(reply: ReplyWriter) => void>, behind: 'waits' | 'goes on' = 'waits'): void {
    const origin = this.origin as Origin;
    const ticket = origin.reserve();
    if (behind === 'waits') origin.hold(work);
    // A command behind this one may change the origin's.
    const { protocol } = origin;
    const command = COMMANDS.byName(this.session.lastCommand);
    const answer = (write: (reply: ReplyWriter) => void): void => {
      const { errorReplies } = this.stats;
      this.writer.protocol = protocol;
      this.writer.beginReply();
      try {
        write(this.writer);
      } catch (error) {
        this.answerFailure(error, 'later');
      }
      if (this.stats.errorReplies > errorReplies) this.stats.commands.countFailed(command?.index);
      const reply = this.writer.takeWhole();
      origin.onReply(ticket, reply, 0, reply.length);
      origin.release(work);
    };
    work.then(answer, (error: unknown) => answer(() => this.answerFailure(error, 'later')));
  }

  /** Whether changes were written that have not been sent to the replicas. */
  get hasUnsentChanges(): boolean {
    return this.replicator?.core.followers.hasPending === true;
  }

  flushReplies(): void {
    this.replicator?.flush();
    this.outbox.flushAll();
  }

  keepOrder(): void {
    this.options.keepOrder();
  }

  endOrder(): void {
    this.options.endOrder();
  }

  onLinkReset(memberId: string): void {
    this.options.onLinkReset(memberId);
  }

  /** Looks up the keys that are to be found here. */
  private prefetch(keys: KeyBatch): void {
    const { routes, selfIndex } = this.router;
    this.keyspace.prefetch(keys, false, routes, selfIndex);
  }

  private run(connection: Connection, request: Request): void {
    const { stats } = this;
    const { errorReplies } = stats;
    stats.commandsProcessed++;
    connection.commandsProcessed++;
    const command = COMMANDS.resolve(request, this.writer);
    if (command === undefined) {
      if (isHttp(request)) this.disconnectHttp(connection);
      else stats.commands.countRejected(COMMANDS.find(request)?.index);
      return;
    }
    connection.lastCommand = command.fullName;
    const isHere = this.isToRun(connection, command, request);
    if (isHere) {
      if (command.isLong) this.slice.expectLong();
      if (command.isWrite && this.options.options().minAcks > 0 && this.keyspace.versioned) {
        this.callAcknowledged(connection, command, request);
      } else this.call(command, request);
    }
    stats.commands.count(command.index, isHere, stats.errorReplies > errorReplies);
  }

  /** Whether a command that came in is to be run here; else it was passed on, or refused with an error. */
  private isToRun(connection: Connection, command: Command, request: Request): boolean {
    if (connection.isOverLimit && connection.kind !== 'peer' && command.fullName !== 'peer|hello') {
      this.writer.error(ERRORS.maxClients);
      connection.closeAfterReplies();
      return false;
    }
    if (connection.subscriptions !== undefined && !command.whileSubscribed && isSubscribedMode(connection)) {
      this.writer.error(ERRORS.subscribedMode, { command: command.fullName });
      return false;
    }
    return this.router.route(connection, command, request, this.writer);
  }

  /** Runs a handler whose reply waits for replicas, if there are any. */
  private callAcknowledged(connection: Connection, command: Command, request: Request): void {
    const ticket = connection.reserve();
    this.call(command, request);
    this.answer(this.writer.takeWhole(), command, connection, ticket);
  }

  /**
   * Passes on the reply of a command that was just run: at once, or when as many replicas hold what it wrote as are asked for. Where that does
   * not become known it is answered with an error.
   */
  private answer(reply: Buffer, command: Command, sink: ReplySink, tag: number): void {
    const pass = (isHeld: boolean): void => {
      if (isHeld) sink.onReply(tag, reply, 0, reply.length);
      else this.answerUnknown(command, sink, tag);
    };
    if (!command.isWrite || this.replicator?.core.awaitAcks(pass) !== true) pass(true);
  }

  private answerUnknown(command: Command, sink: ReplySink, tag: number): void {
    const { text } = ERRORS.acksUnknown;
    this.stats.outcomesUnknown++;
    this.stats.countError(text);
    this.stats.commands.countFailed(command.index);
    const line = Buffer.from(`-${text}\r\n`);
    sink.onReply(tag, line, 0, line.length);
  }

  /** Runs a handler for which no connection of ours waits. */
  private callInternally(command: Command, request: Request): void {
    const { session } = this;
    this.session = INTERNAL_SESSION;
    this.call(command, request);
    this.session = session;
  }

  /** Runs a handler, and passes on what it has written to the replicas. */
  private call(command: Command, request: Request): void {
    const { keyspace, replicator } = this;
    if (!command.isWrite || !keyspace.versioned || replicator === undefined) {
      this.handle(command, request);
      return;
    }
    replicator.core.beginWrite(this.nowMs);
    const { changes } = keyspace;
    this.handle(command, request);
    if (keyspace.changes !== changes && command.firstKey > 0) this.passOn(command, request, replicator.core);
  }

  private passOn(command: Command, request: Request, core: Replication): void {
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
  private handle(command: Command, request: Request): void {
    this.writer.beginReply();
    try {
      const hasRoom =
        !command.needsRoom || this.keyspace.makeRoom(request.rawEnd - request.rawStart, this.nowMs);
      if (hasRoom) command.handler(request, this.writer, this);
      else this.writer.error(ERRORS.outOfMemory);
    } catch (error) {
      this.answerFailure(error, command.fullName);
    }
  }

  /** In place of a reply that could not be written to its end. */
  private answerFailure(error: unknown, command: string): void {
    const { writer } = this;
    writer.dropReply();
    if (error instanceof ReplyTooLong) writer.error(ERRORS.replyTooLong);
    else {
      this.options.onDefect(error, command);
      writer.error(ERRORS.internal);
    }
  }

  /**
   * A browser that was made to send us a POST: what follows in its body must not be executed (Redis calls it cross protocol
   * scripting). It is not answered either.
   */
  private disconnectHttp(connection: Connection): void {
    this.stats.protocolErrors++;
    connection.kill();
    this.options.onHttp(connection.remoteAddress);
  }

  /** CLIENT REPLY: drops the reply of a command that is not to be answered. */
  private mute(connection: Connection, modeBefore: Session['replyMode']): void {
    const mode = connection.replyMode;
    if (mode === modeBefore) {
      this.writer.discard();
      if (mode === 'skip') connection.replyMode = 'on';
    } else if (mode === 'skip-next') connection.replyMode = 'skip';
  }
}

/** Whether what was taken for a command is a line of an HTTP request. */
function isHttp(request: Request): boolean {
  return request.is(0, 'post') || request.is(0, 'host:');
}
