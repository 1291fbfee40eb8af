import { expect } from 'chai';
import fc from 'fast-check';
import { Destinations } from '../../gossip/node/destinations.js';
import { record } from './arbitraries.js';
import { eventually, idOf, RealMembers } from './real-members.js';
const A = { host: '10.0.0.1', port: 1 };
const B = { host: '10.0.0.1', port: 2 };
const [sample] = fc.sample(record, { seed: 1, numRuns: 1 });
const member = (port, instance, change = {}) => ({
    ...sample,
    host: A.host,
    busPort: port,
    instance,
    state: 'alive',
    isMyself: false,
    ...change,
});
describe('destinations of sealed datagrams', () => {
    const members = new RealMembers();
    afterEach(() => members.stopAll());
    it('are the instances that were learned last, from datagrams or from the list of live members', () => {
        const destinations = new Destinations();
        expect(destinations.at(A)).to.equal(undefined);
        destinations.follow([
            member(1, 'old'),
            member(2, 'dead', { state: 'dead' }),
            member(2, 'me', { isMyself: true }),
        ]);
        expect([destinations.at(A), destinations.at(B)]).to.deep.equal(['old', undefined]);
        destinations.learn(A, 'new');
        expect(destinations.at(A)).to.equal('new');
        destinations.follow([member(1, 'newer', { state: 'suspect' })]);
        expect(destinations.at(A)).to.equal('newer');
    });
    it('are kept for a bounded number of addresses', () => {
        const destinations = new Destinations();
        for (let port = 0; port <= 32_768; port++)
            destinations.learn({ host: A.host, port }, 'x');
        expect(destinations.at({ host: A.host, port: 0 })).to.equal(undefined);
        expect(destinations.at(A)).to.equal('x');
    });
    it('a sealed member that starts again and knows nobody is found by those that ping its former instance', async () => {
        const options = { hfMs: 50, ttlMs: 20_000, crashEvidence: false, keys: [new Uint8Array(32).fill(1)] };
        const [first, second, third] = await members.startThree(options);
        const id = idOf(third);
        const { port } = third.address();
        await third.stop();
        const again = members.create({ ...options, id, busPort: port });
        await again.start();
        const sees = (membership) => members.eventsOf(membership).some(({ type, member: of }) => type === 'restarted' && of.id === id);
        await eventually('both know that it has restarted', () => sees(first) && sees(second));
        await eventually('it knows them', () => again.view().members.length === 3);
        expect(first.messageCounts().dropped.authentication).to.equal(0);
    });
});
//# sourceMappingURL=destinations.spec.js.map