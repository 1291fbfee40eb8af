/**
 * Cell sizes of the arena. Every 8 bytes up to 128 bytes, then eight steps for each doubling up to 64 KB; each size is
 * then raised to the largest one of which as many fit in a slab, so that a slab has no unused tail. A cell is at most
 * 14 % larger than what was asked for (25 % beyond 16 KB), 5 % on average.
 *
 * Every size is there twice: for entries, and for nodes, which are the pieces of the index and the wheel. So a slab of entries holds
 * nothing that could not be evicted.
 */
/** Bytes of a unit: cells start and end at multiples of it, and references count in it. */
export declare const UNIT_BYTES = 8;
/** Bytes of a slab: what is given to one size class at a time. */
export declare const SLAB_BYTES: number;
/** Bytes at a slab's start that no cell takes. */
export declare const SLAB_PREFIX_BYTES = 48;
/** What needs more bytes than this does not go into the arena. */
export declare const MAX_CELL_BYTES = 65520;
/** Bytes of a cell of each size class: those of entries, ascending, then those of nodes. */
export declare const CELL_BYTES: Int32Array;
export declare const SIZE_CLASS_COUNT: number;
/** The first size class of nodes. */
export declare const FIRST_NODE_CLASS: number;
/** How many cells a slab of each size class has. */
export declare const CELLS_PER_SLAB: Int32Array;
/** The smallest size class for entries whose cells hold `bytes`, which is at most MAX_CELL_BYTES. */
export declare function sizeClassOf(bytes: number): number;
/** The same for nodes. */
export declare function nodeClassOf(bytes: number): number;
