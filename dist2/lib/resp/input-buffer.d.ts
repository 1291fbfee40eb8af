/**
 * The bytes of one connection on their way to whoever cuts them into units: commands or replies.
 *
 * A unit that lies wholly in one pushed chunk is read where it is. One that is split over chunks is put together in memory of
 * its own, at most twice the bytes that have really arrived (or 512); only the bytes of that unit are copied (and at
 * most READ_AHEAD_BYTES more), after it reading goes on in the chunk. So the cost is linear in the bytes however they are split.
 *
 * Invariants:
 * - the unit being read begins at `start`, and `[start, limit)` of `buf` is what is there of it and perhaps of later ones;
 * - bytes before `limit` are never written again, so ranges of `buf` stay intact for as long as somebody refers to them, unless memory
 *   is used again (JoinedMemory): then they do until the unit after theirs is read;
 * - once `more` has returned false no pushed chunk is referred to: what was left of it has been copied.
 */
import type { JoinedMemory } from './joined-memory.ts';
export declare class InputBuffer {
    /** The bytes to read from; changes with `more` and `finish`. */
    buf: Buffer;
    /** Offset of the unit being read. */
    start: number;
    /** Offset one past the last byte that is there. */
    limit: number;
    /** Whether `buf` is memory of our own, in which a split unit is put together; `start` is 0 then. */
    private joining;
    /** The chunk read from last; while joining, its bytes from `chunkOffset` on follow those of `buf`. */
    private chunk;
    private chunkEnd;
    private chunkOffset;
    /** The chunk after `chunk`, empty if there is none: mostly there is just one, which is cheaper here than in an array. */
    private nextInLine;
    private nextStart;
    private nextEnd;
    /** Chunks after `nextInLine`; those before `waitingFrom` are used up. */
    private waiting;
    private waitingFrom;
    /** Bytes in all of these. */
    private waitingBytes;
    /** Where memory of our own comes from and goes to; undefined: it is made, and never written to again. */
    private readonly memory;
    /** Memory of our own whose unit is finished, but perhaps in use until the next is asked for. */
    private finished;
    /** With `memory` a unit's bytes are intact only until `more` is called for the next one. */
    constructor(memory?: JoinedMemory);
    /** Whether `[start, limit)` is where it arrived. Otherwise it is the unit being read, put together, and not what follows it. */
    get isInPlace(): boolean;
    /** Bytes of memory held: those not read yet, and the room for a split unit. */
    get heldBytes(): number;
    /** Bytes that are not part of a finished unit. */
    get unreadBytes(): number;
    /** Appends `[start, end)` of `chunk`, which must not be written to until `more` has returned false. */
    push(chunk: Buffer, start: number, end: number): void;
    /** Copies what has not been read yet, so that pushed chunks may be written to again. Only between units. */
    keep(): void;
    /** The unit ends at `end` of `buf`; the next begins there. */
    finish(end: number): void;
    /**
     * Brings at least one more byte of a unit that is not whole; false if there is none. The unit needs at least `needed` bytes
     * beyond `limit`, and exactly those if `last`. `buf`, `start` and `limit` may change; what was at `start + n` still is.
     */
    more(needed: number, last: boolean): boolean;
    /** Forgets everything. */
    clear(): void;
    /** Nothing is unread in `buf`: goes on at the front of the next chunk. */
    private readInPlace;
    /** Moves on to the next chunk, or lets go of the last one if there is none. */
    private nextChunk;
    private firstWaiting;
    /** Moves the unit to new memory of twice `size` bytes, or of just what it needs if that is known and less. */
    private grow;
}
