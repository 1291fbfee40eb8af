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

import { SLOT_COUNT } from '../base/hash-slot.ts';

export const FOLLOW = 1;
export const TAKE = 2;
export const APPLY = 3;

export type Claim = typeof FOLLOW | typeof TAKE;

/** In place of a digest: the asker follows the slot. */
export const FOLLOWED = -1;

/** A message is sent from memory that has so many bytes free in front of it, and two behind it. */
export const MESSAGE_HEAD_BYTES = 48;
export const MESSAGE_TAIL_BYTES = 2;

const CLAIM_BYTES = 9;
const CLAIMED_BYTES = 10;
const ANSWER_BYTES = 4;
const REFUSED_BYTES = 2;
/** Where the frames of an APPLY begin, from its first byte on. */
export const FRAMES_AT = 13;

/** Builds a FOLLOW or a TAKE. */
export class ClaimWriter {
  readonly buf: Buffer;
  end = MESSAGE_HEAD_BYTES + CLAIM_BYTES;
  count = 0;

  constructor(type: Claim, epoch: number, mostSlots: number) {
    this.buf = Buffer.allocUnsafeSlow(this.end + mostSlots * CLAIMED_BYTES + MESSAGE_TAIL_BYTES);
    this.buf[MESSAGE_HEAD_BYTES] = type;
    this.buf.writeDoubleLE(epoch, MESSAGE_HEAD_BYTES + 1);
  }

  add(slot: number, digest: number): void {
    this.buf.writeUInt16LE(slot, this.end);
    this.buf.writeDoubleLE(digest, this.end + 2);
    this.end += CLAIMED_BYTES;
    this.count++;
  }
}

/**
 * Calls `visit` for each slot of a FOLLOW or TAKE, `[start, end)` of `buf`; returns its epoch, or NaN if it is no such message, as one
 * with more slots than there are.
 */
export function readClaim(
  buf: Buffer,
  start: number,
  end: number,
  visit: (slot: number, digest: number, epoch: number) => void,
): number {
  const first = start + CLAIM_BYTES;
  const slots = (end - first) / CLAIMED_BYTES;
  if (end < first || slots > SLOT_COUNT || !Number.isInteger(slots)) return Number.NaN;
  const epoch = buf.readDoubleLE(start + 1);
  for (let at = first; at < end; at += CLAIMED_BYTES) {
    visit(buf.readUInt16LE(at) & 0x3fff, buf.readDoubleLE(at + 2), epoch);
  }
  return epoch;
}

export function writeAnswer(stream: number, refused: readonly number[]): Buffer {
  const answer = Buffer.allocUnsafe(ANSWER_BYTES + refused.length * REFUSED_BYTES);
  answer.writeUInt32LE(stream, 0);
  for (const [i, slot] of refused.entries()) answer.writeUInt16LE(slot, ANSWER_BYTES + i * REFUSED_BYTES);
  return answer;
}

/** What a claim was answered; undefined if that is no answer. */
export function readAnswer(answer: Buffer): { stream: number; refused: number[] } | undefined {
  if (answer.length < ANSWER_BYTES) return undefined;
  const refused: number[] = [];
  for (let at = ANSWER_BYTES; at + REFUSED_BYTES <= answer.length; at += REFUSED_BYTES) {
    refused.push(answer.readUInt16LE(at));
  }
  return { stream: answer.readUInt32LE(0), refused };
}

/** Begins an APPLY in front of the frames that begin at MESSAGE_HEAD_BYTES + FRAMES_AT of `buf`. */
export function writeApplyHead(buf: Buffer, stream: number, clock: number): void {
  buf[MESSAGE_HEAD_BYTES] = APPLY;
  buf.writeUInt32LE(stream, MESSAGE_HEAD_BYTES + 1);
  buf.writeDoubleLE(clock, MESSAGE_HEAD_BYTES + 5);
}
