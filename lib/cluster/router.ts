/**
 * Decides where a command is executed and takes it there: here, at the owner of its slot over a peer link, at several
 * owners (fan-out.ts, scan.ts), or nowhere yet (held-commands.ts).
 *
 * Rules:
 * - the client port answers every command for every key; the shard port answers MOVED for what another shard owns;
 * - a command is forwarded at most MAX_HOPS times. One that comes from a peer which knows a newer shard map than we
 *   do, or that has no hops left, waits for our map to change;
 * - while its owner is not connected a command waits, until the map changes, the owner is back, or `proxyTimeoutMs`
 *   has passed;
 * - when an owner goes away, commands that only read, or that had not left yet, are routed again; for any other the
 *   client is told that the outcome is unknown. Nothing that could be applied twice is sent twice.
 */
import { hashSlot, type ShardMap } from '../../shard/index.ts';
import type { Command } from '../commands/command-table.ts';
import type { Stats } from '../observe/stats.ts';
import { ERRORS, type ErrorSpec, errorText } from '../resp/errors.ts';
import type { ReplyWriter } from '../resp/reply-writer.ts';
import type { Request } from '../resp/request.ts';
import { askEveryOwner, splitByOwner } from './fan-out.ts';
import { type HeldCommand, HeldCommands, HeldOrigin } from './held-commands.ts';
import type { Origin, ReplySink } from './origin.ts';
import { type Forwarded, PeerLink, type PeerLinkListener } from './peer-link.ts';
import { askScan } from './scan.ts';

const MAX_HOPS = 2;

/** A member that commands may be forwarded to. */
export interface RouteMember {
  readonly id: string;
  readonly host: string;
  readonly shardPort: number;
  /** It said that it leaves: it still answers what it was sent. */
  readonly leaving: boolean;
}

/** What the router needs from the rest of the node. */
export interface RouterHost {
  readonly selfId: string;
  readonly stats: Stats;
  readonly proxyTimeoutMs: number;
  readonly nowMs: number;
  /** Routes a command again from its raw bytes; `origin.reserve` gives the tag that it has. */
  redispatch(raw: Buffer, origin: Origin): void;
  /** Executes `request` here and returns its reply, which nobody will write to again. */
  executeHere(request: Request, command: Command, origin: Origin): Buffer;
  /** Sends what connections have been given since the last call. */
  flushReplies(): void;
}

export class Router implements PeerLinkListener {
  readonly host: RouterHost;
  map: ShardMap;
  /** This member's index in the map; -1 while it owns nothing. */
  private selfIndex = -1;
  private readonly links = new Map<string, PeerLink>();
  /** The link to each member of the map, by its index; undefined for this member itself. */
  private linkOf: (PeerLink | undefined)[] = [];
  /** Links to members that are gone from the view and still answer. */
  private readonly retiring = new Set<PeerLink>();
  private readonly held = new HeldCommands();

  constructor(host: RouterHost, map: ShardMap) {
    this.host = host;
    this.map = map;
  }

  /** Takes a new shard map and the members that there are now, this one excepted. */
  setMap(map: ShardMap, members: readonly RouteMember[]): void {
    this.map = map;
    this.selfIndex = map.indexOf(this.host.selfId);
    const gone = this.updateLinks(members);
    this.linkOf = map.members.map((member) => this.links.get(member.id));
    for (const link of this.links.values()) link.epoch = map.epoch;
    for (const link of this.retiring) link.retire();
    for (const link of gone) link.close();
    this.releaseHeld();
  }

  /** Whether this member owns the slot. */
  ownsSlot(slot: number): boolean {
    const owner = this.map.ownerOf(slot);
    return owner >= 0 && owner === this.selfIndex;
  }

  linkList(): Iterable<PeerLink> {
    return this.links.values();
  }

  /**
   * Takes the command of `origin` to where it belongs. Returns true if that is here, and then the caller executes it.
   * Otherwise its reply comes through `origin.onReply`, unless an error was written to `reply` at once.
   */
  route(origin: Origin, command: Command, request: Request, reply: ReplyWriter): boolean {
    switch (command.spread) {
      case 'here':
        return true;
      case 'one-slot':
        return this.routeOneSlot(origin, command, request, reply);
      case 'slot':
        return this.routeSlotArgument(origin, command, request, reply);
      case 'split-sum':
      case 'split-values':
      case 'split-ok':
        return this.routeSplit(origin, command, request, reply);
      case 'scan':
        return origin.kind !== 'client' || askScan(this, origin, command, request);
      default:
        if (origin.kind !== 'client' || this.isAlone) return true;
        askEveryOwner(this, origin, command, request);
        return false;
    }
  }

