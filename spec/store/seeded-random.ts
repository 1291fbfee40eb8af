/** Randomness for specs of the store. */
import { Random } from '../../lib/base/random.ts';

/** A seeded source of numbers in [0, 1), as the store takes it. */
export function seededRandom(seed: number): () => number {
  const random = new Random(seed);
  return () => random.fraction();
}
