/** How long keys that expire have to live on average, from a sample: `avg_ttl` of INFO keyspace. */
import { type EntryRef, type Keyspace, NO_EXPIRY } from '../store/keyspace.ts';

/** Up to so many keys all are looked at; else about as many, from so many places: less than 0.1 ms. */
const SAMPLED_KEYS = 256;
const PLACES = 4;
/** Cursors of a keyspace are below it. */
const CURSOR_END = 2 ** 32;

type Sampled = Pick<Keyspace, 'size' | 'scan' | 'expiresAtMs'>;

/** In ms; 0 if none of the keys that it looks at expires. `random` gives numbers in [0, 1). */
export function averageTtlMs(keyspace: Sampled, nowMs: number, random: () => number): number {
  let sumMs = 0;
  let count = 0;
  const visit = (ref: EntryRef): void => {
    const expiresAtMs = keyspace.expiresAtMs(ref);
    if (expiresAtMs === NO_EXPIRY) return;
    sumMs += expiresAtMs - nowMs;
    count++;
  };
  if (keyspace.size <= SAMPLED_KEYS) keyspace.scan(0, keyspace.size, nowMs, visit);
  else {
    for (let place = 0; place < PLACES; place++) {
      const cursor = Math.floor(random() * CURSOR_END);
      // What is left behind the cursor may be little, or nothing.
      if (keyspace.scan(cursor, SAMPLED_KEYS / PLACES, nowMs, visit) === 0)
        keyspace.scan(0, SAMPLED_KEYS / PLACES, nowMs, visit);
    }
  }
  return count === 0 ? 0 : Math.max(0, sumMs / count);
}
