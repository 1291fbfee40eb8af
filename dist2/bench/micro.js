/**
 * What do the parts cost by themselves: parser, reply scanner, writer, hashes, arena, index, keyspace?
 *
 *     make bench-micro [ARGS='--only keyspace --seconds 2 --json']
 *
 * Prints nanoseconds for each command, reply, key or cell: the median and the least of many samples (tinybench), in one process
 * without sockets. Every call checks that it handled what it was given.
 */
import { parseArgs } from 'node:util';
import { Bench } from 'tinybench';
import { positive } from './support/flags.js';
import { respTasks } from './support/micro-resp.js';
import { storeTasks } from './support/micro-store.js';
import { printTable } from './support/table.js';
const NS_PER_MS = 1e6;
const WARM_UP_SHARE = 0.4;
const { values: flags } = parseArgs({
    options: {
        only: { type: 'string', default: '' },
        seconds: { type: 'string', default: '0.5' },
        json: { type: 'boolean', default: false },
    },
});
function checked({ name, units, run }) {
    return () => {
        const handled = run();
        if (handled !== units)
            throw new Error(`${name}: ${handled} of ${units}`);
    };
}
function measure(tasks) {
    const time = positive(flags.seconds) * 1000;
    const bench = new Bench({ time, warmupTime: time * WARM_UP_SHARE, throws: true });
    for (const task of tasks)
        bench.add(task.name, checked(task));
    bench.runSync();
    return bench.tasks.map(({ name, result }, i) => {
        if (result.state !== 'completed')
            throw new Error(`${name} did not complete`);
        const perUnit = NS_PER_MS / tasks[i].units;
        return { name, medianNs: result.latency.p50 * perUnit, leastNs: result.latency.min * perUnit };
    });
}
const rows = measure([...respTasks(), ...storeTasks()].filter(({ name }) => name.includes(flags.only)));
if (flags.json)
    console.log(JSON.stringify(rows, null, 2));
else {
    printTable(['ns', 'median', 'least'], rows.map(({ name, medianNs, leastNs }) => [name, medianNs.toFixed(1), leastNs.toFixed(1)]));
}
//# sourceMappingURL=micro.js.map