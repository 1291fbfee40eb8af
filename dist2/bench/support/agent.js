/** A process with a member in it, of whatever make, and a flock of them: what bench-detect needs to know of both. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
export const HERE = { host: '127.0.0.1', prefix: [] };
export class Agent {
    name;
    index;
    place;
    child;
    notices = [];
    /** Names on its live list, its own included. */
    live = new Set();
    isReady = false;
    isGone = false;
    /** How it ended. */
    exit = '';
    /** What it wrote that could not be read. */
    errors = '';
    constructor(index, place, command, read) {
        this.index = index;
        this.name = `m${index}`;
        this.place = place;
        const [program = '', ...args] = [...place.prefix, ...command];
        this.child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
        for (const stream of [this.child.stdout, this.child.stderr]) {
            if (stream)
                createInterface({ input: stream }).on('line', (line) => read(line, this));
        }
        // A member that was killed takes no more commands.
        this.child.stdin?.on('error', () => { });
        this.child.once('close', (code, signal) => {
            this.exit = signal ?? `exit code ${code}`;
            this.isGone = true;
        });
    }
    get pid() {
        return this.child.pid;
    }
    notice(type, member, atMs) {
        this.notices.push({ type, member, atMs });
    }
    /** The first notice of one of these types about that member at or after `sinceMs`. */
    saw(types, member, sinceMs) {
        return this.notices.find((notice) => notice.member === member.name && notice.atMs >= sinceMs && types.includes(notice.type));
    }
    tell(command) {
        this.child.stdin?.write(`${JSON.stringify(command)}\n`);
    }
    signal(signal) {
        this.child.kill(signal);
    }
    /** kill -9; resolves to the time at which it was sent. */
    async kill() {
        const atMs = Date.now();
        this.child.kill('SIGKILL');
        await until(() => this.isGone, 5000);
        return atMs;
    }
}
/** Resolves to whether it holds, at the latest after `withinMs`. */
export async function until(holds, withinMs) {
    const deadlineMs = performance.now() + withinMs;
    while (!holds()) {
        if (performance.now() > deadlineMs)
            return false;
        await sleep(5);
    }
    return true;
}
export function sleep(ms) {
    return new Promise((resolve) => setTimeout(resolve, ms));
}
/** Whether each of them has exactly these on its live list. */
export function allSee(agents, members = agents) {
    return agents.every(({ live }) => live.size === members.length && members.every(({ name }) => live.has(name)));
}
/** Starts `count` members, all of which join by the first, and waits until all see all. */
export async function startAll(flock, count) {
    const first = await flock.start(0, []);
    const others = Array.from({ length: count - 1 }, (_, at) => flock.start(at + 1, [first]));
    const agents = [first, ...(await Promise.all(others))];
    await assembled(flock, agents);
    return agents;
}
/** Waits until all see all; throws if that takes too long. */
export async function assembled(flock, agents) {
    if (await until(() => allSee(agents), 2 * flock.patienceMs))
        return;
    const seen = agents.map(({ name, live, errors }) => `${name}: ${[...live].join(' ')} ${errors}`);
    throw new Error(`${flock.label}: the members did not find each other\n${seen.join('\n')}`);
}
export async function stopAll(agents) {
    await Promise.all(agents.map((agent) => agent.kill()));
}
//# sourceMappingURL=agent.js.map