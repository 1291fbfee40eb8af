/** Compares what a cluster-aware client asks on the shard port with a redis-server in cluster mode. */
import { expect } from 'chai';
import { FakeNode } from '../commands/harness.js';
import { hasRedisServer, RedisServer } from './redis-server.js';
const NO_SUCH_ID = '0123456789'.repeat(4);
const FORGET_NOBODY = `CLUSTER FORGET ${NO_SUCH_ID}`;
/** Words apart by spaces. Nothing here depends on ids, addresses or who else is in the cluster. */
const COMMANDS = [
    'READONLY',
    'READWRITE',
    'ASKING',
    'ASKING now',
    'SELECT 0',
    'SELECT 1',
    'SELECT -1',
    'SELECT x',
    'SET {k}1 a',
    'COPY {k}1 {k}2 DB 1',
    'COPY {k}1 {k}1',
    'COPY {k}1 {k}2 DB 99',
    'CLUSTER',
    'CLUSTER foo',
    'CLUSTER KEYSLOT',
    'CLUSTER KEYSLOT foo',
    'CLUSTER KEYSLOT {user}a',
    'CLUSTER COUNTKEYSINSLOT 7629',
    'CLUSTER COUNTKEYSINSLOT 16384',
    'CLUSTER COUNTKEYSINSLOT -1',
    'CLUSTER COUNTKEYSINSLOT x',
    'CLUSTER GETKEYSINSLOT 7629 10',
    'CLUSTER GETKEYSINSLOT 7629 0',
    'CLUSTER GETKEYSINSLOT 7629 -1',
    'CLUSTER GETKEYSINSLOT 99999 1',
    'CLUSTER GETKEYSINSLOT x 1',
    'CLUSTER GETKEYSINSLOT 1 x',
    'CLUSTER MEET host 7000',
    'CLUSTER MEET 127.0.0.1 0',
    'CLUSTER MEET 127.0.0.1 60000',
    'CLUSTER MEET 127.0.0.1 70000',
    'CLUSTER MEET 127.0.0.1 x',
    'CLUSTER MEET 127.0.0.1 7000 x',
    'CLUSTER MEET 127.0.0.1 7000 70000',
    'CLUSTER MEET 127.0.0.1 7000 1 2',
    'CLUSTER FORGET abc',
    FORGET_NOBODY,
    'CLUSTER FORGET',
    'CLUSTER REPLICAS',
    'CLUSTER REPLICAS abc',
    'CLUSTER REPLICAS abc d',
    `CLUSTER SLAVES ${NO_SUCH_ID}`,
    'CLUSTER RESET',
    'CLUSTER RESET foo',
    'CLUSTER RESET HARD now',
    'CLUSTER LINKS',
    'INFO cluster',
];
describe('the shard port compared with redis-server in cluster mode', () => {
    let server;
    let redis;
    before(async function () {
        if (!hasRedisServer())
            this.skip();
        server = await RedisServer.start({ 'cluster-enabled': 'yes', databases: '16' });
        redis = await server.connect();
        await redis.run([['CLUSTER', 'ADDSLOTSRANGE', '0', '16383']]);
        // A cluster of its own takes a moment to call itself ok.
        while ((await redis.run([['CLUSTER', 'INFO']]))[0]?.includes('cluster_state:fail')) {
            await new Promise((resolve) => setTimeout(resolve, 20));
        }
    });
    after(async () => {
        redis?.close();
        await server?.stop();
    });
    for (const line of COMMANDS) {
        it(`agrees on ${line}`, async () => {
            const node = new FakeNode();
            node.cluster.forgetOutcome = 'unknown';
            const client = node.connect('shard');
            client.run('SET', '{k}1', 'a');
            const command = line.split(' ');
            for (const protocol of ['2', '3']) {
                const [, theirs] = await redis.run([['HELLO', protocol], command]);
                client.run('HELLO', protocol);
                const ours = line === FORGET_NOBODY ? await client.runLater(...command) : client.run(...command);
                expect(ours).to.equal(theirs);
            }
        });
    }
    /** The shape of a reply: types, counts and field names, without the values that differ. */
    const shapeOf = (reply) => reply
        .replace(/[0-9a-f]{40}/g, 'ID')
        .replace(/\$\d+\r\n(?:127\.0\.0\.1)?\r\n/g, 'HOST')
        .replace(/:\d+\r\n/g, 'NUMBER')
        .replace(/:\d+\n/g, 'NUMBER');
    it('agrees on the shapes of SLOTS, SHARDS and MYID', async () => {
        for (const protocol of ['2', '3']) {
            for (const subcommand of ['SLOTS', 'SHARDS', 'MYID']) {
                const node = new FakeNode();
                node.cluster.all.pop();
                const client = node.connect('shard');
                client.run('HELLO', protocol);
                const [, theirs = ''] = await redis.run([
                    ['HELLO', protocol],
                    ['CLUSTER', subcommand],
                ]);
                expect(shapeOf(client.run('CLUSTER', subcommand))).to.equal(shapeOf(theirs));
            }
        }
    });
    it('agrees on the names and the order of the fields of INFO and the columns of NODES', async () => {
        const [, info = '', nodes = ''] = await redis.run([
            ['HELLO', '2'],
            ['CLUSTER', 'INFO'],
            ['CLUSTER', 'NODES'],
        ]);
        const node = new FakeNode();
        node.cluster.all.pop();
        const client = node.connect('shard');
        const names = (reply) => (reply.match(/^\w+(?=:)/gm) ?? []).filter((name) => !/messages_[a-z]+_/.test(name));
        const theirs = names(info);
        expect(names(client.run('CLUSTER', 'INFO')).slice(0, theirs.length)).to.deep.equal(theirs);
        const columns = (reply) => (reply.split('\r\n')[1] ?? '').replace(/^[0-9a-f]{40} \S*:\d+@\d+ /, 'ID ADDRESS ');
        expect(columns(nodes)).to.equal('ID ADDRESS myself,master - 0 0 0 connected 0-16383\n');
        expect(columns(client.run('CLUSTER', 'NODES'))).to.equal('ID ADDRESS myself,master - 0 0 7 connected 0-99\n');
    });
});
//# sourceMappingURL=cluster-mode.spec.js.map