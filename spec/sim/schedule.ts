/** Virtual time: what is to happen, in order of time, and of entry where the times are equal. A binary heap. */

interface Happening {
  readonly atMs: number;
  readonly order: number;
  run(): void;
}

export class Schedule {
  nowMs = 0;
  private readonly heap: Happening[] = [];
  private order = 0;

  /** Runs `run` at a virtual time; at once when that is over. */
  at(atMs: number, run: () => void): void {
    const { heap } = this;
    let index = heap.push({ atMs: Math.max(atMs, this.nowMs), order: this.order++, run }) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.isBefore(index, parent)) break;
      this.swap(index, parent);
      index = parent;
    }
  }

  /** Lets virtual time pass until `untilMs`, or until `isDone` holds. */
  run(untilMs: number, isDone: () => boolean = () => false): void {
    for (let next = this.heap[0]; next && next.atMs <= untilMs; next = this.heap[0]) {
      this.pop();
      this.nowMs = next.atMs;
      next.run();
      if (isDone()) return;
    }
    this.nowMs = untilMs;
  }

  private pop(): void {
    const { heap } = this;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    heap[0] = last;
    for (let index = 0; ; ) {
      let least = index;
      for (const child of [2 * index + 1, 2 * index + 2]) {
        if (child < heap.length && this.isBefore(child, least)) least = child;
      }
      if (least === index) return;
      this.swap(index, least);
      index = least;
    }
  }

  private isBefore(a: number, b: number): boolean {
    const left = this.heap[a] as Happening;
    const right = this.heap[b] as Happening;
    return left.atMs === right.atMs ? left.order < right.order : left.atMs < right.atMs;
  }

  private swap(a: number, b: number): void {
    const kept = this.heap[a] as Happening;
    this.heap[a] = this.heap[b] as Happening;
    this.heap[b] = kept;
  }
}
