/**
 * Takes commands to other members over peer links, and keeps the ones that cannot go anywhere yet (held-commands.ts).
 *
 * Rules:
 * - only the member that a client is connected to forwards its commands. Another that does not own the key refuses, and the command
 *   is routed again by a newer map than the one before (refused-commands.ts). All commands of a client that are under way were routed
 *   by one map, so that none overtakes another with the same key: clients with replies under way are held back when the map changes;
 * - one that comes from a peer which knows a newer map than we do waits until ours is as new;
 * - while its owner is not connected a command waits, until the map changes, the owner is back, or `proxyTimeoutMs`
 *   has passed since it came. Time in which this process itself stood still does not count;
 * - when an owner goes away, commands that only read, or that had not left yet, are routed again; for any other the
 *   client is told that the outcome is unknown. Nothing that could be applied twice is sent twice;
 * - a member that has left gets no map any more: what only a new map could help is answered with an error.
 */
import { hashSlot, type ShardMap } from '../../shard/index.ts';
import { WakingClock } from '../base/waking-clock.ts';
import type { Command } from '../commands/command-table.ts';
import type { Stats } from '../observe/stats.ts';
import { ERRORS, type ErrorSpec } from '../resp/errors.ts';
import { MAX_REUSED_BYTES } from '../resp/joined-memory.ts';
import type { Protocol } from '../resp/reply-writer.ts';
import type { Request } from '../resp/request.ts';
import type { Forwarded } from './forwarded.ts';
import { HeldCommand, HeldCommands, type HeldFields } from './held-commands.ts';
import type { Origin, ReplySink } from './origin.ts';
import type { PeerAddress, PeerLink, PeerLinkListener } from './peer-link.ts';
import { PeerLinks, type RouteMember } from './peer-links.ts';
import { RefusedCommands } from './refused-commands.ts';

/** What routing needs from the rest of the node. */
export interface RouterHost {
  readonly selfId: string;
  readonly stats: Stats;
  readonly proxyTimeoutMs: number;
  /** Routes a command again, from its raw bytes. */
  redispatch(held: HeldCommand): void;
  /** Executes `request`, which does not write, here and returns its reply in that protocol, which nobody will write to again. */
  readHere(request: Request, command: Command, protocol: Protocol): Buffer;
  /** Executes `request` here; its reply, in that protocol, goes to `sink`, perhaps later. */
  executeHere(request: Request, command: Command, protocol: Protocol, sink: ReplySink, tag: number): void;
  /** Commands go other ways from now on: has clients that wait for replies execute nothing more until these have come. */
  keepOrder(): void;
  /** What was under way then is answered: who still waits for another reply, as of WAIT, goes on. */
  endOrder(): void;
  /** Sends what connections have been given since the last call. */
  flushReplies(): void;
  /** A connection to that member was refused or has ended: perhaps its process is gone. */
  onLinkReset(memberId: string): void;
}

export class Forwarder implements PeerLinkListener {
  readonly stats: Stats;
  private readonly host: RouterHost;
  private readonly isWaiting: (slot: number) => boolean;
  private map: ShardMap;
  private readonly links = new PeerLinks(this);
  /** The link to each member of the map, by its index; undefined for this member itself. */
  private linkOf: (PeerLink | undefined)[] = [];
  private readonly held = new HeldCommands();
  private readonly clock = new WakingClock();
  /** When all commands that the map before has sent have been answered or given up. */
  private orderEndsMs = Number.POSITIVE_INFINITY;
  private readonly refused = new RefusedCommands();
  /** Whether the map may change. False once this member has left. */
  awaitsMap = true;

  /** @param isWaiting whether commands for that slot have nowhere to go */
  constructor(host: RouterHost, map: ShardMap, isWaiting: (slot: number) => boolean) {
    this.host = host;
    this.stats = host.stats;
    this.map = map;
    this.isWaiting = isWaiting;
  }

  /** Links to the members that are to be reached, connected or not. */
  linkList(): Iterable<PeerLink> {
    return this.links.list();
  }

