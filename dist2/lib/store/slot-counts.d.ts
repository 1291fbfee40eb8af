/** Number of keys of each hash slot, and of each group of slots so that searches need not look at every slot. */
export declare class SlotCounts {
    private readonly slots;
    private readonly groups;
    get usedBytes(): number;
    of(slot: number): number;
    add(slot: number, delta: number): void;
    /** The slot of the key with this rank, keys counted from 0 in the order of slots. The rank is below the number of keys. */
    slotOfRank(rank: number): number;
    /** The first slot from `slot` on that has keys; SLOT_COUNT or more if there is none. */
    nextWithKeys(slot: number): number;
}
