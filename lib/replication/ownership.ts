/**
 * Which slots this shard may answer for: the owner by the shard map does so only once it holds the slot.
 *
 * A slot is held by one shard at a time. When the map gives it to another one, that one asks the holder for it (TAKE), who from then
 * on sends commands there and hands the content over; the new owner lets commands wait until the slot is given. Where the
 * holder is dead the new owner is a replica and holds the slot at once, or, if there are more replicas, as soon as these have given what
 * they have; if it is none it asks all others. So neither does a read miss what was written, nor do two shards accept writes for a
 * slot, whatever the order in which they learn of the new map.
 *
 * Whoever is asked and does not hold the slot gives what is there, and says so; then all others are asked, as the holder is one of whom the
 * new owner has not heard. So it is when several members begin to serve at once, and learn of each other later.
 *
 * States of a slot: `NOT_HELD`, `INCOMING` (asked for, not given yet), `HELD`. What the map says is kept apart from that: a slot that
 * the map has taken away stays held until its new owner asks.
 */

import type { ShardMap } from '../../shard/index.ts';
import { SLOT_COUNT } from '../base/hash-slot.ts';
import { NOBODY, type PeerNumbers } from './peer-numbers.ts';

export const NOT_HELD = 0;
export const INCOMING = 1;
export const HELD = 2;

/** For a route: the slot's commands wait. */
export const WAIT = -2;

export interface OwnershipHost {
  readonly peers: PeerNumbers;
  /** Slots with something that is void: whoever comes to hold one answers for it when it is clean. */
  readonly voidSlots: ReadonlySet<number>;
  /** The shards that can be asked, by number: those of live members, but for those that were started anew since the last map. */
  isThere(peer: number): boolean;
  /** All others that can be asked. */
  everybody(): readonly number[];
  /** Whether this shard has a copy that follows every change. */
  hasCopy(slot: number): boolean;
  /** What is here of the slot is out of date, and nobody has anything newer. */
  discard(slot: number): void;
  /** Asks `peer` to hand the slot over. */
  take(slot: number, peer: number): void;
  /** The slot was not held or now is not any more, or the other way round. */
  onHeld(slot: number, isHeld: boolean): void;
  /** The slot, which that shard held and has given, is held here: at once, or when others have given what they have, too. */
  onTakenOver(slot: number, giver: number): void;
  /** All these slots, which were not held, now are. */
  onInherited(slots: Uint16Array): void;
}

/** Who is still to hand a slot over. */
interface Awaited {
  readonly peers: number[];
  /** All who may have something of it were asked. */
  readonly isFromAll: boolean;
  /** Who held the slot and has given it; NOBODY: nobody yet. */
  readonly giver: number;
}

export class Ownership {
  /** Where commands for a slot go: an index into the map's shards, -1 if nobody owns it, or WAIT. */
  readonly routes = new Int32Array(SLOT_COUNT).fill(-1);
  map: ShardMap;
  selfIndex = -1;
  heldSlots = 0;
  private readonly host: OwnershipHost;
  private readonly states = new Uint8Array(SLOT_COUNT);
  /** To whom slots were handed over that the map still gives to this shard; none of them is held or incoming. */
  private readonly handedTo = new Map<number, number>();
  /** Who asked for a slot while it was held here. */
  private readonly givenTo = new Int32Array(SLOT_COUNT).fill(NOBODY);
  private readonly incoming = new Map<number, Awaited>();
  /** Who can be asked and is not in the map: who leaves may have been a replica until now. */
  private unplaced: readonly number[] = [];

  constructor(host: OwnershipHost, map: ShardMap) {
    this.host = host;
    this.map = map;
  }

  /** Slots that wait to be given. */
  get incomingSlots(): number {
    return this.incoming.size;
  }

  /** Whether clients may wait for this shard: one that leaves serves what it has not handed over yet. */
  get isServing(): boolean {
    return this.selfIndex >= 0 || this.heldSlots > 0;
  }

