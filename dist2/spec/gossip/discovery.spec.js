import { expect } from 'chai';
import { ADDRESS_LIMIT, Discovery } from '../../gossip/node/discovery.js';
const PORT = 17_001;
function rig(seeds) {
    const found = [];
    const unresolved = [];
    const looked = [];
    const names = new Map();
    const lookup = async (host) => {
        looked.push(host);
        const addresses = names.get(host);
        if (!addresses)
            throw new Error(`ENOTFOUND ${host}`);
        return addresses;
    };
    const discovery = new Discovery(seeds.map((host) => ({ host, port: PORT })), lookup, {
        found: (addresses) => found.push(addresses),
        unresolved: (host, reason) => unresolved.push(`${host}: ${reason}`),
    });
    return { discovery, found, unresolved, looked, names };
}
const at = (...hosts) => hosts.map((host) => ({ host, port: PORT }));
describe('discovery', () => {
    it('gives addresses as they are, and every address of a name, in the order of the seeds', async () => {
        const { discovery, found, names, looked } = rig(['10.0.0.1', 'cache', '::1', 'other']);
        names.set('cache', ['10.0.0.2', '10.0.0.3']).set('other', ['10.0.0.4']);
        await discovery.look(true, 0);
        expect(found).to.deep.equal([at('10.0.0.1', '::1'), at('10.0.0.2', '10.0.0.3'), at('10.0.0.4')]);
        expect(looked).to.deep.equal(['cache', 'other']);
    });
    it('looks a name up afresh: every 500 ms while alone, every 10 s with others', async () => {
        const { discovery, found, names } = rig(['cache']);
        names.set('cache', ['10.0.0.2']);
        await discovery.look(true, 0);
        await discovery.look(true, 499);
        expect(found).to.have.length(1);
        names.set('cache', ['10.0.0.9']);
        await discovery.look(true, 500);
        expect(found.at(-1)).to.deep.equal(at('10.0.0.9'));
        await discovery.look(false, 10_499);
        expect(found).to.have.length(2);
        await discovery.look(false, 10_500);
        expect(found).to.have.length(3);
    });
    it('names what cannot be resolved once, goes on with the others, and tells again after it could be', async () => {
        const { discovery, found, names, unresolved } = rig(['gone', 'cache']);
        names.set('cache', ['10.0.0.2']);
        await discovery.look(true, 0);
        await discovery.look(true, 1000);
        expect(unresolved).to.deep.equal(['gone: ENOTFOUND gone']);
        expect(found).to.deep.equal([at('10.0.0.2'), at('10.0.0.2')]);
        names.set('gone', ['10.0.0.5']);
        await discovery.look(true, 2000);
        names.delete('gone');
        await discovery.look(true, 3000);
        expect(unresolved).to.have.length(2);
    });
    it('has one round under way at most, and a bounded number of addresses a name', async () => {
        const { discovery, found, names, looked } = rig(['cache']);
        names.set('cache', Array.from({ length: 500 }, (_, i) => `10.0.${i >> 8}.${i & 255}`));
        await Promise.all([discovery.look(true, 0), discovery.look(true, 1000), discovery.look(true, 2000)]);
        expect(looked).to.have.length(1);
        expect(found[0]).to.have.length(ADDRESS_LIMIT);
    });
});
//# sourceMappingURL=discovery.spec.js.map