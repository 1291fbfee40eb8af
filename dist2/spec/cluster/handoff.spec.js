/** What is told of keys that move between real nodes. */
import { expect } from 'chai';
import { createNode } from '../../lib/index.js';
import { agree, bulk, busOf, eventually, RawClient, startCluster, stopAll } from './harness.js';
const keys = Array.from({ length: 500 }, (_, i) => `key:${i}`);
describe('a handoff', function () {
    this.timeout(20_000);
    let nodes;
    let client;
    before(async () => {
        nodes = await startCluster(2, { replicas: 1 });
        client = await RawClient.connect(nodes[0].address().clientPort);
        await client.pipeline(...keys.map((key) => ['SET', key, key]));
    });
    after(async () => {
        client.close();
        await stopAll(nodes);
    });
    async function everyKeyIsThere() {
        expect(await client.pipeline(...keys.map((key) => ['GET', key]))).to.deep.equal(keys.map(bulk));
    }
    const rebalance = (...words) => client.call('CLUSTER', 'REBALANCE', ...words);
    it('is told of by the node that joins and then leaves, and loses nothing', async () => {
        const events = [];
        const third = createNode({ port: 0, logLevel: 'silent', replicas: 1, join: [busOf(nodes[0])] });
        third.on('handoff', (event) => events.push(event));
        await third.start();
        await agree([...nodes, third]);
        expect(events.map(({ direction, state }) => `${direction} ${state}`)).to.deep.equal([
            'in begun',
            'in done',
        ]);
        expect(events[0]?.slotsLeft).to.be.above(5000);
        expect(events[1]).to.include({ slotsLeft: 0 });
        expect(events[1]?.keys).to.be.above(keys.length / 4);
        await everyKeyIsThere();
        await eventually(async () => !/complete\r\n\$2\r\nno/.test(await rebalance('ALL')));
        events.length = 0;
        await third.stop();
        await agree(nodes);
        expect(events.map(({ direction, state }) => `${direction} ${state}`)).to.deep.equal([
            'out begun',
            'out done',
        ]);
        expect(events[1]).to.include({ slotsLeft: 0 });
        expect(events[1]?.keys).to.be.above(keys.length / 5);
        await everyKeyIsThere();
        await eventually(async () => /complete\r\n\$3\r\nyes/.test(await rebalance()));
    });
});
//# sourceMappingURL=handoff.spec.js.map