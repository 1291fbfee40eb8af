/**
 * Several shards in one node: how do throughput and processor time of an operation grow with their number, and what does it cost
 * to pass a command on to another shard?
 *
 *     make bench-shards [ARGS='--shards 1,2,4 --pipelines 1,16,64 --test get --quick --json']
 *
 * A plain client on the client port meets the right shard once in N times; a cluster-aware one (redis-benchmark --cluster, which
 * needs at least two) always. What an operation of the first costs more is the price of the hops, of which it has (N - 1)/N.
 */
import { availableParallelism } from 'node:os';
import { checkAnswers, keysThatFit, loadCluster, loadCounters, loadKeys } from './support/dataset.ts';
import { choices, numbers, parseFlags, positive } from './support/flags.ts';
import { type BenchmarkTest, runRedisBenchmark } from './support/redis-benchmark.ts';
import { type Cost, costOf, type Load, medianCost, operationsIn, trialOf } from './support/rounds.ts';
import { Server } from './support/server.ts';
import { type HearsayServer, Stage } from './support/stage.ts';
import { printTable } from './support/table.ts';

const LIMIT_MINUTES = 60;

const flags = parseFlags({
  shards: { type: 'string', default: '1,2,4' },
  pipelines: { type: 'string', default: '1,16,64' },
  test: { type: 'string', default: 'get' },
  size: { type: 'string', default: '64' },
  keys: { type: 'string', default: '500000' },
  connections: { type: 'string', default: '50' },
  quick: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  rounds: { type: 'string' },
  seconds: { type: 'string' },
});
const valueBytes = positive(flags.size);
const keys = keysThatFit(positive(flags.keys), valueBytes);
const connections = positive(flags.connections);
const [test = 'get'] = choices(flags.test, ['get', 'set', 'incr'] as const satisfies BenchmarkTest[]);
const rounds = positive(flags.rounds ?? (flags.quick ? '2' : '5'));
const seconds = positive(flags.seconds ?? (flags.quick ? '0.5' : '2'));

/** One node, and how each kind of client reaches it. */
interface Subject {
  readonly shards: number;
  readonly plain: Server;
  readonly aware: Server;
}

interface Result {
  readonly shards: number;
  readonly pipeline: number;
  readonly plain: Cost;
  /** Undefined with one shard, as is the hop. */
  readonly aware: Cost | undefined;
  /** Processor time of one hop, in microseconds. */
  readonly hopMicros: number | undefined;
}

function loadOf(pipeline: number, masters: number | undefined): Load {
  const run = { test, valueBytes, keys, pipeline, connections, masters };
  return (server, operations) => runRedisBenchmark(server.port, { ...run, operations });
}

async function start(stage: Stage, shards: number): Promise<Subject> {
  const node: HearsayServer = await stage.hearsay('--replicas', '0', '--shards', String(shards));
  const aware = Server.together(node.name, node.node.shardPort, [node]);
  await checkAnswers(node, valueBytes);
  await (test === 'incr' ? loadCounters(node, keys) : loadKeys(node, keys, valueBytes));
  const write = test === 'incr' ? 'incr' : 'set';
  if (shards > 1) await loadCluster(aware, shards, write, { keys, valueBytes, connections });
  return { shards, plain: node, aware };
}

interface Run {
  readonly server: Server;
  readonly load: Load;
  readonly operations: number;
  readonly costs: Cost[];
}

/** Of plain clients, or of aware ones, to which each shard is a master. */
async function newRun(server: Server, pipeline: number, masters?: number): Promise<Run> {
  const load = loadOf(pipeline, masters);
  const operations = await operationsIn(seconds, server, load, trialOf(pipeline, masters !== undefined));
  return { server, load, operations, costs: [] };
}

/** Loads all subjects in turn, in alternating order, so that what the machine does besides falls on all. */
async function measure(subjects: readonly Subject[], pipeline: number): Promise<Result[]> {
  const pairs: { shards: number; plain: Run; aware: Run | undefined }[] = [];
  for (const { shards, plain, aware } of subjects) {
    pairs.push({
      shards,
      plain: await newRun(plain, pipeline),
      aware: shards > 1 ? await newRun(aware, pipeline, shards) : undefined,
    });
  }
  const runs = pairs.flatMap(({ plain, aware }) => (aware === undefined ? [plain] : [plain, aware]));
  for (let round = 0; round <= rounds; round++) {
    for (const { server, load, operations, costs } of round % 2 === 0 ? runs : runs.toReversed()) {
      const cost = await costOf(server, load, operations);
      if (round > 0) costs.push(cost);
    }
  }
  return pairs.map(({ shards, plain, aware }) => resultOf(shards, pipeline, plain, aware));
}

function resultOf(shards: number, pipeline: number, plainRun: Run, awareRun: Run | undefined): Result {
  const plain = medianCost(plainRun.costs);
  if (awareRun === undefined) return { shards, pipeline, plain, aware: undefined, hopMicros: undefined };
  const aware = medianCost(awareRun.costs);
  const hopMicros = ((plain.processorMicros - aware.processorMicros) * shards) / (shards - 1);
  return { shards, pipeline, plain, aware, hopMicros };
}

function print(results: readonly Result[]): void {
  const head = ['load', 'shards', 'plain, us/op', 'plain, 1/s', 'aware, us/op', 'aware, 1/s', 'hop, us'];
  const rows = results.map(({ shards, pipeline, plain, aware, hopMicros }) => [
    `${test.toUpperCase()} ${valueBytes} B x ${pipeline}`,
    shards,
    plain.processorMicros.toFixed(2),
    Math.round(plain.perSecond),
    aware?.processorMicros.toFixed(2) ?? '',
    aware === undefined ? '' : Math.round(aware.perSecond),
    hopMicros?.toFixed(2) ?? '',
  ]);
  console.log(`${availableParallelism()} cores, shared with the load generator`);
  printTable(head, rows);
}

await Stage.run(LIMIT_MINUTES, async (stage) => {
  const subjects: Subject[] = [];
  for (const shards of numbers(flags.shards)) subjects.push(await start(stage, shards));
  const results: Result[] = [];
  for (const pipeline of numbers(flags.pipelines)) results.push(...(await measure(subjects, pipeline)));
  if (flags.json) console.log(JSON.stringify({ cores: availableParallelism(), results }, null, 2));
  else print(results);
});
