/**
 * The background work of a keyspace: deleting keys whose time has run out, then compaction, in slices with turns of the
 * event loop between them, so that neither a million keys that expire at once nor a large churn stops the clients.
 */
import type { Keyspace } from './store/keyspace.ts';

/** What one slice may take. */
const SLICE_MS = 0.5;

export class Maintenance {
  private readonly keyspace: Keyspace;
  private isRunning = false;

  constructor(keyspace: Keyspace) {
    this.keyspace = keyspace;
  }

  /** Begins, unless it is under way, and goes on until nothing is left to do. Called some times a second. */
  start(): void {
    if (this.isRunning) return;
    this.isRunning = true;
    this.slice();
  }

  /** Ends it where it is. */
  stop(): void {
    this.isRunning = false;
  }

  private readonly slice = (): void => {
    if (!this.isRunning) return;
    this.isRunning = !this.keyspace.maintain(Date.now(), SLICE_MS, monotonicMs);
    if (this.isRunning) setImmediate(this.slice);
  };
}

function monotonicMs(): number {
  return performance.now();
}
