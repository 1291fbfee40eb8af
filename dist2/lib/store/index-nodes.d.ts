/**
 * What the index is made of, in cells of the arena:
 *
 *   page       word 0   kind (bits 28-30) | slot (12-25) | depth (8-11) | capacity (4-7) | keys (0-3)
 *              word 1   next page of a chain, 0 at its end
 *              hash × capacity, then reference × capacity, in no order
 *   directory  word 0   kind (bits 28-30) | slot (12-25) | bits (0-3)
 *              word 1   number of children of depth `bits`
 *              reference × 2^bits
 *
 * Pages have room for 3, 7, 11 or 15 keys: 32, 64, 96 or 128 bytes. They hold whole hashes, so that a split reads no
 * entry and a lookup hardly ever reads an entry of another key. The first hash of a page is one of its range even when it has no
 * keys; with that and the slot, whoever comes upon a page or directory finds the way to it from the slot's root.
 */
import type { Arena } from './arena.ts';
export declare const CAPACITY_STEP = 4;
export declare const MIN_CAPACITY = 3;
export declare const MAX_CAPACITY = 15;
export declare const MAX_DIRECTORY_BITS = 10;
/** Words before the hashes of a page and the references of a directory. */
export declare const HEADER_WORDS = 2;
/** A directory's bits in its word 0; a page's depth, capacity and keys take as many. */
export declare const BITS_MASK = 15;
/** The size classes of all pages and of the directories. */
export declare const NODE_CLASSES: readonly number[];
export declare class IndexNodes {
    private readonly arena;
    constructor(arena: Arena);
    /** A page without keys; `hash` is any one of the range that it covers. */
    newPage(slot: number, hash: number, capacity: number, depth: number): number;
    /** A directory without children yet. */
    newDirectory(slot: number, bits: number): number;
    free(ref: number): void;
    isDirectory(ref: number): boolean;
    /** Number of keys in one page. */
    keysIn(page: number): number;
    capacityOf(page: number): number;
    depthOf(page: number): number;
    setDepth(page: number, depth: number): void;
    /** The slot of a page or directory. */
    slotOf(ref: number): number;
    /** A hash of the range that a page or directory covers. */
    hashOf(ref: number): number;
    isFull(page: number): boolean;
    hashIn(page: number, cell: number): number;
    refIn(page: number, cell: number): number;
    setRef(page: number, cell: number, ref: number): void;
    /** The cell of a reference, -1 if the page does not have it. */
    cellOf(page: number, ref: number): number;
    nextInChain(page: number): number;
    setNextInChain(page: number, next: number): void;
    /** Adds a key to a page that is not full. */
    append(page: number, hash: number, ref: number): void;
    appendAll(target: number, page: number): void;
    /** Moves the last key into the cell's place; returns how many are left. */
    removeCell(page: number, cell: number): number;
    bitsOf(directory: number): number;
    /** Number of a directory's children whose depth is its bits. */
    fullDepthCount(directory: number): number;
    addFullDepth(directory: number, delta: number): void;
    child(directory: number, index: number): number;
    setChild(directory: number, index: number, ref: number): void;
    /** Sets `count` references of a directory from `start` on. */
    setChildren(directory: number, start: number, count: number, ref: number): void;
    /** How many references of a directory of `bits` the child takes. */
    childSpan(child: number, bits: number): number;
    /** Frees a page with its chain, or a directory with all that is below it. */
    freeTree(ref: number): void;
    /** Visits the same pages and directories. */
    visitTree(ref: number, visit: (ref: number) => void): void;
    private wordsAt;
    private head;
    private setHead;
}
/** Index of a reference's first word in its segment. */
export declare function wordOf(ref: number): number;
export declare function keysOf(head: number): number;
export declare function capacityOf(head: number): number;
/** Room for `keys` and one more. */
export declare function capacityFor(keys: number): number;
