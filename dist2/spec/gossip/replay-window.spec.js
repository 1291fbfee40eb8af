import { expect } from 'chai';
import fc from 'fast-check';
import { ReplayGuard, WINDOW_SIZE } from '../../gossip/wire/replay-window.js';
const A = 'a'.repeat(16);
const B = 'b'.repeat(16);
/** What the guard does with a datagram: whether it lets it in. */
function letsIn(guard, instance, counter) {
    if (guard.isReplay(instance, counter))
        return false;
    guard.accept(instance, counter);
    return true;
}
describe('replay window', () => {
    it('lets in each counter once, in any order, as a set would, and nothing from behind the window', () => {
        const step = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 3000 }));
        fc.assert(fc.property(fc.array(step, { maxLength: 300 }), fc.nat(2 ** 47), (steps, base) => {
            const guard = new ReplayGuard();
            const seen = new Set();
            let newest = 0;
            for (const offset of steps) {
                const counter = base + offset;
                const expected = !seen.has(counter) && counter > newest - WINDOW_SIZE;
                expect(letsIn(guard, A, counter), `${counter}`).to.equal(expected);
                seen.add(counter);
                newest = Math.max(newest, counter);
            }
        }), { numRuns: 300 });
    });
    it('takes 1023 that come late, and not the 1024th', () => {
        const guard = new ReplayGuard();
        expect(letsIn(guard, A, 5000)).to.equal(true);
        expect(letsIn(guard, A, 5000 - 1024)).to.equal(false);
        for (let late = 1; late < 1024; late++)
            expect(letsIn(guard, A, 5000 - late)).to.equal(true);
        expect(letsIn(guard, A, 4999)).to.equal(false);
    });
    it('keeps instances apart, and no more of them than its limit: the one not heard of for longest goes', () => {
        const guard = new ReplayGuard(2);
        for (const instance of [A, B])
            expect(letsIn(guard, instance, 7)).to.equal(true);
        expect(letsIn(guard, A, 8)).to.equal(true);
        expect(letsIn(guard, 'c'.repeat(16), 1)).to.equal(true);
        expect(guard.size).to.equal(2);
        expect(letsIn(guard, A, 7)).to.equal(false);
        expect(letsIn(guard, B, 7)).to.equal(true);
    });
});
//# sourceMappingURL=replay-window.spec.js.map