/** What the scenes of bench-chaos share: a load on a cluster, and what came of it. */
import { sleep } from './agent.js';
import { ChaosLoad } from './chaos-load.js';
const WRITERS = 12;
const WARM_UP_MS = 1000;
const KEYS_PER_WRITER = 200;
/** A load whose even clients use keys of `affected` only, and the odd ones keys of the others; `entry` are the members that clients know. */
export async function startLoad(fleet, entry, affected, { readers = 0, watchers = { count: 0, member: 0 } } = {}) {
    const ownerOf = await fleet.ownersNow();
    const writers = Array.from({ length: WRITERS + readers }, (_, at) => {
        const isAffected = at % 2 === 0;
        return {
            client: fleet.client(entry[at % entry.length]),
            keys: keysOf(at, (key) => (ownerOf(key) === affected) === isAffected),
            kind: isAffected ? 'affected' : 'others',
            role: at < WRITERS ? 'writes' : 'reads',
        };
    });
    const watched = writers.filter(({ kind, role }) => kind === 'affected' && role === 'writes');
    for (let at = 0; at < watchers.count; at++) {
        const { keys, kind } = watched[at % watched.length];
        writers.push({ client: fleet.client(watchers.member), keys, kind, role: 'watches' });
    }
    const load = new ChaosLoad(writers);
    await sleep(WARM_UP_MS);
    load.enter('before');
    return load;
}
/** The keys of a client, all of which are `suitable`. */
export function keysOf(client, suitable) {
    const keys = [];
    for (let number = 0; keys.length < KEYS_PER_WRITER; number++) {
        const key = `chaos:${client}:${number}`;
        if (suitable(key))
            keys.push(key);
    }
    return keys;
}
/** How many keys are not, to a client of any of these members, what they ought to be. */
export async function lostKeys(fleet, members, load) {
    const lost = new Set();
    for (const member of members) {
        const client = fleet.client(member);
        const look = async (key) => {
            const found = await client.get(key).catch((error) => `error: ${error.message}`);
            if (!load.ledger.isRight(key, found, load.ledger.acked(key)))
                lost.add(key);
        };
        await Promise.all(load.ledger.keys().map(look));
        client.disconnect();
    }
    return lost.size;
}
export function outcomeOf(seen) {
    const { scene, fleet, load, lost, figures = {}, faults = [], mayRead = [], mayWrite = [] } = seen;
    const { answered, stale, readErrors, writeErrors } = load;
    const all = [
        lost > 0 && !seen.mayLose && `${lost} keys lost`,
        stale > 0 && !seen.mayLose && !seen.mayMiss && `${stale} stale reads (${load.firstStale})`,
        load.hanging > 0 && `${load.hanging} clients never got an answer`,
        unexpected('read', readErrors, mayRead),
        unexpected('write', writeErrors, mayWrite),
        ...faults,
    ];
    return {
        ...{ scene, fleet: fleet.label, answered, lost, stale, readErrors, writeErrors, figures },
        affectedGap: load.longestGap('during', 'affected'),
        othersGap: load.longestGap('during', 'others'),
        quietGap: load.longestGap('before', 'others'),
        before: load.spread('before'),
        during: load.spread('during'),
        faults: all.filter((fault) => fault !== false),
    };
}
function unexpected(what, errors, expected) {
    const odd = Object.entries(errors).filter(([kind]) => !expected.includes(kind));
    return odd.length > 0 && `${what} errors: ${odd.map(([kind, count]) => `${count} x ${kind}`).join(', ')}`;
}
/** A fault if it is longer than promised, and longer than what the machine does by itself. */
export function gapFault(what, gap, promisedMs, quietMs) {
    const { ms, endedAtMs } = gap;
    return (ms > Math.max(promisedMs, 2 * quietMs) &&
        `${what} could not be written for ${ms} ms (until ${endedAtMs} ms after it), promised are ${promisedMs} ms`);
}
//# sourceMappingURL=chaos-scene.js.map