/**
 * Virtual time and a seeded network: what happens depends on the seed alone. A datagram takes a random delay, and may be
 * lost, delivered twice, or held up by a block between two addresses.
 */
import { Random } from '../../lib/base/random.ts';

export interface NetworkOptions {
  readonly minDelayMs: number;
  readonly maxDelayMs: number;
  /** Share of datagrams lost, each way. */
  readonly loss: number;
  /** Share of datagrams that arrive twice. */
  readonly duplication: number;
}

interface Happening {
  readonly atMs: number;
  readonly order: number;
  run(): void;
}

export class Network {
  nowMs = 0;
  readonly random: Random;
  options: NetworkOptions;
  /** Blocked directions, as `from>to` of addresses. */
  private readonly blocked = new Set<string>();
  private readonly heap: Happening[] = [];
  private order = 0;

  constructor(seed: number, options: NetworkOptions) {
    this.random = new Random(seed);
    this.options = options;
  }

  /** Runs `run` at a virtual time. */
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

  /** Carries something from one address to another, if it does not get lost. */
  carry(from: string, to: string, deliver: () => void): void {
    const { loss, duplication } = this.options;
    if (this.blocked.has(`${from}>${to}`)) return;
    const copies = this.random.chance(duplication) ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      if (!this.random.chance(loss)) this.at(this.nowMs + this.delayMs(), deliver);
    }
  }

  block(from: string, to: string): void {
    this.blocked.add(`${from}>${to}`);
  }

  unblockAll(): void {
    this.blocked.clear();
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

  private delayMs(): number {
    const { minDelayMs, maxDelayMs } = this.options;
    return minDelayMs + this.random.fraction() * (maxDelayMs - minDelayMs);
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
