/**
 * Writes that wait until enough replicas hold them.
 *
 * A write waits for as many replicas as it was asked to, or for all that follow its slot if they are fewer; a replica that is lost
 * meanwhile is not waited for. A wait is given up, with its outcome unknown, when nobody answers in time, or when this shard may have lost
 * the slot to others: then they may have taken writes that have not seen this one.
 *
 * Bound: one wait for each command under way, which connections and links bound. One that is over and that a slow replica has not
 * answered yet keeps a few bytes until its stream (outflow.ts) has come so far, or ends.
 */

/** `isHeld`: enough replicas hold the write, or there are no more of them; false: nobody knows. */
export type OnAcks = (isHeld: boolean) => void;

const NOTHING: OnAcks = () => {};

/** Lets no wait end well while it is closed: what others have answered says nothing if they have taken over since. */
export class AckGate {
  private held: AckWait[] | undefined;

  close(): void {
    this.held ??= [];
  }

  /** Nobody has taken over. */
  open(): void {
    const held = this.held ?? [];
    this.held = undefined;
    for (const wait of held) wait.settle(true);
  }

  /** Others have taken over. */
  giveUp(): void {
    for (const wait of this.held?.splice(0) ?? []) wait.settle(false);
  }

  pass(wait: AckWait): void {
    if (this.held === undefined) wait.settle(true);
    else this.held.push(wait);
  }
}

/** A write that waits. */
export class AckWait {
  readonly sinceMs: number;
  private needed: number;
  private outstanding: number;
  private readonly gate: AckGate;
  private done: OnAcks;

  /** `done` is called once, when `needed` of `asked` replicas hold the write or are lost, or the wait is given up. */
  constructor(needed: number, asked: number, sinceMs: number, gate: AckGate, done: OnAcks) {
    this.needed = needed;
    this.outstanding = asked;
    this.sinceMs = sinceMs;
    this.gate = gate;
    this.done = done;
  }

  /** Whether it waits for nobody any more. */
  get isOver(): boolean {
    return this.needed <= 0;
  }

  onHeld(): void {
    this.outstanding--;
    if (--this.needed === 0) this.gate.pass(this);
  }

  onLost(): void {
    this.outstanding--;
    if (this.needed > this.outstanding && --this.needed === 0) this.gate.pass(this);
  }

  giveUp(): void {
    if (this.isOver) return;
    this.needed = 0;
    this.settle(false);
  }

  /** For the gate. */
  settle(isHeld: boolean): void {
    const { done } = this;
    this.done = NOTHING;
    done(isHeld);
  }
}

/** The waits for one replica, in the order of the batches that carry their writes. */
export class AckQueue {
  private waits: AckWait[] = [];
  private batches: number[] = [];
  private head = 0;

  add(wait: AckWait, batch: number): void {
    this.waits.push(wait);
    this.batches.push(batch);
  }

  /** Since when the oldest has waited that still does; infinite if none does. */
  get oldestMs(): number {
    const { waits } = this;
    while (this.head < waits.length && (waits[this.head] as AckWait).isOver) this.head++;
    return waits[this.head]?.sinceMs ?? Number.POSITIVE_INFINITY;
  }

  /** The replica holds everything up to that batch. */
  onHeld(batch: number): void {
    const { waits, batches } = this;
    while (this.head < waits.length && (batches[this.head] as number) <= batch) {
      (waits[this.head++] as AckWait).onHeld();
    }
    if (this.head === waits.length) this.takeAll();
  }

  /** The replica is lost. */
  onLost(): void {
    for (const wait of this.takeAll()) wait.onLost();
  }

  giveUp(): void {
    for (const wait of this.takeAll()) wait.giveUp();
  }

  private takeAll(): AckWait[] {
    const all = this.waits.slice(this.head);
    this.waits = [];
    this.batches = [];
    this.head = 0;
    return all;
  }
}
