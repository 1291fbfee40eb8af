/** The large sweep: `make sim`, or with ARGS: --only TRIAL, --seeds N, --count N, --largest N, --seed N (one seed, to replay a failure). */
import { parseFlags, positive, refuse } from '../../bench/support/flags.ts';
import { type Row, SWEEP } from './sweep-table.ts';

const values = parseFlags({
  only: { type: 'string', default: '' },
  seeds: { type: 'string' },
  count: { type: 'string' },
  largest: { type: 'string', default: '10000' },
  seed: { type: 'string' },
  json: { type: 'boolean', default: false },
});
const largest = positive(values.largest);
const count = optional(values.count);
const seedsOfAll = optional(values.seeds);
const onlySeed = optional(values.seed);

function optional(text: string | undefined): number | undefined {
  return text === undefined ? undefined : positive(text);
}

interface Result {
  readonly trial: string;
  readonly count: number;
  readonly seeds: number;
  readonly unit: string;
  readonly median: number;
  readonly p99: number;
  readonly max: number;
  readonly failures: readonly string[];
  readonly seconds: number;
}

function measure(row: Row): Result {
  const startedMs = performance.now();
  const first = onlySeed ?? 1;
  const end = first + (onlySeed === undefined ? (seedsOfAll ?? row.seeds) : 1);
  const figures: number[] = [];
  const failures: string[] = [];
  for (let seed = first; seed < end; seed++) {
    try {
      figures.push(row.run(seed, row.count));
    } catch (error) {
      failures.push((error as Error).message.split('\n', 1)[0] as string);
    }
  }
  figures.sort((a, b) => a - b);
  const at = (share: number): number =>
    figures[Math.min(figures.length - 1, Math.floor(share * figures.length))] ?? 0;
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

function print({ trial, count, seeds, unit, median, p99, max, failures, seconds }: Result): void {
  const round = (figure: number): string => (unit === 'ms' ? figure.toFixed(0) : figure.toFixed(3));
  const verdict = failures.length === 0 ? 'ok' : `${failures.length} FAILED`;
  console.log(
    `| ${trial} | ${count} | ${seeds} | ${round(median)} | ${round(p99)} | ${round(max)} | ${unit} | ${verdict} | ${seconds.toFixed(1)} s |`,
  );
  for (const failure of failures.slice(0, 5)) console.log(`  ${failure}`);
}

const rows = SWEEP.filter(
  (row) => row.trial.includes(values.only) && (count ?? row.count) === row.count && row.count <= largest,
);
if (rows.length === 0) {
  const trials = [...new Set(SWEEP.map(({ trial }) => trial))];
  refuse(`no trial is chosen; there are: ${trials.join(', ')}`);
}
const results: Result[] = [];
if (!values.json) {
  console.log('| trial | members | seeds | median | p99 | max | unit | | time |');
  console.log('|---|---|---|---|---|---|---|---|---|');
}
for (const row of rows) {
  const result = measure(row);
  results.push(result);
  if (!values.json) print(result);
}
if (values.json) console.log(JSON.stringify(results, null, 2));
if (results.some(({ failures }) => failures.length > 0)) process.exitCode = 1;
