/**
 * What shards ask of each other about slots and their copies. Every message is answered at once, in order.
 *
 *   type (1)  then by type; numbers are little endian
 *   FOLLOW    epoch (8, double)  then for each slot: slot (2)  digest (8)    copy these to me, and what changes in them
 *   TAKE      likewise                                                       I own these by my map: hand them over
 *   APPLY     stream (4)  clock (8, double)  frames as in changes.ts         answered with nothing
 *
 * The clock is the sender's latest version: what the receiver writes from then on is newer, though it may have seen no such write.
 *
 * The digest is that of the asker's slot, or FOLLOWED: it follows the slot already. FOLLOW and TAKE are answered with the number
 * of the stream that brings what was asked for (4), 0 if there is none, and the slots that were refused (2 each).
 */
export declare const FOLLOW = 1;
export declare const TAKE = 2;
export declare const APPLY = 3;
export type Claim = typeof FOLLOW | typeof TAKE;
/** In place of a digest: the asker follows the slot. */
export declare const FOLLOWED = -1;
/** A message is sent from memory that has so many bytes free in front of it, and two behind it. */
export declare const MESSAGE_HEAD_BYTES = 48;
export declare const MESSAGE_TAIL_BYTES = 2;
/** Where the frames of an APPLY begin, from its first byte on. */
export declare const FRAMES_AT = 13;
/** Builds a FOLLOW or a TAKE. */
export declare class ClaimWriter {
    readonly buf: Buffer;
    end: number;
    count: number;
    constructor(type: Claim, epoch: number, mostSlots: number);
    add(slot: number, digest: number): void;
}
/** Calls `visit` for each slot of a FOLLOW or TAKE, `[start, end)` of `buf`; returns its epoch, or NaN if it is no such message. */
export declare function readClaim(buf: Buffer, start: number, end: number, visit: (slot: number, digest: number, epoch: number) => void): number;
export declare function writeAnswer(stream: number, refused: readonly number[]): Buffer;
/** What a claim was answered; undefined if that is no answer. */
export declare function readAnswer(answer: Buffer): {
    stream: number;
    refused: number[];
} | undefined;
/** Begins an APPLY in front of the frames that begin at MESSAGE_HEAD_BYTES + FRAMES_AT of `buf`. */
export declare function writeApplyHead(buf: Buffer, stream: number, clock: number): void;
