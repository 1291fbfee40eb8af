import { begin, draw } from './trials.js';
/**
 * Members publish, any of them, one message after the other; every other one delivers each exactly once. Figures are of the messages after
 * the first `warmUp`.
 */
export function broadcast(seed, count, options = {}, publisherCount = 5, messageCount = 120, warmUp = 40) {
    const cluster = begin(seed, count, options);
    const { network } = cluster;
    const members = cluster.running();
    const publishedMs = [];
    let receivedBefore = 0;
    const received = () => members.reduce((sum, member) => sum + member.payloadsReceived, 0);
    for (let index = 0; index < messageCount; index++) {
        if (index === warmUp) {
            cluster.pass(4 * cluster.options.hfMs);
            receivedBefore = received();
        }
        const publisher = members[network.random.below(Math.min(count, publisherCount))];
        publishedMs.push(cluster.nowMs);
        cluster.command(publisher, (core, nowMs) => core.publish(Uint8Array.of(index), nowMs));
        cluster.pass(20 * network.random.fraction());
    }
    cluster.pass(cluster.options.ttlMs);
    const lastMs = publishedMs.map(() => 0);
    for (const member of members) {
        const seen = new Set();
        for (const { payload, atMs } of member.deliveries) {
            const index = payload[0];
            cluster.check(!seen.has(index), `${member.name} delivered message ${index} twice`);
            seen.add(index);
            lastMs[index] = Math.max(lastMs[index], atMs - publishedMs[index]);
        }
    }
    const delivered = members.reduce((sum, { deliveries }) => sum + deliveries.length, 0);
    const due = messageCount * (count - 1);
    cluster.check(delivered === due, `${delivered} deliveries of ${due}`);
    const steady = lastMs.slice(warmUp).sort((a, b) => a - b);
    return {
        redundancy: (received() - receivedBefore) / ((messageCount - warmUp) * (count - 1)) - 1,
        medianMs: steady[steady.length >> 1],
        lastMs: steady.at(-1),
    };
}
/**
 * A member is forgotten, be it live, dead or paused, and starts again and again during the ban. Nobody lists it as live meanwhile, and after the
 * ban it comes back. Returns how long it took until nobody listed it, in ms.
 */
export function forget(seed, count, options = {}) {
    const cluster = begin(seed, count, { forgetTtlMs: 8000, ...options });
    const { network } = cluster;
    const { hfMs, ttlMs } = cluster.options;
    const [subject, teller] = draw(cluster, 2);
    const others = cluster.running().filter((member) => member !== subject);
    if (seed % 3 === 1)
        cluster.kill(subject);
    if (seed % 3 === 2)
        cluster.pause(subject, ttlMs * 2 * network.random.fraction());
    cluster.pass(2 * ttlMs * network.random.fraction());
    const saidMs = cluster.nowMs;
    cluster.command(teller, (core, nowMs) => core.forget(subject.id, nowMs).effects);
    const isGone = () => others.every((other) => !cluster.sees(other, subject));
    const tookMs = cluster.waitFor('nobody lists it', isGone, (cluster.options.loss > 0 ? 5 : 1) * hfMs);
    let last = subject;
    while (cluster.nowMs < saidMs + 7000) {
        cluster.kill(last);
        last = cluster.start([teller.address], last);
        for (const endMs = cluster.nowMs + 1000; cluster.nowMs < endMs; cluster.pass(20))
            cluster.check(isGone(), 'it is listed during the ban');
    }
    cluster.kill(last);
    cluster.pass(saidMs + 8000 + ttlMs - cluster.nowMs);
    cluster.start([teller.address], last);
    cluster.waitFor('it is back', () => cluster.isComplete(), 5 * hfMs);
    return tookMs;
}
/** Returns the most that any member sent per hf at rest: `datagrams`, or `bytes`. */
export function cost(seed, count, unit) {
    const cluster = begin(seed, count, {});
    const members = cluster.running();
    const sent = (member) => unit === 'bytes' ? member.bytesSent : member.datagramsSent;
    cluster.pass(3000);
    const before = members.map(sent);
    const periods = 20;
    cluster.pass(periods * cluster.options.hfMs);
    const most = Math.max(...members.map((member, index) => sent(member) - (before[index] ?? 0))) / periods;
    cluster.check(most <= (unit === 'bytes' ? 900 : 10), `${most} ${unit} per hf`);
    return most;
}
/** No member sends more datagrams than this per hf while many others are gone and have not been removed yet. */
const STORM_LIMIT = 1000;
/** 30 % of the members crash. Returns the most datagrams that any survivor sent in one hf until all are removed. */
export function storm(seed, count, options = {}) {
    const cluster = begin(seed, count, options);
    const { hfMs, ttlMs } = cluster.options;
    for (const victim of draw(cluster, Math.ceil(0.3 * count)))
        cluster.kill(victim);
    let most = 0;
    for (const endMs = cluster.nowMs + ttlMs + 2 * hfMs; cluster.nowMs < endMs;) {
        const before = cluster.running().map(({ datagramsSent }) => datagramsSent);
        cluster.pass(hfMs);
        cluster.running().forEach(({ datagramsSent }, index) => {
            most = Math.max(most, datagramsSent - (before[index] ?? 0));
        });
    }
    cluster.check(most <= STORM_LIMIT, `${most} datagrams in one hf`);
    return most;
}
//# sourceMappingURL=service-trials.js.map