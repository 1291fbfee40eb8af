import { expect } from 'chai';
import { ServeStall } from '../../gossip/core/serve-stall.js';
const HF_MS = 100;
const TTL_MS = 1000;
describe('ServeStall', () => {
    let stall;
    let told;
    let nowMs;
    beforeEach(() => {
        const context = { timing: { hfMs: HF_MS, suspectMs: 2 * HF_MS, ttlMs: TTL_MS }, serveStallMs: 0 };
        const setService = (isLagging, isStalled) => {
            told = isStalled ? 'stalled' : isLagging ? 'lagging' : 'well';
        };
        stall = new ServeStall(context, { setService });
        nowMs = 5000;
        stall.read(0, nowMs);
    });
    function read(stallMs, afterMs) {
        nowMs += afterMs;
        stall.read(stallMs, nowMs);
    }
    /** Reads come `stepMs` apart for `forMs`, while the data thread does nothing since `sinceMs`. */
    function hang(sinceMs, stepMs, forMs) {
        for (const endMs = nowMs + forMs; nowMs < endMs;)
            read(nowMs + stepMs - sinceMs, stepMs);
    }
    it('says that it lags past 2 hf, that it is stalled at ttl, and that it is well again below hf', () => {
        const sinceMs = nowMs;
        hang(sinceMs, 50, 200);
        expect(told).to.equal('well');
        hang(sinceMs, 50, 50);
        expect(told).to.equal('lagging');
        hang(sinceMs, 50, 750);
        expect(told).to.equal('stalled');
        read(HF_MS - 1, 50);
        expect(told).to.equal('well');
    });
    it('does not count that the whole process stood still', () => {
        read(10_000, 10_000);
        expect(told).to.equal('well');
        read(20, 20);
        expect(told).to.equal('well');
    });
    it('finds a stall though the gossip thread is late all the time', () => {
        hang(nowMs, 180, 1260);
        expect(told).to.equal('stalled');
    });
});
//# sourceMappingURL=serve-stall.spec.js.map