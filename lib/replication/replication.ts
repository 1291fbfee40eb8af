/**
 * Copies, handoff and failover of one shard: ties together who may answer for a slot (ownership.ts), what is copied here
 * (copies.ts, claims.ts, intake.ts) and what is copied from here (outflow.ts).
 *
 * It does no I/O and has no clock: messages go out through the host, and come in with their times. What takes long is done in
 * slices, `work`.
 *
 * Bounds: one outflow and one intake for each other shard; those of outflow.ts and claims.ts.
 */

import type { ShardMap } from '../../shard/index.ts';
import { hashSlot, SLOT_COUNT } from '../base/hash-slot.ts';
import { type EntryRef, type Keyspace, NO_ENTRY } from '../store/keyspace.ts';
import { AckWait } from './acks.ts';
import { DELETE, DROP } from './changes.ts';
import { Claims, type ClaimsHost } from './claims.ts';
import { Copies, isHolder } from './copies.ts';
import { Intake, type IntakeHost } from './intake.ts';
import {
  APPLY,
  FOLLOW,
  FRAMES_AT,
  MESSAGE_HEAD_BYTES,
  MESSAGE_TAIL_BYTES,
  readClaim,
  TAKE,
  writeAnswer,
  writeApplyHead,
} from './messages.ts';
import { Outflow, type OutflowHost } from './outflow.ts';
import { HELD, Ownership, type OwnershipHost } from './ownership.ts';
import { PeerNumbers } from './peer-numbers.ts';
import { VersionClock } from './version-clock.ts';

/** A shard that brings nothing for so long is asked again. */
const PATIENCE_MS = 1000;
/** The digest of a slot without keys. */
const NO_KEYS = 0;
const CHECK_PERIOD_MS = 500;
/** Within this time every copy is compared with its slot. */
const CHECK_ROUND_MS = 60_000;
const SLOTS_PER_CHECK = Math.ceil((SLOT_COUNT * CHECK_PERIOD_MS) / CHECK_ROUND_MS);
const CHECK_BUDGET_MS = 0.5;

/** How much waits and may wait. */
export interface ReplicationLimits {
  readonly minAcks: number;
  readonly handoffWindowBytes: number;
  readonly replBufferLimitBytes: number;
  readonly handoffTimeoutMs: number;
}

export interface ReplicationHost {
  readonly keyspace: Keyspace;
  limits(): ReplicationLimits;
  clockMs(): number;
  /** As OutflowHost's. */
  ask(peer: string, buf: Buffer, start: number, end: number, onReply: (reply?: Buffer) => void): boolean;
  /** The slot's commands go elsewhere than before, or need no longer wait. Called before that is so for them. */
  onRoutes(): void;
  /** There is something to be flushed before the event loop waits. */
  onPending(): void;
  /** Entries of the slot up to that version are void. */
  onFloor(slot: number, version: number): void;
  /** It was given up to wait for what `peer` was to hand over. */
  onGiveUp(peer: string, slots: number): void;
}

/** What is known of the cluster when a map is made. */
export interface Surroundings {
  readonly selfId: string;
  /** In which this shard serves: `map`, or while it joins the map that is to come; undefined while it leaves. */
  readonly wanted: ShardMap | undefined;
  /** Shards of live members that can be asked, this one excepted, with the instance of their process. */
  readonly live: ReadonlyMap<string, string>;
}

export class Replication {
  readonly ownership: Ownership;
  readonly copies: Copies;
  readonly keyspace: Keyspace;
  readonly clock = new VersionClock();
  private readonly host: ReplicationHost;
  private readonly peers = new PeerNumbers();
  private readonly claims: Claims;
  private readonly outflows = new Map<string, Outflow>();
  private readonly intakes = new Map<number, Intake>();
  /** The streams that changes of a slot go to. */
  private readonly followers: (readonly Outflow[] | undefined)[] = new Array(SLOT_COUNT).fill(undefined);
  /** Those that have something to be flushed. */
  private pending: Outflow[] = [];
  /** Those that the present command's changes went to, and whether they were of several slots. */
  private touched: Outflow[] = [];
  private touchedSlot = -1;
  private live: ReadonlyMap<string, string> = new Map();
  /** Shards whose stream has ended, which they do not know yet. */
  private readonly ended = new Set<string>();
  /** Slots that were on their way to here when all keys were deleted: what has come of them is void. */
  private readonly flushed = new Set<number>();
  /** When each shard was last asked for something, or sent something of that. */
  private readonly heardMs = new Map<number, number>();
  private nextStream: number;
  private nextCheckMs = 0;
  private checkedSlot = 0;
  private nextPatienceMs = 0;

