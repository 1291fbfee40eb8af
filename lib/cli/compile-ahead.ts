/** What the `hearsay` program does for V8's compiler while the gossip thread loads its code, before others know of the node. */
import v8 from 'node:v8';
import type { NodeOptions } from '../config/options.ts';
import { JoinRehearsal } from '../replication/rehearsal.ts';
import { budgetFlag } from './compiler-flags.ts';

/** Where a rehearsal takes longer than that, a share is copied slowly in any case. */
const LIMIT_MS = 1500;
/** Meanwhile the compiler, which takes as long, and other nodes on a small machine have the processor. */
const REST_MS = 4;
const WORK_MS = 4;

/**
 * Has the code for a join compiled, if one is to come; what comes later is not to be compiled all at once. Takes LIMIT_MS and some 60 ms at most.
 * Returns how many keys were copied for it.
 */
export function compileAhead({ join }: NodeOptions): number {
  const copiedKeys = join.length > 0 ? rehearse() : 0;
  const flag = budgetFlag(process.versions.v8, process.execArgv);
  if (flag !== undefined) v8.setFlagsFromString(flag);
  return copiedKeys;
}

function rehearse(): number {
  const clockMs = (): number => performance.now();
  const rehearsal = new JoinRehearsal(Date.now(), clockMs);
  workAndRest(() => rehearsal.step(), clockMs, sleep);
  return rehearsal.copiedKeys;
}

/** Calls `step` again and again until it returns false, or for LIMIT_MS; after each WORK_MS it rests. */
export function workAndRest(step: () => boolean, clockMs: () => number, rest: (ms: number) => void): void {
  let nowMs = clockMs();
  const untilMs = nowMs + LIMIT_MS;
  let restMs = nowMs + WORK_MS;
  while (nowMs < untilMs && step()) {
    nowMs = clockMs();
    if (nowMs < restMs) continue;
    rest(REST_MS);
    restMs = clockMs() + WORK_MS;
  }
}

function sleep(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
