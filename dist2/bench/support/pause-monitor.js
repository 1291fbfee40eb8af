/**
 * Loaded into a node under a bench (`node --import`): watches the main thread's event loop. On SIGUSR2 it writes one line of
 * JSON to stdout, which the node's log reader picks up, and begins anew.
 *
 * A timer fires every millisecond when the loop is idle; the time between two turns is how long the loop was away. The time
 * that the main thread spent on a processor in the same span tells the loop's own work from the machine giving the
 * processor to others.
 */
import { openSync, readSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
const TURN_MS = 1;
const NS_PER_MS = 1e6;
/** Processor time of the main thread in ms, from its schedstat, whose first number is in ns. */
function openThreadClock() {
    const file = openSync(`/proc/self/task/${process.pid}/schedstat`, 'r');
    const bytes = Buffer.alloc(64);
    return () => {
        const length = readSync(file, bytes, 0, bytes.length, 0);
        return Number.parseInt(bytes.toString('latin1', 0, length), 10) / NS_PER_MS;
    };
}
function watch() {
    const processorMs = openThreadClock();
    let longestMs = 0;
    let longestBusyMs = 0;
    let lastMs = performance.now();
    let lastBusyMs = processorMs();
    const turn = () => {
        const nowMs = performance.now();
        const busyMs = processorMs();
        longestMs = Math.max(longestMs, nowMs - lastMs);
        longestBusyMs = Math.max(longestBusyMs, busyMs - lastBusyMs);
        lastMs = nowMs;
        lastBusyMs = busyMs;
    };
    setInterval(turn, TURN_MS).unref();
    process.on('SIGUSR2', () => {
        turn();
        const { heapUsed } = process.memoryUsage();
        const time = new Date().toISOString();
        process.stdout.write(`${JSON.stringify({ time, level: 'info', msg: 'pauses', longestMs, longestBusyMs, heapUsed })}\n`);
        longestMs = longestBusyMs = 0;
    });
}
if (isMainThread)
    watch();
//# sourceMappingURL=pause-monitor.js.map