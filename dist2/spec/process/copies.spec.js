import { expect } from 'chai';
import { ChaosLoad } from '../../bench/support/chaos-load.js';
import { Members } from '../../bench/support/chaos-members.js';
import { keysOf, lostKeys } from '../../bench/support/chaos-scene.js';
import { eventually, RawClient } from '../cluster/harness.js';
const TTL_MS = 1000;
const FLAGS = ['--hf', '100', '--ttl', String(TTL_MS), '--min-acks', '1'];
const CLIENTS = 6;
/** Enough for every client to have written all over its keys. */
const WRITES = 400;
const ALL = [0, 1, 2];
const KEYS = Array.from({ length: 300 }, (_, i) => `key:${i}`);
describe('copies of keys on three members with min-acks 1', function () {
    this.timeout(30_000);
    let members;
    before(async () => {
        members = await Members.start(ALL.length, { flags: FLAGS });
    });
    beforeEach(() => members.ask(0, 'FLUSHALL'));
    after(() => members.close());
    /** Clients of these members that write and read. */
    function work(entry, more = []) {
        const writers = Array.from({ length: CLIENTS }, (_, at) => {
            const client = members.client(entry[at % entry.length]);
            return { client, keys: keysOf(at, () => true), kind: 'others', role: 'writes' };
        });
        return new ChaosLoad([...writers, ...more]);
    }
    /** Resolves when so many more writes have been acknowledged. */
    async function written(load, more = WRITES) {
        const before = load.acknowledged('start', 'others');
        await eventually(() => load.acknowledged('start', 'others') >= before + more, 10_000);
    }
    /** Ends the load; every read was right, and every key is what it ought to be to clients of these members. */
    async function nothingLost(load, asked) {
        await load.stop();
        expect(load.firstStale).to.equal('');
        expect(load.hanging).to.equal(0);
        expect(await lostKeys(members, asked, load)).to.equal(0);
    }
    /** The member is back, and all keys have their copies again. */
    async function back(...gone) {
        for (const member of gone)
            await members.restart(member);
        await members.rebuilt([]);
    }
    it('kill -9 loses nothing, and the others answer for every key', async () => {
        const load = work([0, 1]);
        await written(load);
        await members.kill(2);
        await members.settled([2]);
        await written(load);
        await nothingLost(load, [0, 1]);
        expect(load.readErrors).to.deep.equal({});
        expect(Object.keys(load.writeErrors)).to.satisfy((kinds) => kinds.every((kind) => kind === 'OUTCOMEUNKNOWN'));
        await back(2);
    });
    it('a member that leaves at SIGTERM, and one that joins, lose nothing and are not noticed by clients', async () => {
        const load = work([0, 1]);
        await written(load);
        members.signal(2, 'SIGTERM');
        expect(await members.nodes[2]?.exited).to.deep.equal({ code: 0, signal: null });
        await members.settled([2]);
        await written(load);
        await members.restart(2);
        await members.settled([]);
        await written(load);
        await nothingLost(load, ALL);
        expect([load.readErrors, load.writeErrors]).to.deep.equal([{}, {}]);
        await members.rebuilt([]);
    });
    it('an owner that is stopped for longer than ttl does not answer from before its pause', async () => {
        const watchers = [0, 1].map((at) => ({
            ...{ client: members.client(2), keys: keysOf(at, () => true) },
            ...{ kind: 'others', role: 'watches' },
        }));
        const load = work([0, 1], watchers);
        await written(load);
        const stoppedAtMs = Date.now();
        const sleeper = members.nodes[2]?.id ?? '';
        members.signal(2, 'SIGSTOP');
        await members.nodes[0]?.event('failed', sleeper, stoppedAtMs, 3 * TTL_MS);
        await written(load);
        members.signal(2, 'SIGCONT');
        await members.nodes[0]?.event('recovered', sleeper, stoppedAtMs, 3 * TTL_MS);
        await members.settled([]);
        await written(load);
        await nothingLost(load, ALL);
        await members.rebuilt([]);
    });
    it('kill -9 and restart at once lose nothing', async () => {
        const load = work([0, 1]);
        await written(load);
        await members.kill(2);
        await members.restart(2);
        await written(load);
        await members.rebuilt([]);
        await nothingLost(load, ALL);
    });
    it('two of three that die one after the other lose nothing, if there is time to copy what the first one had', async () => {
        const load = work([0]);
        await written(load);
        await members.kill(2);
        await members.rebuilt([2]);
        await members.kill(1);
        await members.settled([1, 2]);
        await written(load);
        await nothingLost(load, [0]);
        await back(1, 2);
    });
    it('what was deleted, by DEL or FLUSHALL, stays deleted after a kill -9; expiry times are kept', async () => {
        const client = await RawClient.connect(members.portOf(0));
        const all = (...words) => client.pipeline(...KEYS.map((key) => words.map((word) => (word === 'KEY' ? key : word))));
        await all('SET', 'KEY', 'x');
        expect(await client.call('FLUSHALL')).to.equal('+OK\r\n');
        await all('SET', 'KEY', 'y', 'PX', '100000');
        const [gone, left] = [KEYS.slice(0, 100), KEYS.slice(100)];
        await client.pipeline(...gone.map((key) => ['DEL', key]));
        await members.kill(2);
        await members.settled([2]);
        const times = (await all('PTTL', 'KEY')).map((reply) => Number(reply.slice(1)));
        expect(times.slice(0, gone.length)).to.deep.equal(gone.map(() => -2));
        expect(Math.min(...times.slice(gone.length))).to.be.above(0);
        expect(Math.max(...times)).to.be.at.most(100_000);
        expect(await client.call('DBSIZE')).to.equal(`:${left.length}\r\n`);
        await back(2);
        expect(await client.call('FLUSHALL')).to.equal('+OK\r\n');
        await members.kill(2);
        await members.settled([2]);
        expect(await client.call('DBSIZE')).to.equal(':0\r\n');
        expect(new Set(await all('GET', 'KEY'))).to.deep.equal(new Set(['$-1\r\n']));
        client.close();
    });
});
//# sourceMappingURL=copies.spec.js.map