/** What versus.ts and proxy.ts share: a list of loads, run on two servers in turn, and the report. */
import { writeFile } from 'node:fs/promises';
import { runMixed } from './mixed-load.js';
import { runRedisBenchmark } from './redis-benchmark.js';
import { compare } from './rounds.js';
import { barChart } from './svg.js';
import { printTable } from './table.js';
const MIXED_READ_SHARE = 0.9;
const TRIAL_BATCHES = 1000;
const TRIAL_SECONDS = 0.05;
/** With --cluster redis-benchmark looks only every 250 ms whether it is done. */
const CLUSTER_TRIAL_SECONDS = 0.6;
/** `mixed` is 90 % GET and 10 % SET. */
export const TESTS = ['set', 'get', 'incr', 'mset', 'mixed'];
/** Runs one case on both servers, which hold the keys already. */
export async function runCase(ours, theirs, what, plan) {
    const { rounds, seconds, cluster = false } = plan;
    const trial = {
        operations: TRIAL_BATCHES * what.pipeline,
        seconds: cluster ? CLUSTER_TRIAL_SECONDS : TRIAL_SECONDS,
    };
    return { ...what, ...(await compare(ours, theirs, loadOf(what, cluster), { rounds, seconds, trial })) };
}
function loadOf(what, cluster) {
    const { test } = what;
    if (test === 'mixed') {
        return (server, operations) => runMixed(server.port, { ...what, operations, readShare: MIXED_READ_SHARE });
    }
    const run = { ...what, test: test, cluster };
    return (server, operations) => runRedisBenchmark(server.port, { ...run, operations });
}
/** Prints a table, or JSON if that is asked for, and draws the chart. */
export async function report(results, names, output) {
    if (output.json)
        console.log(JSON.stringify({ ...names, results }, null, 2));
    else
        print(results, names);
    if (output.svg === undefined)
        return;
    const rows = results.map((result) => ({
        label: nameOf(result),
        values: [result.theirs.processorMicros, result.ours.processorMicros],
    }));
    const series = [names.theirs, names.ours];
    await writeFile(output.svg, barChart({ title: names.title, unit: 'µs/op', series, rows }));
}
export function print(results, names) {
    const head = ['load', `${names.theirs}, us/op`, `${names.ours}, us/op`, 'ratio', 'least', 'most'];
    head.push(`${names.theirs}, 1/s`, `${names.ours}, 1/s`);
    const rows = results.map((result) => [
        nameOf(result),
        result.theirs.processorMicros.toFixed(2),
        result.ours.processorMicros.toFixed(2),
        result.ratio.toFixed(2),
        result.ratioRange[0].toFixed(2),
        result.ratioRange[1].toFixed(2),
        Math.round(result.theirs.perSecond),
        Math.round(result.ours.perSecond),
    ]);
    printTable(head, rows);
}
/** As `GET 64 B x 16`: test, size of its values, pipeline. */
function nameOf({ test, valueBytes, pipeline }) {
    const size = test === 'incr' ? '' : ` ${sizeText(valueBytes)}`;
    return `${test.toUpperCase()}${size} x ${pipeline}`;
}
export function sizeText(bytes) {
    return bytes < 1024 ? `${bytes} B` : `${bytes / 1024} KB`;
}
//# sourceMappingURL=throughput.js.map