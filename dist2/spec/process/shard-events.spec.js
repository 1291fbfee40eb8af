/** Publish, subscribe and membership events where members have two shards each: every shard is told, and each subscriber once. */
import { expect } from 'chai';
import { NodeProcess } from '../../bench/support/node-process.js';
import { bulk, eventually, RawClient } from '../cluster/harness.js';
const MEMBERSHIP = '__hearsay__:membership';
const MAP = '__hearsay__:map';
/** A subscriber, and the messages that it got. */
class Listener {
    port;
    messages = [];
    client;
    constructor(port, client) {
        this.port = port;
        this.client = client;
    }
    static async start(port, ...channels) {
        const client = await RawClient.connect(port);
        const listener = new Listener(port, client);
        client.socket.write(`SUBSCRIBE ${channels.join(' ')}\r\n`);
        await client.read(channels.length);
        listener.listen().catch(() => {
            // It was closed.
        });
        return listener;
    }
    async listen() {
        for (;;) {
            const [push = ''] = await this.client.read(1);
            const [, , , , , , message = ''] = push.split('\r\n');
            this.messages.push(message);
        }
    }
    close() {
        this.client.close();
    }
}
describe('publish and membership events with two shards', function () {
    this.timeout(40_000);
    let nodes;
    let listeners = [];
    let clients = [];
    before(async () => {
        const first = await NodeProcess.start('--shards', '2');
        const join = ['--shards', '2', '--join', first.joinAddress];
        nodes = [first, ...(await Promise.all([1, 2].map(() => NodeProcess.start(...join))))];
        expect(await (await connect(first.port)).call('CLUSTER', 'CONVERGED', '10000')).to.equal(':3\r\n');
    });
    afterEach(() => {
        for (const each of [...listeners, ...clients])
            each.close();
        listeners = [];
        clients = [];
    });
    after(() => Promise.all(nodes.map((node) => node.kill())));
    async function connect(port) {
        const client = await RawClient.connect(port);
        clients.push(client);
        return client;
    }
    async function listen(port, ...channels) {
        const listener = await Listener.start(port, ...channels);
        listeners.push(listener);
        return listener;
    }
    const shardPorts = ({ shardPort }) => [shardPort, shardPort + 1];
    it('PUBLISH at any port reaches the subscribers of every shard of every member, once and in order', async () => {
        const everywhere = nodes.flatMap((node) => [node.port, ...shardPorts(node)]);
        for (const port of everywhere)
            await listen(port, 'news');
        const sent = [];
        for (const port of everywhere) {
            const publisher = await connect(port);
            const replies = await publisher.pipeline(['PUBLISH', 'news', `${port}/1`], ['PUBLISH', 'news', `${port}/2`]);
            expect(replies).to.deep.equal([':9\r\n', ':9\r\n']);
            sent.push(`${port}/1`, `${port}/2`);
        }
        await eventually(() => listeners.every(({ messages }) => messages.length >= sent.length));
        for (const { messages } of listeners)
            expect(messages).to.deep.equal(sent);
    });
    it('PUBSUB and CLIENT tell of all shards on the client port, of one on its own', async () => {
        const [node] = nodes;
        const [firstPort, secondPort] = shardPorts(node);
        await listen(firstPort, 'a', 'b');
        await listen(secondPort, 'a', 'c');
        const whole = await connect(node.port);
        const second = await connect(secondPort);
        const pattern = await connect(firstPort);
        await pattern.call('PSUBSCRIBE', 'x*');
        const numbers = ['PUBSUB', 'NUMSUB', 'a', 'b', 'c', 'd'];
        expect(await whole.call(...numbers)).to.equal(`*8\r\n${bulk('a')}:2\r\n${bulk('b')}:1\r\n${bulk('c')}:1\r\n${bulk('d')}:0\r\n`);
        expect(await second.call(...numbers)).to.equal(`*8\r\n${bulk('a')}:1\r\n${bulk('b')}:0\r\n${bulk('c')}:1\r\n${bulk('d')}:0\r\n`);
        expect((await whole.call('PUBSUB', 'CHANNELS')).match(/^[abc]$/gm)?.sort()).to.deep.equal([
            'a',
            'b',
            'c',
        ]);
        expect(await whole.call('PUBSUB', 'CHANNELS', '[bx]')).to.equal(`*1\r\n${bulk('b')}`);
        expect(await whole.call('PUBSUB', 'NUMPAT')).to.equal(':1\r\n');
        expect(await second.call('PUBSUB', 'NUMPAT')).to.equal(':0\r\n');
        const subscribers = async (client) => (await client.call('CLIENT', 'LIST', 'TYPE', 'pubsub')).match(/ flags=P /g)?.length ?? 0;
        expect([await subscribers(whole), await subscribers(second)]).to.deep.equal([3, 1]);
        expect(await whole.call('CLIENT', 'KILL', 'TYPE', 'pubsub')).to.equal(':3\r\n');
        await eventually(async () => (await whole.call('PUBSUB', 'CHANNELS')) === '*0\r\n');
    });
    it('CONFIG SET at any shard changes the settings of the member, for all of its shards', async () => {
        const [node] = nodes;
        const [, secondPort] = shardPorts(node);
        const second = await connect(secondPort);
        expect(await second.call('CONFIG', 'SET', 'ttl', '500')).to.match(/^-ERR .*must be at least 5 x hf/);
        expect(await second.call('CONFIG', 'SET', 'forget-ttl', '50000', 'partition-policy', 'majority')).to.equal('+OK\r\n');
        for (const port of [node.port, ...shardPorts(node)]) {
            const client = await connect(port);
            expect(await client.call('CONFIG', 'GET', 'forget-ttl')).to.contain(bulk('50000'));
            expect(await client.call('CLUSTER', 'INFO')).to.contain('cluster_state:ok');
        }
        expect(await second.call('CONFIG', 'SET', 'partition-policy', 'serve')).to.equal('+OK\r\n');
    });
    it('kill -9 and FORGET: subscribers at every shard get each event once; CLUSTER and INFO tell the same', async () => {
        const [first, second, victim] = nodes;
        const ports = [first, second].flatMap(shardPorts);
        for (const port of ports)
            await listen(port, MEMBERSHIP, MAP);
        const eventsOf = ({ messages }, wanted) => messages.filter((text) => JSON.parse(text).type === wanted && JSON.parse(text).id === victim.id);
        const owners = String([first.id, second.id].sort());
        await victim.kill();
        await eventually(() => listeners.every((listener) => eventsOf(listener, 'failed').length > 0 &&
            listener.messages.some((text) => String(JSON.parse(text).owners) === owners)), 10_000);
        for (const port of ports) {
            const client = await connect(port);
            expect(await client.call('CLUSTER', 'CONVERGED', '5000')).to.equal(':2\r\n');
            expect(await client.call('INFO', 'membership')).to.contain('failures_detected:1\r\n');
            expect(await client.call('CLUSTER', 'MEMBERS')).to.match(new RegExp(`dead .* ${victim.id}\n`));
        }
        const operator = await connect(ports[1]);
        expect(await operator.call('CLUSTER', 'FORGET', victim.id)).to.equal('+OK\r\n');
        await eventually(() => listeners.every((listener) => eventsOf(listener, 'forgotten').length > 0), 10_000);
        for (const listener of listeners) {
            expect(eventsOf(listener, 'failed')).to.have.length(1);
            expect(eventsOf(listener, 'forgotten')).to.have.length(1);
            const client = await connect(listener.port);
            expect(await client.call('CLUSTER', 'EVENTS', '100')).to.contain(eventsOf(listener, 'failed')[0]);
            expect(await client.call('INFO', 'membership')).to.contain(`forgotten_${victim.id}:`);
        }
    });
});
//# sourceMappingURL=shard-events.spec.js.map