/**
 * How long the `hearsay` program has V8 wait before it compiles a function with all optimisations.
 *
 * V8 11.3, Node 20's, does so after 67,584 bytes of the function's code have run: some milliseconds. When members die or join, code runs for the
 * first time, and compiling it all at once took more of two cores than the nodes did, in the very moment when clients wait for them
 * (docs/performance.md has the figures). What runs all the time is compiled in any case. Later versions have other flags, and wait longer.
 */

const BUDGET_FLAG = '--interrupt-budget';
const BUDGET_BYTES = 400_000;

/** The flag to set; undefined where V8 has no such flag, or `execArgv`, Node's own arguments, have it already. */
export function budgetFlag(v8Version: string, execArgv: readonly string[]): string | undefined {
  const isSet = execArgv.some((flag) => flag.replaceAll('_', '-').startsWith(BUDGET_FLAG));
  return v8Version.startsWith('11.3.') && !isSet ? `${BUDGET_FLAG}=${BUDGET_BYTES}` : undefined;
}
