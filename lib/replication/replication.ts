/**
 * Copies, handoff and failover of one shard: ties together who may answer for a slot (ownership.ts), what is copied here
 * (copies.ts, claims.ts, intakes.ts) and what is copied from here (grants.ts, followers.ts, outflow.ts).
 *
 * It does no I/O and has no clock: messages go out through the host, and come in with their times. What takes long is done in
 * slices, `work`.
 *
 * Bounds: one outflow and one intake for each other shard; those of outflow.ts and claims.ts.
 */

import type { ShardMap } from '../../shard/index.ts';
import { SLOT_COUNT } from '../base/hash-slot.ts';
import type { Keyspace } from '../store/keyspace.ts';
import type { OnAcks } from './acks.ts';
import { Claims, type ClaimsHost } from './claims.ts';
import { ClockWatch } from './clock-watch.ts';
import { Copies } from './copies.ts';
import { FlushedSlots } from './flushed-slots.ts';
import { CHECK_PERIOD_MS, Followers, type FollowersHost } from './followers.ts';
import { Grants } from './grants.ts';
import type { IntakeHost } from './intake.ts';
import { Intakes } from './intakes.ts';
import { APPLY, FOLLOW, TAKE, writeAnswer } from './messages.ts';
import { OwedSlots } from './owed.ts';
import { HELD, Ownership, type OwnershipHost } from './ownership.ts';
import { Patience } from './patience.ts';
import { PeerNumbers } from './peer-numbers.ts';
import type { ReplicationHost, Surroundings } from './replication-host.ts';
import { VersionClock } from './version-clock.ts';

/** Slots that follow a new map between two looks at the clock. */
const SLOTS_PER_LOOK = 256;

export class Replication {
  readonly ownership: Ownership;
  readonly copies: Copies;
  readonly followers: Followers;
  readonly keyspace: Keyspace;
  readonly clock = new VersionClock();
  private readonly host: ReplicationHost;
  private readonly peers = new PeerNumbers();
  readonly claims: Claims;
  readonly intakes: Intakes;
  private live: ReadonlyMap<string, string> = new Map();
  /** Shards that the latest map showed to be gone, or started anew. */
  private gone: ReadonlySet<string> = new Set();
  readonly flushed: FlushedSlots;
  private readonly owed = new OwedSlots();
  private readonly patience: Patience;
  private readonly grants: Grants;
  private readonly clockWatch: ClockWatch;
  private nextCheckMs = 0;
  private tickedMs = Number.NEGATIVE_INFINITY;

  /** @param firstStream a number that is higher than any that this shard's earlier processes used, from 1 to 2^31 */
  constructor(host: ReplicationHost, map: ShardMap, firstStream: number) {
    this.host = host;
    this.keyspace = host.keyspace;
    this.claims = new Claims(this.claimsHost());
    this.copies = new Copies(this.claims, this.peers);
    this.ownership = new Ownership(this.ownershipHost(), map);
    this.patience = new Patience(this.ownership, this.copies, this.claims, (peer, slots) => {
      host.onGiveUp(this.peers.idOf(peer), slots);
      host.onRoutes();
    });
    this.followers = new Followers(this.followersHost(), firstStream);
    this.intakes = new Intakes(this.intakeHost());
    this.flushed = new FlushedSlots(this, (slot) => this.onVoid(slot));
    const { ownership, followers, peers } = this;
    const isLive = (id: string): boolean => this.live.has(id);
    this.grants = new Grants({ ownership, followers, peers, isLive, onRoutes: () => host.onRoutes() });
    this.clockWatch = new ClockWatch(this.clock, (from, aheadMs) => host.onClockAhead(from, aheadMs));
    for (let slot = 0; slot < SLOT_COUNT; slot++) this.keyspace.setHidden(slot, true);
    this.keyspace.onEvict = (ref) => this.followers.evict(ref);
  }

