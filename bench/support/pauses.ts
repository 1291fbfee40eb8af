/** Asks a node for the longest pauses of its event loop and for its heap, which pause-monitor.ts inside it knows. */
import type { LogLine, NodeProcess } from './node-process.ts';

const ANSWER_LIMIT_MS = 60_000;

export interface Pauses {
  /** The longest time between two turns of the event loop, and the most processor time of the main thread in one, in ms. */
  readonly longestMs: number;
  readonly longestBusyMs: number;
}

/** Begins to watch a node that was not watched. */
export async function watchPauses(node: NodeProcess): Promise<void> {
  if ((await report(node)).wasWatching === true) throw new Error('pauses were being watched');
}

/** Ends that. Returns what was seen meanwhile. */
export async function takePauses(node: NodeProcess): Promise<Pauses> {
  const { wasWatching, longestMs, longestBusyMs } = await report(node);
  if (wasWatching !== true) throw new Error('pauses were not watched');
  return { longestMs: Number(longestMs), longestBusyMs: Number(longestBusyMs) };
}

/** Bytes of V8's heap in use, garbage included. The node is watched for a moment. */
export async function heapUsed(node: NodeProcess): Promise<number> {
  await report(node);
  return Number((await report(node)).heapUsed);
}

async function report(node: NodeProcess): Promise<LogLine> {
  const seen = node.log.length;
  node.signal('SIGUSR2');
  return await node.waitFor((entry) => {
    return entry.msg === 'pauses' && node.log.indexOf(entry) >= seen;
  }, ANSWER_LIMIT_MS);
}
