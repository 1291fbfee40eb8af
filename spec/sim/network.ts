/**
 * A seeded network in virtual time: what happens depends on the seed alone. A datagram takes a random delay, so that datagrams
 * overtake each other, and may be lost (one by one, or in bursts on one link), delivered twice, changed on its way, or held up by a block
 * between two addresses.
 */
import { Random } from '../../lib/base/random.ts';
import { Schedule } from './schedule.ts';

export interface NetworkOptions {
  readonly minDelayMs: number;
  readonly maxDelayMs: number;
  /** Share of datagrams lost, each way. */
  readonly loss: number;
  /** Share of datagrams that arrive twice. */
  readonly duplication: number;
  /** Share of the time in which a link, one way, loses everything, and how long that lasts on average. */
  readonly burstShare: number;
  readonly burstMs: number;
  /** Share of datagrams that take up to `spikeMs` longer. */
  readonly spikeShare: number;
  readonly spikeMs: number;
  /** Share of datagrams in which one bit is changed. */
  readonly corruption: number;
}

export const CALM: NetworkOptions = {
  minDelayMs: 0.2,
  maxDelayMs: 5,
  loss: 0,
  duplication: 0,
  burstShare: 0,
  burstMs: 100,
  spikeShare: 0,
  spikeMs: 0,
  corruption: 0,
};

interface Link {
  isBad: boolean;
  untilMs: number;
}

export class Network extends Schedule {
  readonly random: Random;
  options: NetworkOptions;
  /** Blocked directions, as `from>to` of addresses; `*` stands for any. */
  private readonly blocked = new Set<string>();
  /** Loss of what single addresses send, in the place of the general one. */
  private readonly lossFrom = new Map<string, number>();
  private readonly links = new Map<string, Link>();

  constructor(seed: number, options: NetworkOptions) {
    super();
    this.random = new Random(seed);
    this.options = options;
  }

  /** Carries something from one address to another, if it does not get lost. */
  carry(from: string, to: string, deliver: () => void): void {
    if (this.blocked.size > 0 && this.isBlocked(from, to)) return;
    if (this.options.burstShare > 0 && this.isInBurst(`${from}>${to}`)) return;
    const loss = this.lossFrom.get(from) ?? this.options.loss;
    const copies = this.random.chance(this.options.duplication) ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      if (!this.random.chance(loss)) this.at(this.nowMs + this.delayMs(), deliver);
    }
  }

  /** @param from address, or `*` for all; likewise `to` */
  block(from: string, to: string): void {
    this.blocked.add(`${from}>${to}`);
  }

  unblockAll(): void {
    this.blocked.clear();
    this.lossFrom.clear();
  }

  setLossFrom(from: string, loss: number): void {
    this.lossFrom.set(from, loss);
  }

  private isBlocked(from: string, to: string): boolean {
    const { blocked } = this;
    return blocked.has(`${from}>${to}`) || blocked.has(`${from}>*`) || blocked.has(`*>${to}`);
  }

  /** A link is good and bad in turn, each for a random time (Gilbert 1960). */
  private isInBurst(name: string): boolean {
    const { burstShare, burstMs } = this.options;
    let link = this.links.get(name);
    if (!link) {
      link = { isBad: false, untilMs: 0 };
      this.links.set(name, link);
    }
    while (link.untilMs <= this.nowMs) {
      link.isBad = !link.isBad && link.untilMs > 0;
      const meanMs = link.isBad ? burstMs : (burstMs * (1 - burstShare)) / burstShare;
      link.untilMs =
        Math.max(link.untilMs, this.nowMs - 10 * burstMs) - meanMs * Math.log(1 - this.random.fraction());
    }
    return link.isBad;
  }

  private delayMs(): number {
    const { minDelayMs, maxDelayMs, spikeShare, spikeMs } = this.options;
    const delayMs = minDelayMs + this.random.fraction() * (maxDelayMs - minDelayMs);
    if (spikeShare === 0 || !this.random.chance(spikeShare)) return delayMs;
    return delayMs + this.random.fraction() * spikeMs;
  }
}
