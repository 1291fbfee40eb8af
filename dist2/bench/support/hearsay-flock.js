/** Hearsay's members for bench-detect: bare ones, `createMembership` in a process of its own. */
import { fileURLToPath } from 'node:url';
import { Agent, HERE, sleep, until } from './agent.js';
const PROGRAM = fileURLToPath(new URL('./bare-member.js', import.meta.url));
const OLD_KEY = '11'.repeat(32);
const NEW_KEY = '22'.repeat(32);
export class HearsayFlock {
    label;
    patienceMs;
    options;
    constructor(options) {
        this.options = options;
        this.label = options.sealed
            ? 'hearsay, sealed'
            : options.crashEvidence
                ? 'hearsay'
                : 'hearsay, silence only';
        this.patienceMs = options.ttlMs + 10_000;
    }
    async start(index, seeds, place = HERE) {
        const { hfMs, ttlMs, crashEvidence, sealed } = this.options;
        const options = {
            ...{ id: idOf(index), name: `m${index}`, bindHost: place.host, busPort: this.portOf(index) },
            ...{ clientPort: 1, shardPort: 2, phase: 'serving', hfMs, ttlMs, crashEvidence },
            seeds: seeds.map((seed) => ({ host: seed.place.host, port: this.portOf(seed.index) })),
            keys: sealed ? [OLD_KEY] : [],
        };
        const agent = new Agent(index, place, [process.execPath, PROGRAM, JSON.stringify(options)], read);
        if (!(await until(() => agent.isReady || agent.isGone, 20_000)) || agent.isGone)
            throw new Error(`a member did not start (${agent.isGone ? agent.exit : 'no answer'}): ${agent.errors}`);
        return agent;
    }
    async forget(by, member) {
        by.tell({ do: 'forget', id: idOf(member.index) });
    }
    async rotate(agents) {
        for (const step of ['install', 'use', 'remove']) {
            for (const agent of agents) {
                agent.tell({ do: step, key: step === 'remove' ? OLD_KEY : NEW_KEY });
                await sleep(this.options.hfMs);
            }
        }
    }
    portOf(index) {
        return this.options.basePort + index;
    }
}
function idOf(index) {
    return index.toString(16).padStart(40, '0');
}
function read(text, agent) {
    if (!text.startsWith('{')) {
        agent.errors += `${text}\n`;
        return;
    }
    const line = JSON.parse(text);
    if (line.tells === 'ready') {
        agent.notice('ready', agent.name, line.atMs);
        agent.isReady = true;
    }
    else if (line.tells === 'event') {
        agent.notice(line.type, line.member, line.atMs);
    }
    else if (line.tells === 'view') {
        agent.live.clear();
        for (const name of line.members)
            agent.live.add(name);
        line.members.forEach((name, at) => {
            if (line.phases[at] === 'stalled')
                agent.notice('stalled', name, Date.now());
        });
    }
    else {
        for (const [reason, count] of Object.entries(line.counts.dropped))
            if (count > 0)
                agent.notice(`dropped ${count}: ${reason}`, agent.name, Date.now());
    }
}
//# sourceMappingURL=hearsay-flock.js.map