/**
 * Ways through the index. Pages lie in the order of their keys' hashes and cover aligned ranges of them, so a place in that order
 * means the same before and after pages split or merge.
 */

import { SLOT_COUNT } from '../base/hash-slot.ts';
import { type HashIndex, POSITION_END } from './hash-index.ts';
import type { HiddenSlots } from './hidden-slots.ts';

/** A SCAN cursor is a slot and the highest bits of the hash from which to go on. */
const CURSOR_HASH_BITS = 18;
const CURSOR_HASHES = 2 ** CURSOR_HASH_BITS;
const CURSOR_SPAN = POSITION_END / CURSOR_HASHES;

/**
 * Visits about `count` references from `cursor` on, page by page, and returns the cursor to go on from, 0 at the end. Hidden slots
 * are passed over. Where a slot has more than 2^18 pages, those of one cursor are visited together.
 */
export function scanIndex(
  index: HashIndex,
  hidden: HiddenSlots,
  cursor: number,
  count: number,
  visit: (ref: number) => void,
): number {
  let slot = hidden.nextVisible(index.counts, Math.floor(cursor / CURSOR_HASHES));
  let position = slot * CURSOR_HASHES > cursor ? 0 : (cursor % CURSOR_HASHES) * CURSOR_SPAN;
  let visited = 0;
  while (slot < SLOT_COUNT) {
    while (position < POSITION_END) {
      if (visited >= count && position % CURSOR_SPAN === 0) {
        return slot * CURSOR_HASHES + position / CURSOR_SPAN;
      }
      const first = index.pageAt(slot, position);
      position = index.endOfPage(first, position);
      visited += visitChain(index, first, visit);
    }
    slot = hidden.nextVisible(index.counts, slot + 1);
    position = 0;
  }
  return 0;
}

/** The same within one slot, to the end of the page in which `visit` returns false; a cursor is a position in the order of hashes. */
export function scanIndexSlot(
  index: HashIndex,
  slot: number,
  cursor: number,
  visit: (ref: number) => boolean,
): number {
  if (index.counts.of(slot) === 0) return 0;
  let position = cursor;
  let goesOn = true;
  const visitOne = (ref: number): void => {
    if (!visit(ref)) goesOn = false;
  };
  while (goesOn && position < POSITION_END) {
    const first = index.pageAt(slot, position);
    position = index.endOfPage(first, position);
    visitChain(index, first, visitOne);
  }
  return position < POSITION_END ? position : 0;
}

/**
 * Appends the references of the slot's page at `cursor`, and of those chained to it; returns the cursor of the next one, 0 at the end. Cursors
 * are those of `scanIndexSlot`.
 */
export function collectPage(index: HashIndex, slot: number, cursor: number, refs: number[]): number {
  if (index.counts.of(slot) === 0) return 0;
  const { nodes } = index;
  const first = index.pageAt(slot, cursor);
  const next = index.endOfPage(first, cursor);
  for (let page = first; page !== 0; page = nodes.nextInChain(page)) {
    const keys = nodes.keysIn(page);
    nodes.touchRefs(page);
    for (let cell = 0; cell < keys; cell++) refs.push(nodes.refIn(page, cell));
  }
  return next < POSITION_END ? next : 0;
}

/** Visits the references of the pages of a chain; returns how many. */
function visitChain(index: HashIndex, first: number, visit: (ref: number) => void): number {
  let visited = 0;
  for (let page = first; page !== 0; page = index.nodes.nextInChain(page)) {
    const keys = index.nodes.keysIn(page);
    index.nodes.touchRefs(page);
    for (let cell = 0; cell < keys; cell++) visit(index.nodes.refIn(page, cell));
    visited += keys;
  }
  return visited;
}

/** Visits the references of a slot until `visit` returns false. It may free what they refer to, but not change the index. */
export function visitRefs(index: HashIndex, slot: number, visit: (ref: number) => boolean): void {
  if (index.counts.of(slot) === 0) return;
  for (let position = 0; position < POSITION_END; ) {
    const first = index.pageAt(slot, position);
    position = index.endOfPage(first, position);
    for (let page = first; page !== 0; page = index.nodes.nextInChain(page)) {
      const keys = index.nodes.keysIn(page);
      index.nodes.touchRefs(page);
      for (let cell = 0; cell < keys; cell++) if (!visit(index.nodes.refIn(page, cell))) return;
    }
  }
}

/** A random reference out of `keyCount` > 0: a slot by its number of keys, and one of it. */
export function randomRef(index: HashIndex, keyCount: number, random: () => number): number {
  return randomRefOfSlot(index, index.counts.slotOfRank(Math.floor(random() * keyCount)), random);
}

/** A random reference of a slot that has some: a page by the range of hashes that it covers, any key of it. */
export function randomRefOfSlot(index: HashIndex, slot: number, random: () => number): number {
  let position = Math.floor(random() * POSITION_END);
  let page = index.pageAt(slot, position);
  while (index.nodes.keysIn(page) === 0) {
    position = index.endOfPage(page, position) % POSITION_END;
    page = index.pageAt(slot, position);
  }
  return index.nodes.refIn(page, Math.floor(random() * index.nodes.keysIn(page)));
}
