/**
 * How often each command was called on one shard, for INFO commandstats. Hot paths increment a number in a typed array, at the
 * `index` of the command in the table.
 *
 * Redis's meanings: a call that ends with an error counts in `calls` and `failed`; one that is refused before it begins (number of
 * arguments, CROSSSLOT, MOVED, CLUSTERDOWN, ...) in `rejected` alone. A call that is passed on to another shard counts where the client
 * asked and again where it is answered, and fails there: as in `commandsProcessed`.
 */

export interface CommandCounts {
  readonly calls: number;
  readonly rejected: number;
  readonly failed: number;
}

export class CommandStats {
  /** Full names of the commands, by their index. */
  readonly names: readonly string[];
  /** Float64, as 32 bits are full in an hour. */
  readonly calls: Float64Array;
  readonly rejected: Float64Array;
  readonly failed: Float64Array;

  constructor(names: readonly string[]) {
    this.names = names;
    this.calls = new Float64Array(names.length);
    this.rejected = new Float64Array(names.length);
    this.failed = new Float64Array(names.length);
  }

  /** One call, which ran on this shard or was passed on by it, unless it was refused; `isError`: an error was replied here. */
  count(index: number, ranHere: boolean, isError: boolean): void {
    if (isError && !ranHere) {
      this.countRejected(index);
      return;
    }
    this.calls[index] = (this.calls[index] as number) + 1;
    if (isError) this.failed[index] = (this.failed[index] as number) + 1;
  }

  /** A call that was counted before, and whose reply, which came later, was an error. */
  countFailed(index: number | undefined): void {
    if (index !== undefined) this.failed[index] = (this.failed[index] as number) + 1;
  }

  /** A command that did not begin; undefined is one that there is not, and counts nowhere, as in Redis. */
  countRejected(index: number | undefined): void {
    if (index !== undefined) this.rejected[index] = (this.rejected[index] as number) + 1;
  }

  /** The counts of the commands that were called or refused, by their full names, in the table's order. */
  byName(): Map<string, CommandCounts> {
    const counts = new Map<string, CommandCounts>();
    for (const [index, name] of this.names.entries()) {
      const calls = this.calls[index] as number;
      const rejected = this.rejected[index] as number;
      if (calls + rejected > 0) counts.set(name, { calls, rejected, failed: this.failed[index] as number });
    }
    return counts;
  }
}
