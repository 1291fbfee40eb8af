/**
 * What comes in from one other shard: its changes, applied as they are read, and where each slot begins and ends.
 *
 * A slot that was sent whole may hold entries here that the sender has not, such as evicted ones: after its END those go. Nothing that
 * is newer than what the sender has mentioned is lost to it: it was sent to here by the slot's holder, or is merged by version.
 */
import { type Keyspace, NO_EXPIRY } from '../store/keyspace.ts';
import {
  BEGIN,
  CHECK,
  ChangeReader,
  COPIED,
  DELETE,
  DROP,
  END,
  FLOOR,
  GIVEN,
  PUT,
  SAME,
  STOP,
} from './changes.ts';
import { ChangesAhead } from './changes-ahead.ts';
import { MentionedEntries } from './mentioned-entries.ts';
import type { VersionClock } from './version-clock.ts';

export interface IntakeHost {
  readonly keyspace: Keyspace;
  readonly clock: VersionClock;
  /** The stream of the peer is another one than before, or has ended. */
  onNewStream(peer: number): void;
  /** The peer is sending what it was asked for. */
  onProgress(peer: number): void;
  /** Whether the slot is copied from the peer, so that the peer's content is what counts. */
  isCopy(slot: number, peer: number): boolean;
  /** Whether the slot is held here: what others evict of it stays. */
  isHeld(slot: number): boolean;
  /** The slot's content is all there and follows every change; the peer's slot has that digest. */
  onLive(slot: number, peer: number, digest: number): void;
  /** The slot's content is not what the peer has, though it should be: so a comparison has shown, if `wasChecked`. */
  onDifferent(slot: number, peer: number, wasChecked: boolean): void;
  /** All has come that the peer was asked for; whether it held the slot until then. */
  onGiven(slot: number, peer: number, wasHeld: boolean): void;
  /** The slot's key `[start, end)` of `buf` was changed here, to what it is at the peer, by a change of that version. */
  onNews(slot: number, version: number, buf: Buffer, start: number, end: number, nowMs: number): void;
  /** Entries of the slot up to this version are void. */
  onFloor(slot: number, version: number): void;
}

export class Intake {
  appliedKeys = 0;
  appliedBytes = 0;
  /** Whether the latest frames had parts of slots that were asked for. */
  bringsSlots = false;
  private readonly peer: number;
  private readonly host: IntakeHost;
  private stream = 0;
  /** The slot that is being sent whole; -1: none is. */
  private wholeSlot = -1;
  /** Whether there was nothing of it here before; then how many entries came with it are counted, else each is noted. */
  private wasEmpty = false;
  private cameKeys = 0;
  private readonly mentioned = new MentionedEntries();
  private readonly ahead = new ChangesAhead();

  constructor(peer: number, host: IntakeHost) {
    this.peer = peer;
    this.host = host;
  }

  /** The peer has told the number of its stream to this shard; 0: it has none. */
  onStream(stream: number): void {
    if (stream === this.stream || (stream !== 0 && stream < this.stream)) return;
    const isAnother = this.stream !== 0;
    this.stream = stream;
    this.wholeSlot = -1;
    if (isAnother) this.host.onNewStream(this.peer);
  }

  /** Applies the frames `[start, end)` of `buf` that came with the stream of that number; false if they are none. */
  apply(stream: number, buf: Buffer, start: number, end: number, nowMs: number): boolean {
    this.onStream(stream);
    const reader = new ChangeReader(buf, start, end);
    this.appliedBytes += end - start;
    // What an older stream still brings is applied, but says nothing of what is complete.
    const isLatest = stream === this.stream;
    this.bringsSlots = this.wholeSlot >= 0;
    const { ahead } = this;
    for (let count = ahead.fill(reader); count > 0; count = ahead.fill(reader)) {
      // Of a slot that is new here there is nothing that would be far away.
      if (this.wasEmpty && this.wholeSlot >= 0) this.host.keyspace.forgetPrefetched();
      else if (count > 1) this.host.keyspace.prefetch(ahead, true);
      for (let i = 0; i < count; i++) {
        const op = ahead.ops[i] as number;
        if (op <= FLOOR) this.change(op, i, nowMs);
        else if (isLatest) {
          this.mark(op, i, nowMs);
          this.bringsSlots ||= op !== CHECK;
        }
      }
    }
    ahead.clear();
    if (this.bringsSlots) this.host.onProgress(this.peer);
    return !reader.isBroken;
  }

