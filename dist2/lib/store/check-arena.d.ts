/** Verification of the arena's invariants, for tests. */
import type { Arena } from './arena.ts';
/** Throws an Error unless exactly the cells of `reachable` are live. */
export declare function checkArena(arena: Arena, reachable: ReadonlySet<number>): void;
