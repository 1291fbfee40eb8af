/**
 * Repairs what floods missed. Every ping and ack carries two hashes of what its sender knows; where they differ from the
 * receiver's, the receiver sends its bucket hashes (SYNC), the other answers with its entries of the buckets that differ and asks
 * for those of the first (WANT). So both know the same after one and a half round trips, at the cost of what differs.
 *
 * The address that a datagram seems to come from may be anybody's, and a list is much longer than what asks for it. So who is in no list
 * gets none: it is asked for its own record, and told that of this member, at the cost of one more round trip.
 *
 * Bounds: a sync is repeated with one member at most every hf/4, and less and less often, down to once in 2 hf, while
 * the difference stays the same. All answers together hold at most BUDGET_PER_BEAT entries per beat; the next syncs bring the rest.
 */
import type { Context } from './context.ts';
import type { Member } from './member.ts';
import type { Message, Status } from './messages.ts';
import { BUCKET_COUNT, bucketOf } from './state-hash.ts';
import type { Tombstones } from './tombstones.ts';
import type { Address, Source } from './types.ts';

const BUDGET_PER_BEAT = 2048;

/** Whose message it is, and where it came from. */
type Origin = Pick<Source, 'sender' | 'from'>;

export class Sync {
  private readonly context: Context;
  private readonly tombstones: Tombstones;
  private budget = BUDGET_PER_BEAT;
  /** When a sync was last started with a sender that is in no list. */
  private lastStrangerMs = Number.NEGATIVE_INFINITY;

  constructor(context: Context, tombstones: Tombstones) {
    this.context = context;
    this.tombstones = tombstones;
  }

  beat(): void {
    this.budget = BUDGET_PER_BEAT;
  }

  /** This member's bucket hashes, as a message. */
  request(): Message {
    return { type: 'sync', buckets: this.context.hash.buckets() };
  }

  /** Compares what a ping or an ack says of its sender's knowledge with one's own. Returns true if they agree on the view. */
  compare(status: Status, sender: Member | undefined, from: Address, nowMs: number): boolean {
    const { hash } = this.context;
    const viewHash = hash.viewHash();
    const restHash = hash.restHash();
    const sameView = status.viewHash === viewHash;
    if (sameView && status.restHash === restHash) return true;
    const difference = `${viewHash}${restHash}/${status.viewHash}${status.restHash}`;
    if (this.mayStart(sender, difference, nowMs)) this.context.outbox.send(from, this.request());
    return sameView;
  }

  onSync(buckets: Uint8Array, { sender, from }: Origin, nowMs: number): void {
    const differing = this.context.hash.differing(buckets);
    if (differing.length === 0) return;
    if (this.isKnown(sender)) this.sendEntries(new Set(differing), from, nowMs);
    const bitmap = new Uint8Array(BUCKET_COUNT / 8);
    for (const bucket of differing)
      bitmap[bucket >> 3] = (bitmap[bucket >> 3] as number) | (1 << (bucket & 7));
    this.context.outbox.send(from, { type: 'want', bitmap });
  }

  onWant(bitmap: Uint8Array, { sender, from }: Origin, nowMs: number): void {
    if (!this.isKnown(sender)) {
      this.context.outbox.send(from, { type: 'record', record: this.context.myself.record, sinceMs: 0 });
      return;
    }
    const wanted = new Set<number>();
    for (let bucket = 0; bucket < BUCKET_COUNT; bucket++) {
      if ((bitmap[bucket >> 3] as number) & (1 << (bucket & 7))) wanted.add(bucket);
    }
    this.sendEntries(wanted, from, nowMs);
  }

  private isKnown(instance: string): boolean {
    return this.context.table.ofInstance(instance) !== undefined;
  }

  private mayStart(sender: Member | undefined, difference: string, nowMs: number): boolean {
    const { timing } = this.context;
    if (!sender) {
      if (nowMs - this.lastStrangerMs < timing.beatMs) return false;
      this.lastStrangerMs = nowMs;
      return true;
    }
    const isSame = sender.lastSyncDifference === difference;
    if (nowMs - sender.lastSyncMs < (isSame ? sender.syncPauseMs : timing.beatMs)) return false;
    sender.syncPauseMs = isSame ? Math.min(2 * sender.syncPauseMs, 2 * timing.hfMs) : timing.beatMs;
    sender.lastSyncMs = nowMs;
    sender.lastSyncDifference = difference;
    return true;
  }

  /** One bucket after the other: where that is too much, the first ones agree by the next sync, which then brings others. */
  private sendEntries(buckets: ReadonlySet<number>, to: Address, nowMs: number): void {
    if (this.budget <= 0) return;
    const entries: Message[][] = Array.from({ length: BUCKET_COUNT }, () => []);
    for (const forget of this.tombstones.inBuckets(buckets, nowMs))
      entries[bucketOf(forget.id)]?.push(forget);
    for (const { record, isLive, sinceMs } of this.context.table.inBuckets(buckets)) {
      const goneMs = isLive ? 0 : Math.max(0, nowMs - sinceMs);
      entries[bucketOf(record.id)]?.push({ type: 'record', record, sinceMs: goneMs });
    }
    const sent = entries.flat().slice(0, this.budget);
    this.budget -= sent.length;
    for (const message of sent) this.context.outbox.send(to, message);
  }
}
