/** What processes have used, from /proc (proc(5)). Linux only. */
import { readdirSync, readFileSync } from 'node:fs';
const NS_PER_SECOND = 1e9;
const BYTES_PER_KB = 1024;
/**
 * Seconds of processor time, user and system, of all threads of these processes together. From each thread's schedstat, whose
 * first number is in ns: /proc/PID/stat has the same in steps of 10 ms. The time of a thread that has ended is not in it.
 */
export function processorSeconds(pids) {
    let ns = 0;
    for (const pid of pids) {
        for (const thread of readdirSync(`/proc/${pid}/task`)) {
            ns += Number.parseInt(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8'), 10);
        }
    }
    return ns / NS_PER_SECOND;
}
/** Bytes of memory that these processes have resident, together. */
export function residentBytes(pids) {
    let kilobytes = 0;
    for (const pid of pids) {
        const match = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
        kilobytes += Number(match?.[1] ?? 0);
    }
    return kilobytes * BYTES_PER_KB;
}
//# sourceMappingURL=process-stats.js.map