/**
 * The streams from this shard to others, and which of them get the changes of which slot.
 *
 * Bounds: one stream for each other shard, and those of outflow.ts.
 */

import type { ShardMap } from '../../shard/index.ts';
import { hashSlot, SLOT_COUNT } from '../base/hash-slot.ts';
import { type EntryRef, type Keyspace, NO_ENTRY } from '../store/keyspace.ts';
import { AckGate, AckWait, type OnAcks } from './acks.ts';
import { DELETE, DROP } from './changes.ts';
import { FRAMES_AT, MESSAGE_HEAD_BYTES, MESSAGE_TAIL_BYTES, writeApplyHead } from './messages.ts';
import { Outflow, type OutflowHost } from './outflow.ts';

/** Within this time every copy is compared with its slot. */
const CHECK_ROUND_MS = 60_000;
export const CHECK_PERIOD_MS = 500;
const SLOTS_PER_CHECK = Math.ceil((SLOT_COUNT * CHECK_PERIOD_MS) / CHECK_ROUND_MS);
const CHECK_BUDGET_MS = 0.5;
const NO_OUTFLOWS: readonly Outflow[] = [];
const SEVERAL_SLOTS = -1;

export interface FollowersHost {
  readonly keyspace: Keyspace;
  readonly map: ShardMap;
  /** This shard's index in the map; -1 if it is not in it. */
  readonly selfIndex: number;
  readonly windowBytes: number;
  readonly limitBytes: number;
  readonly latestVersion: number;
  clockMs(): number;
  /** As OutflowHost's. */
  ask(peer: string, buf: Buffer, start: number, end: number, onReply: (reply?: Buffer) => void): boolean;
  canAsk(peer: string): boolean;
  isIncoming(slot: number): boolean;
  isHeld(slot: number): boolean;
  /** Whether this shard answers for the slot. */
  isServed(slot: number): boolean;
  /** Whether the slot was held here until that shard asked for it. */
  isHandedTo(slot: number, peer: string): boolean;
  /** Whether the shard is one of a live member. */
  isLive(peer: string): boolean;
  /** Another shard gets all that is here of the slot, for its own; or may not have got it. */
  onGave(slot: number): void;
  onGiveLost(slot: number): void;
  /** There is something to be flushed. */
  onPending(): void;
}

export class Followers {
  /** Slots whose copies were compared. */
  checks = 0;
  private readonly host: FollowersHost;
  private readonly outflows = new Map<string, Outflow>();
  /** The streams that changes of a slot go to. */
  private readonly ofSlot: (readonly Outflow[] | undefined)[] = new Array(SLOT_COUNT).fill(undefined);
  /** Those that have something to be flushed. */
  private pending: Outflow[] = [];
  /** Those that the present command's changes went to; its slot, SEVERAL_SLOTS for more than one. */
  private touched: readonly Outflow[] = NO_OUTFLOWS;
  private touchedSlot = SEVERAL_SLOTS;
  /** Shards whose stream has ended, which they do not know yet. */
  private readonly ended = new Set<string>();
  /** What `entitledTo` has told since the latest map. */
  private readonly entitled = new Map<string, Uint8Array>();
  private readonly gate = new AckGate();
  private nextStream: number;
  private checkedSlot = 0;
  /** What streams that have ended sent. */
  private endedBytes = 0;

  constructor(host: FollowersHost, firstStream: number) {
    this.host = host;
    this.nextStream = firstStream;
  }

  get hasPending(): boolean {
    return this.pending.length > 0;
  }

  all(): Iterable<Outflow> {
    return this.outflows.values();
  }

  /** Slots that are still to be sent. */
  get queuedSlots(): number {
    let slots = 0;
    for (const outflow of this.outflows.values()) slots += outflow.queuedSlots;
    return slots;
  }

  /** Bytes sent since the start; only grows. */
  get sentBytes(): number {
    let bytes = this.endedBytes;
    for (const outflow of this.outflows.values()) bytes += outflow.sentBytes;
    return bytes;
  }

  /** Bytes that were sent and not answered; not 0 while something is still to be sent. */
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

  get(peer: string): Outflow | undefined {
    return this.outflows.get(peer);
  }

  /** The stream to that shard, a new one if there is none. */
  to(peer: string): Outflow {
    let outflow = this.outflows.get(peer);
    if (outflow === undefined) {
      outflow = new Outflow(peer, this.nextStream++, this.outflowHost());
      outflow.isPlaced = this.host.map.indexOf(peer) >= 0;
      this.outflows.set(peer, outflow);
    }
    return outflow;
  }

  /** Whether another shard is to have the slot from here. */
  isGiving(slot: number): boolean {
    for (const outflow of this.outflows.values()) if (outflow.isGiving(slot)) return true;
    return false;
  }

  /** The changes that follow are of another command. */
  beginWrite(): void {
    this.touched = NO_OUTFLOWS;
  }

