import { expect } from 'chai';
import { Fence } from '../../lib/cluster/fence.js';
const SAFE_PAUSE_MS = 1500;
describe('the fence', () => {
    let calls;
    let confirm;
    let fence;
    beforeEach(() => {
        calls = [];
        fence = new Fence({
            safePauseMs: () => SAFE_PAUSE_MS,
            confirm: () => new Promise((resolve, reject) => {
                confirm = resolve;
                calls.push('asked');
                if (calls.includes('stopping'))
                    reject(new Error('stopped'));
            }),
            onFence: (isFenced) => calls.push(isFenced ? 'fenced' : 'lifted'),
        });
        fence.look(1_000_000);
    });
    const settled = () => new Promise((resolve) => setImmediate(resolve));
    it('stays down while the shard looks often enough', () => {
        for (let i = 1; i <= 10; i++)
            fence.look(1_000_000 + i * SAFE_PAUSE_MS);
        fence.look(900_000);
        expect(calls).to.deep.equal([]);
    });
    it('goes up at the first look after a longer pause, until it is known what happened meanwhile', async () => {
        fence.look(1_000_001 + SAFE_PAUSE_MS);
        expect(calls).to.deep.equal(['fenced', 'asked']);
        fence.look(1_000_002 + 3 * SAFE_PAUSE_MS);
        await settled();
        expect(calls).to.deep.equal(['fenced', 'asked']);
        confirm();
        await settled();
        expect(calls).to.deep.equal(['fenced', 'asked', 'lifted']);
    });
    it('does not stay up in a member that is stopping', async () => {
        calls.push('stopping');
        fence.look(2_000_000);
        await settled();
        expect(calls.at(-1)).to.equal('lifted');
    });
});
//# sourceMappingURL=fence.spec.js.map