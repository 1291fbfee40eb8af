/**
 * What do the parts cost by themselves: parser, reply scanner, writer, hashes, arena, index, keyspace?
 *
 *     make bench-micro [ARGS='--only keyspace --seconds 2 --json']
 *
 * Prints nanoseconds for each command, reply, key or cell: the median and the least of many samples (tinybench), in one process
 * without sockets. Every call checks that it handled what it was given.
 */
import { Bench } from 'tinybench';
import { parseFlags, positive } from './support/flags.ts';
import { respTasks } from './support/micro-resp.ts';
import { storeTasks } from './support/micro-store.ts';
import type { MicroTask } from './support/micro-task.ts';
import { printTable } from './support/table.ts';

const NS_PER_MS = 1e6;
const WARM_UP_SHARE = 0.4;

const flags = parseFlags({
  only: { type: 'string', default: '' },
  seconds: { type: 'string', default: '0.5' },
  json: { type: 'boolean', default: false },
});

interface Row {
  readonly name: string;
  readonly medianNs: number;
  readonly leastNs: number;
}

function checked({ name, units, run }: MicroTask): () => void {
  return () => {
    const handled = run();
    if (handled !== units) throw new Error(`${name}: ${handled} of ${units}`);
  };
}

function measure(tasks: readonly MicroTask[]): Row[] {
  const time = positive(flags.seconds) * 1000;
  const bench = new Bench({ time, warmupTime: time * WARM_UP_SHARE, throws: true });
  for (const task of tasks) bench.add(task.name, checked(task));
  bench.runSync();
  return bench.tasks.map(({ name, result }, i) => {
    if (result.state !== 'completed') throw new Error(`${name} did not complete`);
    const perUnit = NS_PER_MS / (tasks[i] as MicroTask).units;
    return { name, medianNs: result.latency.p50 * perUnit, leastNs: result.latency.min * perUnit };
  });
}

const rows = measure([...respTasks(), ...storeTasks()].filter(({ name }) => name.includes(flags.only)));
if (flags.json) console.log(JSON.stringify(rows, null, 2));
else {
  printTable(
    ['ns', 'median', 'least'],
    rows.map(({ name, medianNs, leastNs }) => [name, medianNs.toFixed(1), leastNs.toFixed(1)]),
  );
}
