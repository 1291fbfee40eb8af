/** What specs of replication share: a keyspace with one entry, frames, and bytes that are damaged. */
import fc from 'fast-check';
import { EntryImage } from '../../lib/store/entry-image.ts';
import { type EntryRef, Keyspace, NO_EXPIRY } from '../../lib/store/keyspace.ts';

export const NOW_MS = Date.UTC(2026, 0, 1);

export interface Entry {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
  readonly version: number;
  readonly expiresAtMs: number;
}

export const entry: fc.Arbitrary<Entry> = fc.record({
  key: fc.uint8Array({ minLength: 1, maxLength: 40 }),
  // Every form of a length in RDB's encoding.
  value: fc.oneof(
    fc.uint8Array({ maxLength: 80 }),
    fc.constantFrom(63, 64, 16_383, 16_384, 40_000).map((length) => new Uint8Array(length).fill(7)),
  ),
  version: fc.integer({ min: 1, max: 2 ** 52 }),
  expiresAtMs: fc.constantFrom(NO_EXPIRY, NOW_MS + 1000),
});

export function put(keyspace: Keyspace, { key, value, version, expiresAtMs }: Entry): EntryRef {
  const keyBytes = Buffer.from(key);
  const valueBytes = Buffer.from(value);
  keyspace.writeVersion = version;
  return keyspace.set(keyBytes, 0, keyBytes.length, valueBytes, 0, valueBytes.length, expiresAtMs, NOW_MS);
}

export function imageOf(keyspace: Keyspace, ref: EntryRef): EntryImage {
  const image = new EntryImage();
  keyspace.read(ref, image);
  return image;
}

export function newKeyspace(): Keyspace {
  const keyspace = new Keyspace({ hashSeed: 1 });
  keyspace.versioned = true;
  return keyspace;
}

/** Turns bits of `bytes` over, or cuts it off. */
export function damage(bytes: Buffer, at: number, bit: number, isCut: boolean): Buffer {
  if (isCut) return Buffer.from(bytes.subarray(0, at % bytes.length));
  const damaged = Buffer.from(bytes);
  damaged[at % bytes.length] = (damaged[at % bytes.length] as number) ^ (1 << (bit % 8));
  return damaged;
}
