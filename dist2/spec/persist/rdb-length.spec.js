import { expect } from 'chai';
import fc from 'fast-check';
import { LengthReader, lengthBytes, UNREADABLE, writeLength } from '../../lib/persist/rdb-length.js';
const FORMS = [
    [0, '00'],
    [63, '3f'],
    [64, '4040'],
    [16383, '7fff'],
    [16384, '8000004000'],
    [2 ** 32 - 1, '80ffffffff'],
    [2 ** 32, '810000000100000000'],
    [Number.MAX_SAFE_INTEGER, '81001fffffffffffff'],
];
function written(length) {
    const target = Buffer.alloc(12, 0xee);
    return target.subarray(2, writeLength(target, 2, length));
}
describe('RDB lengths', () => {
    for (const [length, hex] of FORMS) {
        it(`writes ${length} as ${hex}`, () => {
            expect(written(length).toString('hex')).to.equal(hex);
            expect(lengthBytes(length)).to.equal(hex.length / 2);
        });
    }
    it('reads any length back, and nothing that is cut off', () => {
        const reader = new LengthReader();
        fc.assert(fc.property(fc.maxSafeNat(), fc.nat(53), (large, shift) => {
            const length = Math.floor(large / 2 ** shift);
            const bytes = written(length);
            expect(reader.read(bytes, 0, bytes.length)).to.equal(bytes.length);
            expect([reader.value, reader.isSpecial]).to.deep.equal([length, false]);
            for (let end = 0; end < bytes.length; end++) {
                expect(reader.read(bytes, 0, end)).to.equal(UNREADABLE);
            }
        }));
    });
    it('tells special forms from lengths', () => {
        const reader = new LengthReader();
        expect(reader.read(Buffer.from('c3', 'hex'), 0, 1)).to.equal(1);
        expect([reader.value, reader.isSpecial]).to.deep.equal([3, true]);
    });
    it('reads no form that there is not, and no length past 2^53', () => {
        const reader = new LengthReader();
        for (const hex of ['82ffffffffffffffff', 'bfffffffffffffffff', '810020000000000000']) {
            expect(reader.read(Buffer.from(hex, 'hex'), 0, 9), hex).to.equal(UNREADABLE);
        }
    });
});
//# sourceMappingURL=rdb-length.spec.js.map