  /** @param firstStream a number that is higher than any that this shard's earlier processes used, from 1 to 2^31 */
  constructor(host: ReplicationHost, map: ShardMap, firstStream: number) {
    this.host = host;
    this.keyspace = host.keyspace;
    this.nextStream = firstStream;
    this.claims = new Claims(this.claimsHost());
    this.copies = new Copies(this.claims, this.peers);
    this.ownership = new Ownership(this.ownershipHost(), map);
    for (let slot = 0; slot < SLOT_COUNT; slot++) this.keyspace.setHidden(slot, true);
    this.keyspace.onEvict = (ref) => this.onEvict(ref);
  }

  /** Whether there is something to be flushed. */
  get hasPending(): boolean {
    return this.pending.length > 0;
  }

  /** Streams to other shards, for INFO. */
  streams(): Iterable<Outflow> {
    return this.outflows.values();
  }

  /** Slots that are still to be sent to others. */
  get queuedSlots(): number {
    let slots = 0;
    for (const outflow of this.outflows.values()) slots += outflow.queuedSlots;
    return slots;
  }

  get unackedBytes(): number {
    let bytes = this.pending.length;
    for (const outflow of this.outflows.values()) bytes += outflow.unackedBytes;
    return bytes;
  }

  get ackedBytes(): number {
    let bytes = 0;
    for (const outflow of this.outflows.values()) bytes += outflow.ackedBytes;
    return bytes;
  }

  get appliedBytes(): number {
    let bytes = 0;
    for (const intake of this.intakes.values()) bytes += intake.appliedBytes;
    return bytes;
  }

  get appliedKeys(): number {
    let keys = 0;
    for (const intake of this.intakes.values()) keys += intake.appliedKeys;
    return keys;
  }

  /** Takes a new shard map. */
  onMap(map: ShardMap, { selfId, wanted, live }: Surroundings): void {
    const before = this.live;
    const isFirst = this.ownership.map.shards.length === 0;
    const wasAlone =
      this.ownership.map.shards.length === 1 && this.ownership.heldSlots === this.ownership.map.slotCount(0);
    this.live = live;
    if (live.size > 0) this.keyspace.versioned = true;
    for (const [id, instance] of before) if (live.get(id) !== instance) this.onPeerGone(id);
    this.ownership.onMap(map, selfId);
    const appeared = [...live.keys()].filter((id) => !before.has(id) && map.indexOf(id) >= 0);
    if (!isFirst && appeared.length > 0 && map.indexOf(selfId) >= 0) this.onAppeared(appeared, wasAlone);
    this.copies.onMap(map, wanted ?? map, wanted === undefined ? '' : selfId);
    for (const outflow of this.outflows.values()) this.prune(outflow, map);
    this.host.onRoutes();
  }

  /** Others owned what this shard owned, and took writes: what it has is to be brought up to date before it answers. */
  onOusted(): void {
    this.ownership.surrender(this.everybody());
    this.copies.reset();
    this.host.onRoutes();
  }

  /** There is a connection to that shard. */
  onLinkReady(peer: string): void {
    this.outflows.get(peer)?.flush();
  }

  /** The connection to that shard is lost. */
  onLinkDown(peer: string): void {
    this.outflows.get(peer)?.end();
  }

  /** Answers a message `[start, end)` of `buf` from another shard; undefined if it is none. */
  onMessage(from: string, buf: Buffer, start: number, end: number, nowMs: number): Buffer | undefined {
    const type = buf[start];
    if (type === FOLLOW || type === TAKE) return this.onClaim(from, type, buf, start, end);
    if (type !== APPLY || end - start < FRAMES_AT) return undefined;
    const peer = this.peers.of(from);
    const stream = buf.readUInt32LE(start + 1);
    const clock = buf.readDoubleLE(start + 5);
    if (!Number.isSafeInteger(clock)) return undefined;
    this.clock.observe(clock);
    const isRead = this.intakeOf(peer).apply(stream, buf, start + FRAMES_AT, end, nowMs);
    return isRead ? writeAnswer(stream, []) : undefined;
  }