  /** Where the member with that index in the map is reached; undefined for this member itself, and for one that leaves. */
  addressOf(ownerIndex: number): PeerAddress | undefined {
    return this.linkOf[ownerIndex]?.address;
  }

  /** Takes a new shard map and the members that there are now, and tries what is held once more. */
  setMap(map: ShardMap, members: readonly RouteMember[]): void {
    this.keepOrder();
    this.map = map;
    const ended = this.links.update(members, this.host.selfId);
    this.linkOf = map.shards.map((shard) => this.links.get(shard.id));
    this.links.end(ended);
    this.releaseHeld();
  }

  /**
   * Sends the raw bytes of `request` to the owner with that index in the map, or holds them until that is possible. The
   * reply goes to `sink`: the origin itself, or what gathers the parts of its command.
   */
  forward(
    ownerIndex: number,
    command: Command,
    request: Request,
    origin: Origin,
    sink: ReplySink = origin,
    tag: number = origin.reserve(),
  ): void {
    const link = ownerIndex < 0 ? undefined : this.linkOf[ownerIndex];
    const mayForward = !origin.isForwarded && origin.epoch <= this.map.epoch;
    if (link === undefined || !link.ready || !mayForward) {
      this.holdNew(ownerIndex, command, request, origin, sink, tag);
      return;
    }
    this.stats.commandsProxied++;
    const { buf, rawStart, rawEnd } = request;
    const sinceMs = Math.min(this.clock.nowMs, origin.heldSinceMs);
    const entry = link.append(buf, rawStart, rawEnd, origin.protocol, this.map.epoch, sinceMs);
    entry.sink = sink;
    entry.tag = tag;
    entry.command = command;
    if (link.congested) link.stop(origin);
  }

  /** Links over which a command can be sent now. */
  readyLinks(): PeerLink[] {
    return [...this.links.list()].filter((link) => link.ready);
  }

  linkTo(memberId: string): PeerLink | undefined {
    return this.links.get(memberId);
  }

  /**
   * Sends the raw bytes of `request` to the member of a link that is ready and to nobody else, at most once. Its reply, in that
   * protocol, goes to `sink`: nothing if it goes away or does not answer in time.
   */
  tell(link: PeerLink, request: Request, protocol: Protocol, sink: ReplySink, tag: number): void {
    const { buf, rawStart, rawEnd } = request;
    const entry = link.append(buf, rawStart, rawEnd, protocol, this.map.epoch, this.clock.nowMs);
    entry.sink = sink;
    entry.tag = tag;
    entry.command = undefined;
  }

  /** Sends now what was forwarded in this turn of the event loop. */
  flushLinks(): void {
    for (const link of this.linkOf) link?.flush();
  }

  /** Gives up on what has waited longer than the proxy timeout. Called a few times a second, with any monotonic clock. */
  tick(monotonicMs: number): void {
    this.clock.tick(monotonicMs);
    const beforeMs = this.clock.nowMs - this.host.proxyTimeoutMs;
    this.links.expire(beforeMs, this.answerLost, false);
    // Not sooner: the other end may have the oldest command wait, and then answers it, and those behind it, when its own time is over.
    this.links.renewSilent(this.clock.nowMs, 2 * this.host.proxyTimeoutMs);
    const older = [...this.held.takeOlder(beforeMs), ...this.refused.takeOlder(beforeMs)];
    const isUnblocked = older.some(({ order }) => order?.isBlocked);
    for (const fields of older) {
      if (fields.order !== undefined) fields.order.isBlocked = false;
      this.stats.commandsTimedOut++;
      this.answerError(fields, ERRORS.noOwner);
    }
    // What waited behind them goes on.
    if (isUnblocked) this.releaseHeld();
    this.routeRefused();
    if (this.clock.nowMs > this.orderEndsMs) {
      this.orderEndsMs = Number.POSITIVE_INFINITY;
      this.host.endOrder();
    }
    this.host.flushReplies();
  }

