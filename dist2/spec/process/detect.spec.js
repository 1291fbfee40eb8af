/** The scenes of bench-detect that matter most, with real processes and short times. */
import { expect } from 'chai';
import { forgets, kills, pauses, restarts } from '../../bench/support/detect-failures.js';
import { HearsayFlock } from '../../bench/support/hearsay-flock.js';
const HF_MS = 100;
const TTL_MS = 1000;
/** What a loaded machine may add to a bound of the protocol. */
const GRACE_MS = 500;
/** Each scene has ports of its own, and each run of the specs others than the last one. */
let nextPort = 30_000 + (process.pid % 500) * 20;
function flock(change = {}) {
    nextPort += 10;
    const options = { hfMs: HF_MS, ttlMs: TTL_MS, crashEvidence: true, sealed: false, basePort: nextPort };
    return new HearsayFlock({ ...options, ...change });
}
describe('members in processes of their own', function () {
    this.timeout(30_000);
    it('kill -9: off every list within ttl by silence alone, and long before that by refusals', async () => {
        const [bySilence, byRefusal] = await Promise.all([
            kills(flock({ crashEvidence: false }), 3, 1),
            kills(flock({ ttlMs: 10 * TTL_MS }), 3, 1),
        ]);
        for (const allMs of bySilence.allMs)
            expect(allMs).to.be.within(TTL_MS / 2, TTL_MS + GRACE_MS);
        for (const allMs of byRefusal.allMs)
            expect(allMs).to.be.at.most(TTL_MS + GRACE_MS);
    });
    it('SIGSTOP: no harm up to ttl - 2.5 hf, off the lists after more than ttl, and the sleeper removes nobody', async () => {
        const safeMs = TTL_MS - 2.5 * HF_MS;
        const [safe, long] = await pauses(flock({ crashEvidence: false }), [safeMs - HF_MS, TTL_MS + GRACE_MS], 1);
        expect(safe).to.include({ removed: 0, removedOthers: 0 });
        expect(long).to.include({ removed: 1, removedOthers: 0 });
    });
    it('kill -9 and instant restart: the others notice within hf of the new start', async () => {
        const { noticedMs } = await restarts(flock(), 1);
        for (const ms of noticedMs)
            expect(ms).to.be.at.most(HF_MS + GRACE_MS);
    });
    it('FORGET of a member that lives, is dead, is stopped: off every list, and it stays away', async () => {
        for (const { goneMs, staysAway, target } of await forgets(flock(), 300)) {
            expect(goneMs, target).to.be.at.most(HF_MS + GRACE_MS);
            expect(staysAway, target).to.equal(true);
        }
    });
});
//# sourceMappingURL=detect.spec.js.map