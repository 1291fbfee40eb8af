/** A keyspace whose keys and values are strings, for specs. */
import { type EntryRef, Keyspace, NO_ENTRY, NO_EXPIRY } from '../../lib/store/keyspace.ts';

/** A moment to begin at, ms since 1970. */
export const START_MS = 1_700_000_000_000;

/** A keyspace with a text interface, for specs. */
export class TextKeyspace extends Keyspace {
  constructor(hashSeed: number = 99, mostSegments?: number) {
    super(mostSegments === undefined ? { hashSeed } : { hashSeed, mostSegments });
  }

  /** How many slabs have been put to use so far. */
  get slabsOpened(): number {
    return this.table.arena.openings;
  }

  put(
    key: string,
    value: string | Buffer,
    expiresAtMs: number = NO_EXPIRY,
    nowMs: number = START_MS,
  ): EntryRef {
    const keyBytes = Buffer.from(key);
    const valueBytes = typeof value === 'string' ? Buffer.from(value) : value;
    return this.set(keyBytes, 0, keyBytes.length, valueBytes, 0, valueBytes.length, expiresAtMs, nowMs);
  }

  refOf(key: string, nowMs: number = START_MS): EntryRef {
    const bytes = Buffer.from(key);
    return this.find(bytes, 0, bytes.length, nowMs);
  }

  has(key: string, nowMs: number = START_MS): boolean {
    return this.refOf(key, nowMs) !== NO_ENTRY;
  }

  remove(key: string): void {
    this.delete(this.refOf(key));
  }

  readValue(ref: EntryRef): Buffer {
    const bytes = Buffer.alloc(this.valueLength(ref));
    this.copyValue(ref, bytes, 0, 0, bytes.length);
    return bytes;
  }

  textOf(key: string, nowMs: number = START_MS): string {
    return this.readValue(this.refOf(key, nowMs)).toString();
  }

  keyOf(ref: EntryRef): string {
    const bytes = Buffer.alloc(this.keyLength(ref));
    this.copyKey(ref, bytes, 0);
    return bytes.toString();
  }
}
