/**
 * `hashSlot` for hot paths: CRC16 of four bytes at a time by four tables (Kounavis and Berry, "Novel table lookup-based
 * algorithms for high-performance CRC generation", 2008), the search for `{` on whole words. A third of the time for
 * keys without a hash tag; the others go to `hashSlot`.
 */
/** The slot of the key `[start, end)` of `bytes`; `view` covers the same bytes. */
export declare function fastHashSlot(bytes: Uint8Array, view: DataView, start: number, end: number): number;
