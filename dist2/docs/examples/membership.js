/**
 * A program that knows which others of its kind run. Start it a few times, `node membership.js PORT [PORT OF ANOTHER]`: each
 * prints who comes and who goes.
 */
import { createHash } from 'node:crypto';
import { createMembership } from 'hearsay/gossip';
const [port = '17001', seedPort] = process.argv.slice(2);
const membership = createMembership({
    // The same after a restart, so that the others see the same member start again.
    id: createHash('sha1').update(`example on port ${port}`).digest('hex'),
    name: `worker-${port}`,
    bindHost: '127.0.0.1',
    busPort: Number(port),
    seeds: seedPort === undefined ? [] : [{ host: '127.0.0.1', port: Number(seedPort) }],
});
membership.on('event', ({ type, member, reason }) => console.log(`${member.name} ${type}: ${reason}`));
membership.on('view', ({ members }) => console.log(`live: ${members.map(({ name }) => name).join(' ')}`));
membership.on('message', ({ payload }) => console.log(`heard: ${Buffer.from(payload)}`));
await membership.start();
membership.publish(Buffer.from(`hello from ${port}`));
process.once('SIGTERM', async () => {
    await membership.leave();
    await membership.stop();
});
//# sourceMappingURL=membership.js.map