  /** To be called before a command that may write. */
  beginWrite(nowMs: number): void {
    if (this.keyspace.versioned) this.keyspace.writeVersion = this.clock.next(nowMs);
    this.touched.length = 0;
    this.touchedSlot = -1;
  }

  /** A command has written, or deleted, the key `[start, end)` of `buf`. */
  onWrite(slot: number, buf: Buffer, start: number, end: number, nowMs: number): void {
    this.passOn(slot, this.keyspace.writeVersion, buf, start, end, nowMs);
    for (const outflow of this.followers[slot] ?? []) this.touch(outflow, slot);
  }

  /** All keys were deleted (FLUSHALL). What is on its way to here, or from here to a new owner, is void too. */
  onFlush(nowMs: number): void {
    if (!this.keyspace.versioned) return;
    const version = this.clock.next(nowMs);
    for (let slot = 0; slot < SLOT_COUNT; slot++) {
      if (this.ownership.isIncoming(slot)) this.flushed.add(slot);
      else if (this.ownership.stateOf(slot) !== HELD && !this.isGiving(slot)) continue;
      this.keyspace.setFloor(slot, version);
      for (const outflow of this.followers[slot] ?? []) {
        outflow.floor(slot, version);
        this.touch(outflow, slot);
      }
    }
    this.copies.reset();
  }

  /**
   * Whether the present command's changes are to be held by replicas before it is answered; if so `done` is called when they
   * are, later.
   */
  awaitAcks(done: () => void): boolean {
    const { minAcks } = this.host.limits();
    if (minAcks === 0) return false;
    const replicas = this.touched.filter((outflow) => outflow.isPlaced);
    if (replicas.length === 0) return false;
    const needed = this.touchedSlot < 0 ? replicas.length : Math.min(minAcks, replicas.length);
    const wait = new AckWait(needed, replicas.length, done);
    for (const outflow of replicas) outflow.awaitAck(wait);
    return true;
  }

  /** Calls `done` when `count` replicas of what was written here so far, or all if they are fewer, hold it. */
  awaitReplicas(done: (held: number) => void): void {
    const replicas = [...this.outflows.values()].filter(
      ({ isPlaced, liveSlots }) => isPlaced && liveSlots > 0,
    );
    const copies = Math.min(this.ownership.map.replicas, replicas.length);
    if (copies === 0) {
      done(0);
      return;
    }
    const wait = new AckWait(replicas.length, replicas.length, () => done(copies));
    for (const outflow of replicas) outflow.awaitAck(wait);
  }

  /** Sends all that has been collected. */
  flush(): void {
    if (this.pending.length === 0) return;
    const outflows = this.pending;
    this.pending = [];
    for (const outflow of outflows) outflow.flush();
  }

  /** Does a part of what is to be done, until `isTimeUp`; returns whether nothing is left that can be done now. */
  work(nowMs: number, isTimeUp: () => boolean): boolean {
    for (const peer of this.ended) this.tellOfEnd(peer);
    let isDone = this.claims.work(nowMs, isTimeUp);
    for (const outflow of [...this.outflows.values()]) {
      if (isTimeUp()) isDone = false;
      else if (!outflow.work(nowMs, isTimeUp)) isDone = false;
    }
    this.flush();
    return isDone;
  }

  /** To be called some times a second. */
  tick(nowMs: number): void {
    const clockMs = this.host.clockMs();
    if (clockMs >= this.nextPatienceMs) {
      this.nextPatienceMs = clockMs + PATIENCE_MS;
      this.askAgain(clockMs);
    }
    if (clockMs < this.nextCheckMs) return;
    this.nextCheckMs = clockMs + CHECK_PERIOD_MS;
    this.check(nowMs, clockMs + CHECK_BUDGET_MS);
  }

