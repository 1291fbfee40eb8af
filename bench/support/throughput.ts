/** What versus.ts and proxy.ts share: a list of loads, run on two servers in turn, and the report. */
import { writeFile } from 'node:fs/promises';
import { loadCluster, loadCounters } from './dataset.ts';
import { runMixed } from './mixed-load.ts';
import { type BenchmarkTest, runRedisBenchmark } from './redis-benchmark.ts';
import { type Comparison, compare, type Load, trialOf } from './rounds.ts';
import type { Server } from './server.ts';
import { barChart } from './svg.ts';
import { printTable } from './table.ts';

const MIXED_READ_SHARE = 0.9;

/** `mixed` is 90 % GET and 10 % SET. */
export const TESTS = ['set', 'get', 'incr', 'mset', 'mixed'] as const;
export type Test = (typeof TESTS)[number];

export interface Case {
  readonly test: Test;
  readonly valueBytes: number;
  readonly keys: number;
  readonly pipeline: number;
  readonly connections: number;
}

export interface Result extends Case, Comparison {}

export interface Plan {
  readonly rounds: number;
  /** How long one run takes, about. */
  readonly seconds: number;
  /** With redis-benchmark --cluster, of so many masters. */
  readonly masters?: number | undefined;
}

/** Runs one case on both servers, which hold the keys already, but not the counters. */
export async function runCase(ours: Server, theirs: Server, what: Case, plan: Plan): Promise<Result> {
  const { rounds, seconds, masters } = plan;
  if (what.test === 'incr') {
    for (const server of [theirs, ours]) {
      if (masters === undefined) await loadCounters(server, what.keys);
      else await loadCluster(server, masters, 'incr', what);
    }
  }
  const trial = trialOf(what.pipeline, masters !== undefined);
  return { ...what, ...(await compare(ours, theirs, loadOf(what, masters), { rounds, seconds, trial })) };
}

function loadOf(what: Case, masters: number | undefined): Load {
  const { test } = what;
  if (test === 'mixed') {
    return (server, operations) =>
      runMixed(server.port, { ...what, operations, readShare: MIXED_READ_SHARE });
  }
  const run = { ...what, test: test as BenchmarkTest, masters };
  return (server, operations) => runRedisBenchmark(server.port, { ...run, operations });
}

/** Prints a table, or JSON if that is asked for, and draws the chart. */
export async function report(
  results: readonly Result[],
  names: { readonly ours: string; readonly theirs: string; readonly title: string },
  output: { readonly json: boolean; readonly svg?: string | undefined },
): Promise<void> {
  if (output.json) console.log(JSON.stringify({ ...names, results }, null, 2));
  else print(results, names);
  if (output.svg === undefined) return;
  const rows = results.map((result) => ({
    label: nameOf(result),
    values: [result.theirs.processorMicros, result.ours.processorMicros],
  }));
  const series = [names.theirs, names.ours];
  await writeFile(output.svg, barChart({ title: names.title, unit: 'µs/op', series, rows }));
}

export function print(
  results: readonly Result[],
  names: { readonly ours: string; readonly theirs: string },
): void {
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
function nameOf({ test, valueBytes, pipeline }: Case): string {
  const size = test === 'incr' ? '' : ` ${sizeText(valueBytes)}`;
  return `${test.toUpperCase()}${size} x ${pipeline}`;
}

function sizeText(bytes: number): string {
  return bytes < 1024 ? `${bytes} B` : `${bytes / 1024} KB`;
}