  /** Frame `i` of those ahead changes keys. */
  private change(op: number, i: number, nowMs: number): void {
    const { ahead } = this;
    const { keyspace, clock } = this.host;
    const { buf } = ahead;
    const slot = ahead.keySlots[i] as number;
    const version = ahead.numbers[i] as number;
    clock.observe(version);
    if (op === FLOOR) {
      this.host.onFloor(slot, version);
      return;
    }
    this.appliedKeys++;
    const start = ahead.keyStarts[i] as number;
    const end = ahead.keyEnds[i] as number;
    let isNews = false;
    if (op === PUT) {
      const expiresAtMs = ahead.expiresAtMs[i] as number;
      const expires = expiresAtMs < 0 ? NO_EXPIRY : expiresAtMs;
      const valueStart = ahead.valueStarts[i] as number;
      const valueEnd = ahead.valueEnds[i] as number;
      if (slot === this.wholeSlot) {
        if (this.wasEmpty) this.cameKeys++;
        else this.mentioned.add(ahead.view, start, end, version);
      }
      const isOutlived = ahead.outlived[i] === 1;
      isNews = keyspace.apply(
        buf,
        start,
        end,
        buf,
        valueStart,
        valueEnd,
        expires,
        version,
        nowMs,
        isOutlived,
      );
    } else if (op === DELETE) isNews = keyspace.applyDelete(buf, start, end, version, nowMs);
    else if (op === DROP && !this.host.isHeld(slot)) {
      keyspace.applyDrop(buf, start, end, version, nowMs);
    }
    if (isNews) this.host.onNews(slot, version, buf, start, end, nowMs);
  }

  /** Frame `i` of those ahead says how far a slot has come. */
  private mark(op: number, i: number, nowMs: number): void {
    const { host, peer, ahead } = this;
    const slot = ahead.keySlots[i] as number;
    const digest = ahead.numbers[i] as number;
    if (op === BEGIN) this.begin(slot, digest);
    else if (op === END) this.finish(slot, digest, nowMs);
    else if (op === STOP) this.stop(slot);
    else if (op === GIVEN || op === COPIED) host.onGiven(slot, peer, op === GIVEN);
    else {
      const isSame = host.keyspace.digestOf(slot, nowMs) === digest;
      if (op === SAME && isSame) host.onLive(slot, peer, digest);
      else if (op === SAME || (op === CHECK && !isSame)) host.onDifferent(slot, peer, op === CHECK);
    }
  }

  /** All of a slot follows, about so many keys. */
  private begin(slot: number, keys: number): void {
    const { keyspace } = this.host;
    this.wholeSlot = slot;
    this.wasEmpty = keyspace.slotSize(slot) === 0;
    this.cameKeys = 0;
    this.mentioned.clear();
    if (this.wasEmpty) keyspace.expectKeys(slot, keys);
  }

  /** No more of the slot comes. */
  private stop(slot: number): void {
    if (slot === this.wholeSlot) {
      this.wholeSlot = -1;
      this.mentioned.clear();
    }
    this.host.onDifferent(slot, this.peer, false);
  }

  /** All of a slot has come: what the sender has not goes. */
  private finish(slot: number, digest: number, nowMs: number): void {
    const { host, peer } = this;
    const isWhole = slot === this.wholeSlot;
    this.wholeSlot = -1;
    if (isWhole && host.isCopy(slot, peer)) {
      const { keyspace } = host;
      // Where nothing was, more than came is from elsewhere: which of that is to stay is seen when the slot is sent again.
      if (this.wasEmpty && keyspace.slotSize(slot) > this.cameKeys) {
        host.onDifferent(slot, peer, false);
        return;
      }
      if (!this.wasEmpty && keyspace.digestOf(slot, nowMs) !== digest) this.mentioned.sweep(keyspace, slot);
    }
    this.mentioned.clear();
    host.onLive(slot, peer, digest);
  }
}
