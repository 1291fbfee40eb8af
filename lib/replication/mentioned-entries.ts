/**
 * Which entries came with a slot that is sent whole, by key and version. Versions alone do not tell them apart: keys that one command wrote
 * have the same, as have all of a member that was always alone.
 *
 * Bound: a number for each entry of one slot.
 */
import { murmur3 } from '../base/murmur3.ts';
import type { EntryRef, Keyspace } from '../store/keyspace.ts';

/** Any number. */
const SEED = 0x2c1b3c6d;
const UINT32 = 2 ** 32;
/** So many, with the 32 bits of a key's hash, make a safe integer. */
const VERSIONS = 2 ** 21;
const FIRST_KEY_BYTES = 256;

export class MentionedEntries {
  private readonly marks: number[] = [];
  private key = Buffer.allocUnsafeSlow(FIRST_KEY_BYTES);
  private keyView = new DataView(this.key.buffer);

  get count(): number {
    return this.marks.length;
  }

  clear(): void {
    this.marks.length = 0;
  }

  /** The key is `[start, end)` of what `view` covers. */
  add(view: DataView, start: number, end: number, version: number): void {
    this.marks.push(markOf(view, start, end, version));
  }

  /** Deletes the slot's entries that did not come. */
  sweep(keyspace: Keyspace, slot: number): void {
    const marks = new Set(this.marks);
    const isMentioned = (ref: EntryRef): boolean => marks.has(this.markOfEntry(keyspace, ref));
    keyspace.sweepSlot(slot, 0, isMentioned, () => true);
  }

  private markOfEntry(keyspace: Keyspace, ref: EntryRef): number {
    const length = keyspace.keyLength(ref);
    if (length > this.key.length) {
      this.key = Buffer.allocUnsafeSlow(length);
      this.keyView = new DataView(this.key.buffer);
    }
    keyspace.copyKey(ref, this.key, 0);
    return markOf(this.keyView, 0, length, keyspace.versionOf(ref));
  }
}

function markOf(view: DataView, start: number, end: number, version: number): number {
  return (version % VERSIONS) * UINT32 + (murmur3(view, start, end, SEED) >>> 0);
}
