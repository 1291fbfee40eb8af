/** Verification of the arena's invariants, for tests. */

import type { Arena } from './arena.ts';
import { SEGMENT_SHIFT, SLAB_SHIFT, UNIT_MASK } from './cell-reference.ts';
import { CELL_BYTES } from './size-classes.ts';

/** Throws an Error unless exactly the cells of `reachable` are live, and the arena counts what it has. */
export function checkArena(arena: Arena, reachable: ReadonlySet<number>): void {
  const liveOf = new Int32Array(CELL_BYTES.length);
  const slabsOf = new Int32Array(CELL_BYTES.length);
  for (let slab = 0; slab < arena.slabCount; slab++) {
    const sizeClass = arena.classOf(slab);
    if (sizeClass < 0) continue;
    const free = freeCells(arena, slab);
    let live = 0;
    for (let ref = arena.cellAt(slab, 0); ref !== 0; ref = arena.cellAt(slab, arena.endOf(ref))) {
      const isFree = arena.isFree(ref);
      if (isFree !== free.has(ref)) throw new Error(`store: cell ${ref} and its free list do not agree`);
      if (isFree === reachable.has(ref)) throw new Error(`store: cell ${ref} is lost, or free and used`);
      if (!isFree) live++;
    }
    if (live !== arena.liveIn(slab)) throw new Error(`store: slab ${slab} counts its cells wrongly`);
    liveOf[sizeClass] = (liveOf[sizeClass] as number) + live;
    slabsOf[sizeClass] = (slabsOf[sizeClass] as number) + 1;
  }
  for (let sizeClass = 0; sizeClass < CELL_BYTES.length; sizeClass++) {
    if (
      liveOf[sizeClass] !== arena.liveOf[sizeClass] ||
      slabsOf[sizeClass] !== arena.slabsOf[sizeClass]?.size
    )
      throw new Error(`store: size class ${sizeClass} counts wrongly`);
  }
  if (
    liveOf.reduce((sum, live, sizeClass) => sum + live * (CELL_BYTES[sizeClass] as number), 0) !==
    arena.liveBytes
  )
    throw new Error('store: live bytes are counted wrongly');
  if (liveOf.reduce((sum, live) => sum + live, 0) !== reachable.size)
    throw new Error('store: a reference leads nowhere');
  checkIdle(arena);
}

function checkIdle(arena: Arena): void {
  let slabs = 0;
  let bytes = 0;
  for (let slab = 0; slab < arena.slabCount; slab++) {
    if (arena.classOf(slab) >= 0 || arena.touchedIn(slab) === 0 || arena.isClosed(slab)) continue;
    slabs++;
    bytes += arena.touchedIn(slab);
  }
  if (slabs !== arena.idleSlabs || bytes !== arena.idleBytes)
    throw new Error(`store: ${slabs} slabs are idle, with ${bytes} bytes, ${arena.idleSlabs} are counted`);
}

function freeCells(arena: Arena, slab: number): Set<number> {
  const free = new Set<number>();
  for (let ref = arena.firstFree(slab); ref !== 0; ref = nextFree(arena, ref)) {
    const isThere = ref >>> SLAB_SHIFT === slab;
    if (!isThere || free.has(ref)) throw new Error(`store: bad free list of slab ${slab}`);
    free.add(ref);
  }
  return free;
}

function nextFree(arena: Arena, ref: number): number {
  const words = arena.words[ref >>> SEGMENT_SHIFT] as Int32Array;
  return words[((ref & UNIT_MASK) << 1) + 1] as number;
}
