import { expect } from 'chai';
import fc from 'fast-check';
import murmurHash3 from 'murmurhash3js-revisited';
import { murmur3 } from '../../lib/base/murmur3.js';
describe('murmur3', () => {
    it('gives what murmurhash3js-revisited gives, for any bytes, seed and place in a buffer', () => {
        fc.assert(fc.property(fc.uint8Array({ maxLength: 70 }), fc.integer({ min: 0, max: 0xffffffff }), fc.nat(5), (content, seed, before) => {
            const bytes = new Uint8Array(before + content.length + 3).fill(0xa5);
            bytes.set(content, before);
            const hash = murmur3(new DataView(bytes.buffer), before, before + content.length, seed);
            expect(hash >>> 0).to.equal(murmurHash3.x86.hash32(content, seed));
            expect(hash).to.equal(hash | 0);
        }), { numRuns: 3000 });
    });
    it('gives the values of the reference implementation', () => {
        const hashOf = (text, seed) => {
            const bytes = new TextEncoder().encode(text);
            return murmur3(new DataView(bytes.buffer), 0, bytes.length, seed) >>> 0;
        };
        expect(hashOf('', 0)).to.equal(0);
        expect(hashOf('', 1)).to.equal(0x514e28b7);
        expect(hashOf('', 0xffffffff)).to.equal(0x81f16f39);
        expect(hashOf('Hello, world!', 0x9747b28c)).to.equal(0x24884cba);
    });
});
//# sourceMappingURL=murmur3.spec.js.map