  /** Ends all links; whatever is under way is answered with an error. */
  close(): void {
    this.links.closeAll();
    const kept = [
      ...this.held.takeOlder(Number.POSITIVE_INFINITY),
      ...this.refused.takeOlder(Number.POSITIVE_INFINITY),
    ];
    for (const fields of kept) this.answerError(fields, ERRORS.noOwner);
    this.host.flushReplies();
  }

  onLinkReady(): void {
    this.releaseHeld();
  }

  onLinkDown(link: PeerLink): void {
    this.links.onDown(link);
    const { memberId } = link.address;
    link.drain((entry, mayHaveLeft) => {
      const { command } = entry;
      if (command === undefined || !this.awaitsMap || (mayHaveLeft && command.isWrite))
        this.answerLost(entry);
      else if (isForMember(command)) this.hold(takenBack(entry, command, memberId, 0));
      else if (this.refused.length > 0) this.collect(link, entry);
      else this.hold(takenBack(entry, command, undefined, 0));
    });
    this.routeRefused();
    this.releaseHeld();
  }

  onLinkReset(link: PeerLink): void {
    this.host.onLinkReset(link.address.memberId);
  }

  onRefused(link: PeerLink, entry: Forwarded): void {
    // Who sent it may have written again elsewhere since.
    if (entry.sink?.isGone) return;
    if (this.awaitsMap) this.collect(link, entry);
    else this.answerError(entry, ERRORS.clusterDown);
  }

  onRepliesRead(): void {
    this.routeRefused();
    this.host.flushReplies();
  }

  /** Keeps a command that the link's other end has not executed, or that only reads, behind the refused ones. */
  private collect(link: PeerLink, entry: Forwarded): void {
    const isFirst = this.refused.length === 0;
    const fields = takenBack(entry, entry.command as Command, undefined, entry.epoch + 1);
    this.refused.add(link, fields, this.links.all());
    if (isFirst) this.keepOrder();
  }

  /** Routes the refused commands of which all that their clients sent before and behind them is decided. */
  private routeRefused(): void {
    if (this.refused.length === 0) return;
    const complete = this.refused.takeComplete(this.links.all());
    if (complete.length === 0) return;
    this.keepOrder();
    for (const fields of complete) this.hold(fields);
    this.releaseHeld();
  }

  /**
   * Asks all owners anew what `link`, or a member that is gone, has not done: when the map is new enough, and what their client sent before
   * and was refused has gone on.
   */
  askAgain(link: PeerLink | undefined, fields: HeldFields): void {
    if (this.refused.length > 0 && link !== undefined) this.refused.add(link, fields, this.links.all());
    else if (fields.epoch > this.map.epoch) this.holdForMap(fields);
    else this.host.redispatch(new HeldCommand(fields));
  }

  /** Holds a command that cannot be forwarded now; one that was held before just waits on. */
  private holdNew(
    ownerIndex: number,
    command: Command,
    request: Request,
    origin: Origin,
    sink: ReplySink,
    tag: number,
  ): void {
    if (origin instanceof HeldCommand && sink === origin) {
      this.holdOn(origin);
      return;
    }
    const memberId = isForMember(command) ? this.map.shards[ownerIndex]?.id : undefined;
    this.hold({ ...this.fieldsOf(command, request, origin, sink, tag), memberId });
  }

  /** What is held of a command that has come from there. */
  fieldsOf(command: Command, request: Request, origin: Origin, sink: ReplySink, tag: number): HeldFields {
    const { protocol, isForwarded, epoch, refusalsHeard, order } = origin;
    const raw = Buffer.from(request.buf.subarray(request.rawStart, request.rawEnd));
    const heldSinceMs = Math.min(this.clock.nowMs, origin.heldSinceMs);
    const slot = slotOf(command, request);
    const kept = { protocol, isForwarded, epoch, refusalsHeard, order, heldSinceMs };
    return { sink, tag, command, slot, raw, memberId: undefined, kind: 'peer', ...kept };
  }

