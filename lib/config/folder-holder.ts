/**
 * Which process runs with a data folder. Two are the same member: the second that starts would make the first one give way, with all its keys, and
 * so it is not let in.
 *
 * A file in the folder names the process, by its number and by when it started, as numbers are used again. Whoever was killed leaves it
 * behind, and is not there any more. That is known where the system tells when a process started (Linux). Elsewhere, and where machines or
 * containers share a folder, nobody is noticed here: the older process ends when it hears of the newer one.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomically } from './write-file.ts';

const FILE_NAME = 'process';
const BOOT_ID = '/proc/sys/kernel/random/boot_id';
/** In /proc/PID/stat, of the fields behind the name: the state, and when it started in ticks since the system did. */
const STATE = 0;
const STARTED = 19;
/** States of a process that has ended. */
const ENDED = /^[ZX]/;

/** The process that runs with the folder, if it is another than this one. */
export function holderOf(dir: string): number | undefined {
  const held = read(join(dir, FILE_NAME));
  const pid = Number.parseInt(held, 10);
  return pid > 0 && pid !== process.pid && held === signOf(pid) ? pid : undefined;
}

/** This process runs with the folder from now on. Throws what the file system throws. */
export function hold(dir: string): void {
  const sign = signOf(process.pid);
  if (sign !== undefined) writeFileAtomically(join(dir, FILE_NAME), sign);
}

/** This process does not run with the folder any more. */
export function letGo(dir: string): void {
  const path = join(dir, FILE_NAME);
  if (read(path) === signOf(process.pid)) rmSync(path, { force: true });
}

/** What no other process has ever had, nor will; undefined if the process is not there, or that cannot be told. */
function signOf(pid: number): string | undefined {
  const bootId = read(BOOT_ID);
  const stat = read(`/proc/${pid}/stat`);
  // The name may have spaces and brackets.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const started = fields[STARTED];
  if (bootId === '' || started === undefined || ENDED.test(fields[STATE] ?? '')) return undefined;
  return `${pid} ${started} ${bootId}`;
}

/** The file's text, empty if it cannot be read. */
function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