  /** Whether what is here of the slot may still be of use. */
  isNeeded(slot: number): boolean {
    const { ownership, copies } = this;
    if (ownership.isOwned(slot) || ownership.isIncoming(slot) || copies.isWanted(slot)) return true;
    return this.isGiving(slot);
  }

  /** Whether another shard is to have the slot from here. */
  private isGiving(slot: number): boolean {
    for (const outflow of this.outflows.values()) if (outflow.isGiving(slot)) return true;
    return false;
  }

  private onClaim(from: string, type: number, buf: Buffer, start: number, end: number): Buffer | undefined {
    const refused: number[] = [];
    const peer = this.peers.of(from);
    const isLive = this.live.has(from);
    const isGift = type === TAKE;
    const epoch = readClaim(buf, start, end, (slot, digest, claimed) => {
      const isGranted =
        isLive && (isGift ? this.ownership.yield(slot, peer, claimed) : this.mayFollow(slot, from));
      if (isGranted) this.outflowTo(from).want(slot, digest, isGift);
      else refused.push(slot);
    });
    if (Number.isNaN(epoch)) return undefined;
    if (isGift) this.host.onRoutes();
    return writeAnswer(this.outflows.get(from)?.id ?? 0, refused);
  }

  /** The slot is owned here, and that shard is its replica or serves nothing yet. */
  private mayFollow(slot: number, from: string): boolean {
    const { map } = this.ownership;
    const index = map.indexOf(from);
    return this.ownership.isOwned(slot) && (index < 0 || isHolder(map, slot, index));
  }

  /** What the peer owed by its former stream is asked for again. */
  private onNewStream(peer: number): void {
    this.copies.renewLive(peer);
    this.copies.renewMissing(peer);
    for (const [slot, sources] of this.ownership.awaited()) {
      if (sources.includes(peer)) this.claims.add(TAKE, slot, peer, false);
    }
  }

  private onAppeared(appeared: readonly string[], wasAlone: boolean): void {
    // A shard that was alone may have been started anew: the others know more than it does.
    if (wasAlone) this.ownership.surrender(this.everybody());
    else for (const id of appeared) this.ownership.merge(this.peers.of(id));
  }

  private onPeerGone(id: string): void {
    const peer = this.peers.of(id);
    this.outflows.get(id)?.end();
    this.claims.dropPeer(peer);
    this.intakes.delete(peer);
    this.copies.renewLive(peer);
    this.copies.renewMissing(peer);
  }

  private everybody(): number[] {
    return [...this.live.keys()].map((id) => this.peers.of(id));
  }

  private outflowTo(id: string): Outflow {
    let outflow = this.outflows.get(id);
    if (outflow === undefined) {
      outflow = new Outflow(id, this.nextStream++, this.outflowHost());
      outflow.isPlaced = this.ownership.map.indexOf(id) >= 0;
      this.outflows.set(id, outflow);
    }
    return outflow;
  }

  private intakeOf(peer: number): Intake {
    let intake = this.intakes.get(peer);
    if (intake === undefined) {
      intake = new Intake(peer, this.intakeHost());
      this.intakes.set(peer, intake);
    }
    return intake;
  }

  /** Ends what the other side is not to have any more. */
  private prune(outflow: Outflow, map: ShardMap): void {
    const index = map.indexOf(outflow.peer);
    outflow.isPlaced = index >= 0;
    for (let slot = 0; slot < SLOT_COUNT; slot++) {
      const isKept =
        outflow.isGiving(slot) || (index >= 0 ? isHolder(map, slot, index) : this.ownership.isOwned(slot));
      if (!isKept) outflow.forget(slot);
    }
  }

  /** Deletes what is here of a slot, and whatever older comes of it. */
  private voidSlot(slot: number): void {
    const { keyspace } = this;
    keyspace.setFloor(slot, this.clock.next(0));
    keyspace.clearSlot(slot);
    for (const outflow of this.followers[slot] ?? []) outflow.floor(slot, keyspace.floorOf(slot));
  }

