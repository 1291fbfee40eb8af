/** Sequences of keys asked for, as caches meet them. The same seed gives every server the same sequence. */
import { Random } from '../../lib/base/random.ts';

const SEED = 42;
const ZIPF_EXPONENT = 0.99;
const VALUE_BYTES = 200;
/** Mixed sizes: evenly spread over the powers of two from 16 B to 4 KB. */
const LEAST_POWER = 4;
const POWERS = 9;
/** Part of the requests that belong to scans, and how many keys a scan has for each key of the rest. */
const SCAN_SHARE = 0.3;
const SCAN_KEYS_SHARE = 0.25;
/** The working set's part of all keys, and the part of the requests that stay in it. */
const SET_SHARE = 0.05;
const INSIDE_SHARE = 0.95;
/** How often the working set is exchanged completely in one trace. */
const EXCHANGES = 10;

export interface Trace {
  readonly name: string;
  /** Keys are 0 to `keys` - 1. */
  readonly keys: number;
  sizeOf(key: number): number;
  next(): number;
}

const sameSize = (): number => VALUE_BYTES;

/** All traces, each with that many requests over about `keys` keys. */
export function allTraces(keys: number, requests: number): (() => Trace)[] {
  const zipf = zipfTable(keys, ZIPF_EXPONENT);
  return [
    () => ({ name: 'zipf', keys, sizeOf: sameSize, next: zipfian(zipf) }),
    () => zipfWithScans(zipf),
    () => movingSet(keys, requests),
    () => ({ name: 'mixed sizes', keys, sizeOf: powerOfTwo, next: zipfian(zipf) }),
  ];
}

/** Popular keys, and now and then a walk over keys that nobody else asks for, in order, over and over. */
function zipfWithScans(table: Float64Array): Trace {
  const popular = table.length;
  const scanned = Math.ceil(popular * SCAN_KEYS_SHARE);
  const next = zipfian(table);
  const random = new Random(SEED + 1);
  /** Requests until the present scan ends, or the next begins. */
  let left = 0;
  let scanning = true;
  let position = 0;
  return {
    name: 'zipf with scans',
    keys: popular + scanned,
    sizeOf: sameSize,
    next: () => {
      if (left-- <= 0) {
        scanning = !scanning;
        const length = scanning ? scanned : (scanned * (1 - SCAN_SHARE)) / SCAN_SHARE;
        left = Math.round(length * (0.5 + random.fraction()));
      }
      return scanning ? popular + (position++ % scanned) : next();
    },
  };
}

/** Most requests fall evenly into a window that glides over the keys. */
function movingSet(keys: number, requests: number): Trace {
  const random = new Random(SEED + 2);
  const width = Math.ceil(keys * SET_SHARE);
  const step = (width * EXCHANGES) / requests;
  let begin = 0;
  return {
    name: 'moving set',
    keys,
    sizeOf: sameSize,
    next: () => {
      begin += step;
      const inside = random.fraction() < INSIDE_SHARE;
      const offset = Math.floor(random.fraction() * (inside ? width : keys));
      return (Math.floor(begin) + offset) % keys;
    },
  };
}

/** Spread over keys of all popularities. */
function powerOfTwo(key: number): number {
  return 2 ** (LEAST_POWER + ((Math.imul(key, 0x9e3779b1) >>> 8) % POWERS));
}

/** Probability that a rank is at most r, at index r; rank r is as likely as (r + 1) ** -`exponent`. */
export function zipfTable(keys: number, exponent: number): Float64Array {
  const table = new Float64Array(keys);
  let sum = 0;
  for (let rank = 0; rank < keys; rank++) {
    sum += 1 / (rank + 1) ** exponent;
    table[rank] = sum;
  }
  return table.map((value) => value / sum);
}

/** Draws ranks by binary search in the table; rank 0 is the most popular. */
export function zipfian(table: Float64Array, random = new Random(SEED)): () => number {
  return () => {
    const draw = random.fraction();
    let low = 0;
    let high = table.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((table[middle] as number) < draw) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}
