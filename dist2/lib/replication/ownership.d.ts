/**
 * Which slots this shard may answer for: the owner by the shard map does so only once it holds the slot.
 *
 * A slot is held by one shard at a time. When the map gives it to another one, that one asks the holder for it (TAKE), who from then
 * on sends commands there and hands the content over; the new owner lets commands wait until the slot is given. Where the
 * holder is dead the new owner is a replica and holds the slot at once; if it is none it asks all others for what they have. So neither
 * does a read miss what was written, nor do two shards accept writes for a slot, whatever the order in which they learn of
 * the new map.
 *
 * Whoever is asked and does not hold the slot gives what is there, and says so; then all others are asked, as the holder is one of whom the
 * new owner has not heard. So it is when several members begin to serve at once, and learn of each other later.
 *
 * States of a slot: `NOT_HELD`, `INCOMING` (asked for, not given yet), `HELD`. What the map says is kept apart from that: a slot that
 * the map has taken away stays held until its new owner asks.
 */
import type { ShardMap } from '../../shard/index.ts';
import { type PeerNumbers } from './peer-numbers.ts';
export declare const NOT_HELD = 0;
export declare const INCOMING = 1;
export declare const HELD = 2;
/** For a route: the slot's commands wait. */
export declare const WAIT = -2;
export interface OwnershipHost {
    readonly peers: PeerNumbers;
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
}
export declare class Ownership {
    /** Where commands for a slot go: an index into the map's shards, -1 if nobody owns it, or WAIT. */
    readonly routes: Int16Array<ArrayBuffer>;
    map: ShardMap;
    selfIndex: number;
    heldSlots: number;
    private readonly host;
    private readonly states;
    /** To whom a slot was handed over that the map still gives to this shard. */
    private readonly handedTo;
    /** Who asked for a slot while it was held here. */
    private readonly givenTo;
    private readonly incoming;
    constructor(host: OwnershipHost, map: ShardMap);
    /** Slots that wait to be given. */
    get incomingSlots(): number;
    stateOf(slot: number): number;
    isIncoming(slot: number): boolean;
    /** Whether this shard answers for the slot now. */
    isServed(slot: number): boolean;
    /** Whether the map gives the slot to this shard. */
    isOwned(slot: number): boolean;
    /** Slots that this shard owns but does not hold yet, and who is to give them. */
    awaited(): Iterable<readonly [slot: number, peers: readonly number[]]>;
    /** Takes a new map in which this shard has that id. Whoever is gone must not be `isThere` any more. */
    onMap(map: ShardMap, selfId: string): void;
    /**
     * Another member owned the slots for a while: nothing is held, and what the map gives to this shard is to be had from
     * whoever is there.
     */
    surrender(everybody: readonly number[]): void;
    /**
     * Has content that a shard which was not there may hold of the slots brought together with what is here: without waiting for it where
     * they are held here.
     */
    merge(peer: number): void;
    /**
     * Whether `peer`, whose map has that epoch, may have the slot; if so it is the peer's from now on. A map that is newer than
     * one's own is right.
     */
    yield(slot: number, peer: number, epoch: number): boolean;
    /** Whether the slot was held here until that shard asked for it. */
    isHandedTo(slot: number, peer: number): boolean;
    /** `peer`, which held the slot or did not, has handed over what it had of it, or has nothing to give any more. */
    onGiven(slot: number, peer: number, wasHeld: boolean): void;
    /** All of the slot was handed over, or another shard is known to hold it. */
    letGo(slot: number): void;
    /** The slot is this shard's by the map, and `owner`'s by the one before. */
    private acquire;
    private await;
    /** Asks all for the slot but those who have given what they have. */
    private awaitOthers;
    /** The slot is not this shard's any more. What is on its way to it comes to its owner from the sender too. */
    private disown;
    /** Whoever was to give a slot and is gone gave nothing: then whoever has a copy of it is asked. */
    private dropLostSources;
    private hold;
    private setState;
    private reroute;
}
