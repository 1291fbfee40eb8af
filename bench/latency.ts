/**
 * How long do requests wait, and what makes a server stop?
 *
 *     make bench-latency [ARGS='--large --keys 1000000 --seconds 20 --json']
 *
 * Both servers grow, get an open-loop load at half of what the slower of the two can do, and are emptied. Growing and emptying are the
 * scenes of support/pause-scenes.ts, watched from outside by PING and, in ours, from inside the event loop. The data is loaded once.
 */
import { checkAnswers, flush } from './support/dataset.ts';
import { parseFlags, positive } from './support/flags.ts';
import { type Latencies, runOpenLoop } from './support/open-loop.ts';
import { playGrowth, playRemoval, type Scene } from './support/pause-scenes.ts';
import { runRedisBenchmark } from './support/redis-benchmark.ts';
import { median } from './support/rounds.ts';
import type { Server } from './support/server.ts';
import { Stage } from './support/stage.ts';
import { printTable } from './support/table.ts';

const LIMIT_MINUTES = 20;
const VALUE_BYTES = 64;
const CAPACITY_SHARE = 0.5;
const CAPACITY_RUNS = 3;
const CAPACITY_OPERATIONS = 200_000;
/** The generator spends about 20 microseconds of its one core on a request. */
const MOST_PER_SECOND = 40_000;

const flags = parseFlags({
  large: { type: 'boolean', default: false },
  keys: { type: 'string' },
  seconds: { type: 'string', default: '20' },
  rounds: { type: 'string', default: '3' },
  connections: { type: 'string', default: '50' },
  rate: { type: 'string' },
  json: { type: 'boolean', default: false },
});
const keys = positive(flags.keys ?? (flags.large ? '10000000' : '1000000'));
const connections = positive(flags.connections);

interface OpenLoopRow extends Latencies {
  readonly server: string;
}

/** GETs a second without pipelining, the median of some runs. */
async function capacity(server: Server): Promise<number> {
  const run = { test: 'get', operations: CAPACITY_OPERATIONS, pipeline: 1 } as const;
  const perSecond: number[] = [];
  for (let i = 0; i < CAPACITY_RUNS; i++) {
    perSecond.push(
      await runRedisBenchmark(server.port, { ...run, keys, valueBytes: VALUE_BYTES, connections }),
    );
  }
  return median(perSecond);
}

/** The medians of each figure over the rounds, but the greatest of the longest waits. */
function overRounds(server: Server, rounds: readonly Latencies[]): OpenLoopRow {
  const middle = (figure: keyof Latencies): number => median(rounds.map((round) => round[figure]));
  const max = Math.max(...rounds.map((round) => round.max));
  const { name } = server;
  return {
    server: name,
    p50: middle('p50'),
    p99: middle('p99'),
    p999: middle('p999'),
    max,
    lateP999: middle('lateP999'),
  };
}

async function openLoop(servers: readonly Server[], perSecond: number): Promise<OpenLoopRow[]> {
  const run = { perSecond, seconds: positive(flags.seconds), connections, keys, valueBytes: VALUE_BYTES };
  const rounds = servers.map((): Latencies[] => []);
  for (let round = 0; round < positive(flags.rounds); round++) {
    for (const [i, server] of servers.entries()) rounds[i]?.push(await runOpenLoop(server.port, run));
  }
  return servers.map((server, i) => overRounds(server, rounds[i] as Latencies[]));
}

function printOpenLoop(rows: readonly OpenLoopRow[]): void {
  const columns = ['p50', 'p99', 'p999', 'max', 'lateP999'] as const;
  printTable(
    ['ms', 'p50', 'p99', 'p99.9', 'max', 'sent late, p99.9'],
    rows.map((row) => [row.server, ...columns.map((column) => row[column].toFixed(2))]),
  );
}

function printScenes(scenes: readonly Scene[]): void {
  printTable(
    ['longest, ms', 'server', 'keys', 'took, s', 'PING', 'event loop', 'of it busy'],
    scenes.map(({ name, server, keys: count, seconds, pingMs, pauses }) => {
      const inside = [pauses?.longestMs, pauses?.longestBusyMs].map((ms) => ms?.toFixed(1) ?? '-');
      return [name, server, count, seconds.toFixed(1), pingMs.toFixed(1), ...inside];
    }),
  );
}

await Stage.run(LIMIT_MINUTES, async (stage) => {
  const servers = [await stage.redis(), await stage.watchedHearsay()];
  for (const server of servers) {
    await checkAnswers(server, VALUE_BYTES);
    await flush(server);
  }
  const scenes = await playGrowth(servers, keys);
  const most: number[] = [];
  for (const server of servers) most.push(await capacity(server));
  const half = Math.min(MOST_PER_SECOND, Math.round(CAPACITY_SHARE * Math.min(...most)));
  const perSecond = flags.rate === undefined ? half : positive(flags.rate);
  const latencies = await openLoop(servers, perSecond);
  scenes.push(...(await playRemoval(servers, keys)));
  if (flags.json) {
    console.log(JSON.stringify({ keys, perSecond, latencies, scenes }, null, 2));
    return;
  }
  console.log(`open loop, ${perSecond} requests a second over ${connections} connections, ${keys} keys\n`);
  printOpenLoop(latencies);
  console.log('');
  printScenes(scenes);
});
