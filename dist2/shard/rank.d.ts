/** A member that may hold slots. Its scores are never written to: the same array is the same member. */
export interface Candidate {
    /** Of each slot. */
    readonly scores: Uint32Array;
    readonly zone: string;
}
/** For each slot the best candidates, in order. Place p of a slot is at p * SLOT_COUNT + slot. */
interface Ranking {
    readonly candidates: readonly Candidate[];
    /** How many are kept for each slot. */
    readonly places: number;
    /** Of each zone only its best is kept. */
    readonly perZone: boolean;
    /** The zone of each candidate, as a number from 0. */
    readonly zoneOf: Uint16Array;
    /** Indexes into `candidates`; -1 where there are not so many. */
    readonly best: Int16Array;
    /** Their scores; 0 where there is none. */
    readonly scores: Uint32Array;
}
/** What the holders of slots follow from, to derive the next from. */
export interface Ranks {
    readonly places: number;
    /** The best of all; absent when there are zones enough for all places. */
    readonly all: Ranking | undefined;
    /** The best of each zone; absent when all are in one. */
    readonly zones: Ranking | undefined;
}
/** Ranks the candidates for so many places of each slot. The result is the same without `previous`, but takes longer. */
export declare function rankCandidates(candidates: readonly Candidate[], places: number, previous: Ranks | undefined): Ranks;
/**
 * Indexes of the candidates that hold each slot: the highest score first, then at each place the highest of a zone that has
 * none yet, or, when all zones have one, of the others. -1 where there are not so many candidates. Place p of a
 * slot is at p * SLOT_COUNT + slot; the caller owns the array.
 */
export declare function holdersOf({ places, all, zones }: Ranks): Int16Array;
export {};
