/** Processes that a bench or a spec starts, and folders that it makes: none outlives it, however it ends. */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Processes that run, and what ends each. */
const running = new Map<ChildProcess, NodeJS.Signals>();
const folders: string[] = [];

process.once('exit', () => {
  for (const [child, ending] of running) child.kill(ending);
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
// By default a signal ends the process without that.
for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

/** Starts a process that gets `ending` when this one ends before it. */
export function startChild(
  program: string,
  args: readonly string[],
  options: SpawnOptions,
  ending: NodeJS.Signals = 'SIGKILL',
): ChildProcess {
  const child = spawn(program, args, options);
  running.set(child, ending);
  child.once('exit', () => running.delete(child));
  return child;
}

/** An empty folder, which is removed with all that is in it when this process ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hearsay-bench-'));
  folders.push(folder);
  return folder;
}

/** Ends this process with exit code 1 if it still runs then. */
export function endWithin(minutes: number): void {
  const end = (): never => {
    process.stderr.write(`not done in ${minutes} minutes\n`);
    process.exit(1);
  };
  setTimeout(end, minutes * 60_000).unref();
}
