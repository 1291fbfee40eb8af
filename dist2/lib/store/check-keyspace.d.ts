/** Verification of the store's invariants, for tests: walks through every cell of the arena. */
import type { Arena } from './arena.ts';
import type { Entries } from './entries.ts';
import type { ExpiryWheel } from './expiry-wheel.ts';
import { type HashIndex } from './hash-index.ts';
/** Throws an Error that says which invariant does not hold. Time and memory grow with the number of keys. */
export declare function checkKeyspace(arena: Arena, entries: Entries, index: HashIndex, wheel: ExpiryWheel, keyCount: number, hashSeed: number): void;
