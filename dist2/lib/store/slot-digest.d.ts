/**
 * A number that two members compare to see whether they hold the same entries of a hash slot: the sum of a hash of key and version of
 * each, which does not depend on the order. It is not made to withstand who chooses keys so that digests agree.
 */
import type { EntryTable } from './entry-table.ts';
/** The digest of the entries whose time has not run out: an integer below 2^53, 0 if there are none. */
export declare function slotDigest({ entries, index }: EntryTable, slot: number, nowMs: number): number;
