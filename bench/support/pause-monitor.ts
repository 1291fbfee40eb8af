/**
 * Loaded into a node under a bench (`node --import`): watches the main thread's event loop from a SIGUSR2 to the next. At each it writes one
 * line of JSON to stdout, which the node's log reader picks up.
 *
 * A timer fires every millisecond when the loop is idle; the time between two turns is how long the loop was away. The time
 * that the main thread spent on a processor in the same span tells the loop's own work from the machine giving the
 * processor to others. While nothing is watched there is no timer: it would delay the requests of a load that is timed.
 */
import { openSync, readSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const TURN_MS = 1;
const NS_PER_MS = 1e6;

/** Processor time of the main thread in ms, from its schedstat, whose first number is in ns. */
function openThreadClock(): () => number {
  const file = openSync(`/proc/self/task/${process.pid}/schedstat`, 'r');
  const bytes = Buffer.alloc(64);
  return () => {
    const length = readSync(file, bytes, 0, bytes.length, 0);
    return Number.parseInt(bytes.toString('latin1', 0, length), 10) / NS_PER_MS;
  };
}

function watch(): void {
  const processorMs = openThreadClock();
  let longestMs = 0;
  let longestBusyMs = 0;
  let lastMs = performance.now();
  let lastBusyMs = processorMs();
  const turn = (): void => {
    const nowMs = performance.now();
    const busyMs = processorMs();
    longestMs = Math.max(longestMs, nowMs - lastMs);
    longestBusyMs = Math.max(longestBusyMs, busyMs - lastBusyMs);
    lastMs = nowMs;
    lastBusyMs = busyMs;
  };
  let timer: NodeJS.Timeout | undefined;
  process.on('SIGUSR2', () => {
    const wasWatching = timer !== undefined;
    if (wasWatching) {
      turn();
      clearInterval(timer);
      timer = undefined;
    } else timer = setInterval(turn, TURN_MS).unref();
    const { heapUsed } = process.memoryUsage();
    const seen = { wasWatching, longestMs, longestBusyMs, heapUsed };
    process.stdout.write(
      `${JSON.stringify({ time: new Date().toISOString(), level: 'info', msg: 'pauses', ...seen })}\n`,
    );
    lastMs = performance.now();
    lastBusyMs = processorMs();
    longestMs = longestBusyMs = 0;
  });
}

if (isMainThread) watch();
