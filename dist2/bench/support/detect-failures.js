/** Scenes of bench-detect about members that die, pause, come back or are sent away. Each starts its own members and ends them. */
import { allSee, assembled, sleep, startAll, stopAll, until } from './agent.js';
/** What takes a member off a live list. */
const GONE = ['failed', 'left', 'forgotten'];
/** A moment of rest between two trials. */
const SETTLE_MS = 300;
export async function kills(flock, size, trials) {
    const agents = await startAll(flock, size);
    const firstMs = [];
    const allMs = [];
    try {
        for (let trial = 0; trial < trials; trial++) {
            const victim = agents[trial % size];
            const survivors = agents.filter((agent) => agent !== victim);
            await sleep(SETTLE_MS);
            const killedMs = await victim.kill();
            const times = () => noticeTimes(survivors, victim, killedMs);
            const isSeen = await until(() => times().length === survivors.length, flock.patienceMs);
            firstMs.push(times().length > 0 ? Math.min(...times()) : null);
            allMs.push(isSeen ? Math.max(...times()) : null);
            agents[victim.index] = await flock.start(victim.index, survivors);
            await assembled(flock, agents);
        }
    }
    finally {
        await stopAll(agents);
    }
    return { flock: flock.label, members: size, firstMs, allMs };
}
function noticeTimes(survivors, victim, sinceMs) {
    return survivors
        .map((agent) => agent.saw(GONE, victim, sinceMs))
        .flatMap((notice) => (notice ? [notice.atMs - sinceMs] : []));
}
/** SIGSTOP of one of three members for each of these lengths. */
export async function pauses(flock, lengthsMs, trials) {
    const agents = await startAll(flock, 3);
    const rows = [];
    try {
        for (const pauseMs of lengthsMs) {
            let removed = 0;
            let removedOthers = 0;
            for (let trial = 0; trial < trials; trial++) {
                const sleeper = agents[trial % agents.length];
                const others = agents.filter((agent) => agent !== sleeper);
                await sleep(SETTLE_MS);
                const sinceMs = Date.now();
                sleeper.signal('SIGSTOP');
                await sleep(pauseMs);
                sleeper.signal('SIGCONT');
                await sleep(SETTLE_MS);
                await assembled(flock, agents);
                if (others.some((agent) => agent.saw(GONE, sleeper, sinceMs)))
                    removed++;
                removedOthers += others.filter((other) => sleeper.saw(GONE, other, sinceMs)).length;
            }
            rows.push({ flock: flock.label, pauseMs, trials, removed, removedOthers });
        }
    }
    finally {
        await stopAll(agents);
    }
    return rows;
}
/** The thread that serves is blocked, while the gossip thread goes on. */
export async function blocked(flock, blockedMs) {
    const agents = await startAll(flock, 3);
    const [victim, ...others] = agents;
    try {
        await sleep(SETTLE_MS);
        const sinceMs = Date.now();
        victim.tell({ do: 'block', ms: blockedMs });
        await sleep(blockedMs + SETTLE_MS);
        const stalls = others.map((agent) => agent.saw(['stalled'], victim, sinceMs)?.atMs);
        const known = stalls.flatMap((atMs) => (atMs === undefined ? [] : [atMs - sinceMs]));
        return {
            blockedMs,
            removals: removalsSince(agents, sinceMs),
            stalledMs: known.length === others.length ? Math.max(...known) : null,
        };
    }
    finally {
        await stopAll(agents);
    }
}
/** kill -9 and start again at once, with the same identity and ports. */
export async function restarts(flock, trials) {
    const agents = await startAll(flock, 3);
    const noticedMs = [];
    let foundGone = 0;
    try {
        for (let trial = 0; trial < trials; trial++) {
            const victim = agents[trial % agents.length];
            const others = agents.filter((agent) => agent !== victim);
            await sleep(SETTLE_MS);
            const killedMs = await victim.kill();
            const again = await flock.start(victim.index, others);
            agents[victim.index] = again;
            const readyMs = again.notices.find(({ type }) => type === 'ready')?.atMs ?? 0;
            const notices = () => others.flatMap((agent) => agent.saw(['restarted', 'joined', 'recovered'], again, killedMs)?.atMs ?? []);
            const isNoticed = await until(() => notices().length === others.length, 3000);
            noticedMs.push(isNoticed ? Math.max(0, ...notices().map((atMs) => atMs - readyMs)) : null);
            if (others.some((agent) => agent.saw(['failed'], again, killedMs)))
                foundGone++;
            await assembled(flock, agents);
        }
    }
    finally {
        await stopAll(agents);
    }
    return { flock: flock.label, trials, noticedMs, foundGone };
}
const FORGET_PATIENCE_MS = 10_000;
/** FORGET (serf: force-leave -prune) of a member that lives, one that is dead and known to be, and one that is stopped. */
export async function forgets(flock, comebackMs) {
    const rows = [];
    for (const target of ['live', 'dead', 'stopped']) {
        const agents = await startAll(flock, 4);
        const others = agents.slice(0, -1);
        const member = agents.at(-1);
        try {
            await sleep(SETTLE_MS);
            if (target === 'dead') {
                const killedMs = await member.kill();
                await until(() => noticeTimes(others, member, killedMs).length === others.length, flock.patienceMs);
            }
            if (target === 'stopped')
                member.signal('SIGSTOP');
            const sinceMs = Date.now();
            await flock.forget(others[0], member);
            const times = () => others.flatMap((agent) => agent.saw(['forgotten', 'left'], member, sinceMs)?.atMs ?? []);
            const isGone = await until(() => times().length === others.length, FORGET_PATIENCE_MS);
            member.signal('SIGCONT');
            await sleep(comebackMs);
            const staysAway = others.every(({ live }) => !live.has(member.name));
            rows.push({
                flock: flock.label,
                target,
                goneMs: isGone ? Math.max(...times()) - sinceMs : null,
                staysAway,
            });
        }
        finally {
            await stopAll(agents);
        }
    }
    return rows;
}
/** The key is exchanged while the members ping each other. */
export async function rotation(flock) {
    const agents = await startAll(flock, 5);
    try {
        const sinceMs = Date.now();
        await flock.rotate(agents);
        await sleep(3000);
        for (const agent of agents)
            agent.tell({ do: 'counts' });
        await sleep(SETTLE_MS);
        const dropped = agents
            .flatMap(({ notices }) => notices)
            .filter(({ type }) => type.startsWith('dropped'))
            .map(({ type, member }) => `${member} ${type}`);
        return {
            flock: flock.label,
            removals: removalsSince(agents, sinceMs),
            isComplete: allSee(agents),
            dropped,
        };
    }
    finally {
        await stopAll(agents);
    }
}
/** How many times any of them took another one off its list. */
export function removalsSince(agents, sinceMs) {
    const removals = agents.map(({ notices }) => notices.filter(({ type, atMs }) => atMs >= sinceMs && GONE.includes(type)));
    return removals.flat().length;
}
//# sourceMappingURL=detect-failures.js.map