/**
 * A stream of changes to one other shard: copies of the slots that it follows, first as they are, then every change.
 *
 * Slots that the other side asked for wait in a queue (slot-queue.ts). One after the other is compared by its digest and, where it differs, sent
 * whole in slices between which writes go on; from its BEGIN or SAME on every change follows, so that the other side has it all
 * at its END. Everything leaves in batches, and every batch is answered: the answers are what a write with `min-acks` waits for.
 *
 * Only who holds a slot has followers of it: others would be taken for its source, and do not know what its holder writes.
 *
 * Bounds: beyond a window (send-window.ts), `windowBytes` at most, that is not answered no slot is sent on; beyond `limitBytes`, not counting the largest batch, the stream
 * ends, and the other side asks anew. Batches are small but for one with a large value, which must get through whatever the limit is.
 * What the other side holds then is compared by digest, so only slots that have changed are sent again.
 */
import { SLOT_COUNT } from '../base/hash-slot.ts';
import type { EntryRef, Keyspace } from '../store/keyspace.ts';
import { AckQueue, type AckWait } from './acks.ts';
import {
  BATCH_BYTES,
  BEGIN,
  CHECK,
  ChangeWriter,
  COPIED,
  DELETE,
  END,
  FLOOR,
  GIVEN,
  SAME,
  STOP,
} from './changes.ts';
import { FOLLOWED, FRAMES_AT, MESSAGE_HEAD_BYTES, writeApplyHead } from './messages.ts';
import { SendWindow } from './send-window.ts';
import { SlotParts } from './slot-parts.ts';
import { type SlotJob, SlotQueue } from './slot-queue.ts';

const NOT_FOLLOWED = 0;
const QUEUED = 1;
const LIVE = 2;

/** When so much of slots has been sent others have their turn, however fast it went: it takes the other side longer. */
const BYTES_PER_TURN = BATCH_BYTES;
/** The digest of a slot without keys. */
const NO_KEYS = 0;

export interface OutflowHost {
  readonly keyspace: Keyspace;
  /** Unanswered bytes beyond which slots are not sent on, and beyond which the stream ends. */
  readonly windowBytes: number;
  readonly limitBytes: number;
  /** The highest version known here. */
  readonly latestVersion: number;
  /** A monotonic clock, in ms. */
  clockMs(): number;
  /** Whether the slot's content is still to come from another shard; whether it is held here. If neither, others write to it. */
  isIncoming(slot: number): boolean;
  isHeld(slot: number): boolean;
  /**
   * Sends a message, `[start, end)` of `buf`, which is not kept if it is at most 128 KB; false if it cannot be sent. `onReply`
   * gets undefined if the connection is lost.
   */
  ask(peer: string, buf: Buffer, start: number, end: number, onReply: (reply?: Buffer) => void): boolean;
  /** Whether a message to that shard can be sent now. */
  canAsk(peer: string): boolean;
  /** There is something to be flushed. */
  onPending(outflow: Outflow): void;
  /** Changes of the slot are to be passed to the stream from now on, or no more. */
  onLive(outflow: Outflow, slot: number, isLive: boolean): void;
  /** Whether the slot was held here until that shard asked for it. */
  isHandedTo(slot: number, peer: string): boolean;
  /** The other side gets all that is here of the slot, for its own; or may not have got it, as the stream has ended. */
  onGave(slot: number): void;
  onGiveLost(slot: number): void;
  /** The stream has ended. */
  onEnd(outflow: Outflow): void;
}

export class Outflow {
  readonly peer: string;
  /** Never 0; another one for each stream. */
  readonly id: number;
  /** The other side is in the shard map: it neither joins nor leaves. */
  isPlaced = false;
  /** Bytes sent, and of those the answered ones: INFO's offset. */
  sentBytes = 0;
  ackedBytes = 0;
  liveSlots = 0;
  lastAckMs: number;
  private readonly host: OutflowHost;
  private readonly states = new Uint8Array(SLOT_COUNT);
  private readonly jobs: SlotQueue;
  /** The job that has begun. */
  private current: SlotJob | undefined;
  private readonly batch = new ChangeWriter(MESSAGE_HEAD_BYTES + FRAMES_AT);
  private readonly parts: SlotParts;
  /** Number of the batch that is being filled. */
  private batchNumber = 1;
  private ackedBatch = 0;
  /** The largest of the batches that are not answered. */
  private largestBatch = 0;
  private largestBytes = 0;
  private readonly window = new SendWindow();
  private readonly acks = new AckQueue();
  /** Slots that were given, in order, with the batch in which that is said, until it is answered. */
  private readonly given = new Map<number, number>();
  private isEnded = false;
  private isPending = false;

  constructor(peer: string, id: number, host: OutflowHost) {
    this.peer = peer;
    this.id = id;
    this.host = host;
    this.parts = new SlotParts(host.keyspace, this.batch, () => this.flush());
    this.jobs = new SlotQueue((slot) => !host.isIncoming(slot));
    this.lastAckMs = host.clockMs();
  }