  /** Whether this shard answers for all slots that the map gives to it. */
  get isWhole(): boolean {
    if (this.incoming.size > 0 || this.handedTo.size > 0) return false;
    for (const slot of this.host.voidSlots) if (this.isOwned(slot)) return false;
    return true;
  }

  /** Who is to give the slot, if it is awaited. */
  sourcesOf(slot: number): readonly number[] {
    return this.incoming.get(slot)?.peers ?? [];
  }

  stateOf(slot: number): number {
    return this.states[slot] as number;
  }

  isIncoming(slot: number): boolean {
    return this.states[slot] === INCOMING;
  }

  /** Whether the slot is held here, or will be once others have given it: whoever is to have a copy may ask for it here. */
  isHeldOrIncoming(slot: number): boolean {
    return this.states[slot] !== NOT_HELD;
  }

  /** Whether this shard answers for the slot now. */
  isServed(slot: number): boolean {
    return this.routes[slot] === this.selfIndex && this.selfIndex >= 0;
  }

  /** Whether the map gives the slot to this shard. */
  isOwned(slot: number): boolean {
    return this.selfIndex >= 0 && this.map.ownerOf(slot) === this.selfIndex;
  }

  /** Slots that this shard owns but does not hold yet, and who is to give them. */
  *awaited(): Iterable<readonly [slot: number, peers: readonly number[]]> {
    for (const [slot, { peers }] of this.incoming) yield [slot, peers];
  }

  /**
   * Takes a new map in which this shard has that id. Whoever is gone must not be `isThere` any more.
   *
   * Clients wait meanwhile, and most processes run this for the first time then, before it was compiled: so all slots with which
   * nothing happens take two look-ups each and no call, and for those that this shard inherits nobody is told one by one.
   */
  onMap(map: ShardMap, selfId: string): void {
    const before = this.map;
    this.map = map;
    this.selfIndex = map.indexOf(selfId);
    const { host } = this;
    const isPlaced = (peer: number): boolean => map.indexOf(host.peers.idOf(peer)) >= 0;
    this.unplaced = host.everybody().filter((peer) => host.isThere(peer) && !isPlaced(peer));
    // First, so that nobody comes to hold what it has just lost because the last one that it waited for is gone.
    for (const slot of [...this.incoming.keys()]) if (!this.isOwned(slot)) this.disown(slot);
    this.dropLostSources();
    const { selfIndex, states, handedTo, routes } = this;
    const { owners } = map;
    for (const slot of [...handedTo.keys()]) if (!this.isOwned(slot)) handedTo.delete(slot);
    routes.set(owners);
    if (selfIndex < 0) return;
    const missing = new Uint16Array(SLOT_COUNT);
    const end = SLOT_COUNT;
    let count = 0;
    for (let slot = 0; slot < end; slot++) {
      if (owners[slot] === selfIndex && states[slot] !== HELD) missing[count++] = slot;
    }
    if (count > 0) this.acquireAll(missing.subarray(0, count), host.peers.of(selfId), before);
    for (const slot of host.voidSlots) this.reroute(slot);
  }

  /**
   * Another member owned the slots for a while: nothing is held, and what the map gives to this shard is to be had from
   * whoever is there.
   */
  surrender(everybody: readonly number[]): void {
    this.handedTo.clear();
    for (let slot = 0; slot < SLOT_COUNT; slot++) {
      this.setState(slot, NOT_HELD);
      this.incoming.delete(slot);
      this.givenTo[slot] = NOBODY;
      if (this.isOwned(slot)) this.await(slot, everybody, true);
      this.reroute(slot);
    }
  }

