/** Scenes of bench-detect about the network: loss, partitions, seeds that are down, and what rest costs. */
import { readFileSync } from 'node:fs';
import { allSee, assembled, sleep, startAll, stopAll, until } from './agent.js';
import { removalsSince } from './detect-failures.js';
import { hearAll, loseUdp, TwoNetworks } from './namespaces.js';
import { processorSeconds } from './process-stats.js';
const SETTLE_MS = 500;
const ABLE = ['failed', 'left', 'forgotten'];
/** Five members, of whose UDP datagrams a share is lost on arrival. */
export async function loss(flock, percent, seconds, trials) {
    const agents = await startAll(flock, 5);
    const allMs = [];
    let collateral = 0;
    try {
        await sleep(SETTLE_MS);
        loseUdp(percent);
        const sinceMs = Date.now();
        await sleep(1000 * seconds);
        const falseRemovals = removalsSince(agents, sinceMs);
        for (let trial = 0; trial < trials; trial++) {
            const victim = agents[1 + (trial % 4)];
            const survivors = agents.filter((agent) => agent !== victim);
            const killedMs = await victim.kill();
            const times = () => survivors.flatMap((agent) => agent.saw(ABLE, victim, killedMs)?.atMs ?? []);
            const isSeen = await until(() => times().length === survivors.length, flock.patienceMs);
            allMs.push(isSeen ? Math.max(...times()) - killedMs : null);
            collateral += removalsSince(survivors, killedMs) - times().length;
            agents[victim.index] = await flock.start(victim.index, survivors);
            await assembled(flock, agents);
        }
        return { flock: flock.label, percent, seconds, falseRemovals, allMs, collateral };
    }
    finally {
        hearAll();
        await stopAll(agents);
    }
}
/** Three members at one end of a cable and two at the other. */
export async function partition(flock, kind, cutMs) {
    const networks = await TwoNetworks.make();
    const agents = [];
    try {
        for (let index = 0; index < 5; index++) {
            const place = networks.places[index < 3 ? 0 : 1];
            agents.push(await flock.start(index, agents.slice(0, 1), place));
        }
        await assembled(flock, agents);
        await sleep(SETTLE_MS);
        const [larger, smaller] = [agents.slice(0, 3), agents.slice(3)];
        const cutAtMs = Date.now();
        networks.deafen(0);
        if (kind === 'symmetric')
            networks.deafen(1);
        const largerAloneMs = await timeUntil(() => allSee(larger), flock.patienceMs, cutAtMs);
        const smallerAloneMs = kind === 'symmetric' ? await timeUntil(() => allSee(smaller), flock.patienceMs, cutAtMs) : null;
        const aloneAtMs = Date.now();
        await sleep(Math.max(0, cutMs - (aloneAtMs - cutAtMs)));
        const names = smaller.map(({ name }) => name);
        const flaps = larger
            .flatMap(({ notices }) => notices)
            .filter(({ member, atMs, type }) => atMs > aloneAtMs && names.includes(member) && isChange(type)).length;
        const healAtMs = Date.now();
        networks.heal();
        const healedMs = await timeUntil(() => allSee(agents), flock.patienceMs, healAtMs);
        return { flock: flock.label, kind, largerAloneMs, smallerAloneMs, flaps, healedMs };
    }
    finally {
        await stopAll(agents);
        networks.close();
    }
}
function isChange(type) {
    return ABLE.includes(type) || ['joined', 'recovered', 'restarted'].includes(type);
}
async function timeUntil(holds, withinMs, sinceMs) {
    return (await until(holds, withinMs)) ? Date.now() - sinceMs : null;
}
/** Both seeds of five members are killed; one comes back and knows nobody: the others have to find it. */
export async function seedsDown(flock) {
    const agents = [await flock.start(0, [])];
    try {
        agents.push(await flock.start(1, agents.slice(0, 1)));
        const seeds = agents.slice(0, 2);
        for (let index = 2; index < 5; index++)
            agents.push(await flock.start(index, seeds));
        await assembled(flock, agents);
        await sleep(SETTLE_MS);
        const rest = agents.slice(2);
        await Promise.all(seeds.map((seed) => seed.kill()));
        await until(() => allSee(rest), flock.patienceMs);
        const sinceMs = Date.now();
        await sleep(3000);
        const removals = removalsSince(rest, sinceMs);
        const back = await flock.start(0, []);
        agents[0] = back;
        const upMs = Date.now();
        const rejoinedMs = await timeUntil(() => allSee([back, ...rest]), flock.patienceMs, upMs);
        return { flock: flock.label, removals, rejoinedMs };
    }
    finally {
        await stopAll(agents);
    }
}
/** What the members use while nothing happens. Needs a network namespace, in which nobody else sends. */
export async function cost(flock, size, hfMs, seconds) {
    const agents = await startAll(flock, size);
    try {
        // Joining is over by then, and the compiler has done most of its work.
        await sleep(500 * seconds);
        const pids = agents.map(({ pid }) => pid);
        const before = { ...loopback(), processor: processorSeconds(pids), atMs: performance.now() };
        await sleep(1000 * seconds);
        const after = { ...loopback(), processor: processorSeconds(pids), atMs: performance.now() };
        const periods = (size * (after.atMs - before.atMs)) / hfMs;
        return {
            flock: flock.label,
            members: size,
            packets: (after.packets - before.packets) / periods,
            bytes: (after.bytes - before.bytes) / periods,
            processorPercent: (1e5 * (after.processor - before.processor)) / (after.atMs - before.atMs) / size,
        };
    }
    finally {
        await stopAll(agents);
    }
}
/** What went over the loopback interface of this namespace (proc(5), /proc/net/dev), without the 14 bytes of link header. */
function loopback() {
    const line = /^\s*lo:(.*)$/m.exec(readFileSync('/proc/net/dev', 'utf8'))?.[1] ?? '';
    const [bytes = 0, packets = 0] = line.trim().split(/\s+/).map(Number);
    return { packets, bytes: bytes - LINK_HEADER_SIZE * packets };
}
const LINK_HEADER_SIZE = 14;
//# sourceMappingURL=detect-network.js.map