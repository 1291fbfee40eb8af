/** Compares what COMMAND INFO and COMMAND GETKEYS say of every command with redis-server's own table. */
import { expect } from 'chai';
import { COMMANDS } from '../../lib/commands/table.js';
import { FakeNode } from '../commands/harness.js';
import { hasRedisServer, RedisServer } from './redis-server.js';
/** Commands of Redis 7.2, which redis-server 7.0 does not know. */
const NEWER = ['client|no-touch', 'client|setinfo'];
/** What members say to each other, and what is told of membership and copies beyond Redis Cluster. */
const OURS = /^peer\b|^cluster\|(?:members|events|converged|rebalance)$/;
/** PING goes to all shards for a client of Redis's tips, MSETNX to several; here one answers. */
const OTHER_TIPS = ['ping', 'msetnx', 'info', 'config|set'];
describe('COMMAND INFO compared with redis-server', () => {
    let server;
    let redis;
    before(async function () {
        if (!hasRedisServer())
            this.skip();
        server = await RedisServer.start();
        redis = await server.connect();
        await redis.run([['HELLO', '3']]);
    });
    after(async () => {
        redis?.close();
        await server?.stop();
    });
    /** Key specs carry notes in Redis, for people. */
    const withoutNotes = (reply) => reply.replace(/%4\r\n\$5\r\nnotes\r\n\$\d+\r\n[^\r]*\r\n/g, '%3\r\n');
    /** The tips are a set: those of the whole cluster come after those of the command here. */
    const tipsOf = (reply) => reply.match(/(?:nondeterministic|re\w+_policy:)\w+/g)?.sort() ?? [];
    const withoutTips = (reply) => reply.replace(/~\d+\r\n(?:\$\d+\r\n(?:nondeterministic|re\w+_policy:)\w+\r\n)+/g, '~0\r\n');
    /** Containers list their subcommands, of which some are missing here: each is compared on its own. */
    const withoutSubcommands = (reply) => reply.slice(0, reply.indexOf('*10\r\n', 5) >>> 0);
    for (const command of COMMANDS.everyCommand()) {
        if (NEWER.includes(command.fullName) || OURS.test(command.fullName))
            continue;
        it(`agrees on ${command.fullName}`, async () => {
            const client = new FakeNode().connect();
            client.session.protocol = 3;
            const ours = client.run('COMMAND', 'INFO', command.fullName);
            const [theirs = ''] = await redis.run([['COMMAND', 'INFO', command.fullName]]);
            const comparable = (reply) => {
                const one = reply.slice('*1\r\n'.length);
                return withoutTips(withoutNotes(command.subcommands ? withoutSubcommands(one).replace(/\*\d+\r\n$/, '') : one));
            };
            expect(comparable(ours)).to.equal(comparable(theirs));
            if (!OTHER_TIPS.includes(command.fullName) && !command.subcommands) {
                expect(tipsOf(ours)).to.deep.equal(tipsOf(theirs));
            }
        });
    }
});
//# sourceMappingURL=command-info.spec.js.map