/** A node in a process of its own, as an operator runs it, watched through its JSON log. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
const CLI = fileURLToPath(new URL('../../lib/cli.js', import.meta.url));
export class NodeProcess {
    child;
    log = [];
    /** Resolves when the process is gone. */
    exited;
    id = '';
    port = 0;
    shardPort = 0;
    busPort = 0;
    /** What it wrote to stderr. */
    errors = '';
    watchers = new Set();
    isGone = false;
    constructor(command, args) {
        const [program = '', ...words] = [...command, CLI, 'server', '--log-format', 'json', ...args];
        this.child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'] });
        this.child.stderr?.on('data', (chunk) => {
            this.errors += chunk.toString();
        });
        if (this.child.stdout)
            createInterface({ input: this.child.stdout }).on('line', (line) => this.onLine(line));
        this.exited = new Promise((resolve) => {
            this.child.once('close', (code, signal) => {
                this.isGone = true;
                this.changed();
                resolve({ code, signal });
            });
        });
    }
    /** Starts a node on free ports, unless `args` say otherwise; resolves when it serves. */
    static start(...args) {
        return NodeProcess.startWith([], ...args);
    }
    /** The same, with flags for node itself. */
    static startWith(nodeFlags, ...args) {
        return NodeProcess.startBy([process.execPath, ...nodeFlags], args);
    }
    /** The same, with a command line that begins with `command`, which runs node. */
    static async startBy(command, args) {
        const node = new NodeProcess(command, args.includes('--port') ? args : ['--port', '0', ...args]);
        const line = await node.waitFor((entry) => entry.msg === 'ready', 15_000);
        node.id = String(line.id);
        node.port = Number(line.clientPort);
        node.shardPort = Number(line.shardPort);
        node.busPort = Number(line.busPort);
        return node;
    }
    /** Its address for `--join`. */
    get joinAddress() {
        return `127.0.0.1:${this.port}@${this.busPort}`;
    }
    /** The first line, past or to come, for which `matches` holds; rejects after `withinMs` or when the process ends. */
    async waitFor(matches, withinMs) {
        const deadline = performance.now() + withinMs;
        for (let seen = 0;;) {
            for (; seen < this.log.length; seen++) {
                const line = this.log[seen];
                if (matches(line))
                    return line;
            }
            const left = deadline - performance.now();
            if (this.isGone || left <= 0) {
                throw new Error(`${this.isGone ? 'the node ended' : `not seen in ${withinMs} ms`}: ${matches}\n${this.errors}`);
            }
            await this.nextChange(left);
        }
    }
    /** The event of that type about `member`, logged at or after `sinceMs`. */
    event(type, member, sinceMs, withinMs) {
        return this.waitFor((line) => line.event === type && line.member === member && line.time >= sinceMs, withinMs);
    }
    signal(signal) {
        this.child.kill(signal);
    }
    /** Ends it at once, whatever state it is in. */
    async kill() {
        if (!this.isGone)
            this.child.kill('SIGKILL');
        await this.exited;
    }
    onLine(text) {
        try {
            const line = JSON.parse(text);
            this.log.push({ ...line, time: Date.parse(line.time) });
        }
        catch {
            this.errors += `${text}\n`;
        }
        this.changed();
    }
    changed() {
        for (const watcher of this.watchers)
            watcher();
    }
    async nextChange(withinMs) {
        await new Promise((resolve) => {
            const done = () => {
                clearTimeout(timer);
                this.watchers.delete(done);
                resolve();
            };
            const timer = setTimeout(done, withinMs);
            this.watchers.add(done);
        });
    }
}
//# sourceMappingURL=node-process.js.map