/** What processes have used, from /proc (proc(5)). Linux only. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Unit of the times in /proc/PID/stat. */
const TICKS_PER_SECOND = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
/** Fields 14 and 15 of stat(5), counted from field 3, which follows the command's name. */
const USER_TIME = 11;
const SYSTEM_TIME = 12;
const BYTES_PER_KB = 1024;

/** Seconds of processor time, user and system, of all threads of these processes together. In steps of one tick (10 ms). */
export function processorSeconds(pids: readonly number[]): number {
  let ticks = 0;
  for (const pid of pids) {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name is in parentheses and may hold spaces and parentheses itself.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    ticks += Number(fields[USER_TIME]) + Number(fields[SYSTEM_TIME]);
  }
  return ticks / TICKS_PER_SECOND;
}

/** Bytes of memory that these processes have resident, together. */
export function residentBytes(pids: readonly number[]): number {
  let kilobytes = 0;
  for (const pid of pids) {
    const match = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    kilobytes += Number(match?.[1] ?? 0);
  }
  return kilobytes * BYTES_PER_KB;
}
