import { expect } from 'chai';
import { Random } from '../../lib/base/random.js';
const draw = (seed, count) => {
    const random = new Random(seed);
    return Array.from({ length: count }, () => random.uint32());
};
describe('Random', () => {
    it('gives the same sequence for the same seed, and another one for another', () => {
        expect(draw(1, 20)).to.deep.equal(draw(1, 20));
        expect(draw(1, 20)).to.not.deep.equal(draw(2, 20));
        expect(draw(0, 20)).to.satisfy((numbers) => new Set(numbers).size === 20);
    });
    it('spreads evenly, within its bounds', () => {
        const random = new Random(3);
        const counts = new Array(10).fill(0);
        for (let count = 0; count < 100_000; count++) {
            const index = random.below(10);
            counts[index] = counts[index] + 1;
        }
        for (const count of counts)
            expect(count).to.be.within(9500, 10_500);
    });
    it('chance is true as often as it says', () => {
        const random = new Random(4);
        let hits = 0;
        for (let count = 0; count < 100_000; count++)
            if (random.chance(0.2))
                hits++;
        expect(hits).to.be.within(19_000, 21_000);
        expect(random.chance(0)).to.equal(false);
        expect(random.chance(1)).to.equal(true);
    });
    it('shuffle keeps every item, and moves them', () => {
        const items = Array.from({ length: 100 }, (_, index) => index);
        const shuffled = new Random(5).shuffle([...items]);
        expect(shuffled).to.not.deep.equal(items);
        expect([...shuffled].sort((a, b) => a - b)).to.deep.equal(items);
    });
    it('hex gives as many digits as asked for', () => {
        expect(new Random(6).hex(40)).to.match(/^[0-9a-f]{40}$/);
        expect(new Random(6).hex(3)).to.match(/^[0-9a-f]{3}$/);
    });
});
//# sourceMappingURL=random.spec.js.map