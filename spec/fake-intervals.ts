/** Simulated time for code that works at an interval. */

interface FakeInterval {
  readonly work: () => void;
  readonly periodMs: number;
  dueMs: number;
}

/** From when it is made to `restore`, `setInterval` and `clearInterval` of this thread go by its time. */
export class FakeIntervals {
  private readonly real = { set: globalThis.setInterval, clear: globalThis.clearInterval };
  private readonly intervals = new Set<FakeInterval>();
  private nowMs = 0;

  constructor() {
    const set = (work: () => void, periodMs: number): FakeInterval => {
      const interval = { work, periodMs, dueMs: this.nowMs + periodMs };
      this.intervals.add(interval);
      return interval;
    };
    const clear = (interval: FakeInterval): boolean => this.intervals.delete(interval);
    globalThis.setInterval = set as unknown as typeof setInterval;
    globalThis.clearInterval = clear as unknown as typeof clearInterval;
  }

  /** Lets `ms` pass: what is due by then is done, in the order in which it is. */
  pass(ms: number): void {
    const endMs = this.nowMs + ms;
    for (let next = this.next(); next !== undefined && next.dueMs <= endMs; next = this.next()) {
      this.nowMs = next.dueMs;
      next.dueMs += next.periodMs;
      next.work();
    }
    this.nowMs = endMs;
  }

  restore(): void {
    globalThis.setInterval = this.real.set;
    globalThis.clearInterval = this.real.clear;
  }

  private next(): FakeInterval | undefined {
    return [...this.intervals].sort((a, b) => a.dueMs - b.dueMs)[0];
  }
}
