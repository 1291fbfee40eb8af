/** Mocha's spec reporter with one more line at the end, for whoever reads only the last: what passed, failed, skipped. */
import Mocha from 'mocha';
export default class SummaryReporter extends Mocha.reporters.Spec {
    constructor(runner: Mocha.Runner, options: Mocha.MochaOptions);
}
