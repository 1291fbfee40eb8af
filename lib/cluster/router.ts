/**
 * Decides where a command is executed: here, at the owner of its slot (forwarder.ts takes it there), or at several
 * owners (fan-out.ts, scan.ts). The client port answers every command for every key; the shard port answers MOVED for
 * what another shard owns.
 */
import { hashSlot, type ShardMap, SLOT_COUNT } from '../../shard/index.ts';
import type { Command } from '../commands/command-table.ts';
import { WAIT } from '../replication/ownership.ts';
import { ERRORS } from '../resp/errors.ts';
import type { ReplyWriter } from '../resp/reply-writer.ts';
import type { Request } from '../resp/request.ts';
import { askEveryOwner, splitByOwner, tellMembers } from './fan-out.ts';
import { Forwarder, type RouterHost } from './forwarder.ts';
import type { Origin } from './origin.ts';
import type { RouteMember } from './peer-links.ts';
import { askScan } from './scan.ts';
import { writeEverywhere, writeWholly } from './write-everywhere.ts';

export class Router {
  readonly host: RouterHost;
  readonly forwarder: Forwarder;
  map: ShardMap;
  /** Whether a slot without an owner may get one: commands of clients wait for it then. False once this member was forgotten. */
  awaitsOwners = true;
  /** Nothing is answered for here until it is clear whether others have taken over; commands wait. */
  isFenced = false;
  /** Whether this shard has a copy of the slot from which a client that said READONLY may read. */
  hasCopy: (slot: number) => boolean = () => false;
  /** Whether this shard holds all slots that the map gives to it. */
  isWhole: () => boolean = () => true;
  /** Whether another shard of this member, which none of its messages is to pass by, cannot be reached yet. */
  lacksSibling: () => boolean = () => false;
  /** A command came for a slot that has nowhere to go yet. */
  onWaiting: (slot: number) => void = () => {};
  /** This shard's index in the map; -1 while it owns nothing. */
  selfIndex = -1;
  /** Where each slot's commands go, unless this shard is fenced: an index into the map's shards, -1, or WAIT. */
  routes: Int32Array = new Int32Array(SLOT_COUNT).fill(-1);

  constructor(host: RouterHost, map: ShardMap) {
    this.host = host;
    this.forwarder = new Forwarder(host, map, (slot) => this.routeOf(slot) === WAIT);
    this.map = map;
  }

  /**
   * Takes a new shard map and the shards that there are now, this one excepted. `routes`, which may change at any time, says for
   * each slot who answers for it now; default: its owner.
   */
  setMap(map: ShardMap, members: readonly RouteMember[], routes: Int32Array = map.owners): void {
    this.map = map;
    this.routes = routes;
    this.selfIndex = map.indexOf(this.host.selfId);
    this.forwarder.setMap(map, members);
  }

  /** Whether this shard owns the slot. */
  ownsSlot(slot: number): boolean {
    const owner = this.map.ownerOf(slot);
    return owner >= 0 && owner === this.selfIndex;
  }

  /** Where the slot's commands go now: an index into the map's shards, -1 if nobody owns it, or WAIT. */
  routeOf(slot: number): number {
    const route = this.routes[slot] as number;
    return this.isFenced && route === this.selfIndex && route >= 0 ? WAIT : route;
  }

  /** The same for a command that has come. */
  private routeFor(slot: number): number {
    const route = this.routeOf(slot);
    if (route === WAIT) this.onWaiting(slot);
    return route;
  }

  /**
   * Takes the command of `origin` to where it belongs. Returns true if that is here, and then the caller executes it.
   * Otherwise its reply comes through `origin.onReply`, unless an error was written to `reply` at once.
   */
  route(origin: Origin, command: Command, request: Request, reply: ReplyWriter): boolean {
    switch (command.spread) {
      case 'here':
      case 'every-min':
        return true;
      case 'one-slot':
        return this.routeOneSlot(origin, command, request, reply);
      case 'slot':
        return this.routeSlotArgument(origin, command, request, reply);
      case 'split-sum':
      case 'split-values':
      case 'split-ok':
        return this.routeSplit(origin, command, request, reply);
      case 'members-sum':
        return origin.kind === 'peer' || !tellMembers(this, origin, command, request);
      case 'scan':
        if (origin.kind === 'client') return askScan(this, origin, command, request);
        if (!origin.isForwarded) return !this.awaitsSlots(origin, command, request);
        if (this.holdsAll(origin.epoch)) return true;
        reply.error(ERRORS.handingOver);
        return false;
      case 'placed':
        return this.routePlaced(origin, command, request, reply);
      case 'every-ok':
        if (this.map.shards.length === 0 && !this.awaitsOwners) {
          reply.error(ERRORS.clusterDown);
          return false;
        }
        if (origin.kind === 'client') return writeEverywhere(this, origin, command, request);
        return writeWholly(this, origin, command, request);
      default:
        if (origin.kind !== 'client' || this.isAlone) return !this.awaitsSlots(origin, command, request);
        askEveryOwner(this, origin, command, request);
        return false;
    }
  }

  /** Whether a command for all that is here has to wait; then it does. */
  private awaitsSlots(origin: Origin, command: Command, request: Request): boolean {
    const isReady = this.isReadyFor(command);
    if (!isReady) this.forwarder.forward(WAIT, command, request, origin);
    return !isReady;
  }

