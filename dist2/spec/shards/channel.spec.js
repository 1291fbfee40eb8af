import { MessageChannel } from 'node:worker_threads';
import { expect } from 'chai';
import { Channel } from '../../lib/shard/channel.js';
describe('Channel', () => {
    let ports;
    let left;
    let right;
    let release;
    beforeEach(() => {
        const { port1, port2 } = new MessageChannel();
        ports = [port1, port2];
        const noted = [];
        const gate = new Promise((resolve) => {
            release = resolve;
        });
        left = new Channel(port1, {
            add: (a, b) => a + b,
            fail: () => {
                throw Object.assign(new Error('no such port'), { code: 'EADDRINUSE', port: 7 });
            },
            note: (word) => {
                noted.push(word);
            },
            notes: () => noted,
            slow: () => gate.then(() => 'slow'),
        });
        right = new Channel(port2, { twice: async (value) => 2 * value });
    });
    afterEach(() => {
        for (const port of ports)
            port.close();
    });
    it('calls methods of the other end, in both directions', async () => {
        expect(await Promise.all([right.call('add', 2, 3), left.call('twice', 4)])).to.deep.equal([5, 8]);
    });
    it('passes errors on with the code and port of a system error', async () => {
        const error = await right.call('fail').catch((reason) => reason);
        expect(error).to.be.instanceOf(Error).and.to.include({
            message: 'no such port',
            code: 'EADDRINUSE',
            port: 7,
        });
    });
    it('makes calls in order, and lets later ones overtake one that answers late', async () => {
        const slow = right.call('slow');
        right.post('note', 'a');
        right.post('note', 'b');
        expect(await right.call('notes')).to.deep.equal(['a', 'b']);
        release();
        expect(await slow).to.equal('slow');
    });
    it('rejects what is under way, and what comes later, once the other end is gone', async () => {
        const slow = right.call('slow');
        right.close(new Error('it died'));
        for (const call of [slow, right.call('add', 1, 1)]) {
            expect(await call.catch((error) => error.message)).to.equal('it died');
        }
        right.post('note', 'nobody hears it');
    });
});
//# sourceMappingURL=channel.spec.js.map