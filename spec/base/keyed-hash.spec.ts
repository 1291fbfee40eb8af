import { expect } from 'chai';
import fc from 'fast-check';
import { KeyedHash } from '../../lib/base/keyed-hash.ts';
import { murmur3 } from '../../lib/base/murmur3.ts';

/** Two blocks that MurmurHash3 cannot tell apart, whatever its seed and wherever they stand. */
const BLOCKS = ['0000000000000000', '58a1826c0000b13b'] as const;
/** Choices between them, one behind the other. */
const CHOICES = 12;

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

describe('KeyedHash', () => {
  it('is HalfSipHash-1-3: known answers', () => {
    const seed = 0x07060504 * 2 ** 32 + 0x03020100;
    const known = [0x5814c896, 0xe7e864ca, 0xbc4b0e30, 0x01539939, 0x7e059ea6, 0x88e3d89b, 0xa0080b65];
    const bytes = Uint8Array.from({ length: known.length }, (_, n) => n);
    const hashes = known.map((_, length) => new KeyedHash(seed).of(viewOf(bytes), 0, length) >>> 0);
    expect(hashes).to.deep.equal(known);
  });

  it('looks at its range only, and depends on every byte, the length and both halves of the seed', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 40 }),
        fc.maxSafeNat(),
        fc.nat(),
        fc.nat(7),
        (content, seed, choice, before) => {
          const hash = new KeyedHash(seed).of(viewOf(content), 0, content.length);
          expect(hash).to.equal(hash | 0);
          const bytes = new Uint8Array(before + content.length + 3).fill(0xa5);
          bytes.set(content, before);
          const view = viewOf(bytes);
          const end = before + content.length;
          expect(new KeyedHash(seed).of(view, before, end)).to.equal(hash);
          expect(new KeyedHash(seed).of(view, before, end + 1)).not.to.equal(hash);
          expect(new KeyedHash((seed + 1) % 2 ** 53).of(view, before, end)).not.to.equal(hash);
          expect(new KeyedHash((seed + 2 ** 32) % 2 ** 53).of(view, before, end)).not.to.equal(hash);
          const at = before + (choice % content.length);
          bytes[at] = (bytes[at] as number) ^ 0x80;
          expect(new KeyedHash(seed).of(view, before, end)).not.to.equal(hash);
        },
      ),
      { numRuns: 300, seed: 5 },
    );
  });

  it('tells keys apart that were made to collide for every seed of MurmurHash3', () => {
    const hashes = { murmur3: new Set<number>(), keyed: new Set<number>() };
    const keyed = new KeyedHash(99);
    for (let key = 0; key < 1 << CHOICES; key++) {
      const blocks = Array.from({ length: CHOICES }, (_, at) => BLOCKS[(key >> at) & 1] as string);
      const view = viewOf(Buffer.from(blocks.join(''), 'hex'));
      hashes.murmur3.add(murmur3(view, 0, view.byteLength, 99));
      hashes.keyed.add(keyed.of(view, 0, view.byteLength));
    }
    expect(hashes.murmur3.size).to.equal(1);
    expect(hashes.keyed.size).to.be.above((1 << CHOICES) - 10);
  });
});