  /**
   * Whether a command for all that is here can be executed: not while it is not clear what still is here, and FLUSHALL not while something is
   * still to come, which would come with what was there before, and with what is written elsewhere since.
   */
  isReadyFor(command: Command): boolean {
    return !this.isFenced && (!command.isWrite || this.isWhole());
  }

  /** Executed here if slots are placed like that, and those that are this shard's are here. Who asks by an older map is to do so by a newer one. */
  private routePlaced(origin: Origin, command: Command, request: Request, reply: ReplyWriter): boolean {
    // Its handler tells a client that this is not for clients.
    if (origin.kind !== 'peer') return true;
    const isPlaced = request.text(2) === String(this.map.placement);
    if (isPlaced && this.isReadyFor(command)) return true;
    const isToCome = origin.epoch > this.map.epoch && this.forwarder.awaitsMap;
    if (isPlaced || isToCome) this.forwarder.forward(WAIT, command, request, origin);
    else reply.error(ERRORS.handingOver);
    return false;
  }

  /** Whether nothing that this shard owns by the map of that epoch is missing here: a slot on its way can be seen at neither end. */
  holdsAll(epoch: number): boolean {
    return epoch === this.map.epoch && !this.isFenced && this.isWhole();
  }

  /** Whether no other shard owns anything. */
  get isAlone(): boolean {
    return this.map.shards.length === 0 || (this.map.shards.length === 1 && this.selfIndex === 0);
  }

  isSelf(shardIndex: number): boolean {
    return shardIndex === this.selfIndex;
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
    const { order } = origin;
    const owner = order?.isBlocked ? WAIT : this.routeFor(slot);
    const isHere = owner === this.selfIndex && owner >= 0;
    const isOutOfTurn = isHere && order?.mustRefuse(origin, command, request) === true;
    if (isHere && !isOutOfTurn) return true;
    if (origin.isForwarded) {
      this.turnAway(origin, command, request, reply, isOutOfTurn ? -1 : owner);
      return false;
    }
    const isRead = origin.kind === 'shard' && !command.isWrite && !this.isFenced;
    const hasCopy = isRead && this.hasCopy(slot);
    if (hasCopy && origin.mayReadCopies) return true;
    // Clients that read from replicas take each member for a master that needs no READONLY. So reads go on to the owner.
    const isStrict = origin.kind === 'shard' && !hasCopy;
    const isRefused = isStrict || (owner === -1 && !this.awaitsOwners);
    if (isRefused && owner !== WAIT) {
      this.refuse(reply, slot, owner);
      return false;
    }
    this.forwarder.forward(owner, command, request, origin);
    return false;
  }

  private routeSplit(origin: Origin, command: Command, request: Request, reply: ReplyWriter): boolean {
    if (!command.keysAreWhole(request.argc)) return true;
    const slot = slotOfKey(request, command.firstKey);
    const owner = this.routeFor(slot);
    let oneSlot = true;
    let oneOwner = true;
    let waits = owner === WAIT;
    const last = command.lastKeyAt(request.argc);
    for (let i = command.firstKey + command.keyStep; i <= last; i += command.keyStep) {
      const other = slotOfKey(request, i);
      if (other === slot) continue;
      oneSlot = false;
      const otherOwner = this.routeFor(other);
      if (otherOwner === owner) continue;
      oneOwner = false;
      if (otherOwner === WAIT) waits = true;
    }
    if (origin.kind === 'shard' && !oneSlot) {
      reply.error(ERRORS.crossSlot);
      return false;
    }
    if (oneOwner) return this.routeSlot(origin, command, request, reply, slot);
    // In part executed it could not be taken back.
    if (origin.isForwarded) this.turnAway(origin, command, request, reply, waits ? WAIT : -1);
    else splitByOwner(this, origin, command, request);
    return false;
  }

  /**
   * Tells a peer that what it has sent a command for is not this shard's by this map. If that is not clear yet, or known by a newer map that
   * is to come, the command waits.
   */
  private turnAway(
    origin: Origin,
    command: Command,
    request: Request,
    reply: ReplyWriter,
    owner: number,
  ): void {
    const { epoch } = this.map;
    const isToCome = origin.epoch > epoch && this.forwarder.awaitsMap;
    if (owner === WAIT || isToCome) this.forwarder.forward(owner, command, request, origin);
    else {
      origin.order?.onRefused(origin, command, request);
      reply.error(ERRORS.notOwner, { epoch });
    }
  }

  /** Strict Redis Cluster: says who owns the slot. */
  private refuse(reply: ReplyWriter, slot: number, owner: number): void {
    const address = owner < 0 ? undefined : this.forwarder.addressOf(owner);
    if (address === undefined) reply.error(ERRORS.clusterDown);
    else reply.error(ERRORS.moved, { slot, address: `${address.host}:${address.port}` });
  }
}

/** The hash slot of the key at argument `at`. */
export function slotOfKey(request: Request, at: number): number {
  if (at === 1 && request.keySlot >= 0) return request.keySlot;
  return hashSlot(request.buf, request.start(at), request.end(at));
}
