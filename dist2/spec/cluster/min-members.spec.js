import { expect } from 'chai';
import { createNode } from '../../lib/index.js';
import { agree, busOf, eventually, RawClient, stopAll } from './harness.js';
const DOWN = '-CLUSTERDOWN Hash slot not served\r\n';
describe('min-members', () => {
    let nodes;
    beforeEach(() => {
        nodes = [];
    });
    afterEach(() => stopAll(nodes));
    function make(join, minMembers) {
        const node = createNode({ port: 0, logLevel: 'silent', hfMs: 50, ttlMs: 500, join, minMembers });
        nodes.push(node);
        return node;
    }
    /** Starts it, and resolves when it listens; it may not serve yet. */
    async function open(node) {
        const ready = node.start();
        await eventually(() => node.address().busPort > 0);
        return { ready, client: await RawClient.connect(node.address().clientPort) };
    }
    it('a node serves only when it sees as many; until then PING works and CLUSTER INFO says why', async () => {
        const first = make([], 3);
        const one = await open(first);
        const second = make([busOf(first)], 3);
        const two = await open(second);
        await eventually(() => first.members().length === 2);
        let isReady = false;
        void one.ready.then(() => {
            isReady = true;
        });
        // Longer than a node waits that needs nobody.
        await new Promise((resolve) => setTimeout(resolve, 700));
        for (const { client } of [one, two]) {
            expect(await client.pipeline(['PING'], ['GET', 'a'], ['SET', 'a', '1'])).to.deep.equal([
                '+PONG\r\n',
                DOWN,
                DOWN,
            ]);
            const info = await client.call('CLUSTER', 'INFO');
            expect(info).to.include('cluster_state:fail\r\n').and.include('cluster_members_needed:3\r\n');
        }
        expect(isReady).to.equal(false);
        const third = make([busOf(first)], 3);
        await Promise.all([third.start(), one.ready, two.ready]);
        await agree(nodes);
        expect(await one.client.call('SET', 'a', '1')).to.equal('+OK\r\n');
        expect(await two.client.call('GET', 'a')).to.equal('$1\r\n1\r\n');
        expect(await one.client.call('CLUSTER', 'INFO')).to.include('cluster_members_needed:0\r\n');
    });
    it('one that serves already is enough', async () => {
        const first = make([], 1);
        await first.start();
        await make([busOf(first)], 3).start();
        await agree(nodes);
    });
    it('a node that waits can be stopped', async () => {
        const { ready } = await open(make([], 2));
        await nodes[0]?.stop();
        await ready;
    });
});
//# sourceMappingURL=min-members.spec.js.map