/** What the `hearsay` program does for V8's compiler while the gossip thread loads its code, before others know of the node. */
import v8 from 'node:v8';
import type { NodeOptions } from '../config/options.ts';
import { rehearse } from '../replication/rehearsal.ts';
import { budgetFlag } from './compiler-flags.ts';

/** Where a rehearsal takes longer than that, a share is copied slowly in any case. */
const REHEARSAL_LIMIT_MS = 1000;

/** Has the code for a join compiled, if one is to come; what comes later is not to be compiled all at once. */
export function compileAhead({ join }: NodeOptions): void {
  if (join.length > 0) rehearse(Date.now(), () => performance.now(), REHEARSAL_LIMIT_MS);
  const flag = budgetFlag(process.versions.v8, process.execArgv);
  if (flag !== undefined) v8.setFlagsFromString(flag);
}
