/** Runs the fake `hearsay` as a process, for specs. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { checkPortsAreFree } from '../../lib/cli/ports.js';
const FAKE_CLI = fileURLToPath(new URL('./fake-cli.js', import.meta.url));
/** Below the ports that the system hands out, with the bus ports that follow. */
const FIRST_PORT = 11_000;
const LAST_PORT = 20_000;
let nextPort = FIRST_PORT + (process.pid % 500) * 16;
/** The first of `count` consecutive client ports whose shard and bus ports are free too. */
export async function freePorts(count) {
    for (;;) {
        const first = nextPort;
        nextPort = first + 2 * count > LAST_PORT ? FIRST_PORT : first + count;
        const wanted = Array.from({ length: count }, (_, index) => {
            return { host: '127.0.0.1', port: first + index, shardPort: 0, busPort: 0, shards: 1 };
        });
        const areFree = await Promise.all(wanted.map(checkPortsAreFree)).then(() => true, () => false);
        if (areFree)
            return first;
    }
}
export class Program {
    process;
    output = '';
    errors = '';
    exit;
    constructor(words, environment = {}) {
        this.process = spawn(process.execPath, [FAKE_CLI, ...words], {
            env: { ...process.env, ...environment },
            stdio: ['ignore', 'pipe', 'pipe'],
        });
        this.exit = once(this.process, 'exit');
        this.process.stdout?.on('data', (chunk) => {
            this.output += String(chunk);
        });
        this.process.stderr?.on('data', (chunk) => {
            this.errors += String(chunk);
        });
    }
    /** The exit code, or the signal that ended it. */
    async ended() {
        const [code, signal] = await this.exit;
        return code ?? signal;
    }
    /** Resolves when the output matches; rejects if the program ends before that. */
    async prints(pattern) {
        for (;;) {
            const match = pattern.exec(this.output);
            if (match !== null)
                return match;
            if (this.process.exitCode !== null)
                throw new Error(`ended; printed ${this.output}${this.errors}`);
            await Promise.race([
                once(this.process.stdout, 'data'),
                this.exit,
            ]);
        }
    }
}
//# sourceMappingURL=program.js.map