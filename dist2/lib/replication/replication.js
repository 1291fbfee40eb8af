import { appendFileSync as __a } from 'node:fs';
const __t=()=>{const u=process.cpuUsage(); return (u.user+u.system)/1000;};
/**
 * Copies, handoff and failover of one shard: ties together who may answer for a slot (ownership.ts), what is copied here
 * (copies.ts, claims.ts, intake.ts) and what is copied from here (followers.ts, outflow.ts).
 *
 * It does no I/O and has no clock: messages go out through the host, and come in with their times. What takes long is done in
 * slices, `work`.
 *
 * Bounds: one outflow and one intake for each other shard; those of outflow.ts and claims.ts.
 */
import { SLOT_COUNT } from '../base/hash-slot.js';
import { Claims } from './claims.js';
import { Copies, isHolder } from './copies.js';
import { CHECK_PERIOD_MS, Followers } from './followers.js';
import { Intake } from './intake.js';
import { APPLY, FOLLOW, FRAMES_AT, readClaim, TAKE, writeAnswer } from './messages.js';
import { HELD, Ownership } from './ownership.js';
import { PeerNumbers } from './peer-numbers.js';
import { VersionClock } from './version-clock.js';
/** A shard that brings nothing for so long is asked again. */
const PATIENCE_MS = 1000;
/** The digest of a slot without keys. */
const NO_KEYS = 0;
export class Replication {
    ownership;
    copies;
    followers;
    keyspace;
    clock = new VersionClock();
    host;
    peers = new PeerNumbers();
    claims;
    intakes = new Map();
    live = new Map();
    /** Shards that the latest map showed to be gone, or started anew. */
    gone = new Set();
    /** Slots that were on their way to here when all keys were deleted: what has come of them is void. */
    flushed = new Set();
    /** When each shard was last asked for something, or sent something of that. */
    heardMs = new Map();
    nextCheckMs = 0;
    nextPatienceMs = 0;
    /** @param firstStream a number that is higher than any that this shard's earlier processes used, from 1 to 2^31 */
    constructor(host, map, firstStream) {
        this.host = host;
        this.keyspace = host.keyspace;
        this.claims = new Claims(this.claimsHost());
        this.copies = new Copies(this.claims, this.peers);
        this.ownership = new Ownership(this.ownershipHost(), map);
        this.followers = new Followers(this.followersHost(), firstStream);
        for (let slot = 0; slot < SLOT_COUNT; slot++)
            this.keyspace.setHidden(slot, true);
        this.keyspace.onEvict = (ref) => this.followers.evict(ref);
    }
    get appliedBytes() {
        let bytes = 0;
        for (const intake of this.intakes.values())
            bytes += intake.appliedBytes;
        return bytes;
    }
    get appliedKeys() {
        let keys = 0;
        for (const intake of this.intakes.values())
            keys += intake.appliedKeys;
        return keys;
    }
    /** Takes a new shard map. */
    onMap(map, { selfId, wanted, live }) {
        const before = this.live;
        const isFirst = this.ownership.map.shards.length === 0;
        const wasAlone = this.ownership.map.shards.length === 1 && this.ownership.heldSlots === this.ownership.map.slotCount(0);
        this.live = live;
        if (live.size > 0)
            this.keyspace.versioned = true;
        this.gone = new Set([...before.keys()].filter((id) => live.get(id) !== before.get(id)));
        for (const id of this.gone)
            this.onPeerGone(id);
        // Copies of what they had still count: nothing is newer.
        const __0=__t(); this.ownership.onMap(map, selfId); const __1=__t();
        const appeared = [...live.keys()].filter((id) => !before.has(id) && map.indexOf(id) >= 0);
        if (!isFirst && appeared.length > 0 && map.indexOf(selfId) >= 0)
            this.onAppeared(appeared, wasAlone);
        const __2=__t(); this.copies.onMap(map, wanted ?? map, wanted === undefined ? '' : selfId);
        for (const id of this.gone)
            this.copies.renewAll(this.peers.of(id));
        const __3=__t(); this.followers.prune(); const __4=__t(); __a('/tmp/place.log', `   own ${(__1-__0).toFixed(1)} appeared ${(__2-__1).toFixed(1)} copies ${(__3-__2).toFixed(1)} prune ${(__4-__3).toFixed(1)} inc ${this.ownership.incomingSlots}\n`);
        this.host.onRoutes();
    }
    /** Others owned what this shard owned, and took writes: what it has is to be brought up to date before it answers. */
    onOusted() {
        this.ownership.surrender(this.everybody());
        this.copies.reset();
        this.host.onRoutes();
    }
    /** There is a connection to that shard. */
    onLinkReady(peer) {
        this.followers.get(peer)?.flush();
    }
    /** The connection to that shard is lost. */
    onLinkDown(peer) {
        this.followers.get(peer)?.end();
    }
    /** Answers a message `[start, end)` of `buf` from another shard; undefined if it is none. */
    onMessage(from, buf, start, end, nowMs) { const __0=__t(); const r=this.__om(from,buf,start,end,nowMs); const d=__t()-__0; if (d>3) __a('/tmp/place.log', `${process.pid} ${Date.now()} message type ${buf[start]} ${end-start} bytes ${d.toFixed(1)}\n`); return r; }
    __om(from, buf, start, end, nowMs) {
        const type = buf[start];
        if (type === FOLLOW || type === TAKE)
            return this.onClaim(from, type, buf, start, end);
        if (type !== APPLY || end - start < FRAMES_AT)
            return undefined;
        const peer = this.peers.of(from);
        const stream = buf.readUInt32LE(start + 1);
        const clock = buf.readDoubleLE(start + 5);
        if (!Number.isSafeInteger(clock))
            return undefined;
        this.clock.observe(clock);
        const isRead = this.intakeOf(peer).apply(stream, buf, start + FRAMES_AT, end, nowMs);
        return isRead ? writeAnswer(stream, []) : undefined;
    }
    /** To be called before a command that may write. */
    beginWrite(nowMs) {
        if (this.keyspace.versioned)
            this.keyspace.writeVersion = this.clock.next(nowMs);
        this.followers.beginWrite();
    }
    /** A command has written, or deleted, the key `[start, end)` of `buf`, and no other key: the keyspace's `changed` is its entry. */
    onWrite(slot, buf, start, end) {
        const { changed, writeVersion } = this.keyspace;
        this.followers.put(slot, changed, writeVersion, buf, start, end, true);
    }
    /** The same where several keys may have been changed. */
    onWriteOfMany(slot, buf, start, end, nowMs) {
        if (!this.followers.has(slot))
            return;
        const ref = this.keyspace.peek(buf, start, end, nowMs);
        this.followers.put(slot, ref, this.keyspace.writeVersion, buf, start, end, true);
    }
    /** All keys were deleted (FLUSHALL). What is on its way to here, or from here to a new owner, is void too. */
    onFlush(nowMs) {
        if (!this.keyspace.versioned)
            return;
        const version = this.clock.next(nowMs);
        for (let slot = 0; slot < SLOT_COUNT; slot++) {
            if (this.ownership.isIncoming(slot))
                this.flushed.add(slot);
            else if (this.ownership.stateOf(slot) !== HELD && !this.followers.isGiving(slot))
                continue;
            this.keyspace.setFloor(slot, version);
            this.followers.floor(slot, version, true);
        }
        this.copies.reset();
    }
    /**
     * Whether the present command's changes are to be held by replicas before it is answered; if so `done` is called when they
     * are, later.
     */
    awaitAcks(done) {
        return this.followers.awaitAcks(this.host.limits().minAcks, done);
    }
    /** Does a part of what is to be done, until `isTimeUp`; returns whether nothing is left that can be done now. */
    work(nowMs, isTimeUp) {
 const __0=__t(); try {
        const areClaimsDone = this.claims.work(nowMs, isTimeUp);
        const __1=__t(); const r= this.followers.work(nowMs, isTimeUp) && areClaimsDone; const __2=__t(); if (__2-__0>3) __a('/tmp/place.log', `${process.pid} ${Date.now()} work claims ${(__1-__0).toFixed(1)} followers ${(__2-__1).toFixed(1)}\n`); return r; } finally {}
    }
    /** To be called some times a second. */
    tick(nowMs) {
        const clockMs = this.host.clockMs();
        if (clockMs >= this.nextPatienceMs) {
            this.nextPatienceMs = clockMs + PATIENCE_MS;
            this.askAgain(clockMs);
        }
        if (clockMs < this.nextCheckMs)
            return;
        this.nextCheckMs = clockMs + CHECK_PERIOD_MS;
        this.followers.check(nowMs);
    }
    /** Whether what is here of the slot may still be of use. */
    isNeeded(slot) {
        const { ownership, copies } = this;
        if (ownership.isOwned(slot) || ownership.isIncoming(slot) || copies.isWanted(slot))
            return true;
        return this.followers.isGiving(slot);
    }
    onClaim(from, type, buf, start, end) {
        const refused = [];
        const peer = this.peers.of(from);
        const isLive = this.live.has(from);
        const isGift = type === TAKE;
        const epoch = readClaim(buf, start, end, (slot, digest, claimed) => {
            const isGranted = isLive && (isGift ? this.ownership.yield(slot, peer, claimed) : this.mayFollow(slot, from));
            if (isGranted)
                this.followers.to(from).want(slot, digest, isGift);
            else
                refused.push(slot);
        });
        if (Number.isNaN(epoch))
            return undefined;
        if (isGift)
            this.host.onRoutes();
        return writeAnswer(this.followers.get(from)?.id ?? 0, refused);
    }
    /** The slot is owned here, and that shard is its replica or serves nothing yet. */
    mayFollow(slot, from) {
        const { map } = this.ownership;
        const index = map.indexOf(from);
        return this.ownership.isOwned(slot) && (index < 0 || isHolder(map, slot, index));
    }
    /** What the peer owed by its former stream is asked for again. */
    onNewStream(peer) {
        this.copies.renewAll(peer);
        for (const [slot, sources] of this.ownership.awaited()) {
            if (sources.includes(peer))
                this.claims.add(TAKE, slot, peer, false);
        }
    }
    onAppeared(appeared, wasAlone) {
        // A shard that was alone may have been started anew: the others know more than it does.
        if (wasAlone)
            this.ownership.surrender(this.everybody());
        else
            for (const id of appeared)
                this.ownership.merge(this.peers.of(id));
    }
    onPeerGone(id) {
        const peer = this.peers.of(id);
        this.followers.get(id)?.end();
        this.claims.dropPeer(peer);
        this.intakes.delete(peer);
    }
    everybody() {
        return [...this.live.keys()].map((id) => this.peers.of(id));
    }
    intakeOf(peer) {
        let intake = this.intakes.get(peer);
        if (intake === undefined) {
            intake = new Intake(peer, this.intakeHost());
            this.intakes.set(peer, intake);
        }
        return intake;
    }
    /** Deletes what is here of a slot, and whatever older comes of it. */
    voidSlot(slot) {
        const { keyspace } = this;
        keyspace.setFloor(slot, this.clock.next(0));
        keyspace.clearSlot(slot);
        this.followers.floor(slot, keyspace.floorOf(slot), false);
    }
    /** Another shard is known to hold the slot. If it was held here too, that one is to have what was written here meanwhile. */
    surrenderTo(slot, peer) {
        const { ownership } = this;
        if (ownership.stateOf(slot) !== HELD || ownership.isOwned(slot))
            return;
        this.followers.to(this.peers.idOf(peer)).want(slot, NO_KEYS, true);
        ownership.letGo(slot);
    }
    /** Who gave the slot and is its replica now has all of it: what is written from now on does not wait for it to ask. */
    followGiver(slot, peer) {
        const { map } = this.ownership;
        const id = this.peers.idOf(peer);
        const index = map.indexOf(id);
        const isReplica = index >= 0 && isHolder(map, slot, index);
        if (isReplica && this.ownership.isServed(slot))
            this.followers.to(id).follow(slot);
    }
    /** Asks those again that owe something and have brought nothing for a while; gives up on them in the end. */
    askAgain(clockMs) {
        const { ownership, copies, claims } = this;
        const { handoffTimeoutMs } = this.host.limits();
        const given = new Map();
        const waitingFor = new Set();
        for (const [slot, sources] of ownership.awaited()) {
            for (const peer of sources) {
                waitingFor.add(peer);
                const silentMs = clockMs - (this.heardMs.get(peer) ?? clockMs);
                if (silentMs >= handoffTimeoutMs)
                    given.set(peer, [...(given.get(peer) ?? []), slot]);
                else if (silentMs >= PATIENCE_MS)
                    claims.add(TAKE, slot, peer, false);
            }
        }
        for (const [peer, slots] of given) {
            this.host.onGiveUp(this.peers.idOf(peer), slots.length);
            for (const slot of slots)
                ownership.onGiven(slot, peer, false);
        }
        if (given.size > 0)
            this.host.onRoutes();
        const sources = copies.sourcesNow();
        for (const peer of new Set([...sources, ...waitingFor]))
            claims.inquire(peer);
        for (const peer of sources) {
            const isSilent = clockMs - (this.heardMs.get(peer) ?? 0) >= PATIENCE_MS;
            if (isSilent && !copies.isComplete)
                copies.renewMissing(peer);
        }
    }
    claimsHost() {
        const replication = this;
        return {
            keyspace: this.keyspace,
            get epoch() {
                return replication.ownership.map.epoch;
            },
            clockMs: () => this.host.clockMs(),
            idOf: (peer) => this.peers.idOf(peer),
            isWanted: (type, slot, peer) => type === TAKE ? this.ownership.isOwned(slot) : this.copies.isFrom(slot, peer),
            ask: (peer, buf, start, end, onReply) => this.host.ask(peer, buf, start, end, onReply),
            onStream: (peer, stream) => this.intakeOf(peer).onStream(stream),
        };
    }
    ownershipHost() {
        return {
            peers: this.peers,
            isThere: (peer) => this.live.has(this.peers.idOf(peer)) && !this.gone.has(this.peers.idOf(peer)),
            everybody: () => this.everybody(),
            hasCopy: (slot) => this.copies.isLive(slot),
            discard: (slot) => this.keyspace.clearSlot(slot),
            take: (slot, peer) => {
                this.heardMs.set(peer, this.host.clockMs());
                this.claims.add(TAKE, slot, peer, this.copies.isLive(slot) && this.copies.isFrom(slot, peer));
            },
            onHeld: (slot, isHeld) => {
                this.keyspace.setHidden(slot, !isHeld);
                if (this.flushed.delete(slot) && isHeld)
                    this.voidSlot(slot);
                if (!isHeld)
                    this.followers.stop(slot);
            },
        };
    }
    followersHost() {
        const replication = this;
        const { host } = this;
        return {
            keyspace: this.keyspace,
            get map() {
                return replication.ownership.map;
            },
            get windowBytes() {
                return host.limits().handoffWindowBytes;
            },
            get limitBytes() {
                return host.limits().replBufferLimitBytes;
            },
            get latestVersion() {
                return replication.clock.latest;
            },
            clockMs: () => host.clockMs(),
            ask: (peer, buf, start, end, onReply) => host.ask(peer, buf, start, end, onReply),
            isIncoming: (slot) => this.ownership.isIncoming(slot),
            isOwned: (slot) => this.ownership.isOwned(slot),
            isServed: (slot) => this.ownership.isServed(slot),
            isHandedTo: (slot, peer) => this.ownership.isHandedTo(slot, this.peers.of(peer)),
            isLive: (peer) => this.live.has(peer),
            onPending: () => host.onPending(),
        };
    }
    intakeHost() {
        return {
            keyspace: this.keyspace,
            clock: this.clock,
            onNewStream: (peer) => this.onNewStream(peer),
            onProgress: (peer) => this.heardMs.set(peer, this.host.clockMs()),
            isCopy: (slot, peer) => this.copies.isFrom(slot, peer) &&
                this.ownership.stateOf(slot) !== HELD &&
                !this.followers.isGiving(slot),
            isHeld: (slot) => this.ownership.stateOf(slot) === HELD,
            onLive: (slot, peer) => {
                this.copies.onLive(slot, peer);
                if (this.copies.isFrom(slot, peer))
                    this.surrenderTo(slot, peer);
            },
            onDifferent: (slot, peer) => this.copies.renew(slot, peer),
            onGiven: (slot, peer, wasHeld) => {
                this.ownership.onGiven(slot, peer, wasHeld);
                if (wasHeld)
                    this.followGiver(slot, peer);
                this.host.onRoutes();
            },
            onNews: (slot, version, buf, start, end, nowMs) => {
                if (this.ownership.stateOf(slot) === HELD && this.followers.has(slot)) {
                    const ref = this.keyspace.peek(buf, start, end, nowMs);
                    this.followers.put(slot, ref, version, buf, start, end, false);
                }
            },
            onFloor: (slot, version) => {
                this.host.onFloor(slot, version);
                if (this.ownership.stateOf(slot) === HELD)
                    this.followers.floor(slot, version, false);
            },
        };
    }
}
//# sourceMappingURL=replication.js.map