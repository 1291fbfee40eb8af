#!/usr/bin/env node
/** The `hearsay` program. The only place that exits the process. */
import { fileURLToPath } from 'node:url';
import v8 from 'node:v8';
import { runCli } from './cli/run.ts';
import { createNode } from './node.ts';
import { VERSION } from './version.ts';

// V8 compiles each function that has run for so many bytes of its code with all optimisations, by default after 67,584: some milliseconds. When
// members die or join, code runs for the first time, and compiling it all at once took more of two cores than the nodes did, in the very moment
// when clients wait for them. What runs all the time is compiled in any case. Of later versions than Node 20's this has other flags, and larger defaults.
const hasBudget = process.execArgv.some((flag) => /^--interrupt[-_]budget=/.test(flag));
if (process.versions.v8.startsWith('11.3.') && !hasBudget) v8.setFlagsFromString('--interrupt-budget=400000');

// Whoever reads the output may stop reading (`hearsay --help | head`); that is no reason to crash.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});

process.exit(
  await runCli(process.argv.slice(2), {
    version: VERSION,
    entry: fileURLToPath(import.meta.url),
    environment: process.env,
    createNode,
    print: (line) => process.stdout.write(`${line}\n`),
    printError: (line) => process.stderr.write(`${line}\n`),
  }),
);
