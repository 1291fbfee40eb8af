/**
 * How much of its time a shard gives to copies, sending and taking them: a share of it, and all when clients have sent nothing for QUIET_MS.
 * Sooner would be wrong: clients that wait for their replies send nothing meanwhile.
 *
 * Time that passes earns credit, and work for copies spends it, by the clock on the wall: where other processes want the processor too, or code is
 * new to the compiler, the same work takes longer, and leaves clients as large a share.
 */

const QUIET_MS = 100;
/** So much may be saved, and owed: what was before has no effect on what comes for long. */
const MOST_SAVED_MS = 2;
const MOST_OWED_MS = 20;

export class CopyPace {
  private readonly percent: () => number;
  private creditMs = 0;
  private earnedToMs = 0;
  /** Of clients, when it was looked at last. */
  private commands = 0;
  private quietFromMs = 0;

  /** @param percent the share now, 1 to 100 */
  constructor(percent: () => number) {
    this.percent = percent;
  }

  /** Whether copies may be sent now, when clients have sent so many commands since the start. */
  mayCopy(nowMs: number, commands: number): boolean {
    if (commands !== this.commands) this.quietFromMs = nowMs + QUIET_MS;
    this.commands = commands;
    const earnedMs = ((nowMs - this.earnedToMs) * this.percent()) / 100;
    this.earnedToMs = nowMs;
    this.creditMs = Math.min(this.creditMs + earnedMs, MOST_SAVED_MS);
    return this.isQuiet(nowMs) || this.creditMs > 0;
  }

  /** Whether clients had sent nothing for a while when `mayCopy` was asked last. */
  isQuiet(nowMs: number): boolean {
    return nowMs >= this.quietFromMs;
  }

  /** Copies have taken so long. */
  spend(ms: number): void {
    this.creditMs = Math.max(this.creditMs - ms, -MOST_OWED_MS);
  }

  /** How long to wait until there is credit again. */
  get waitMs(): number {
    return (-this.creditMs * 100) / this.percent();
  }
}
