/** What the `hearsay` program does for V8's compiler while the gossip thread loads its code, before others know of the node. */
import v8 from 'node:v8';
import type { NodeOptions } from '../config/options.ts';
import { rehearse } from '../replication/rehearsal.ts';
import { budgetFlag } from './compiler-flags.ts';

/** Where a rehearsal takes longer than that, a share is copied slowly in any case. */
const REHEARSAL_LIMIT_MS = 1500;
/** Meanwhile the compiler, which takes as long, and other nodes on a small machine have the processor. */
const REST_MS = 4;
const WORK_MS = 4;

/** Has the code for a join compiled, if one is to come; what comes later is not to be compiled all at once. */
export function compileAhead({ join }: NodeOptions): void {
  if (join.length > 0) {
    const clockMs = (): number => performance.now();
    rehearse({ nowMs: Date.now(), clockMs, rest: restEvery(WORK_MS, clockMs) }, REHEARSAL_LIMIT_MS);
  }
  const flag = budgetFlag(process.versions.v8, process.execArgv);
  if (flag !== undefined) v8.setFlagsFromString(flag);
}

/** Sleeps for REST_MS when it is called `workMs` or more after it did so last. */
function restEvery(workMs: number, clockMs: () => number): () => void {
  const never = new Int32Array(new SharedArrayBuffer(4));
  let sinceMs = clockMs();
  return () => {
    if (clockMs() - sinceMs < workMs) return;
    Atomics.wait(never, 0, 0, REST_MS);
    sinceMs = clockMs();
  };
}
