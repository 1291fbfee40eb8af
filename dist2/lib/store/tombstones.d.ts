/**
 * Tombstones: the versions of deletions, by key, so that an older write that comes later does not undo them. They are remembered for a
 * time; where they are too many, those go first whose time is over first.
 *
 * They are entries without a value in a table of their own, outside the heap as the others. It is made when the first one comes.
 */
import type { Segments } from './segments.ts';
/** `view` covers `buf` everywhere. */
export declare class Tombstones {
    /** How long new ones are kept. */
    lifeMs: number;
    private readonly hashSeed;
    private readonly segments;
    private table;
    private compactor;
    private maxBytes;
    constructor(hashSeed: number, segments: Segments);
    get size(): number;
    /** All memory that they take. */
    get usedBytes(): number;
    /** The memory limit of the keyspace, 0 for none. What is above their share of it goes when the next one comes. */
    setLimit(limitBytes: number): void;
    /** The version of the key's deletion; NO_VERSION if none is remembered. */
    versionOf(buf: Buffer, view: DataView, start: number, end: number): number;
    /** Remembers a deletion, or that it was at a higher version than another one. None of a key that would take all the room. */
    put(buf: Buffer, view: DataView, start: number, end: number, version: number, nowMs: number): void;
    /** Visits those of a slot: the key is `[start, end)` of `buf`, which holds during the call only. `visit` must change nothing. */
    visit(slot: number, visit: (buf: Buffer, start: number, end: number, version: number) => void): void;
    /** Forgets those whose time is over, until about `deadlineMs` by `clock`; whether none is left. */
    expire(nowMs: number, deadlineMs: number, clock: () => number): boolean;
    /** Looks at up to `cells` cells to get memory back; false if there is nothing to do. */
    compact(cells: number): boolean;
    /** Forgets all, after their segments were released. */
    clear(): void;
    /** Throws an Error if an invariant does not hold. */
    check(): void;
    private newTable;
    private makeRoom;
}
