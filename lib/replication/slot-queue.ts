/**
 * Slots that are to be sent to one other shard: those that become its own first, as clients wait for them, then copies.
 *
 * Each kind goes in the order in which it was asked for, in rounds: what cannot be sent yet is not looked at again before all others were.
 * Bound: one job for each slot.
 */

/** A slot that is to be sent. */
export interface SlotJob {
  readonly slot: number;
  /** Of what the other side has. */
  digest: number;
  /** It becomes the other side's. */
  isGift: boolean;
  /** Changes are to follow afterwards: it was asked for as a copy, after it was as a gift if it was both. */
  isFollowed: boolean;
}

type Round = Iterator<SlotJob, undefined>;

export class SlotQueue {
  private readonly gifts = new Map<number, SlotJob>();
  private readonly copies = new Map<number, SlotJob>();
  private giftRound: Round = this.gifts.values();
  private copyRound: Round = this.copies.values();
  private readonly isReady: (slot: number) => boolean;

  /** @param isReady whether the slot can be sent now */
  constructor(isReady: (slot: number) => boolean) {
    this.isReady = isReady;
  }

  get size(): number {
    return this.gifts.size + this.copies.size;
  }

  get hasGifts(): boolean {
    return this.gifts.size > 0;
  }

  get(slot: number): SlotJob | undefined {
    return this.gifts.get(slot) ?? this.copies.get(slot);
  }

  /** Adds a job, or adds to the one that there is; once a gift it stays one. */
  want(slot: number, digest: number, isGift: boolean): void {
    const job = this.get(slot) ?? { slot, digest, isGift, isFollowed: !isGift };
    job.digest = digest;
    job.isGift ||= isGift;
    job.isFollowed = !isGift;
    if (job.isGift) this.copies.delete(slot);
    (job.isGift ? this.gifts : this.copies).set(slot, job);
  }

  delete(slot: number): void {
    this.gifts.delete(slot);
    this.copies.delete(slot);
  }

  clear(): void {
    this.gifts.clear();
    this.copies.clear();
  }

  /** Looks at all gifts again. */
  beginTurn(): void {
    this.giftRound = this.gifts.values();
  }

  /** The next job that can be done, undefined at the end of a round; only gifts if not `mayCopy`. */
  next(mayCopy: boolean): SlotJob | undefined {
    const gift = this.nextOf(this.giftRound);
    if (gift !== undefined || !mayCopy) return gift;
    const copy = this.nextOf(this.copyRound);
    if (copy === undefined) this.copyRound = this.copies.values();
    return copy;
  }

  private nextOf(round: Round): SlotJob | undefined {
    for (let next = round.next(); !next.done; next = round.next()) {
      if (this.isReady(next.value.slot)) return next.value;
    }
    return undefined;
  }
}
