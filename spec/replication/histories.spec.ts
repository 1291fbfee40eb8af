import { Trial } from './sim/trial.ts';

const SEEDS = 8;
const LEAVING_SEEDS = 8;
const TWO_REPLICAS_SEEDS = 6;
/** Of one member that is stopped with a write that it has executed, and not sent. */
const UNSENT_SEEDS = [25, 26];
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

  for (const seed of UNSENT_SEEDS) {
    it(`a write is not acknowledged that others have overwritten without having seen it: history ${seed}`, () => {
      new Trial(seed, { only: 'stop', shards: 1 }).run();
    });
  }

  const others = [
    ...(['stop one link', 'slow links', 'set clocks', 'restart again and again'] as const),
    ...(['restart at once', 'many at once', 'flush while slots move'] as const),
  ];
  for (const only of others) {
    it(`nothing is lost, and copies are complete in the end: ${only}`, () => {
      new Trial(1, { only, shards: 1 }).run();
    });
  }

  for (let seed = 1; seed <= TWO_REPLICAS_SEEDS; seed++) {
    it(`the replica that takes over has what only the other one had: history ${seed}`, () => {
      new Trial(TWO_REPLICAS_FROM + seed, { only: 'kill', replicas: 2, shards: 1 }).run();
    });
  }
});
