import { Trial } from './sim/trial.ts';

const SEEDS = 8;
const LEAVING_SEEDS = 8;
const TWO_REPLICAS_SEEDS = 6;
const TWO_REPLICAS_FROM = 20;

describe('copies in virtual time', () => {
  for (let seed = 1; seed <= SEEDS; seed++) {
    it(`nothing is lost in history ${seed}`, () => {
      new Trial(seed).run();
    });
  }

  for (let seed = 1; seed <= LEAVING_SEEDS; seed++) {
    it(`a kill while a member leaves, or right after, loses nothing: history ${seed}`, () => {
      new Trial(seed, { only: 'kill while one leaves', shards: 1 }).run();
    });
  }

  for (let seed = 1; seed <= TWO_REPLICAS_SEEDS; seed++) {
    it(`the replica that takes over has what only the other one had: history ${seed}`, () => {
      new Trial(TWO_REPLICAS_FROM + seed, { only: 'kill', replicas: 2, shards: 1 }).run();
    });
  }
});