  /** Passes on to all that follow the slot what a key is now; `version` is its deletion's if it is gone. */
  private passOn(
    slot: number,
    version: number,
    buf: Buffer,
    start: number,
    end: number,
    nowMs: number,
  ): void {
    const followers = this.followers[slot];
    if (followers === undefined) return;
    const ref = this.keyspace.peek(buf, start, end, nowMs);
    for (const outflow of followers) {
      if (ref === NO_ENTRY) outflow.key(DELETE, slot, version, buf, start, end);
      else outflow.put(slot, ref);
    }
  }

  /** Has a shard whose stream has ended see that there is another one, so that it asks for its copies anew. */
  private tellOfEnd(peer: string): void {
    if (this.live.has(peer) && !this.outflows.has(peer)) {
      const end = MESSAGE_HEAD_BYTES + FRAMES_AT;
      const message = Buffer.allocUnsafeSlow(end + MESSAGE_TAIL_BYTES);
      writeApplyHead(message, this.nextStream, this.clock.latest);
      if (!this.host.ask(peer, message, MESSAGE_HEAD_BYTES, end, () => {})) return;
      this.outflowTo(peer);
    }
    this.ended.delete(peer);
  }

  /** Another shard is known to hold the slot. If it was held here too, that one is to have what was written here meanwhile. */
  private surrenderTo(slot: number, peer: number): void {
    const { ownership } = this;
    if (ownership.stateOf(slot) !== HELD || ownership.isOwned(slot)) return;
    this.outflowTo(this.peers.idOf(peer)).want(slot, NO_KEYS, true);
    ownership.letGo(slot);
  }

  /** Who gave the slot and is its replica now has all of it: what is written from now on does not wait for it to ask. */
  private followGiver(slot: number, peer: number): void {
    const { map } = this.ownership;
    const id = this.peers.idOf(peer);
    const index = map.indexOf(id);
    const isReplica = index >= 0 && isHolder(map, slot, index);
    if (isReplica && this.ownership.isServed(slot)) this.outflowTo(id).follow(slot);
  }

  /** The slot is not held here any more: who copied it from here is told so, but for its new owner. */
  private stopFollowers(slot: number): void {
    for (const outflow of this.followers[slot] ?? []) {
      if (!this.ownership.isHandedTo(slot, this.peers.of(outflow.peer))) outflow.forget(slot);
    }
  }

  private touch(outflow: Outflow, slot: number): void {
    if (this.touched.length === 0) this.touchedSlot = slot;
    else if (this.touchedSlot !== slot) this.touchedSlot = -1;
    if (!this.touched.includes(outflow)) this.touched.push(outflow);
  }

  private onEvict(ref: EntryRef): void {
    const { keyspace } = this;
    if (this.outflows.size === 0) return;
    const length = keyspace.keyLength(ref);
    const key = Buffer.allocUnsafe(length);
    keyspace.copyKey(ref, key, 0);
    const slot = hashSlot(key, 0, length);
    for (const outflow of this.followers[slot] ?? []) {
      outflow.key(DROP, slot, keyspace.versionOf(ref), key, 0, length);
    }
  }

  /** Asks those again that owe something and have brought nothing for a while; gives up on them in the end. */
  private askAgain(clockMs: number): void {
    const { ownership, copies, claims } = this;
    const { handoffTimeoutMs } = this.host.limits();
    const given: Map<number, number[]> = new Map();
    const waitingFor = new Set<number>();
    for (const [slot, sources] of ownership.awaited()) {
      for (const peer of sources) {
        waitingFor.add(peer);
        const silentMs = clockMs - (this.heardMs.get(peer) ?? clockMs);
        if (silentMs >= handoffTimeoutMs) given.set(peer, [...(given.get(peer) ?? []), slot]);
        else if (silentMs >= PATIENCE_MS) claims.add(TAKE, slot, peer, false);
      }
    }
    for (const [peer, slots] of given) {
      this.host.onGiveUp(this.peers.idOf(peer), slots.length);
      for (const slot of slots) ownership.onGiven(slot, peer, false);
    }
    if (given.size > 0) this.host.onRoutes();
    const sources = copies.sourcesNow();
    for (const peer of new Set([...sources, ...waitingFor])) claims.inquire(peer);
    for (const peer of sources) {
      const isSilent = clockMs - (this.heardMs.get(peer) ?? 0) >= PATIENCE_MS;
      if (isSilent && !copies.isComplete) copies.renewMissing(peer);
    }
  }

