import { expect } from 'chai';
import fc from 'fast-check';
import { EntryImage } from '../../lib/store/entry-image.ts';
import { type EntryRef, Keyspace, NO_ENTRY, NO_EXPIRY } from '../../lib/store/keyspace.ts';

const NOW_MS = Date.UTC(2026, 0, 1);

/** What comes of another member: a value, or a deletion. */
interface Change {
  readonly key: string;
  readonly value: Buffer | undefined;
  readonly version: number;
  readonly expiresAtMs: number;
  readonly isOutlived: boolean;
}

const value = fc.oneof(
  fc.integer({ min: -1000, max: 1000 }).map((number) => Buffer.from(`${number}`)),
  fc
    .constantFrom(0, 1, 44, 45, 319, 320, 5000, 65_460, 65_520, 70_000)
    .map((length) => Buffer.alloc(length, 'x')),
);
const change: fc.Arbitrary<Change> = fc.record({
  key: fc.constantFrom('a', 'b', 'a{b}', 'a longer key of forty bytes and some more', '{b}'.repeat(100)),
  value: fc.option(value, { nil: undefined, freq: 4 }),
  version: fc.integer({ min: 1, max: 2 ** 52 }),
  expiresAtMs: fc.constantFrom(NO_EXPIRY, NO_EXPIRY, NOW_MS - 1, NOW_MS + 1000),
  isOutlived: fc.boolean(),
});

function newKeyspace(isVersioned: boolean): Keyspace {
  const keyspace = new Keyspace({ hashSeed: 1 });
  keyspace.versioned = isVersioned;
  return keyspace;
}

/** Applies a change of which key and value lie one behind the other, as they come, or in buffers of their own. */
function apply(keyspace: Keyspace, { key, value, version, ...rest }: Change, isInOne: boolean): boolean {
  const padding = Buffer.from('???');
  const bytes = Buffer.concat([padding, Buffer.from(key), value ?? Buffer.alloc(0), padding]);
  const end = padding.length + Buffer.byteLength(key);
  if (value === undefined) return keyspace.applyDelete(bytes, padding.length, end, version, NOW_MS);
  const { expiresAtMs, isOutlived } = rest;
  const [source, from] = isInOne ? [bytes, end] : [Buffer.from(value), 0];
  const to = from + value.length;
  return keyspace.apply(
    bytes,
    padding.length,
    end,
    source,
    from,
    to,
    expiresAtMs,
    version,
    NOW_MS,
    isOutlived,
  );
}

function find(keyspace: Keyspace, key: string): EntryRef {
  const bytes = Buffer.from(key);
  return keyspace.peek(bytes, 0, bytes.length, NOW_MS);
}

/** All that the keyspace tells of a key, part by part. */
function parts(keyspace: Keyspace, key: string): object | undefined {
  const ref = find(keyspace, key);
  if (ref === NO_ENTRY) return undefined;
  const bytes = Buffer.alloc(keyspace.keyLength(ref) + keyspace.valueLength(ref));
  keyspace.copyKey(ref, bytes, 0);
  keyspace.copyValue(ref, bytes, keyspace.keyLength(ref), 0, keyspace.valueLength(ref));
  return {
    version: keyspace.versionOf(ref),
    expiresAtMs: keyspace.expiresAtMs(ref),
    isOutlived: keyspace.isOutlived(ref),
    keyLength: keyspace.keyLength(ref),
    valueLength: keyspace.valueLength(ref),
    bytes: bytes.toString('latin1'),
  };
}

/** The same from its image. */
function image(keyspace: Keyspace, key: string): object | undefined {
  const ref = find(keyspace, key);
  if (ref === NO_ENTRY) return undefined;
  const read = new EntryImage();
  keyspace.read(ref, read);
  const { version, expiresAtMs, isOutlived, keyLength, valueLength, start } = read;
  const bytes = read.bytes.toString('latin1', start, start + keyLength + valueLength);
  expect(read.view.byteLength).to.equal(read.bytes.length);
  return { version, expiresAtMs, isOutlived, keyLength, valueLength, bytes };
}

describe('entries as a whole', () => {
  it('are added as if their parts were written one by one, and their images tell all of them', () => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 12 }), fc.boolean(), (changes, isVersioned) => {
        const [whole, inParts] = [newKeyspace(isVersioned), newKeyspace(isVersioned)];
        for (const one of changes) {
          expect(apply(whole, one, true)).to.equal(apply(inParts, one, false));
          const { key } = one;
          expect(parts(whole, key)).to.deep.equal(parts(inParts, key));
          expect(image(whole, key)).to.deep.equal(parts(whole, key));
          const [ref, other] = [find(whole, key), find(inParts, key)];
          if (ref === NO_ENTRY) continue;
          expect(whole.encodingOf(ref)).to.equal(inParts.encodingOf(other));
          expect(whole.typeOf(ref)).to.equal(inParts.typeOf(other));
          expect(whole.idleMs(ref, NOW_MS + 5000)).to.equal(5000);
          expect(whole.entryBytes(ref)).to.equal(inParts.entryBytes(other));
        }
        whole.checkInvariants();
      }),
      { numRuns: 300 },
    );
  });

  it('are not added where the key was deleted since, or its slot emptied', () => {
    const keyspace = newKeyspace(true);
    const one = { key: 'a', value: Buffer.from('1'), version: 5, expiresAtMs: NO_EXPIRY, isOutlived: false };
    // In another table, whose slots and hashes are the same.
    expect(apply(keyspace, { ...one, key: 'b', value: undefined, version: 9 }, true)).to.equal(true);
    expect(apply(keyspace, one, true)).to.equal(true);
    expect(apply(keyspace, { ...one, key: 'b' }, true)).to.equal(false);
    expect(apply(keyspace, { ...one, key: 'b', version: 10 }, true)).to.equal(true);
    for (let slot = 0; slot < 16_384; slot++) keyspace.setFloor(slot, 20);
    expect(apply(keyspace, { ...one, key: 'a{b}', version: 20 }, true)).to.equal(false);
    expect(apply(keyspace, { ...one, key: 'a{b}', version: 21 }, true)).to.equal(true);
  });

  it('find room where memory is full, and have a frequency there', () => {
    const keyspace = newKeyspace(true);
    keyspace.setLimit(4 << 20, 'allkeys-lfu');
    for (let n = 0; n < 60_000; n++) {
      const one = { key: `key:${n}`, value: Buffer.alloc(100, 'x'), version: n + 1, expiresAtMs: NO_EXPIRY };
      expect(apply(keyspace, { ...one, isOutlived: false }, true)).to.equal(true);
    }
    expect(keyspace.usedBytes).to.be.at.most(4 << 20);
    expect(keyspace.stats.evicted).to.be.at.least(20_000);
    expect(keyspace.frequencyOf(find(keyspace, 'key:59999'))).to.equal(5);
    keyspace.checkInvariants();
  });
});
