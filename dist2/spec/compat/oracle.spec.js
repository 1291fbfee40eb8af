/**
 * Runs the same random commands on a redis-server and here, and compares every reply byte for byte. The seed is in the
 * failure's message; ORACLE_SEED=<seed> runs that sequence again.
 */
import { expect } from 'chai';
import { FakeNode } from '../commands/harness.js';
import { DIFFERENCES } from './differences.js';
import { CommandGenerator } from './generator.js';
import { hasRedisServer, RedisServer } from './redis-server.js';
const SEQUENCES = Number(process.env.ORACLE_SEQUENCES ?? 8);
const COMMANDS = 1500;
/** Commands sent at once: both sides run them within a moment, so that their clocks agree. */
const BATCH = 100;
/** Commands before the one that differed that the failure shows. */
const SHOWN = 25;
function agree({ command, redis, ours }) {
    if (redis === ours)
        return true;
    const words = command.map((word) => word.toLowerCase());
    return DIFFERENCES.some((difference) => difference.applies(words) && difference.agree(redis, ours));
}
function shown(text) {
    return JSON.stringify(text);
}
async function compare(seed, protocol, redis, ours, node) {
    const generator = new CommandGenerator(seed);
    const log = [];
    const setUp = [['RESET'], ['HELLO', protocol], ['FLUSHALL']];
    for (let done = 0; done < COMMANDS; done += BATCH) {
        const commands = Array.from({ length: BATCH }, () => generator.next());
        if (done === 0)
            commands.unshift(...setUp);
        const replies = await redis.run(commands);
        node.nowMs = Date.now();
        commands.forEach((command, i) => {
            const exchange = { command, redis: replies[i], ours: ours.run(...command) };
            log.push(exchange);
            if (agree(exchange))
                return;
            const before = log
                .slice(-SHOWN)
                .map((one) => `${one.command.map(shown).join(' ')} -> ${shown(one.redis)}`);
            expect.fail(`seed ${seed}, RESP${protocol}: after\n${before.join('\n')}\nredis: ${shown(exchange.redis)}\nours:  ${shown(exchange.ours)}`);
        });
    }
    return log;
}
describe('replies compared with redis-server', function () {
    this.timeout(60_000);
    let server;
    let redis;
    before(async function () {
        if (!hasRedisServer())
            this.skip();
        server = await RedisServer.start();
        redis = await server.connect();
    });
    after(async () => {
        redis?.close();
        await server?.stop();
    });
    const first = Number(process.env.ORACLE_SEED ?? Math.floor(Math.random() * 2 ** 31));
    for (let i = 0; i < SEQUENCES; i++) {
        const protocol = i % 2 === 0 ? '2' : '3';
        it(`agrees on ${COMMANDS} random commands of seed ${first + i}, begun in RESP${protocol}`, async () => {
            const node = new FakeNode();
            const log = await compare(first + i, protocol, redis, node.connect(), node);
            expect(log).to.have.length(COMMANDS + 3);
        });
    }
});
//# sourceMappingURL=oracle.spec.js.map