  /** Takes a new shard map. */
  onMap(map: ShardMap, { selfId, wanted, live }: Surroundings): void {
    const { live: before, copies } = this;
    const isFirst = this.ownership.map.shards.length === 0;
    const wasAlone = this.isAlone;
    this.live = live;
    this.clock.setOwner(selfId);
    if (live.size > 0) this.keyspace.versioned = true;
    this.gone = new Set([...before.keys()].filter((id) => live.get(id) !== before.get(id)));
    for (const id of this.gone) this.onPeerGone(id);
    copies.place(SLOT_COUNT);
    // Copies of what they had still count: nothing is newer.
    this.ownership.onMap(map, selfId);
    const appeared = [...live.keys()].filter((id) => !before.has(id) && map.indexOf(id) >= 0);
    if (!isFirst && appeared.length > 0 && map.indexOf(selfId) >= 0) this.onAppeared(appeared, wasAlone);
    const gone = new Set([...this.gone].map((id) => this.peers.of(id)));
    this.claims.onMap(this.ownership.isServing);
    copies.onMap(map, wanted ?? map, wanted === undefined ? '' : selfId, gone);
    this.followers.onMap();
    this.host.onPending();
    this.host.onRoutes();
  }

  /** Others owned what this shard owned, and took writes: what it has is to be brought up to date before it answers. */
  onOusted(): void {
    this.followers.giveUpWaits();
    this.ownership.surrender(this.everybody());
    this.copies.reset();
    this.host.onRoutes();
  }

  /** There is a connection to that shard. */
  onLinkReady(peer: string): void {
    this.followers.get(peer)?.flush();
  }

  /** The connection to that shard is lost. */
  onLinkDown(peer: string): void {
    this.followers.get(peer)?.end();
  }

  /** This shard begins anew, without keys: nothing of the members that it knew counts any more. */
  forget(): void {
    this.keyspace.forgetFloors();
    this.flushed.forget();
    this.owed.clear();
    this.ownership.forget();
  }

  /** Answers a message `[start, end)` of `buf` from another shard; undefined if it is none. */
  onMessage(from: string, buf: Buffer, start: number, end: number, nowMs: number): Buffer | undefined {
    const type = buf[start];
    // What asks for slots counts as what brings them.
    this.intakes.bringsSlots = true;
    if (type === FOLLOW || type === TAKE) return this.grants.answer(from, type, buf, start, end);
    // Of a shard that no view has named nothing was asked, and nothing is kept.
    if (!this.live.has(from) && !this.peers.knows(from)) return undefined;
    if (type !== APPLY) return undefined;
    const latest = this.clock.latest;
    const stream = this.intakes.apply(this.peers.of(from), buf, start, end, nowMs);
    if (this.clock.latest > latest) this.clockWatch.note(from, nowMs, this.host.clockMs());
    return stream === undefined ? undefined : writeAnswer(stream, []);
  }

  /** To be called before a command that may write. */
  beginWrite(nowMs: number): void {
    if (this.keyspace.versioned) this.keyspace.writeVersion = this.clock.next(nowMs);
    this.followers.beginWrite();
  }

  /** A command has written, or deleted, the key `[start, end)` of `buf`, and no other key: the keyspace's `changed` is its entry. */
  onWrite(slot: number, buf: Buffer, start: number, end: number): void {
    const { changed, writeVersion } = this.keyspace;
    this.followers.put(slot, changed, writeVersion, buf, start, end, true);
  }

  /** The same where several keys may have been changed. */
  onWriteOfMany(slot: number, buf: Buffer, start: number, end: number, nowMs: number): void {
    if (!this.followers.has(slot)) return;
    const ref = this.keyspace.peek(buf, start, end, nowMs);
    this.followers.put(slot, ref, this.keyspace.writeVersion, buf, start, end, true);
  }

  /** All keys were deleted (FLUSHALL), while this shard held all that it owns. */
  onFlush(nowMs: number): void {
    if (!this.keyspace.versioned) return;
    this.flushed.flush(nowMs);
    this.copies.reset();
  }

  /**
   * Whether the present command's changes are to be held by replicas before it is answered; if so `done` is called when they
   * are, later, or with false when nobody knows whether they will be.
   */
  awaitAcks(done: OnAcks): boolean {
    return this.followers.awaitAcks(this.host.limits().minAcks, done);
  }

  /**
   * Does a part of what is to be done, until `isTimeUp`, without sending copies if not `mayCopy`; returns whether nothing is left of that
   * which can be done now.
   */
  work(nowMs: number, isTimeUp: () => boolean, mayCopy: boolean): boolean {
    if (!this.place(isTimeUp)) return false;
    const isClean = this.flushed.sweep();
    const areClaimsDone = this.claims.work(nowMs, isTimeUp);
    return this.followers.work(nowMs, isTimeUp, mayCopy) && areClaimsDone && isClean;
  }

