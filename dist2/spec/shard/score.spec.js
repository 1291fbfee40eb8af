import { expect } from 'chai';
import fc from 'fast-check';
import murmurHash3 from 'murmurhash3js-revisited';
import { SLOT_COUNT } from '../../shard/index.js';
import { mixSlot, slotScores } from '../../shard/score.js';
const LEVEL_SHIFT = 18;
const levelsOf = (scores) => Array.from(scores, (score) => score >>> LEVEL_SHIFT);
describe('mixSlot', () => {
    it('is MurmurHash3_x86_32 of the slot as four little-endian bytes', () => {
        const block = Buffer.alloc(4);
        fc.assert(fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.nat(SLOT_COUNT - 1), (seed, slot) => {
            block.writeUInt32LE(slot);
            expect(mixSlot(seed, slot)).to.equal(murmurHash3.x86.hash32(block, seed));
        }));
    });
    it('has the reference values', () => {
        expect(mixSlot(0, 0)).to.equal(0x2362f9de);
        expect(mixSlot(777, 12345)).to.equal(2738464215);
    });
});
describe('slotScores', () => {
    const id = '1'.padStart(40, '0');
    it('gives every machine the same scores', () => {
        expect(Array.from(slotScores(id, 1).subarray(0, 6))).to.deep.equal([
            4089496868, 1872828064, 1141536874, 2424262558, 3525080230, 3534045586,
        ]);
        expect(Array.from(slotScores(id, 3).subarray(0, 6))).to.deep.equal([
            4089496868, 1872828064, 1761570202, 3599044581, 3525080230, 3741834907,
        ]);
    });
    it('has one slot at each level', () => {
        const levels = new Set(levelsOf(slotScores('f'.repeat(40), 1)));
        expect(levels.size).to.equal(SLOT_COUNT);
    });
    it('never lowers a score when the weight grows', () => {
        const light = slotScores(id, 2);
        const heavy = slotScores(id, 5);
        expect(heavy.every((score, slot) => score >= light[slot])).to.equal(true);
    });
});
//# sourceMappingURL=score.spec.js.map