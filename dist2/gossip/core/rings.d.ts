/**
 * Who observes whom. Every live member has a position on each of 3 hash rings with different seeds; its observers are its
 * neighbours on both sides of each, at most 6, and the relation is mutual. Independent rings make it unlikely that
 * all observers of a member die with it, and keep the way from anybody to anybody short (Rapid, section 4.1).
 *
 * In a small cluster the same few members would be neighbours on several rings. Up to COMPACT_SIZE members the observers are the 3 next
 * ones on both sides of the first ring instead: 6 different ones, and up to 7 members everybody.
 *
 * Invariant: each ring is sorted by position, then id.
 */
import type { Member } from './member.ts';
export declare const RING_COUNT = 3;
/** The positions of a member on the rings. */
export declare function ringPositions(id: string): Uint32Array;
export declare class Rings {
    private readonly rings;
    get size(): number;
    /** Everybody observes everybody. */
    get isSmall(): boolean;
    add(member: Member): void;
    /** `member` must be on the rings. */
    remove(member: Member): void;
    /** The neighbour after `member` on one ring; undefined when there is none. */
    successor(ring: number, member: Member): Member | undefined;
    /**
     * The members that observe `member` and that it observes: at most 6, none twice, never itself.
     * @param reach how many on each side of each ring: 1, or more to look beyond the neighbours
     */
    neighbours(member: Member, reach?: number): Member[];
    /** The member at a place of the first ring, counted round and round. */
    at(place: number): Member | undefined;
    protected neighbour(ring: number, side: 1 | -1, step: number, member: Member): Member | undefined;
    private ring;
    /** Where `member` stands, or would stand, on a ring. */
    private indexOf;
}