  /** Whether no other member owns anything. */
  get isAlone(): boolean {
    return this.map.members.length === 0 || (this.map.members.length === 1 && this.selfIndex === 0);
  }

  isSelf(memberIndex: number): boolean {
    return memberIndex === this.selfIndex;
  }

  /** Sends raw bytes of a command to the owner with that index in the map, or holds them until that is possible. */
  forward(
    ownerIndex: number,
    command: Command,
    buf: Buffer,
    start: number,
    end: number,
    sink: ReplySink,
    tag: number,
    origin: Origin,
    memberOnly: boolean,
  ): void {
    const link = ownerIndex < 0 ? undefined : this.linkOf[ownerIndex];
    const nowMs = this.host.nowMs;
    if (link === undefined || !link.ready) {
      const memberId = memberOnly ? this.map.members[ownerIndex]?.id : undefined;
      const raw = Buffer.from(buf.subarray(start, end));
      const { protocol, hops } = origin;
      const retryable = !command.isWrite;
      this.hold({ sink, tag, raw, memberId, retryable, protocol, hops, heldSinceMs: nowMs });
      return;
    }
    this.host.stats.commandsProxied++;
    const entry = link.append(buf, start, end, origin.protocol, origin.hops + 1, nowMs);
    entry.sink = sink;
    entry.tag = tag;
    entry.retryable = !command.isWrite;
    entry.memberOnly = memberOnly;
    if (link.congested) link.stop(origin);
  }

  /** Gives up on what has waited longer than the proxy timeout. Called a few times a second. */
  expire(): void {
    const beforeMs = Date.now() - this.host.proxyTimeoutMs;
    const giveUp = (entry: Forwarded): void => this.answerLost(entry);
    for (const link of this.links.values()) link.expire(beforeMs, giveUp);
    for (const link of this.retiring) link.expire(beforeMs, giveUp);
    for (const held of this.held.takeOlder(beforeMs)) {
      this.host.stats.commandsTimedOut++;
      this.answerError(held.sink, held.tag, ERRORS.noOwner);
    }
    this.host.flushReplies();
  }

  /** Ends all links; whatever is under way is answered with an error. */
  close(): void {
    for (const link of [...this.links.values(), ...this.retiring]) link.close();
    for (const command of this.held.takeAll()) this.answerError(command.sink, command.tag, ERRORS.noOwner);
    this.host.flushReplies();
  }

  onLinkReady(link: PeerLink): void {
    link.epoch = this.map.epoch;
    this.releaseHeld();
  }

  onLinkDown(link: PeerLink): void {
    this.retiring.delete(link);
    const again: HeldCommand[] = [];
    link.drain((entry, mayHaveLeft) => {
      if (mayHaveLeft && !entry.retryable) {
        this.answerLost(entry);
        return;
      }
      again.push({
        sink: entry.sink as ReplySink,
        tag: entry.tag,
        raw: entry.buf.subarray(entry.start, entry.end),
        memberId: entry.memberOnly ? link.address.memberId : undefined,
        protocol: entry.protocol,
        hops: entry.hops - 1,
        retryable: entry.retryable,
        heldSinceMs: entry.sentAtMs,
      });
    });
    for (const command of again) this.hold(command);
    this.releaseHeld();
  }

  onRepliesRead(): void {
    this.host.flushReplies();
  }

  private routeOneSlot(origin: Origin, command: Command, request: Request, reply: ReplyWriter): boolean {
    if (!command.keysAreWhole(request.argc)) return true;
    const slot = slotOfKey(request, command.firstKey);
    const last = command.lastKeyAt(request.argc);
    for (let i = command.firstKey + command.keyStep; i <= last; i += command.keyStep) {
      if (slotOfKey(request, i) === slot) continue;
      reply.error(ERRORS.crossSlot);
      return false;
    }
    return this.routeSlot(origin, command, request, reply, slot);
  }

  private routeSlotArgument(origin: Origin, command: Command, request: Request, reply: ReplyWriter): boolean {
    const slot = Number(request.text(2));
    const isSlot = Number.isInteger(slot) && slot >= 0 && slot < 16384;
    if (origin.kind === 'shard' || !isSlot) return true;
    return this.routeSlot(origin, command, request, reply, slot);
  }

