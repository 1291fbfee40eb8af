import { Trial } from './sim/trial.js';
const SEEDS = 30;
describe('copies in virtual time', () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
        it(`nothing is lost in history ${seed}`, () => {
            new Trial(seed).run();
        });
    }
});
//# sourceMappingURL=histories.spec.js.map