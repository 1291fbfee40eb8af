import { once } from 'node:events';
import net from 'node:net';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { encodeCommand } from '../../lib/resp/encode.js';
import { bulk, eventually, RawClient, startCluster, stopAll } from './harness.js';
const MB = 1024 * 1024;
describe('publish and subscribe over three nodes', () => {
    let nodes;
    let clients;
    before(async () => {
        nodes = (await startCluster(3, { subscriberOutputLimitBytes: MB }));
    });
    after(() => stopAll(nodes));
    beforeEach(async () => {
        clients = await Promise.all(nodes.map((node) => RawClient.connect(node.address().clientPort)));
    });
    afterEach(async () => {
        for (const client of clients)
            client.close();
        await eventually(async () => {
            const asking = await RawClient.connect(nodes[0].address().clientPort);
            const reply = await asking.call('PUBLISH', 'news', '');
            asking.close();
            return reply === ':0\r\n';
        });
    });
    it('a message reaches the subscribers of every node, and its reply counts them', async () => {
        const [a, b, c] = clients;
        const confirmed = ['*3\r\n$9\r\nsubscribe\r\n$4\r\nnews\r\n:1\r\n'];
        for (const subscriber of [a, b])
            expect(await subscriber.pipeline(['SUBSCRIBE', 'news'])).to.deep.equal(confirmed);
        await b.pipeline(['PSUBSCRIBE', 'n*']);
        expect(await c.call('PUBLISH', 'news', 'hello')).to.equal(':3\r\n');
        const message = '*3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$5\r\nhello\r\n';
        expect(await a.read(1)).to.deep.equal([message]);
        expect(await b.read(2)).to.deep.equal([
            message,
            '*4\r\n$8\r\npmessage\r\n$2\r\nn*\r\n$4\r\nnews\r\n$5\r\nhello\r\n',
        ]);
    });
    it('on a shard port, too', async () => {
        const [a] = clients;
        await a.pipeline(['SUBSCRIBE', 'news']);
        const shard = await RawClient.connect(nodes[2].address().shardPort);
        expect(await shard.call('PUBLISH', 'news', 'x')).to.equal(':1\r\n');
        shard.close();
        expect(await a.read(1)).to.have.length(1);
    });
    it('messages of one publisher come in their order, mixed with its other commands', async () => {
        const [a, b] = clients;
        await b.pipeline(['SUBSCRIBE', 'news']);
        const numbers = Array.from({ length: 2000 }, (_, i) => String(i));
        const commands = numbers.flatMap((i) => [
            ['PUBLISH', 'news', i],
            ['ECHO', i],
        ]);
        const replies = await a.pipeline(...commands);
        expect(replies).to.deep.equal(numbers.flatMap((i) => [':1\r\n', bulk(i)]));
        const messages = await b.read(numbers.length);
        expect(messages).to.deep.equal(numbers.map((i) => `*3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n${bulk(i)}`));
    });
    it('closes a subscriber that reads too slowly, and no other', async () => {
        const [a, b] = clients;
        const deaf = net.connect({ port: nodes[1].address().clientPort, host: '127.0.0.1' });
        await once(deaf, 'connect');
        deaf.pause();
        deaf.on('error', () => { });
        deaf.write(encodeCommand('SUBSCRIBE', 'news'));
        await b.pipeline(['SUBSCRIBE', 'news']);
        await eventually(async () => (await a.call('PUBLISH', 'news', '')) === ':2\r\n');
        const payload = Buffer.alloc(100_000, 'x');
        let sent = 0;
        await eventually(async () => {
            sent++;
            return (await a.call('PUBLISH', 'news', payload)) === ':1\r\n';
        });
        expect(sent).to.be.above(10);
        await b.read(sent);
        expect(b.closed).to.equal(false);
        deaf.destroy();
    });
    it('ioredis and node-redis get messages, in RESP2 and RESP3, and by pattern from a cluster client', async () => {
        const received = [];
        const plain = new Redis(nodes[0].address().clientPort);
        const old = new Redis({ port: nodes[1].address().clientPort, protocol: 2 });
        const cluster = new Redis.Cluster([{ host: '127.0.0.1', port: nodes[2].address().shardPort }]);
        for (const [name, one] of Object.entries({ plain, old })) {
            one.on('message', (channel, message) => received.push(`${name} ${channel} ${message}`));
            await one.subscribe('news');
        }
        cluster.on('pmessage', (pattern, channel, message) => received.push(`cluster ${pattern} ${channel} ${message}`));
        await cluster.psubscribe('n?ws');
        expect(await cluster.publish('news', 'hi')).to.equal(3);
        await eventually(() => received.length === 3);
        expect(received.sort()).to.deep.equal(['cluster n?ws news hi', 'old news hi', 'plain news hi']);
        await plain.unsubscribe();
        expect(await plain.publish('news', 'again')).to.equal(2);
        const redis = createClient({ url: `redis://127.0.0.1:${nodes[2].address().clientPort}`, RESP: 3 });
        await redis.connect();
        await redis.subscribe('news', (message) => received.push(`node-redis ${message}`));
        expect(await redis.publish('news', 'too')).to.equal(3);
        await eventually(() => received.includes('node-redis too'));
        await redis.close();
        plain.disconnect();
        old.disconnect();
        cluster.disconnect();
    });
});
//# sourceMappingURL=pubsub.spec.js.map