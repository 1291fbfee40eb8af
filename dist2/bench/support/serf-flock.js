/** Agents of Debian's serf for bench-detect. Its log has seconds only, so a notice counts from when its line was read. */
import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import { Agent, HERE, sleep, until } from './agent.js';
const OLD_KEY = Buffer.alloc(32, 1).toString('base64');
const NEW_KEY = Buffer.alloc(32, 2).toString('base64');
/** Between two steps of exchanging a key. */
const STEP_MS = 1000;
const TYPES = {
    Join: 'joined',
    Failed: 'failed',
    Leave: 'left',
    Reap: 'forgotten',
};
const run = promisify(execFile);
export function hasSerf() {
    try {
        execFileSync('serf', ['version'], { stdio: 'ignore' });
        return true;
    }
    catch {
        return false;
    }
}
export class SerfFlock {
    label;
    patienceMs = 60_000;
    profile;
    basePort;
    sealed;
    /** @param profile one of serf's own: local, lan, wan */
    constructor(profile, basePort, sealed) {
        this.label = `serf, ${profile}`;
        this.profile = profile;
        this.basePort = basePort;
        this.sealed = sealed;
    }
    async start(index, seeds, place = HERE) {
        const command = [
            ...['serf', 'agent', `-node=m${index}`, `-bind=${place.host}:${this.portOf(index)}`],
            ...[`-rpc-addr=${this.rpc(index, place)}`, `-profile=${this.profile}`, '-log-level=info'],
            ...seeds.map((seed) => `-retry-join=${seed.place.host}:${this.portOf(seed.index)}`),
            ...(seeds.length > 0 ? ['-retry-interval=1s'] : []),
            ...(this.sealed ? [`-encrypt=${OLD_KEY}`] : []),
        ];
        const agent = new Agent(index, place, command, read);
        if (!(await until(() => agent.isReady || agent.isGone, 20_000)) || agent.isGone)
            throw new Error(`serf did not start (${agent.isGone ? agent.exit : 'no answer'}): ${agent.errors}`);
        return agent;
    }
    async forget(by, member) {
        await this.ask(by, 'force-leave', '-prune', member.name).catch(() => { });
    }
    async rotate(agents) {
        const [first] = agents;
        for (const [step, key] of [
            ['install', NEW_KEY],
            ['use', NEW_KEY],
            ['remove', OLD_KEY],
        ]) {
            await this.ask(first, 'keys', `-${step}=${key}`);
            await sleep(STEP_MS);
        }
    }
    async ask({ index, place }, command, ...args) {
        const [program = '', ...rest] = [
            ...place.prefix,
            ...['serf', command, `-rpc-addr=${this.rpc(index, place)}`, ...args],
        ];
        await run(program, rest, { timeout: 30_000 });
    }
    portOf(index) {
        return this.basePort + index;
    }
    rpc(index, place) {
        return `${place.host}:${this.basePort + 500 + index}`;
    }
}
function read(text, agent) {
    const atMs = Date.now();
    if (text.includes('Serf agent running')) {
        agent.isReady = true;
        agent.notice('ready', agent.name, atMs);
    }
    if (text.includes('[ERR]') || text.startsWith('Failed'))
        agent.errors += `${text}\n`;
    const [, event = '', member = ''] = /serf: EventMember(\w+)[^:]*: (\S+)/.exec(text) ?? [];
    const type = TYPES[event];
    if (type === undefined)
        return;
    agent.notice(type, member, atMs);
    if (type === 'joined')
        agent.live.add(member);
    else
        agent.live.delete(member);
}
//# sourceMappingURL=serf-flock.js.map