import { expect } from 'chai';
import { NameCache } from '../../gossip/node/name-cache.js';
/** A resolver that answers when it is told to, and a cache before it. */
class Rig {
    nowMs = 0;
    asked = [];
    pending = [];
    cache = new NameCache((host, _options, answer) => {
        this.asked.push(host);
        this.pending.push(answer);
    }, () => this.nowMs);
    /** What the cache answers now: an address, the error's text, or nothing yet. */
    ask(host) {
        const answers = [];
        this.cache.lookup(host, {}, (error, address) => answers.push(error ? error.message : address));
        return answers;
    }
    answer(address) {
        this.pending.shift()?.(null, address, 4);
    }
    fail() {
        this.pending.shift()?.(new Error('ENOTFOUND'), '', 0);
    }
}
describe('cache of host names', () => {
    it('answers addresses at once, and asks nobody', () => {
        const rig = new Rig();
        expect([rig.ask('10.0.0.1'), rig.ask('::1')]).to.deep.equal([['10.0.0.1'], ['::1']]);
        expect(rig.asked).to.deep.equal([]);
    });
    it('looks a name up once, and then answers from memory, also while it looks it up again', () => {
        const rig = new Rig();
        const first = rig.ask('cache');
        expect(first).to.deep.equal([]);
        expect(rig.ask('cache')).to.deep.equal(['cache is being looked up']);
        rig.answer('10.0.0.2');
        expect(first).to.deep.equal(['10.0.0.2']);
        expect(rig.cache.known('cache')).to.equal('10.0.0.2');
        rig.nowMs = 9999;
        expect(rig.ask('cache')).to.deep.equal(['10.0.0.2']);
        expect(rig.asked).to.have.length(1);
        rig.nowMs = 10_000;
        expect([rig.ask('cache'), rig.ask('cache')]).to.deep.equal([['10.0.0.2'], ['10.0.0.2']]);
        expect(rig.asked).to.have.length(2);
        rig.answer('10.0.0.3');
        expect(rig.ask('cache')).to.deep.equal(['10.0.0.3']);
    });
    it('keeps what it had when the resolver fails, and asks again for a name that it never found', () => {
        const rig = new Rig();
        const first = rig.ask('cache');
        rig.fail();
        expect(first).to.deep.equal(['ENOTFOUND']);
        expect(rig.cache.known('cache')).to.equal('cache');
        rig.ask('cache');
        rig.answer('10.0.0.2');
        rig.nowMs = 20_000;
        rig.ask('cache');
        rig.fail();
        expect(rig.ask('cache')).to.deep.equal(['10.0.0.2']);
        expect(rig.asked).to.have.length(4);
    });
    it('keeps a bounded number of names', () => {
        const rig = new Rig();
        for (let i = 0; i <= 1024; i++) {
            rig.ask(`n${i}`);
            rig.answer('10.0.0.2');
        }
        expect([rig.cache.known('n0'), rig.cache.known('n1')]).to.deep.equal(['n0', '10.0.0.2']);
    });
});
//# sourceMappingURL=name-cache.spec.js.map