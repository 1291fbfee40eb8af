/** Mocha's spec reporter with one more line at the end, for whoever reads only the last: what passed, failed, skipped. */
import Mocha from 'mocha';
export default class SummaryReporter extends Mocha.reporters.Spec {
    constructor(runner, options) {
        super(runner, options);
        // After the base class's own listener, which lists the failures.
        runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
            const { passes, failures, pending } = this.stats;
            console.log(`${passes} passed, ${failures} failed, ${pending} skipped`);
        });
    }
}
//# sourceMappingURL=reporter.js.map