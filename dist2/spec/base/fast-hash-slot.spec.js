import { expect } from 'chai';
import fc from 'fast-check';
import { fastHashSlot } from '../../lib/base/fast-hash-slot.js';
import { hashSlot } from '../../lib/base/hash-slot.js';
describe('fastHashSlot', () => {
    it('gives what hashSlot gives, with and without hash tags, at any place in a buffer', () => {
        const byte = fc.oneof(fc.constantFrom(0x7a, 0x7b, 0x7c, 0x7d, 0xfb), fc.integer({ min: 0, max: 255 }));
        fc.assert(fc.property(fc.array(byte, { maxLength: 40 }), fc.nat(7), fc.nat(7), (content, before, after) => {
            const bytes = Buffer.from([...Array(before).fill(0x7b), ...content, ...Array(after).fill(0x7d)]);
            const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
            const end = before + content.length;
            expect(fastHashSlot(bytes, view, before, end)).to.equal(hashSlot(bytes, before, end));
        }), { numRuns: 5000 });
    });
});
//# sourceMappingURL=fast-hash-slot.spec.js.map