  /** Slots that are still to be sent. */
  get queuedSlots(): number {
    return this.jobs.size;
  }

  get unackedBytes(): number {
    return this.sentBytes - this.ackedBytes;
  }

  isLive(slot: number): boolean {
    return this.states[slot] === LIVE;
  }

  isGiving(slot: number): boolean {
    return this.jobs.get(slot)?.isGift === true;
  }

  /** The other side, whose slot has that digest, wants the slot, perhaps for its own. */
  want(slot: number, digest: number, isGift: boolean): void {
    const isFollowed = digest === FOLLOWED && this.states[slot] === LIVE;
    if (isFollowed && isGift && this.jobs.get(slot) === undefined) this.give(slot, false);
    else {
      this.jobs.want(slot, digest, isGift);
      if (this.states[slot] === NOT_FOLLOWED) this.states[slot] = QUEUED;
    }
  }

  /** The other side has all of the slot: every change follows, if it can be reached. */
  follow(slot: number): void {
    if (!this.host.canAsk(this.peer)) return;
    const job = this.jobs.get(slot);
    if (job !== undefined) job.isFollowed = true;
    this.setState(slot, LIVE);
  }

  /** The other side is not to have the slot any more. It is told, as by its own map that may be otherwise. */
  forget(slot: number): void {
    if (this.states[slot] === NOT_FOLLOWED) return;
    this.batch.mark(STOP, slot);
    this.onAppended();
    if (this.current?.slot === slot) this.current = undefined;
    this.jobs.delete(slot);
    this.setState(slot, NOT_FOLLOWED);
  }

  /** Forgets the slots with 0 in `kept` that do not become the other side's. */
  keep(kept: Uint8Array): void {
    const { states } = this;
    for (let slot = 0; slot < SLOT_COUNT; slot++) {
      if (states[slot] !== NOT_FOLLOWED && kept[slot] === 0 && !this.isGiving(slot)) this.forget(slot);
    }
  }

  /** Passes a change on: the entry as it is now. */
  put(slot: number, ref: EntryRef): void {
    this.parts.put(slot, ref);
    this.onAppended();
  }

  /** DELETE or DROP. */
  key(op: number, slot: number, version: number, key: Buffer, start: number, end: number): void {
    this.batch.key(op, slot, version, key, start, end);
    this.onAppended();
  }

  floor(slot: number, version: number): void {
    this.batch.number(FLOOR, slot, version);
    this.onAppended();
  }

  /** Lets the other side see whether its slot is as this one's. */
  check(slot: number, nowMs: number): void {
    this.batch.number(CHECK, slot, this.host.keyspace.digestOf(slot, nowMs));
    this.onAppended();
  }

  /** `wait` ends when the other side holds all that was passed on so far, or is lost. */
  awaitAck(wait: AckWait): void {
    const batch = this.batch.isEmpty ? this.batchNumber - 1 : this.batchNumber;
    if (this.isEnded) wait.onLost();
    else if (batch <= this.ackedBatch) wait.onHeld();
    else this.acks.add(wait, batch);
  }

  /** Ends the stream if a write has waited since before `beforeMs` for it. What has waited with that is given up, too: the other side is there, and silent. */
  expire(beforeMs: number): void {
    if (this.acks.oldestMs >= beforeMs) return;
    this.acks.giveUp();
    this.end();
  }

  /** Nobody waits for what was passed on so far any more. */
  giveUpWaits(): void {
    this.acks.giveUp();
  }

  /**
   * Sends on what was asked for until `isTimeUp`, BYTES_PER_TURN at most, only what becomes the other side's if not `mayCopy`; returns
   * whether there is nothing of that which could be sent now.
   */
  work(nowMs: number, isTimeUp: () => boolean, mayCopy: boolean): boolean {
    // What could not be sent when it was collected.
    if (!this.isPending) this.flush();
    // No slot is followed by whom its changes do not reach: writes would wait for that one.
    if (!this.host.canAsk(this.peer)) return true;
    const { jobs } = this;
    const enough = this.sentBytes + BYTES_PER_TURN;
    let hasAdvanced = false;
    jobs.beginTurn();
    while (!this.isFull) {
      // One slot is whole before the next begins.
      if (!mayCopy && !jobs.hasGifts) return true;
      const job = this.current ?? jobs.next(mayCopy);
      if (job === undefined) return !hasAdvanced;
      if (job.isGift || this.host.isHeld(job.slot)) this.advance(job, nowMs);
      else this.forget(job.slot);
      hasAdvanced = true;
      if (isTimeUp() || this.sentBytes >= enough) return jobs.size === 0;
    }
    return true;
  }