  /** Follows the latest map in a part of the slots; returns whether it does in all. */
  private place(isTimeUp: () => boolean): boolean {
    const { copies } = this;
    do copies.place(Math.min(copies.placedSlots + SLOTS_PER_LOOK, SLOT_COUNT));
    while (copies.placedSlots < SLOT_COUNT && !isTimeUp());
    return copies.placedSlots === SLOT_COUNT;
  }

  /** To be called some times a second. */
  tick(nowMs: number): void {
    const clockMs = this.host.clockMs();
    // As of the tick before: what came in while this shard stood still is still to be read.
    this.followers.expire(this.tickedMs - this.host.limits().proxyTimeoutMs);
    this.tickedMs = clockMs;
    if (this.patience.tick(clockMs, this.host.limits().handoffTimeoutMs))
      this.owed.push(this.ownership.map, (id) => this.live.has(id), this.followers);
    if (clockMs < this.nextCheckMs) return;
    this.nextCheckMs = clockMs + CHECK_PERIOD_MS;
    this.followers.check(nowMs);
  }

  /** Whether what is here of the slot may still be of use. */
  isNeeded(slot: number): boolean {
    const { ownership, copies } = this;
    if (copies.placedSlots <= slot || copies.isWanted(slot)) return true;
    return ownership.isOwned(slot) || this.owed.has(slot) || this.followers.isGiving(slot);
  }

  /** A command waits for the slot: what it waits for comes before others. */
  hurry(slot: number): void {
    for (const peer of this.ownership.sourcesOf(slot)) this.claims.hurry(slot, peer);
    this.flushed.hurry(slot);
  }

  /** Something of the slot has come to be void, or nothing is any more. */
  private onVoid(slot: number): void {
    if (this.ownership.stateOf(slot) !== HELD) return;
    this.keyspace.setHidden(slot, this.flushed.voidSlots.has(slot));
    this.ownership.reroute(slot);
    this.host.onRoutes();
  }

  /** Whether only this shard's member serves, and this shard holds all that it owns. */
  private get isAlone(): boolean {
    const { map, selfIndex, heldSlots } = this.ownership;
    return selfIndex >= 0 && map.members.length === 1 && heldSlots === map.slotCount(selfIndex);
  }

  /** What the peer owed by its former stream is asked for again. */
  private onNewStream(peer: number): void {
    this.copies.renewAll(peer);
    for (const [slot, sources] of this.ownership.awaited()) {
      if (sources.includes(peer)) this.claims.add(TAKE, slot, peer, false);
    }
  }

  private onAppeared(appeared: readonly string[], wasAlone: boolean): void {
    // A member that was alone may have been started anew: the others know more than it does.
    if (wasAlone) this.ownership.surrender(this.everybody());
    else for (const id of appeared) this.ownership.merge(this.peers.of(id));
  }

  private onPeerGone(id: string): void {
    const peer = this.peers.of(id);
    this.followers.get(id)?.end();
    this.claims.dropPeer(peer);
    this.patience.drop(peer);
    this.intakes.drop(peer);
  }

  private everybody(): number[] {
    return [...this.live.keys()].map((id) => this.peers.of(id));
  }

  /** Another shard is known to hold the slot, with that digest. If it was held here too, that one is to have what was written here meanwhile. */
  private surrenderTo(slot: number, peer: number, digest: number): void {
    if (this.ownership.isOwned(slot)) return;
    this.ownership.letGo(slot);
    if (this.owed.has(slot)) this.followers.to(this.peers.idOf(peer)).want(slot, digest, true);
  }

  /**
   * Who gave the slot has all of it: it is sent what is written from now on without asking for it, as the slot's replica, or in its place
   * until that follows, which may not know of the new map yet.
   */
  private followGiver(slot: number, peer: number): void {
    const { map } = this.ownership;
    const id = this.peers.idOf(peer);
    const isMine = this.ownership.isOwned(slot) && this.ownership.stateOf(slot) === HELD;
    const isUseful = map.replicas > 0 || map.indexOf(id) < 0;
    if (isMine && isUseful && this.live.has(id)) this.followers.to(id).follow(slot);
  }