  /** Whether anybody follows the slot. */
  has(slot: number): boolean {
    return this.ofSlot[slot] !== undefined;
  }

  /**
   * Passes on to all that follow the slot what the key `[start, end)` of `buf` is now: its entry, or if that is NO_ENTRY its deletion
   * with that version. `isOwn`: it is a change of the present command.
   */
  put(
    slot: number,
    ref: EntryRef,
    version: number,
    buf: Buffer,
    start: number,
    end: number,
    isOwn: boolean,
  ): void {
    // Without streams the list of a slot is not worth a look: it is far away in memory.
    const outflows = this.outflows.size === 0 ? undefined : this.ofSlot[slot];
    if (outflows === undefined) return;
    for (let i = 0; i < outflows.length; i++) {
      const outflow = outflows[i] as Outflow;
      if (ref === NO_ENTRY) outflow.key(DELETE, slot, version, buf, start, end);
      else outflow.put(slot, ref);
    }
    if (isOwn) this.touch(outflows, slot);
  }

  /** Passes on that what is not newer in the slot is void. */
  floor(slot: number, version: number, isOwn: boolean): void {
    const outflows = this.ofSlot[slot] ?? NO_OUTFLOWS;
    for (const outflow of outflows) outflow.floor(slot, version);
    if (isOwn) this.touch(outflows, slot);
  }

  /** Passes on that an entry is about to be evicted. */
  evict(ref: EntryRef): void {
    if (this.outflows.size === 0) return;
    const { keyspace } = this.host;
    const length = keyspace.keyLength(ref);
    const key = Buffer.allocUnsafe(length);
    keyspace.copyKey(ref, key, 0);
    const slot = hashSlot(key, 0, length);
    for (const outflow of this.ofSlot[slot] ?? []) {
      outflow.key(DROP, slot, keyspace.versionOf(ref), key, 0, length);
    }
  }

  /**
   * Whether the present command's changes are to be held by `minAcks` replicas, or all that there are, before it is answered; if
   * so `done` is called when they are, later, or when the wait is given up.
   */
  awaitAcks(minAcks: number, done: OnAcks): boolean {
    if (minAcks === 0) return false;
    const replicas = this.replicasToAsk(minAcks);
    if (replicas.length === 0) return false;
    const needed = this.touchedSlot === SEVERAL_SLOTS ? replicas.length : Math.min(minAcks, replicas.length);
    const wait = new AckWait(needed, replicas.length, this.host.clockMs(), this.gate, done);
    for (const outflow of replicas) outflow.awaitAck(wait);
    return true;
  }

  /** Gives up on replicas for which a write has waited since before `beforeMs`, and on what waits for them. */
  expire(beforeMs: number): void {
    for (const outflow of [...this.outflows.values()]) outflow.expire(beforeMs);
  }

  /** No write is acknowledged while it is not known whether others own its slot by now. */
  setFenced(isFenced: boolean): void {
    if (isFenced) this.gate.close();
    else this.gate.open();
  }

  /** Others may own by now what this shard owned: whether they have what waits here is not known. */
  giveUpWaits(): void {
    this.gate.giveUp();
    for (const outflow of this.outflows.values()) outflow.giveUpWaits();
  }

  /** Whose answers the present command waits for. While replicas are missing those who leave or join stand in for them. */
  private replicasToAsk(minAcks: number): readonly Outflow[] {
    if (this.touchedSlot < 0) return this.touched;
    const placed = this.touched.filter((outflow) => outflow.isPlaced);
    return placed.length >= minAcks ? placed : this.touched;
  }

  /** Sends all that has been collected. */
  flush(): void {
    if (this.pending.length === 0) return;
    const outflows = this.pending;
    this.pending = [];
    for (const outflow of outflows) outflow.flush();
  }

  /** Sends a part of what was asked for, as Outflow does; returns whether nothing is left that can be sent now. */
  work(nowMs: number, isTimeUp: () => boolean, mayCopy: boolean): boolean {
    let isDone = true;
    for (const peer of this.ended) this.tellOfEnd(peer);
    for (const outflow of [...this.outflows.values()]) {
      if (isTimeUp() || !outflow.work(nowMs, isTimeUp, mayCopy)) isDone = false;
    }
    this.flush();
    return isDone;
  }

  /** Ends, by a new map, what others are not to have any more. At once, as only the answers of replicas may count for `min-acks`. */
  onMap(): void {
    this.entitled.clear();
    for (const outflow of this.outflows.values()) {
      outflow.isPlaced = this.host.map.indexOf(outflow.peer) >= 0;
      outflow.keep(this.entitledTo(outflow.peer));
    }
  }

