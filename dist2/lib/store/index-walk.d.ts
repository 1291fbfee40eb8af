/**
 * Ways through the index. Pages lie in the order of their keys' hashes and cover aligned ranges of them, so a place in that order
 * means the same before and after pages split or merge.
 */
import { type HashIndex } from './hash-index.ts';
import type { HiddenSlots } from './hidden-slots.ts';
/**
 * Visits about `count` references from `cursor` on, page by page, and returns the cursor to go on from, 0 at the end. Hidden slots
 * are passed over. Where a slot has more than 2^18 pages, those of one cursor are visited together.
 */
export declare function scanIndex(index: HashIndex, hidden: HiddenSlots, cursor: number, count: number, visit: (ref: number) => void): number;
/** The same within one slot; a cursor is a position in the order of hashes. */
export declare function scanIndexSlot(index: HashIndex, slot: number, cursor: number, count: number, visit: (ref: number) => void): number;
/** Visits the references of a slot until `visit` returns false. It may free what they refer to, but not change the index. */
export declare function visitRefs(index: HashIndex, slot: number, visit: (ref: number) => boolean): void;
/** A random reference out of `keyCount` > 0: a slot by its number of keys, and one of it. */
export declare function randomRef(index: HashIndex, keyCount: number, random: () => number): number;
/** A random reference of a slot that has some: a page by the range of hashes that it covers, any key of it. */
export declare function randomRefOfSlot(index: HashIndex, slot: number, random: () => number): number;
