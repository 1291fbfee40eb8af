/**
 * Keeps a member that leaves until nobody needs its copies: asks those who serve, again and again, how many of theirs are still
 * missing. Bound: it ends when they have become no fewer for some time.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ReplicationStatus } from '../commands/context.ts';
import { missingCopies } from '../observe/replication-status.ts';

const PAUSE_MS = 100;

export interface CopiedElsewhereParts {
  /** What those who serve tell now; undefined for one that does not answer. */
  statuses(): Promise<readonly (ReplicationStatus | undefined)[]>;
  /** The shards of the member that leaves. */
  readonly without: readonly string[];
  readonly patienceMs: number;
}

/** Resolves when no copy is missing, or, with false, when they have become no fewer for `patienceMs`. */
export async function copiedElsewhere({
  statuses,
  without,
  patienceMs,
}: CopiedElsewhereParts): Promise<boolean> {
  let fewest = Number.POSITIVE_INFINITY;
  let sinceMs = performance.now();
  for (;;) {
    const missing = (await statuses()).map((status) =>
      status === undefined ? Number.POSITIVE_INFINITY : missingCopies(status, without),
    );
    const sum = missing.reduce((all, slots) => all + slots, 0);
    if (sum === 0) return true;
    const nowMs = performance.now();
    if (sum < fewest) {
      fewest = sum;
      sinceMs = nowMs;
    } else if (nowMs - sinceMs >= patienceMs) return false;
    await sleep(PAUSE_MS);
  }
}
