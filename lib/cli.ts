/** The `hearsay` program, which bin/hearsay starts. The only place that exits the process. */
import { fileURLToPath } from 'node:url';
import { runCli } from './cli/run.ts';
import { createNode } from './node.ts';
import { VERSION } from './version.ts';

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
