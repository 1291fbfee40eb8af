/** Two servers measured in turn, so that what the machine does besides falls on both. */
import { processorSeconds } from './process-stats.ts';
import type { Server } from './server.ts';

const TRIAL_GROWTH = 4;
const TRIAL_PIPELINES = 1000;
const TRIAL_SECONDS = 0.05;
/** With --cluster redis-benchmark looks only every 250 ms whether it is done. */
const CLUSTER_TRIAL_SECONDS = 0.6;

/** What one run of a load cost. */
export interface Cost {
  /** Processor time of all the server's processes, in microseconds for each operation. */
  readonly processorMicros: number;
  readonly perSecond: number;
}

export interface Comparison {
  /** Medians over the rounds. */
  readonly ours: Cost;
  readonly theirs: Cost;
  /** Our processor time over theirs: the median of the rounds' own ratios. */
  readonly ratio: number;
  /** The least and the greatest of those ratios. */
  readonly ratioRange: readonly [number, number];
}

/** Sends so many operations; resolves to how many were answered in a second. */
export type Load = (server: Server, operations: number) => Promise<number>;

/** How many operations a run must have is found by runs of more and more, from `operations` on, until one takes `seconds`. */
export interface Trial {
  readonly operations: number;
  readonly seconds: number;
}

/** The trial of a load whose clients send so many commands at a time. */
export function trialOf(pipeline: number, cluster: boolean): Trial {
  const seconds = cluster ? CLUSTER_TRIAL_SECONDS : TRIAL_SECONDS;
  return { operations: TRIAL_PIPELINES * pipeline, seconds };
}

/** Each round loads both servers one after the other for about `seconds`, in alternating order, and one round more comes first to warm up. */
export async function compare(
  ours: Server,
  theirs: Server,
  load: Load,
  plan: { readonly rounds: number; readonly seconds: number; readonly trial: Trial },
): Promise<Comparison> {
  const operations = new Map<Server, number>();
  for (const server of [ours, theirs]) {
    operations.set(server, await operationsIn(plan.seconds, server, load, plan.trial));
  }
  const costs = new Map<Server, Cost[]>([
    [ours, []],
    [theirs, []],
  ]);
  for (let round = 0; round <= plan.rounds; round++) {
    for (const server of round % 2 === 0 ? [theirs, ours] : [ours, theirs]) {
      const cost = await costOf(server, load, operations.get(server) as number);
      if (round > 0) costs.get(server)?.push(cost);
    }
  }
  return summary(costs.get(ours) as Cost[], costs.get(theirs) as Cost[]);
}

/** How many operations take about that many seconds. */
export async function operationsIn(
  seconds: number,
  server: Server,
  load: Load,
  trial: Trial,
): Promise<number> {
  for (let operations = trial.operations; ; operations *= TRIAL_GROWTH) {
    const perSecond = await load(server, operations);
    if (operations / perSecond >= trial.seconds) return Math.max(operations, Math.round(perSecond * seconds));
  }
}

/** Runs the load once. */
export async function costOf(server: Server, load: Load, operations: number): Promise<Cost> {
  const before = processorSeconds(server.pids);
  const perSecond = await load(server, operations);
  const seconds = processorSeconds(server.pids) - before;
  return { processorMicros: (seconds * 1e6) / operations, perSecond };
}

function summary(ours: readonly Cost[], theirs: readonly Cost[]): Comparison {
  const ratios = ours.map((cost, round) => cost.processorMicros / (theirs[round] as Cost).processorMicros);
  return {
    ours: medianCost(ours),
    theirs: medianCost(theirs),
    ratio: median(ratios),
    ratioRange: [Math.min(...ratios), Math.max(...ratios)],
  };
}

export function medianCost(costs: readonly Cost[]): Cost {
  return {
    processorMicros: median(costs.map((cost) => cost.processorMicros)),
    perSecond: median(costs.map((cost) => cost.perSecond)),
  };
}

/** The middle value; the mean of the two middle ones of an even number. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}

/** The value of `sorted` that this share of the others is below; the greatest at 1, NaN if there is none. */
export function percentile(sorted: ArrayLike<number>, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