  private claimsHost(): ClaimsHost {
    const replication = this;
    return {
      keyspace: this.keyspace,
      get epoch() {
        return replication.ownership.map.epoch;
      },
      clockMs: () => this.host.clockMs(),
      idOf: (peer) => this.peers.idOf(peer),
      isWanted: (type, slot, peer) =>
        type === TAKE ? this.ownership.isOwned(slot) : this.copies.isFrom(slot, peer),
      ask: (peer, buf, start, end, onReply) => this.host.ask(peer, buf, start, end, onReply),
      onStream: (peer, stream) => this.intakes.onStream(peer, stream),
    };
  }

  private ownershipHost(): OwnershipHost {
    const replication = this;
    return {
      peers: this.peers,
      get voidSlots() {
        return replication.flushed.voidSlots;
      },
      isThere: (peer) => this.live.has(this.peers.idOf(peer)) && !this.gone.has(this.peers.idOf(peer)),
      everybody: () => this.everybody(),
      hasCopy: (slot) => this.copies.isLive(slot),
      discard: (slot) => this.keyspace.clearSlot(slot),
      take: (slot, peer) => {
        this.patience.onHeard(peer);
        this.claims.add(TAKE, slot, peer, this.copies.isLive(slot) && this.copies.isFrom(slot, peer));
      },
      onHeld: (slot, isHeld) => {
        this.keyspace.setHidden(slot, !isHeld || this.flushed.voidSlots.has(slot));
        if (isHeld) this.owed.delete(slot);
        else this.owed.add(slot);
        if (!isHeld) this.followers.stop(slot);
      },
      onTakenOver: (slot, giver) => this.followGiver(slot, giver),
      onInherited: (slots) => {
        for (const slot of slots) this.keyspace.setHidden(slot, this.flushed.voidSlots.has(slot));
        this.owed.dropHeld(this.ownership);
      },
    };
  }

  private followersHost(): FollowersHost {
    const replication = this;
    const { host } = this;
    return {
      keyspace: this.keyspace,
      get map() {
        return replication.ownership.map;
      },
      get selfIndex() {
        return replication.ownership.selfIndex;
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
      canAsk: (peer) => host.canAsk(peer),
      isIncoming: (slot) => this.ownership.isIncoming(slot),
      isHeld: (slot) => this.ownership.stateOf(slot) === HELD,
      isServed: (slot) => this.ownership.isServed(slot),
      isHandedTo: (slot, peer) => this.ownership.isHandedTo(slot, this.peers.of(peer)),
      isLive: (peer) => this.live.has(peer),
      onGave: (slot) => this.owed.delete(slot),
      onGiveLost: (slot) => this.owed.add(slot),
      onPending: () => host.onPending(),
    };
  }

  private intakeHost(): IntakeHost {
    return {
      keyspace: this.keyspace,
      clock: this.clock,
      onNewStream: (peer) => this.onNewStream(peer),
      onProgress: (peer) => this.patience.onHeard(peer),
      isCopy: (slot, peer) =>
        this.copies.isFrom(slot, peer) &&
        this.ownership.stateOf(slot) !== HELD &&
        !this.owed.has(slot) &&
        !this.followers.isGiving(slot),
      isHeld: (slot) => this.ownership.stateOf(slot) === HELD,
      onLive: (slot, peer, digest) => {
        this.copies.onLive(slot, peer);
        if (this.copies.isFrom(slot, peer)) this.surrenderTo(slot, peer, digest);
      },
      onDifferent: (slot, peer, wasChecked) =>
        wasChecked ? this.copies.repair(slot, peer) : this.copies.renew(slot, peer),
      onGiven: (slot, peer, wasHeld) => {
        this.ownership.onGiven(slot, peer, wasHeld);
        if (wasHeld) this.followGiver(slot, peer);
        this.host.onRoutes();
      },
      onNews: (slot, version, buf, start, end, nowMs) => {
        if (this.ownership.stateOf(slot) === HELD && this.followers.has(slot)) {
          const ref = this.keyspace.peek(buf, start, end, nowMs);
          this.followers.put(slot, ref, version, buf, start, end, false);
        }
      },
      onFloor: (slot, version) => {
        this.flushed.raise(slot, version);
        if (this.ownership.stateOf(slot) === HELD) this.followers.floor(slot, version, false);
      },
    };
  }
}
