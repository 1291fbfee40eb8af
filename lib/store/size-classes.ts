/**
 * Cell sizes of the arena. Every 8 bytes up to 128 bytes, then eight steps for each doubling up to 64 KB; each size is
 * then raised to the largest one of which as many fit in a slab, so that a slab has no unused tail. A cell is at most
 * 14 % larger than what was asked for (25 % beyond 16 KB), 5 % on average.
 *
 * Every size is there twice: for entries, and for nodes, which are the pieces of the index and the wheel. So a slab of entries holds
 * nothing that could not be evicted.
 */

/** Bytes of a unit: cells start and end at multiples of it, and references count in it. */
export const UNIT_BYTES = 8;
/** Bytes of a slab: what is given to one size class at a time. */
export const SLAB_BYTES = 1 << 18;
/** Bytes at a slab's start that no cell takes. */
export const SLAB_PREFIX_BYTES = 48;
/** What needs more bytes than this does not go into the arena. */
export const MAX_CELL_BYTES = 65_520;

const MIN_CELL_BYTES = 16;
const EXACT_UP_TO_BYTES = 128;

function cellSizes(): number[] {
  const sizes = new Set<number>();
  const usable = SLAB_BYTES - SLAB_PREFIX_BYTES;
  let bytes = MIN_CELL_BYTES;
  while (bytes <= MAX_CELL_BYTES) {
    const perSlab = Math.floor(usable / bytes);
    sizes.add(Math.floor(usable / perSlab / UNIT_BYTES) * UNIT_BYTES);
    bytes += bytes < EXACT_UP_TO_BYTES ? UNIT_BYTES : 2 ** (Math.floor(Math.log2(bytes)) - 3);
  }
  return [...sizes];
}

const SIZES = cellSizes();
/** Bytes of a cell of each size class: those of entries, ascending, then those of nodes. */
export const CELL_BYTES: Int32Array = Int32Array.from([...SIZES, ...SIZES]);
export const SIZE_CLASS_COUNT = CELL_BYTES.length;
/** The first size class of nodes. */
export const FIRST_NODE_CLASS = SIZES.length;
/** How many cells a slab of each size class has. */
export const CELLS_PER_SLAB: Int32Array = CELL_BYTES.map((bytes) =>
  Math.floor((SLAB_BYTES - SLAB_PREFIX_BYTES) / bytes),
);

const CLASS_BY_UNITS = new Uint8Array(MAX_CELL_BYTES / UNIT_BYTES + 1);
for (let units = 0, sizeClass = 0; units < CLASS_BY_UNITS.length; units++) {
  if (units * UNIT_BYTES > (CELL_BYTES[sizeClass] as number)) sizeClass++;
  CLASS_BY_UNITS[units] = sizeClass;
}

/** How much larger than needed a cell may be when those of the right size are used up. */
const MAX_CELL_EXCESS = 1.5;
/** Of each size class for entries, the largest one that may stand in for it. */
export const LARGEST_INSTEAD: Uint8Array = Uint8Array.from(SIZES, (bytes) =>
  SIZES.findLastIndex((larger) => larger <= bytes * MAX_CELL_EXCESS),
);

/** The smallest size class for entries whose cells hold `bytes`, which is at most MAX_CELL_BYTES. */
export function sizeClassOf(bytes: number): number {
  return CLASS_BY_UNITS[(bytes + UNIT_BYTES - 1) >>> 3] as number;
}

/** The same for nodes. */
export function nodeClassOf(bytes: number): number {
  return sizeClassOf(bytes) + FIRST_NODE_CLASS;
}
