/**
 * One node of ours against redis-server: what does an operation cost?
 *
 *     make bench-versus [ARGS='--quick --json --svg docs/versus.svg']
 *
 * Both run side by side and are loaded in turn, by redis-benchmark or, for the mixed load, by a generator of ours. All keys are
 * there before the clock starts, and the answers have been checked. README.md says what the columns mean.
 *
 * `--floor` has, in place of a node, a server that does nothing but read and write: GETs without pipelining, of the first size.
 *
 * `--full` gives both a memory limit that the keys nearly reach, and draws keys from ten times as many: each write evicts something.
 */
import { checkAnswers, flush, keysThatFit, loadKeys } from './support/dataset.ts';
import { choices, numbers, parseFlags, positive } from './support/flags.ts';
import { endLimit, limitMemory } from './support/full-memory.ts';
import type { Server } from './support/server.ts';
import { Stage } from './support/stage.ts';
import { type Case, type Result, report, runCase, TESTS } from './support/throughput.ts';

const LIMIT_MINUTES = 120;
const DRAWN_WHEN_FULL = 10;
const NAMES = { ours: 'hearsay', theirs: 'redis', title: 'Processor time of one server' };

const flags = parseFlags({
  quick: { type: 'boolean', default: false },
  full: { type: 'boolean', default: false },
  floor: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  svg: { type: 'string' },
  tests: { type: 'string' },
  sizes: { type: 'string' },
  pipelines: { type: 'string', default: '1,16,64' },
  connections: { type: 'string', default: '50' },
  keys: { type: 'string', default: '1000000' },
  rounds: { type: 'string' },
  seconds: { type: 'string' },
});
const plan = {
  rounds: positive(flags.rounds ?? (flags.quick ? '2' : '5')),
  seconds: positive(flags.seconds ?? (flags.quick ? '0.35' : '2')),
};
const sizes = numbers(flags.sizes ?? (flags.quick ? '64' : '16,64,1024,16384'));
const tests = choices(flags.tests ?? (flags.full ? 'set,mset' : TESTS.join(',')), TESTS);
const pipelines = numbers(flags.pipelines);
const connections = positive(flags.connections);

/** The cases with values of that size, of which so many keys are there. INCR has none: it runs with the first size only. */
function casesOf(valueBytes: number, present: number): Case[] {
  const keys = flags.full ? DRAWN_WHEN_FULL * present : present;
  const wanted = tests.filter((test) => test !== 'incr' || valueBytes === sizes[0]);
  return wanted.flatMap((test) =>
    pipelines.map((pipeline) => ({ test, valueBytes, keys, pipeline, connections })),
  );
}

async function prepare(server: Server, keys: number, valueBytes: number): Promise<void> {
  await checkAnswers(server, valueBytes);
  await flush(server);
  await loadKeys(server, keys, valueBytes);
}

async function compareFloor(stage: Stage): Promise<void> {
  const valueBytes = sizes[0] as number;
  const keys = keysThatFit(positive(flags.keys), valueBytes);
  const theirs = await stage.redis();
  await prepare(theirs, keys, valueBytes);
  const floor = await stage.constantReplies(valueBytes);
  const result = await runCase(
    floor,
    theirs,
    { test: 'get', valueBytes, keys, pipeline: 1, connections },
    plan,
  );
  await report([result], { ...NAMES, ours: 'constant replies' }, flags);
}

async function compareNode(stage: Stage): Promise<void> {
  const theirs = await stage.redis();
  const ours = await stage.hearsay('--replicas', '0');
  const results: Result[] = [];
  for (const valueBytes of sizes) {
    const keys = keysThatFit(positive(flags.keys), valueBytes);
    for (const server of [ours, theirs]) {
      await prepare(server, keys, valueBytes);
      if (flags.full) await limitMemory(server);
    }
    for (const each of casesOf(valueBytes, keys)) results.push(await runCase(ours, theirs, each, plan));
    if (flags.full) for (const server of [ours, theirs]) await endLimit(server);
  }
  await report(results, NAMES, flags);
}

await Stage.run(LIMIT_MINUTES, flags.floor ? compareFloor : compareNode);
