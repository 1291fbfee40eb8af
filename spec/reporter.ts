/**
 * Mocha's spec reporter with one more line at the end, for whoever reads only the last: what passed, failed, skipped. And an end
 * to every run: a process that something keeps open says by what, and fails.
 */
import Mocha from 'mocha';

/** What specs have closed may take so long to be gone. */
const CLOSING_MS = 10_000;

export default class SummaryReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    // After the base class's own listener, which lists the failures.
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = this.stats;
      console.log(`${passes} passed, ${failures} failed, ${pending} skipped`);
      setTimeout(failOpen, CLOSING_MS, failures).unref();
    });
  }
}

/** A spec that failed may have left nodes running; one that passed has not. */
function failOpen(failures: number): void {
  console.error(`still open ${CLOSING_MS} ms after the last spec:`, process.getActiveResourcesInfo());
  // Mocha's own listener, which was there before, names the failures only.
  process.once('exit', () => {
    process.exitCode = Math.min(Math.max(failures, 1), 255);
  });
  process.exit();
}
