/** Prints what bench-detect found: tables for people, or JSON with every single figure. */
import type { Blocked, Forgets, Kills, Pauses, Restarts, Rotation } from './detect-failures.ts';
import type { Cost, Loss, Partition, SeedsDown } from './detect-network.ts';
import { percentile } from './rounds.ts';
import { printTable } from './table.ts';

export interface Findings {
  readonly hfMs: number;
  readonly ttlMs: number;
  readonly safePauseMs: number;
  readonly kills: readonly Kills[];
  readonly pauses: readonly Pauses[];
  readonly blocked: readonly Blocked[];
  readonly restarts: readonly Restarts[];
  readonly forgets: readonly Forgets[];
  readonly rotation: readonly Rotation[];
  readonly loss: readonly Loss[];
  readonly partition: readonly Partition[];
  readonly seeds: readonly SeedsDown[];
  readonly cost: readonly Cost[];
}

type Cell = string | number;

export function report(found: Findings, asJson: boolean): void {
  if (asJson) {
    console.log(JSON.stringify(found, null, 2));
    return;
  }
  const { hfMs, ttlMs, safePauseMs } = found;
  console.log(`hf ${hfMs} ms, ttl ${ttlMs} ms, so a pause of ${safePauseMs} ms is safe; all times in ms`);
  table(
    'kill -9: until the first and until all survivors have taken it off their lists',
    ['members', 'trials', 'first: median', 'p99', 'max', 'all: median', 'p99', 'max', 'never'],
    found.kills,
    ({ flock, members, firstMs, allMs }) => [
      ...[flock, members, allMs.length, ...spread(firstMs), ...spread(allMs)],
      allMs.filter((ms) => ms === null).length,
    ],
  );
  table(
    'SIGSTOP of one of three',
    ['paused for', 'trials', 'removed in', 'others removed by it'],
    found.pauses,
    ({ flock, pauseMs, trials, removed, removedOthers }) => [flock, pauseMs, trials, removed, removedOthers],
  );
  table(
    'the thread that serves is blocked',
    ['blocked for', 'removals', 'known not to serve after', 'to serve again after its end'],
    found.blocked,
    ({ blockedMs, removals, stalledMs, againMs }) => [
      ...['hearsay', blockedMs, removals, stalledMs ?? 'never'],
      againMs ?? 'never',
    ],
  );
  table(
    'kill -9 and instant restart: from when it is up until all others have noticed',
    ['trials', 'median', 'p99', 'max', 'not noticed', 'found gone before'],
    found.restarts,
    ({ flock, trials, noticedMs, foundGone }) => [
      ...[flock, trials, ...spread(noticedMs)],
      noticedMs.filter((ms) => ms === null).length,
      foundGone,
    ],
  );
  table(
    'FORGET (serf: force-leave -prune): until it is off every list',
    ['it is', 'gone after', 'later'],
    found.forgets,
    ({ flock, target, goneMs, staysAway }) => [
      ...[flock, target, goneMs ?? 'never'],
      staysAway ? 'away' : 'listed',
    ],
  );
  table(
    'the key is exchanged among five',
    ['removals', 'all see all', 'datagrams dropped'],
    found.rotation,
    ({ flock, removals, isComplete, dropped }) => [
      ...[flock, removals, isComplete ? 'yes' : 'no'],
      dropped.join(', ') || 'none',
    ],
  );
  table(
    'loss of UDP datagrams on arrival, five members',
    ['lost', 'watched for, s', 'false removals', 'kill: median', 'p99', 'max', 'survivors removed'],
    found.loss,
    ({ flock, percent, seconds, falseRemovals, allMs, collateral }) => [
      ...[flock, `${percent} %`, seconds, falseRemovals, ...spread(allMs)],
      collateral,
    ],
  );
  table(
    'partition of three from two',
    ['kind', 'the three alone after', 'the two', 'flaps', 'healed after'],
    found.partition,
    ({ flock, kind, largerAloneMs, smallerAloneMs, flaps, healedMs }) => [
      ...[flock, kind, largerAloneMs ?? 'never', smallerAloneMs ?? '-', flaps],
      healedMs ?? 'never',
    ],
  );
  table(
    'both seeds of five are killed, one comes back and knows nobody',
    ['others removed', 'all see all after'],
    found.seeds,
    ({ flock, removals, rejoinedMs }) => [flock, removals, rejoinedMs ?? 'never'],
  );
  table(
    `at rest, for each member and hf (serf's figures for ${hfMs} ms as well)`,
    ['members', 'packets', 'bytes', 'processor, %'],
    found.cost,
    ({ flock, members, packets, bytes, processorPercent }) => [
      ...[flock, members, packets.toFixed(1), bytes.toFixed(0)],
      processorPercent.toFixed(2),
    ],
  );
}

function table<Row>(
  title: string,
  head: readonly string[],
  rows: readonly Row[],
  cells: (row: Row) => Cell[],
): void {
  if (rows.length === 0) return;
  console.log(`\n${title}\n`);
  printTable(['', ...head], rows.map(cells));
}

/** Median, 99th percentile and maximum; what never happened counts as longer than all else. */
function spread(times: readonly (number | null)[]): [Cell, Cell, Cell] {
  const sorted = times.map((ms) => ms ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b);
  const at = (share: number): Cell => {
    const ms = percentile(sorted, share);
    return Number.isFinite(ms) ? Math.round(ms) : 'never';
  };
  return [at(0.5), at(0.99), at(1)];
}
