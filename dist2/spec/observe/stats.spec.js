import { expect } from 'chai';
import { Rate } from '../../lib/observe/rate.js';
import { Stats } from '../../lib/observe/stats.js';
describe('Rate', () => {
    it('is the mean growth a second of the last 16 samples', () => {
        const rate = new Rate();
        expect(rate.perSecond).to.equal(0);
        for (let i = 0; i <= 16; i++)
            rate.sample(50 * i, 100 * i);
        expect(rate.perSecond).to.equal(500);
        for (let i = 17; i <= 24; i++)
            rate.sample(50 * 16, 100 * i);
        expect(rate.perSecond).to.equal(250);
    });
    it('goes on when the counter is set back and when no time has passed', () => {
        const rate = new Rate();
        rate.sample(1000, 0);
        rate.sample(16, 100);
        expect(rate.perSecond).to.equal(10);
        rate.sample(32, 100);
        rate.sample(32, 200);
        expect(rate.perSecond).to.equal(10);
    });
});
describe('Stats', () => {
    it('counts errors by code, and at most so many codes', () => {
        const stats = new Stats();
        for (let i = 0; i < 100; i++)
            stats.countError(`CODE${i}`);
        stats.countError('CODE1');
        expect(stats.errorReplies).to.equal(101);
        expect(stats.errorsByCode.size).to.equal(64);
        expect(stats.errorsByCode.get('CODE1')).to.equal(2);
    });
    it('forgets all when it is reset', () => {
        const stats = new Stats();
        stats.commandsProcessed = 50;
        stats.netInputBytes = 1600;
        stats.sample(0);
        stats.commandsProcessed += 16;
        stats.sample(100);
        expect(stats.commandRate.perSecond).to.equal(10);
        stats.countError('ERR');
        stats.reset();
        expect(stats).to.include({
            commandsProcessed: 0,
            netInputBytes: 0,
            errorReplies: 0,
        });
        expect(stats.commandRate.perSecond).to.equal(0);
        expect(stats.errorsByCode.size).to.equal(0);
    });
});
//# sourceMappingURL=stats.spec.js.map