  private routeSlot(
    origin: Origin,
    command: Command,
    request: Request,
    reply: ReplyWriter,
    slot: number,
  ): boolean {
    const owner = this.map.ownerOf(slot);
    if (owner === this.selfIndex && owner >= 0) return true;
    if (origin.kind === 'shard') {
      this.refuse(reply, slot, owner);
      return false;
    }
    const mayForward = origin.hops < MAX_HOPS && origin.epoch <= this.map.epoch;
    const { buf, rawStart, rawEnd } = request;
    this.forward(
      mayForward ? owner : -1,
      command,
      buf,
      rawStart,
      rawEnd,
      origin,
      origin.reserve(),
      origin,
      false,
    );
    return false;
  }

  private routeSplit(origin: Origin, command: Command, request: Request, reply: ReplyWriter): boolean {
    if (!command.keysAreWhole(request.argc)) return true;
    const slot = slotOfKey(request, command.firstKey);
    const owner = this.map.ownerOf(slot);
    let oneSlot = true;
    let oneOwner = true;
    const last = command.lastKeyAt(request.argc);
    for (let i = command.firstKey + command.keyStep; i <= last; i += command.keyStep) {
      const other = slotOfKey(request, i);
      if (other === slot) continue;
      oneSlot = false;
      if (this.map.ownerOf(other) !== owner) oneOwner = false;
    }
    if (origin.kind === 'shard' && !oneSlot) {
      reply.error(ERRORS.crossSlot);
      return false;
    }
    if (oneOwner) return this.routeSlot(origin, command, request, reply, slot);
    splitByOwner(this, origin, command, request);
    return false;
  }

  /** Strict Redis Cluster: says who owns the slot. */
  private refuse(reply: ReplyWriter, slot: number, owner: number): void {
    const address = owner < 0 ? undefined : this.linkOf[owner]?.address;
    if (address === undefined) reply.error(ERRORS.clusterDown);
    else reply.error(ERRORS.moved, { slot, address: `${address.host}:${address.port}` });
  }

  private hold(command: HeldCommand): void {
    this.host.stats.commandsHeld++;
    if (!this.held.add(command)) this.answerError(command.sink, command.tag, ERRORS.tooManyHeld);
  }

  /** Tries everything that is held once more. */
  private releaseHeld(): void {
    if (this.held.length === 0) return;
    for (const command of this.held.takeAll()) {
      if (command.memberId === undefined) this.host.redispatch(command.raw, new HeldOrigin(command));
      else this.releaseForMember(command, command.memberId);
    }
    this.host.flushReplies();
  }

  /** A command for one member: sent if it is there, void if it owns nothing any more, else held on. */
  private releaseForMember(command: HeldCommand, memberId: string): void {
    const link = this.links.get(memberId);
    if (this.map.indexOf(memberId) < 0) command.sink.onReply(command.tag, command.raw, 0, 0);
    else if (link === undefined || !link.ready) this.held.add(command);
    else {
      const { raw, protocol, hops, heldSinceMs } = command;
      const entry = link.append(raw, 0, raw.length, protocol, hops + 1, heldSinceMs);
      entry.sink = command.sink;
      entry.tag = command.tag;
      entry.retryable = command.retryable;
      entry.memberOnly = true;
    }
  }

  private answerLost(entry: Forwarded): void {
    if (entry.retryable) this.host.stats.commandsTimedOut++;
    else this.host.stats.outcomesUnknown++;
    this.answerError(
      entry.sink as ReplySink,
      entry.tag,
      entry.retryable ? ERRORS.noOwner : ERRORS.outcomeUnknown,
    );
  }

  private answerError(sink: ReplySink, tag: number, spec: ErrorSpec<string>): void {
    const text = errorText(spec as ErrorSpec<'-'>);
    this.host.stats.countError(text);
    const line = Buffer.from(`-${text}\r\n`);
    sink.onReply(tag, line, 0, line.length);
  }

  /** Opens links to members that are new or have moved; returns the links to those that are gone. */
  private updateLinks(members: readonly RouteMember[]): PeerLink[] {
    const gone: PeerLink[] = [];
    const present = new Map(members.map((member) => [member.id, member]));
    for (const [id, link] of this.links) {
      const member = present.get(id);
      const { host, port } = link.address;
      if (member !== undefined && member.host === host && member.shardPort === port && !member.leaving)
        continue;
      this.links.delete(id);
      if (member?.leaving) this.retiring.add(link);
      else gone.push(link);
    }
    for (const member of members) {
      if (this.links.has(member.id) || member.leaving) continue;
      const address = { memberId: member.id, host: member.host, port: member.shardPort };
      this.links.set(member.id, new PeerLink(address, this.host.selfId, this, this.host.nowMs));
    }
    return gone;
  }
}

function slotOfKey(request: Request, at: number): number {
  return hashSlot(request.buf, request.start(at), request.end(at));
}
