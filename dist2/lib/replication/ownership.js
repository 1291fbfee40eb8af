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
import { SLOT_COUNT } from '../base/hash-slot.js';
import { NOBODY } from './peer-numbers.js';
export const NOT_HELD = 0;
export const INCOMING = 1;
export const HELD = 2;
/** For a route: the slot's commands wait. */
export const WAIT = -2;
export class Ownership {
    /** Where commands for a slot go: an index into the map's shards, -1 if nobody owns it, or WAIT. */
    routes = new Int16Array(SLOT_COUNT).fill(-1);
    map;
    selfIndex = -1;
    heldSlots = 0;
    host;
    states = new Uint8Array(SLOT_COUNT);
    /** To whom a slot was handed over that the map still gives to this shard. */
    handedTo = new Int16Array(SLOT_COUNT).fill(NOBODY);
    /** Who asked for a slot while it was held here. */
    givenTo = new Int16Array(SLOT_COUNT).fill(NOBODY);
    incoming = new Map();
    constructor(host, map) {
        this.host = host;
        this.map = map;
    }
    /** Slots that wait to be given. */
    get incomingSlots() {
        return this.incoming.size;
    }
    stateOf(slot) {
        return this.states[slot];
    }
    isIncoming(slot) {
        return this.states[slot] === INCOMING;
    }
    /** Whether this shard answers for the slot now. */
    isServed(slot) {
        return this.routes[slot] === this.selfIndex && this.selfIndex >= 0;
    }
    /** Whether the map gives the slot to this shard. */
    isOwned(slot) {
        return this.selfIndex >= 0 && this.map.ownerOf(slot) === this.selfIndex;
    }
    /** Slots that this shard owns but does not hold yet, and who is to give them. */
    *awaited() {
        for (const [slot, { peers }] of this.incoming)
            yield [slot, peers];
    }
    /** Takes a new map in which this shard has that id. Whoever is gone must not be `isThere` any more. */
    onMap(map, selfId) {
        const before = this.map;
        const { peers } = this.host;
        const ownersBefore = before.shards.map(({ id }) => peers.of(id));
        const self = peers.of(selfId);
        this.map = map;
        this.selfIndex = map.indexOf(selfId);
        this.dropLostSources();
        const { selfIndex, states, handedTo, routes } = this;
        const { owners } = map;
        // Clients wait meanwhile, and this code is new to the compiler: slots with which nothing happens cost no call.
        for (let slot = 0; slot < SLOT_COUNT; slot++) {
            const owner = owners[slot];
            if (owner < 0 || owner !== selfIndex) {
                if (states[slot] === INCOMING)
                    this.disown(slot);
                handedTo[slot] = NOBODY;
                routes[slot] = owner;
                continue;
            }
            if (states[slot] === NOT_HELD) {
                const ownerBefore = before.owners[slot];
                const holder = ownerBefore < 0 ? NOBODY : ownersBefore[ownerBefore];
                this.acquire(slot, holder, self, before.replicas > 0);
            }
            this.reroute(slot);
        }
    }
    /**
     * Another member owned the slots for a while: nothing is held, and what the map gives to this shard is to be had from
     * whoever is there.
     */
    surrender(everybody) {
        for (let slot = 0; slot < SLOT_COUNT; slot++) {
            this.setState(slot, NOT_HELD);
            this.incoming.delete(slot);
            this.handedTo[slot] = this.givenTo[slot] = NOBODY;
            if (this.isOwned(slot))
                this.await(slot, everybody, true);
            this.reroute(slot);
        }
    }
    /**
     * Has content that a shard which was not there may hold of the slots brought together with what is here: without waiting for it where
     * they are held here.
     */
    merge(peer) {
        for (let slot = 0; slot < SLOT_COUNT; slot++) {
            if (!this.isOwned(slot))
                continue;
            if (this.states[slot] === HELD)
                this.host.take(slot, peer);
            const awaited = this.incoming.get(slot);
            if (awaited?.isFromAll !== true || awaited.peers.includes(peer))
                continue;
            awaited.peers.push(peer);
            this.host.take(slot, peer);
        }
    }
    /**
     * Whether `peer`, whose map has that epoch, may have the slot; if so it is the peer's from now on. A map that is newer than
     * one's own is right.
     */
    yield(slot, peer, epoch) {
        const owner = this.map.ownerOf(slot);
        const isOwner = owner >= 0 && this.map.shards[owner]?.id === this.host.peers.idOf(peer);
        if (!isOwner && epoch <= this.map.epoch)
            return false;
        if (this.isOwned(slot))
            this.handedTo[slot] = peer;
        if (this.states[slot] === HELD)
            this.givenTo[slot] = peer;
        this.incoming.delete(slot);
        this.setState(slot, NOT_HELD);
        this.reroute(slot);
        return true;
    }
    /** Whether the slot was held here until that shard asked for it. */
    isHandedTo(slot, peer) {
        return this.givenTo[slot] === peer;
    }
    /** `peer`, which held the slot or did not, has handed over what it had of it, or has nothing to give any more. */
    onGiven(slot, peer, wasHeld) {
        const awaited = this.incoming.get(slot);
        if (awaited === undefined || !awaited.peers.includes(peer))
            return;
        const peers = awaited.peers.filter((one) => one !== peer);
        const { isFromAll } = awaited;
        if (peers.length > 0)
            this.incoming.set(slot, { peers, isFromAll });
        else if (wasHeld || isFromAll)
            this.hold(slot);
        else
            this.awaitOthers(slot, [peer]);
    }
    /** All of the slot was handed over, or another shard is known to hold it. */
    letGo(slot) {
        if (this.states[slot] !== HELD || (this.isOwned(slot) && this.handedTo[slot] === NOBODY))
            return;
        this.setState(slot, NOT_HELD);
    }
    /** The slot is this shard's by the map, and `owner`'s by the one before. */
    acquire(slot, owner, self, hadCopies) {
        const { host } = this;
        const handedTo = this.handedTo[slot];
        this.handedTo[slot] = NOBODY;
        const holder = handedTo !== NOBODY ? handedTo : owner;
        if (holder !== NOBODY && holder !== self && host.isThere(holder))
            this.await(slot, [holder], false);
        else if (holder === NOBODY || host.hasCopy(slot))
            this.hold(slot);
        else if (hadCopies)
            this.awaitOthers(slot, []);
        else {
            host.discard(slot);
            this.hold(slot);
        }
    }
    await(slot, peers, isFromAll) {
        if (peers.length === 0) {
            this.hold(slot);
            return;
        }
        this.incoming.set(slot, { peers: [...peers], isFromAll });
        this.setState(slot, INCOMING);
        for (const peer of peers)
            this.host.take(slot, peer);
    }
    /** Asks all for the slot but those who have given what they have. */
    awaitOthers(slot, asked) {
        const others = this.host.everybody().filter((peer) => !asked.includes(peer));
        this.await(slot, others, true);
    }
    /** The slot is not this shard's any more. What is on its way to it comes to its owner from the sender too. */
    disown(slot) {
        this.incoming.delete(slot);
        this.setState(slot, NOT_HELD);
    }
    /** Whoever was to give a slot and is gone gave nothing: then whoever has a copy of it is asked. */
    dropLostSources() {
        const { host } = this;
        for (const [slot, awaited] of [...this.incoming]) {
            const peers = awaited.peers.filter((peer) => host.isThere(peer));
            if (peers.length === awaited.peers.length)
                continue;
            const { isFromAll } = awaited;
            if (peers.length > 0)
                this.incoming.set(slot, { peers, isFromAll });
            else if (isFromAll)
                this.hold(slot);
            else
                this.awaitOthers(slot, []);
        }
    }
    hold(slot) {
        this.incoming.delete(slot);
        this.givenTo[slot] = NOBODY;
        this.setState(slot, HELD);
        this.reroute(slot);
    }
    setState(slot, state) {
        const wasHeld = this.states[slot] === HELD;
        const isHeld = state === HELD;
        this.states[slot] = state;
        if (wasHeld === isHeld)
            return;
        this.heldSlots += isHeld ? 1 : -1;
        this.host.onHeld(slot, isHeld);
    }
    reroute(slot) {
        const owner = this.map.ownerOf(slot);
        const handedTo = this.handedTo[slot];
        const isHeld = this.states[slot] === HELD && handedTo === NOBODY;
        if (owner < 0 || owner !== this.selfIndex || isHeld) {
            this.routes[slot] = owner;
            return;
        }
        const index = handedTo === NOBODY ? -1 : this.map.indexOf(this.host.peers.idOf(handedTo));
        this.routes[slot] = index < 0 ? WAIT : index;
    }
}
//# sourceMappingURL=ownership.js.map