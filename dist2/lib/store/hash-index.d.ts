/**
 * The index: for each hash slot a multimap from 32-bit key hashes to entry references, in cells of the arena.
 *
 * A slot is an extendible hash table in pieces of bounded size (Fagin et al., "Extendible Hashing", 1979), so that nothing
 * is ever rehashed as a whole and no operation touches more than a few kilobytes:
 *
 *   root ─► page                        up to 15 keys
 *   root ─► directory ─► pages          2^bits references, bits <= 10; a page of depth d stands in 2^(bits - d) of them
 *   root ─► directory ─► directories …  where one of 2^10 pages is full; a slot of 10 M keys has two levels
 *
 * A page grows through the capacities 3, 7, 11 and 15, then splits by the next bit of the hash; two buddies that hold 7 keys
 * together are merged, and a directory without children of full depth is halved. Bits of the hash are used from the
 * highest on, so pages lie in the order of their hashes, each covers an aligned range of them, and a position in that order
 * stays meaningful however pages split and merge. index-nodes.ts has pages and directories word by word.
 *
 * Keys with equal hashes that no bit can separate go into a chain of pages.
 */
import type { Arena } from './arena.ts';
import { IndexNodes } from './index-nodes.ts';
import { SlotCounts } from './slot-counts.ts';
/** The hash position behind the last one. */
export declare const POSITION_END: number;
export declare class HashIndex {
    /** Pages and directories, for all but lookups: those read the words themselves. */
    readonly nodes: IndexNodes;
    /** Number of keys of each slot. */
    readonly counts: SlotCounts;
    readonly segments: readonly Int32Array[];
    /** Of each slot, its page or directory, 0 if it has no keys. */
    readonly roots: Int32Array<ArrayBuffer>;
    private foundPage;
    private foundCell;
    private foundHash;
    private parent;
    private childIndex;
    private grandparent;
    private parentIndex;
    /** Hash bits that the parent and its page are there to distinguish. */
    private parentHashBits;
    constructor(arena: Arena);
    /** Bytes outside the arena. */
    get usedBytes(): number;
    /** The first reference stored under `hash`, 0 if there is none. */
    first(slot: number, hash: number): number;
    /** The next reference of the same hash after `first`; nothing may have changed meanwhile. */
    next(): number;
    /** Puts `ref` in the place of `old`, which is there under this slot and hash. */
    replace(slot: number, hash: number, old: number, ref: number): void;
    /** Adds a reference; it must not be there. */
    insert(slot: number, hash: number, ref: number): void;
    /** Removes a reference that is there under this slot and hash. */
    remove(slot: number, hash: number, ref: number): void;
    /** Takes all references of a slot away. */
    freeSlot(slot: number): void;
    /** Puts `moved`, a copy of the page or directory `ref`, in its place. */
    replaceNode(ref: number, moved: number): void;
    /** The first page of the chain that covers a position; 0 if the slot is empty. */
    pageAt(slot: number, position: number): number;
    /** The position behind the range of the page that `pageAt` returned for `position`. */
    endOfPage(page: number, position: number): number;
    /** Calls `visit` for every page and directory; for the verification in check-keyspace.ts. */
    visitCells(slot: number, visit: (ref: number) => void): void;
    private pageOf;
    /** Like `pageOf`, and remembers the way. */
    private descend;
    private searchFrom;
    /** Makes two pages of a full one, by the next bit of the hash. */
    private split;
    /** Sees to it that the page's depth is below its directory's bits; returns its depth there. */
    private makeRoomForSplit;
    /** Merges a page with its buddy, and the result with its own, as long as they are sparse enough. */
    private merge;
    private canMerge;
    /** Puts the only page of a directory in its place. */
    private collapse;
    private halve;
    /** A page of another capacity in the place of this one; returns it. */
    private resizePage;
    private shrink;
    /** An empty page before a full one that cannot be split; returns it. */
    private extendChain;
    /** Takes an empty page out of its chain. */
    private unchain;
    /** Puts `ref` where the page that `descend` found stands. */
    private replacePage;
    /** Puts `ref` where the parent stands, and frees that; `ref` is the parent from now on. */
    private replaceParent;
}
