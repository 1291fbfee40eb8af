/**
 * A number that two members compare to see whether they hold the same entries of a hash slot: the sum of a hash of key and version of
 * each, which does not depend on the order. It is not made to withstand who chooses keys so that digests agree.
 */

import { murmur3 } from '../base/murmur3.ts';
import type { EntryTable } from './entry-table.ts';
import { visitRefs } from './index-walk.ts';

const UINT32 = 2 ** 32;
/** The sum's upper word gives 21 bits, so that the digest is a safe integer. */
const UNUSED_HIGH_BITS = 11;
/** Any number: the same for all members, and for all times. */
const SEED = 0x51ed270b;

/** Entries are added one by one, in any order: when all of a slot are, the digest is the slot's. */
export class SlotDigest {
  private low = 0;
  private high = 0;

  /** An integer below 2^53, 0 if nothing was added. */
  get value(): number {
    return (this.high >>> UNUSED_HIGH_BITS) * UINT32 + (this.low >>> 0);
  }

  clear(): void {
    this.low = this.high = 0;
  }

  /** An entry with that version and the key `[start, end)` of what `view` covers. */
  add(view: DataView, start: number, end: number, version: number): void {
    const key = murmur3(view, start, end, SEED);
    const first = mix(key ^ mix((version | 0) + SEED));
    const second = mix(first ^ Math.floor(version / UINT32));
    this.low = (this.low + second) | 0;
    this.high = (this.high + mix(second + key)) | 0;
  }
}

/** The digest of the entries whose time has not run out. */
export function slotDigest({ entries, index }: EntryTable, slot: number, nowMs: number): number {
  const digest = new SlotDigest();
  visitRefs(index, slot, (ref) => {
    if (entries.isExpired(ref, nowMs)) return true;
    const start = entries.payloadAt(ref);
    digest.add(entries.payloadView(ref), start, start + entries.keyLength(ref), entries.versionOf(ref));
    return true;
  });
  return digest.value;
}

/** The last step of MurmurHash3: every bit of the result depends on every bit of `word`. */
function mix(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
