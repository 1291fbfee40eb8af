/**
 * The hash slots that walks through the keyspace pass over, because it holds their keys for somebody else. As long as there are none
 * this takes neither memory nor time; with some, what counts keys looks at all slots.
 */
import type { SlotCounts } from './slot-counts.ts';
export declare class HiddenSlots {
    /** Of each slot 1 if it is hidden; `null` until the first one is. */
    private flags;
    private hiddenCount;
    set(slot: number, hidden: boolean): void;
    has(slot: number): boolean;
    /** Number of keys in hidden slots. */
    keysIn(counts: SlotCounts): number;
    /** The first slot from `slot` on that has keys and is not hidden; SLOT_COUNT or more if there is none. */
    nextVisible(counts: SlotCounts, slot: number): number;
    /** The slot of the visible key with this rank, keys counted from 0 in the order of slots; the rank is below their number. */
    slotOfRank(counts: SlotCounts, rank: number): number;
}
