/** What clients of three processes see of membership when one of them is killed, or stops for a while. */
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { NodeProcess } from '../../bench/support/node-process.js';
import { eventually, RawClient } from '../cluster/harness.js';
const TTL_MS = 2000;
const GRACE_MS = 500;
describe('membership, as clients of three processes see it', function () {
    this.timeout(30_000);
    let nodes;
    let client;
    before(async () => {
        const first = await NodeProcess.start();
        const others = await Promise.all([1, 2].map(() => NodeProcess.start('--join', first.joinAddress)));
        nodes = [first, ...others];
        client = await RawClient.connect(first.port);
    });
    after(async () => {
        client.close();
        await Promise.all(nodes.map((node) => node.kill()));
    });
    it('CLUSTER CONVERGED waits for all to agree, and lets other clients and PING of the same node through', async () => {
        expect(await client.call('CLUSTER', 'CONVERGED', '5000')).to.equal(':3\r\n');
        const [, , sleeper] = nodes;
        sleeper.signal('SIGSTOP');
        const waiting = client.call('CLUSTER', 'CONVERGED', '600');
        const other = await RawClient.connect(nodes[0].port);
        const sentAtMs = performance.now();
        expect(await other.call('PING')).to.equal('+PONG\r\n');
        expect(performance.now() - sentAtMs).to.be.below(400);
        expect(await waiting).to.equal(`-NOTCONVERGED 2 of 3 members agree; not yet: ${sleeper.id}\r\n`);
        sleeper.signal('SIGCONT');
        expect(await client.call('CLUSTER', 'CONVERGED', '5000')).to.equal(':3\r\n');
        other.close();
    });
    it('kill -9: subscribers of every survivor get the event, with its reason; then the survivors agree', async () => {
        const [first, second, victim] = nodes;
        const subscribers = [first, second].map(({ port }) => new Redis(port));
        const events = [];
        const maps = [];
        for (const subscriber of subscribers) {
            subscriber.on('message', (channel, text) => {
                (channel === '__hearsay__:map' ? maps : events).push(JSON.parse(text));
            });
            await subscriber.subscribe('__hearsay__:membership', '__hearsay__:map');
        }
        await victim.kill();
        const failures = () => events.filter(({ type, id }) => type === 'failed' && id === victim.id);
        await eventually(() => failures().length === 2, TTL_MS + GRACE_MS);
        expect(failures()
            .map(({ node }) => node)
            .sort()).to.deep.equal([first.id, second.id].sort());
        for (const { reason, silentMs, cause, observers } of failures()) {
            expect(reason).not.to.equal('');
            // Its port refuses, which is known long before its silence would tell.
            expect(cause).to.equal('refused');
            expect(silentMs).to.be.within(0, TTL_MS / 2);
            expect(observers).not.to.have.length(0);
        }
        const survivors = [first.id, second.id].sort();
        await eventually(() => maps.filter(({ owners }) => String(owners) === String(survivors)).length === 2);
        expect(await client.call('CLUSTER', 'CONVERGED', '2000')).to.equal(':2\r\n');
        for (const subscriber of subscribers)
            subscriber.disconnect();
    });
    it('what happened can be asked for later: CLUSTER EVENTS, CLUSTER MEMBERS, INFO membership', async () => {
        const [, , victim] = nodes;
        const [event] = (await client.call('CLUSTER', 'EVENTS'))
            .split('\r\n')
            .filter((line) => line.startsWith('{'))
            .map((line) => JSON.parse(line))
            .filter(({ type, id }) => type === 'failed' && id === victim.id);
        expect(event).to.include({ name: victim.id.slice(0, 8), address: `127.0.0.1:${victim.port}` });
        expect(await client.call('CLUSTER', 'MEMBERS')).to.match(new RegExp(`dead .* ${victim.id}\n`));
        const info = await client.call('INFO', 'membership');
        expect(info).to.include('failures_detected:1\r\n').and.include(`detection_ms_last:${event.silentMs}\r\n`);
        expect(info).to.match(/view_hash:[0-9a-f]{16}\r\n/);
    });
});
//# sourceMappingURL=membership.spec.js.map