/**
 * A reference is a 32-bit number that counts units of 8 bytes:
 *
 *     31             23 22          15 14                          0
 *     | segment (9)    | slab (8)     | unit within the slab (15) |      32 GB in all
 *
 * It is kept as a signed integer, so it may be negative; only 0, where no cell begins, means "none". V8 has no small integers beyond 2^31.
 */
/** Index of a reference's slab, over all segments: `ref >>> SLAB_SHIFT`. */
export const SLAB_SHIFT = 15;
/** Index of a reference's segment in `words`, `bytes` and `views`: `ref >>> SEGMENT_SHIFT`. */
export const SEGMENT_SHIFT = 23;
/** A reference's unit within its segment; times 2 for its first word, times 8 for its first byte. */
export const UNIT_MASK = (1 << SEGMENT_SHIFT) - 1;
/** What a cell holds: bits 28 to 30 of its first word. */
export const KIND_SHIFT = 28;
export const KIND_ENTRY = 1;
export const KIND_PAGE = 2;
export const KIND_DIRECTORY = 3;
export const KIND_FREE = 4;
export const KIND_WHEEL = 5;
//# sourceMappingURL=cell-reference.js.map