/** Signals that ask the program to stop. */

/** Nobody asks again so soon: the same signal was sent twice. */
const TWICE_MS = 100;

/**
 * Calls `onSignal` for each of `signals`, until what it returns is called. One that comes twice within a moment counts once: who passes
 * signals on may send them to a process and then to its group, as `timeout` does, and a second one is to end the node at once.
 */
export function onStopSignals(
  signals: readonly NodeJS.Signals[],
  onSignal: (signal: NodeJS.Signals) => void,
): () => void {
  let last: NodeJS.Signals | undefined;
  let lastMs = 0;
  const listener = (signal: NodeJS.Signals): void => {
    const nowMs = performance.now();
    if (signal === last && nowMs - lastMs < TWICE_MS) return;
    last = signal;
    lastMs = nowMs;
    onSignal(signal);
  };
  for (const signal of signals) process.on(signal, listener);
  return () => {
    for (const signal of signals) process.off(signal, listener);
  };
}