  /** Anti-entropy: has some copies compared with their slots. */
  private check(nowMs: number, untilMs: number): void {
    if (this.outflows.size === 0) return;
    for (let left = SLOTS_PER_CHECK; left > 0 && this.host.clockMs() < untilMs; left--) {
      const slot = this.checkedSlot;
      this.checkedSlot = (slot + 1) % SLOT_COUNT;
      if (this.ownership.isServed(slot))
        for (const outflow of this.followers[slot] ?? []) outflow.check(slot, nowMs);
    }
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
      onStream: (peer, stream) => this.intakeOf(peer).onStream(stream),
    };
  }

  private ownershipHost(): OwnershipHost {
    return {
      peers: this.peers,
      isThere: (peer) => this.live.has(this.peers.idOf(peer)),
      everybody: () => this.everybody(),
      hasCopy: (slot) => this.copies.isLive(slot),
      discard: (slot) => this.keyspace.clearSlot(slot),
      take: (slot, peer) => {
        this.heardMs.set(peer, this.host.clockMs());
        this.claims.add(TAKE, slot, peer, this.copies.isLive(slot) && this.copies.isFrom(slot, peer));
      },
      onHeld: (slot, isHeld) => {
        this.keyspace.setHidden(slot, !isHeld);
        if (this.flushed.delete(slot) && isHeld) this.voidSlot(slot);
        if (!isHeld) this.stopFollowers(slot);
      },
    };
  }

  private outflowHost(): OutflowHost {
    const replication = this;
    return {
      keyspace: this.keyspace,
      get windowBytes() {
        return replication.host.limits().handoffWindowBytes;
      },
      get limitBytes() {
        return replication.host.limits().replBufferLimitBytes;
      },
      clockMs: () => this.host.clockMs(),
      get latestVersion() {
        return replication.clock.latest;
      },
      isIncoming: (slot) => this.ownership.isIncoming(slot),
      ask: (peer, buf, start, end, onReply) => this.host.ask(peer, buf, start, end, onReply),
      onPending: (outflow) => {
        if (this.pending.push(outflow) === 1) this.host.onPending();
      },
      onLive: (outflow, slot, isLive) => {
        const others = (this.followers[slot] ?? []).filter((one) => one !== outflow);
        if (isLive) others.push(outflow);
        this.followers[slot] = others.length > 0 ? others : undefined;
      },
      isHandedTo: (slot, peer) => this.ownership.isHandedTo(slot, this.peers.of(peer)),
      onEnd: (outflow) => {
        this.outflows.delete(outflow.peer);
        this.ended.add(outflow.peer);
      },
    };
  }

  private intakeHost(): IntakeHost {
    return {
      keyspace: this.keyspace,
      clock: this.clock,
      onNewStream: (peer) => this.onNewStream(peer),
      onProgress: (peer) => this.heardMs.set(peer, this.host.clockMs()),
      isCopy: (slot, peer) =>
        this.copies.isFrom(slot, peer) && this.ownership.stateOf(slot) !== HELD && !this.isGiving(slot),
      isHeld: (slot) => this.ownership.stateOf(slot) === HELD,
      onLive: (slot, peer) => {
        this.copies.onLive(slot, peer);
        if (this.copies.isFrom(slot, peer)) this.surrenderTo(slot, peer);
      },
      onDifferent: (slot, peer) => this.copies.renew(slot, peer),
      onGiven: (slot, peer, wasHeld) => {
        this.ownership.onGiven(slot, peer, wasHeld);
        if (wasHeld) this.followGiver(slot, peer);
        this.host.onRoutes();
      },
      onNews: (slot, version, buf, start, end, nowMs) => {
        if (this.ownership.stateOf(slot) === HELD) this.passOn(slot, version, buf, start, end, nowMs);
      },
      onFloor: (slot, version) => {
        this.host.onFloor(slot, version);
        if (this.ownership.stateOf(slot) !== HELD) return;
        for (const outflow of this.followers[slot] ?? []) outflow.floor(slot, version);
      },
    };
  }
}