  /** Sends what has been collected, if the other side can be reached; it stays otherwise. */
  flush(): void {
    this.isPending = false;
    const { batch } = this;
    if (batch.isEmpty || this.isEnded) return;
    const number = this.batchNumber;
    const sentMs = this.host.clockMs();
    const bytes = batch.length - MESSAGE_HEAD_BYTES;
    writeApplyHead(batch.buf, this.id, this.host.latestVersion);
    const onReply = (reply?: Buffer): void => {
      if (reply === undefined) this.end();
      else this.onAck(number, bytes, sentMs);
    };
    const isSent = this.host.ask(this.peer, batch.buf, MESSAGE_HEAD_BYTES, batch.length, onReply);
    if (isSent) {
      this.batchNumber++;
      this.sentBytes += bytes;
      batch.clear();
      if (bytes >= this.largestBytes) {
        this.largestBatch = number;
        this.largestBytes = bytes;
      }
    }
    const waiting = this.unackedBytes - this.largestBytes + (isSent ? 0 : bytes);
    if (waiting > this.host.limitBytes) this.end();
  }

  /** Ends the stream. */
  end(): void {
    if (this.isEnded) return;
    this.isEnded = true;
    for (let slot = 0; slot < SLOT_COUNT; slot++)
      if (this.states[slot] === LIVE) this.setState(slot, NOT_FOLLOWED);
    this.jobs.clear();
    for (const slot of this.given.keys()) this.host.onGiveLost(slot);
    this.given.clear();
    this.host.onEnd(this);
    this.acks.onLost();
  }

  private get isFull(): boolean {
    const windowBytes = Math.min(this.window.bytes, this.host.windowBytes);
    return this.isEnded || this.unackedBytes + this.batch.length > windowBytes;
  }

  /** Does a part of a job. */
  private advance(job: SlotJob, nowMs: number): void {
    const { slot } = job;
    if (this.current === undefined) {
      if (this.isSame(job, nowMs)) {
        this.putDeletions(slot);
        this.batch.number(SAME, slot, job.digest);
        this.finish(job);
        return;
      }
      this.current = job;
      this.begin(slot);
    }
    const digest = this.parts.next(nowMs);
    if (digest !== undefined && !this.isEnded) {
      this.batch.number(END, slot, digest);
      this.finish(job);
    } else this.onAppended();
  }

  /** Whether the other side has what is here. One that has nothing is not compared: that would take as long as half of the sending. */
  private isSame({ slot, digest }: SlotJob, nowMs: number): boolean {
    const { keyspace } = this.host;
    if (digest === NO_KEYS && keyspace.slotSize(slot) > 0) return false;
    return digest === keyspace.digestOf(slot, nowMs);
  }

  private begin(slot: number): void {
    this.parts.begin(slot);
    this.setState(slot, LIVE);
    this.batch.number(BEGIN, slot, this.host.keyspace.slotSize(slot));
    this.putDeletions(slot);
  }

  /** What is remembered of deletions: the digest does not tell whether the other side knows. */
  private putDeletions(slot: number): void {
    const { keyspace } = this.host;
    const floor = keyspace.floorOf(slot);
    if (floor > 0) this.batch.number(FLOOR, slot, floor);
    keyspace.visitTombstones(slot, (buf, start, end, version) =>
      this.batch.key(DELETE, slot, version, buf, start, end),
    );
  }

  private finish({ slot, isGift, isFollowed }: SlotJob): void {
    this.current = undefined;
    this.jobs.delete(slot);
    this.setState(slot, LIVE);
    if (isGift) this.give(slot, isFollowed);
    else this.onAppended();
    if (isFollowed && !this.host.isHeld(slot)) this.forget(slot);
  }

  private give(slot: number, isFollowed: boolean): void {
    this.batch.mark(this.host.isHandedTo(slot, this.peer) ? GIVEN : COPIED, slot);
    if (!isFollowed) this.setState(slot, NOT_FOLLOWED);
    this.given.delete(slot);
    this.given.set(slot, this.batchNumber);
    this.host.onGave(slot);
    this.onAppended();
  }

  private setState(slot: number, state: number): void {
    const wasLive = this.states[slot] === LIVE;
    const isLive = state === LIVE;
    this.states[slot] = state;
    if (wasLive === isLive) return;
    this.liveSlots += isLive ? 1 : -1;
    this.host.onLive(this, slot, isLive);
  }

  private onAppended(): void {
    if (this.batch.isFull) this.flush();
    else if (!this.isPending) {
      this.isPending = true;
      this.host.onPending(this);
    }
  }

  private onAck(batch: number, bytes: number, sentMs: number): void {
    const { host, unackedBytes } = this;
    this.ackedBytes += bytes;
    this.ackedBatch = batch;
    // What is left then is within the limit.
    if (batch === this.largestBatch) this.largestBytes = 0;
    this.lastAckMs = host.clockMs();
    this.window.onAnswer(bytes, unackedBytes, this.lastAckMs - sentMs, this.lastAckMs);
    for (const [slot, said] of this.given) {
      if (said > batch) break;
      this.given.delete(slot);
    }
    this.acks.onHeld(batch);
  }
}