  /**
   * Has content that a shard which was not there may hold of the slots brought together with what is here: without waiting for it where
   * they are held here.
   */
  merge(peer: number): void {
    for (let slot = 0; slot < SLOT_COUNT; slot++) {
      if (!this.isOwned(slot)) continue;
      if (this.states[slot] === HELD) this.host.take(slot, peer);
      const awaited = this.incoming.get(slot);
      if (awaited?.isFromAll !== true || awaited.peers.includes(peer)) continue;
      awaited.peers.push(peer);
      this.host.take(slot, peer);
    }
  }

  /**
   * Whether `peer`, whose map has that epoch, may have the slot; if so it is the peer's from now on. A map that is newer than
   * one's own is right.
   */
  yield(slot: number, peer: number, epoch: number): boolean {
    const owner = this.map.ownerOf(slot);
    const isOwner = owner >= 0 && this.map.shards[owner]?.id === this.host.peers.idOf(peer);
    if (!isOwner && epoch <= this.map.epoch) return false;
    if (this.isOwned(slot)) this.handedTo.set(slot, peer);
    if (this.states[slot] === HELD) this.givenTo[slot] = peer;
    this.incoming.delete(slot);
    this.setState(slot, NOT_HELD);
    this.reroute(slot);
    return true;
  }

  /** Whether the slot was held here until that shard asked for it. */
  isHandedTo(slot: number, peer: number): boolean {
    return this.givenTo[slot] === peer;
  }

  /** `peer`, which held the slot or did not, has handed over what it had of it, or has nothing to give any more. */
  onGiven(slot: number, peer: number, wasHeld: boolean): void {
    const awaited = this.incoming.get(slot);
    if (awaited === undefined) return;
    const peers = awaited.peers.filter((one) => one !== peer);
    const { isFromAll } = awaited;
    const giver = wasHeld ? peer : awaited.giver;
    this.incoming.set(slot, { peers, isFromAll, giver });
    if (peers.length > 0) return;
    if (wasHeld || isFromAll) this.hold(slot);
    else this.awaitOthers(slot, [peer]);
  }

  /** Nobody who had slots from here is known any more. */
  forget(): void {
    this.handedTo.clear();
    this.givenTo.fill(NOBODY);
  }

  /** All of the slot was handed over, or another shard is known to hold it. */
  letGo(slot: number): void {
    if (this.states[slot] !== HELD || this.isOwned(slot)) return;
    this.setState(slot, NOT_HELD);
  }

  /** These slots are this shard's by the map, and it does not hold them. */
  private acquireAll(slots: Uint16Array, self: number, before: ShardMap): void {
    const { host, states, givenTo } = this;
    const holders = before.shards.map(({ id }) => host.peers.of(id));
    const others = Uint8Array.from(holders, (peer) => Number(peer !== self && host.isThere(peer)));
    const inherited = new Uint16Array(slots.length);
    const end = slots.length;
    let count = 0;
    for (let i = 0; i < end; i++) {
      const slot = slots[i] as number;
      if (this.isHeir(slot, others, before)) {
        states[slot] = HELD;
        givenTo[slot] = NOBODY;
        inherited[count++] = slot;
        continue;
      }
      if (states[slot] === NOT_HELD) {
        const owner = before.ownerOf(slot);
        this.acquire(slot, owner < 0 ? NOBODY : (holders[owner] as number), self, before);
      }
      this.reroute(slot);
    }
    if (count === 0) return;
    this.heldSlots += count;
    host.onInherited(inherited.subarray(0, count));
  }

  /** Whether this shard has all that there is of the slot: of those who had it by the map `before`, none is one of `others`. */
  private isHeir(slot: number, others: Uint8Array, before: ShardMap): boolean {
    const owner = before.ownerOf(slot);
    if (owner < 0 || others[owner] === 1 || this.states[slot] !== NOT_HELD) return false;
    if (this.unplaced.length > 0) return false;
    for (let n = 0; n < before.replicas; n++) {
      const replica = before.replicaOf(slot, n);
      if (replica >= 0 && others[replica] === 1) return false;
    }
    return this.host.hasCopy(slot) && !this.handedTo.has(slot);
  }