  private holdForMap(fields: HeldFields): void {
    if (this.awaitsMap) this.hold(fields);
    else this.answerError(fields, ERRORS.clusterDown);
  }

  private keepOrder(): void {
    this.host.keepOrder();
    this.orderEndsMs = this.clock.nowMs + this.host.proxyTimeoutMs;
  }

  private hold(fields: HeldFields): void {
    this.stats.commandsHeld++;
    this.holdOn(new HeldCommand(fields));
  }

  private holdOn(held: HeldCommand): void {
    const { fields } = held;
    if (!this.held.add(held)) this.answerError(fields, ERRORS.tooManyHeld);
    else if (fields.order !== undefined && fields.slot < 0) fields.order.isBlocked = true;
  }

  /** Tries everything that is held once more, but for what can go nowhere yet. */
  releaseHeld(): void {
    if (this.held.length === 0) return;
    const all = this.held.takeAll();
    for (const { order } of all) if (order !== undefined) order.isBlocked = false;
    for (const held of all) {
      // Who sent it has gone, and may have written again elsewhere since.
      if (held.isGone) continue;
      const { slot } = held.fields;
      if (slot >= 0 && this.isWaiting(slot)) this.holdOn(held);
      else if (held.fields.memberId === undefined) this.host.redispatch(held);
      else this.releaseForMember(held, held.fields.memberId);
    }
    this.host.flushReplies();
  }

  /** A command for one member: sent if it is there, void if it owns nothing any more, else held on. */
  private releaseForMember(held: HeldCommand, memberId: string): void {
    const link = this.links.get(memberId);
    const { sink, tag, raw, command, protocol, heldSinceMs } = held.fields;
    if (this.map.indexOf(memberId) < 0) sink.onReply(tag, raw, 0, 0);
    else if (link === undefined || !link.ready) this.holdOn(held);
    else {
      const entry = link.append(raw, 0, raw.length, protocol, this.map.epoch, heldSinceMs);
      entry.sink = sink;
      entry.tag = tag;
      entry.command = command;
    }
  }

  private readonly answerLost = (entry: Forwarded): void => {
    if (entry.command === undefined) {
      entry.sink?.onReply(entry.tag, entry.buf, 0, 0);
      return;
    }
    const { isWrite } = entry.command;
    if (isWrite) this.stats.outcomesUnknown++;
    else this.stats.commandsTimedOut++;
    this.answerError(entry, isWrite ? ERRORS.outcomeUnknown : ERRORS.noOwner);
  };

  private answerError(to: { sink: ReplySink | undefined; tag: number }, { text }: ErrorSpec): void {
    const line = Buffer.from(`-${text}\r\n`);
    this.stats.countError(text);
    to.sink?.onReply(to.tag, line, 0, line.length);
  }
}

/** What is held of a command that was sent and not executed, until the map has that epoch at least. */
function takenBack(
  entry: Forwarded,
  command: Command,
  memberId: string | undefined,
  epoch: number,
): HeldFields {
  const { tag, protocol, sinceMs: heldSinceMs } = entry;
  const bytes = entry.buf.subarray(entry.start, entry.end);
  // The link writes again to what it has copied.
  const raw = bytes.length <= MAX_REUSED_BYTES ? Buffer.from(bytes) : bytes;
  const sink = entry.sink as ReplySink;
  const ours = { kind: 'peer', isForwarded: false, refusalsHeard: 0, order: undefined } as const;
  return { sink, tag, command, slot: -1, raw, memberId, protocol, epoch, heldSinceMs, ...ours };
}

/** The slot of a command with one key; -1 for any other. */
function slotOf(command: Command, request: Request): number {
  const { firstKey } = command;
  if (firstKey === 0 || command.lastKeyAt(request.argc) !== firstKey) return -1;
  return hashSlot(request.buf, request.start(firstKey), request.end(firstKey));
}

/** Whether a command is sent to a member on that member's own account, so that no other can answer in its place. */
function isForMember({ spread }: Command): boolean {
  return spread === 'scan' || spread === 'placed' || spread.startsWith('every-');
}
