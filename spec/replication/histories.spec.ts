import { Trial } from './sim/trial.ts';

const SEEDS = 30;
const LEAVING_SEEDS = 20;

describe('copies in virtual time', () => {
  for (let seed = 1; seed <= SEEDS; seed++) {
    it(`nothing is lost in history ${seed}`, () => {
      new Trial(seed).run();
    });
  }

  for (let seed = 1; seed <= LEAVING_SEEDS; seed++) {
    it(`a kill while a member leaves, or right after, loses nothing: history ${seed}`, () => {
      new Trial(seed, { only: 'kill while one leaves' }).run();
    });
  }
});