  /** The slot is this shard's by the map, and `owner`'s by the one before. */
  private acquire(slot: number, owner: number, self: number, before: ShardMap): void {
    const { host } = this;
    const holder = this.handedTo.get(slot) ?? owner;
    this.handedTo.delete(slot);
    if (holder !== NOBODY && holder !== self && host.isThere(holder)) this.await(slot, [holder], false);
    else if (holder === NOBODY) this.hold(slot);
    else if (host.hasCopy(slot)) this.await(slot, this.otherReplicas(slot, self, before), true);
    else if (before.replicas > 0) this.awaitOthers(slot, []);
    else {
      host.discard(slot);
      this.hold(slot);
    }
  }

  /** Replicas beside this shard, and who leaves or joins: they may have a write that was answered and has not reached this one. */
  private otherReplicas(slot: number, self: number, map: ShardMap): number[] {
    const { host } = this;
    const others = [...this.unplaced];
    for (let n = 0; n < map.replicas; n++) {
      const shard = map.shards[map.replicaOf(slot, n)];
      const peer = shard === undefined ? NOBODY : host.peers.of(shard.id);
      if (peer === NOBODY || peer === self || others.includes(peer)) continue;
      if (host.isThere(peer)) others.push(peer);
    }
    return others;
  }

  private await(slot: number, peers: readonly number[], isFromAll: boolean): void {
    if (peers.length === 0) {
      this.hold(slot);
      return;
    }
    this.incoming.set(slot, { peers: [...peers], isFromAll, giver: NOBODY });
    this.setState(slot, INCOMING);
    for (const peer of peers) this.host.take(slot, peer);
  }

  /** Asks all for the slot but those who have given what they have. */
  private awaitOthers(slot: number, asked: readonly number[]): void {
    const others = this.host.everybody().filter((peer) => !asked.includes(peer));
    this.await(slot, others, true);
  }

  /** The slot is not this shard's any more. What is on its way to it comes to its owner from the sender too. */
  private disown(slot: number): void {
    this.incoming.delete(slot);
    this.setState(slot, NOT_HELD);
  }

  /** Whoever was to give a slot and is gone gave nothing: then whoever has a copy of it is asked. */
  private dropLostSources(): void {
    const { host } = this;
    for (const [slot, awaited] of [...this.incoming]) {
      const peers = awaited.peers.filter((peer) => host.isThere(peer));
      if (peers.length === awaited.peers.length) continue;
      const { isFromAll } = awaited;
      if (peers.length > 0) this.incoming.set(slot, { ...awaited, peers });
      else if (isFromAll) this.hold(slot);
      else this.awaitOthers(slot, []);
    }
  }

  private hold(slot: number): void {
    const giver = this.incoming.get(slot)?.giver ?? NOBODY;
    this.incoming.delete(slot);
    this.givenTo[slot] = NOBODY;
    this.setState(slot, HELD);
    this.reroute(slot);
    if (giver !== NOBODY) this.host.onTakenOver(slot, giver);
  }

  private setState(slot: number, state: number): void {
    const wasHeld = this.states[slot] === HELD;
    const isHeld = state === HELD;
    this.states[slot] = state;
    if (wasHeld === isHeld) return;
    this.heldSlots += isHeld ? 1 : -1;
    this.host.onHeld(slot, isHeld);
  }

  /** Works out where the slot's commands go. */
  reroute(slot: number): void {
    const owner = this.map.ownerOf(slot);
    const isOpen = this.states[slot] === HELD && !this.host.voidSlots.has(slot);
    if (owner < 0 || owner !== this.selfIndex || isOpen) {
      this.routes[slot] = owner;
      return;
    }
    const handedTo = this.handedTo.get(slot);
    const index = handedTo === undefined ? -1 : this.map.indexOf(this.host.peers.idOf(handedTo));
    this.routes[slot] = index < 0 ? WAIT : index;
  }
}