  /**
   * By slot 1 if that shard may have a copy of it from here by the map: it is a holder of the slot, or serves nothing yet and so copies
   * from all owners. Whether the slot is owned here is told for the latter only. Not to be written to; holds until the next map.
   */
  entitledTo(peer: string): Uint8Array {
    let slots = this.entitled.get(peer);
    if (slots === undefined) {
      const { map, selfIndex } = this.host;
      const index = map.indexOf(peer);
      slots = index >= 0 ? map.heldBy(index) : ownedBy(map, selfIndex);
      this.entitled.set(peer, slots);
    }
    return slots;
  }

  /** The slot is not held here any more: who copied it from here is told so, but for its new owner. */
  stop(slot: number): void {
    for (const outflow of this.ofSlot[slot] ?? []) {
      if (!this.host.isHandedTo(slot, outflow.peer)) outflow.forget(slot);
    }
  }

  /** A replica follows the slot: whoever stood in for it need not any more. */
  private relieve(slot: number, replica: Outflow): void {
    if (this.entitledTo(replica.peer)[slot] !== 1) return;
    for (const outflow of this.ofSlot[slot] ?? NO_OUTFLOWS) {
      if (this.entitledTo(outflow.peer)[slot] !== 1) outflow.forget(slot);
    }
  }

  /** Anti-entropy: has some copies compared with their slots. To be called every CHECK_PERIOD_MS. */
  check(nowMs: number): void {
    const { host } = this;
    if (this.outflows.size === 0) return;
    const untilMs = host.clockMs() + CHECK_BUDGET_MS;
    for (let left = SLOTS_PER_CHECK; left > 0 && host.clockMs() < untilMs; left--) {
      const slot = this.checkedSlot;
      this.checkedSlot = (slot + 1) % SLOT_COUNT;
      if (!host.isServed(slot)) continue;
      for (const outflow of this.ofSlot[slot] ?? []) {
        outflow.check(slot, nowMs);
        this.checks++;
      }
    }
  }

  private touch(outflows: readonly Outflow[], slot: number): void {
    if (outflows.length === 0) return;
    if (this.touched.length === 0) {
      this.touched = outflows;
      this.touchedSlot = slot;
    } else if (this.touchedSlot !== slot) {
      const others = outflows.filter((outflow) => !this.touched.includes(outflow));
      if (others.length > 0) this.touched = [...this.touched, ...others];
      this.touchedSlot = SEVERAL_SLOTS;
    }
  }

  /** Has a shard whose stream has ended see that there is another one, so that it asks for its copies anew. */
  private tellOfEnd(peer: string): void {
    const { host } = this;
    if (host.isLive(peer) && !this.outflows.has(peer)) {
      const end = MESSAGE_HEAD_BYTES + FRAMES_AT;
      const message = Buffer.allocUnsafeSlow(end + MESSAGE_TAIL_BYTES);
      writeApplyHead(message, this.nextStream, host.latestVersion);
      if (!host.ask(peer, message, MESSAGE_HEAD_BYTES, end, () => {})) return;
      this.to(peer);
    }
    this.ended.delete(peer);
  }

  private outflowHost(): OutflowHost {
    const { host } = this;
    let alone: readonly Outflow[] | undefined;
    return {
      keyspace: host.keyspace,
      get windowBytes() {
        return host.windowBytes;
      },
      get limitBytes() {
        return host.limitBytes;
      },
      get latestVersion() {
        return host.latestVersion;
      },
      clockMs: () => host.clockMs(),
      isIncoming: (slot) => host.isIncoming(slot),
      isHeld: (slot) => host.isHeld(slot),
      isHandedTo: (slot, peer) => host.isHandedTo(slot, peer),
      ask: (peer, buf, start, end, onReply) => host.ask(peer, buf, start, end, onReply),
      canAsk: (peer) => host.canAsk(peer),
      onGave: (slot) => host.onGave(slot),
      onGiveLost: (slot) => host.onGiveLost(slot),
      onPending: (outflow) => {
        if (this.pending.push(outflow) === 1) host.onPending();
      },
      onLive: (outflow, slot, isLive) => {
        const before = this.ofSlot[slot];
        // Most slots have one follower at most, and share its list.
        alone ??= [outflow];
        if (before === undefined || before === alone) this.ofSlot[slot] = isLive ? alone : undefined;
        else {
          const after = before.filter((one) => one !== outflow);
          if (isLive) after.push(outflow);
          this.ofSlot[slot] = after.length > 0 ? after : undefined;
          if (isLive) this.relieve(slot, outflow);
        }
      },
      onEnd: (outflow) => {
        this.outflows.delete(outflow.peer);
        this.endedBytes += outflow.sentBytes;
        this.ended.add(outflow.peer);
      },
    };
  }
}

/** By slot 1 if the shard with that index owns it. */
function ownedBy({ owners }: ShardMap, shard: number): Uint8Array {
  const owned = new Uint8Array(SLOT_COUNT);
  if (shard < 0) return owned;
  for (let slot = 0; slot < SLOT_COUNT; slot++) if (owners[slot] === shard) owned[slot] = 1;
  return owned;
}
