/** The last removals that were noticed here, oldest first. Bound: FAILURE_LIMIT, the oldest go first. */
import type { Failure } from './types.ts';

export const FAILURE_LIMIT = 128;

export class FailureLog {
  private readonly failures: Failure[] = [];

  add(failure: Failure): void {
    this.failures.push(failure);
    if (this.failures.length > FAILURE_LIMIT) this.failures.shift();
  }

  /** A copy. */
  list(): Failure[] {
    return [...this.failures];
  }
}
