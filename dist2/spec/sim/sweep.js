/** The large sweep: `make sim`, or with ARGS: --only TRIAL, --seeds N, --count N, --largest N, --seed N (one seed, to replay a failure). */
import { parseArgs } from 'node:util';
import { SWEEP } from './sweep-table.js';
const { values } = parseArgs({
    options: {
        only: { type: 'string', default: '' },
        seeds: { type: 'string' },
        count: { type: 'string' },
        largest: { type: 'string', default: '10000' },
        seed: { type: 'string' },
        json: { type: 'boolean', default: false },
    },
});
function measure(row) {
    const startedMs = performance.now();
    const seeds = Number(values.seeds ?? row.seeds);
    const first = Number(values.seed ?? 1);
    const figures = [];
    const failures = [];
    for (let seed = first; seed < first + (values.seed === undefined ? seeds : 1); seed++) {
        try {
            figures.push(row.run(seed, row.count));
        }
        catch (error) {
            failures.push(error.message.split('\n', 1)[0]);
        }
    }
    figures.sort((a, b) => a - b);
    const at = (share) => figures[Math.min(figures.length - 1, Math.floor(share * figures.length))] ?? 0;
    return {
        trial: row.trial,
        count: row.count,
        seeds: figures.length + failures.length,
        unit: row.unit,
        median: at(0.5),
        p99: at(0.99),
        max: at(1),
        failures,
        seconds: (performance.now() - startedMs) / 1000,
    };
}
function print({ trial, count, seeds, unit, median, p99, max, failures, seconds }) {
    const round = (figure) => (unit === 'ms' ? figure.toFixed(0) : figure.toFixed(3));
    const verdict = failures.length === 0 ? 'ok' : `${failures.length} FAILED`;
    console.log(`| ${trial} | ${count} | ${seeds} | ${round(median)} | ${round(p99)} | ${round(max)} | ${unit} | ${verdict} | ${seconds.toFixed(1)} s |`);
    for (const failure of failures.slice(0, 5))
        console.log(`  ${failure}`);
}
const count = values.count === undefined ? undefined : Number(values.count);
const rows = SWEEP.filter((row) => row.trial.includes(values.only) &&
    (count ?? row.count) === row.count &&
    row.count <= Number(values.largest));
const results = [];
if (!values.json) {
    console.log('| trial | members | seeds | median | p99 | max | unit | | time |');
    console.log('|---|---|---|---|---|---|---|---|---|');
}
for (const row of rows) {
    const result = measure(row);
    results.push(result);
    if (!values.json)
        print(result);
}
if (values.json)
    console.log(JSON.stringify(results, null, 2));
if (results.length === 0 || results.some(({ failures }) => failures.length > 0))
    process.exitCode = 1;
//# sourceMappingURL=sweep.js.map