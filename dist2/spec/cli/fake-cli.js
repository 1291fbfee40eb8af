/**
 * A `hearsay` whose node is a fake: three listeners, no protocol. What the node is named decides how it behaves, so
 * that a spec can run the command line in processes of its own.
 */
import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:net';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { runCli } from '../../lib/cli/run.js';
import { STOP_LIMIT_MS } from '../../lib/cli/server-command.js';
import { portsOf } from '../../lib/config/resolve.js';
const EXIT_IN_MS = 30;
class FakeNode {
    id = 'cd'.repeat(20);
    options;
    emitter = new EventEmitter();
    logger;
    servers = [];
    giveUp = () => { };
    constructor(options, logger) {
        this.options = options;
        this.logger = logger;
    }
    on(name, listener) {
        this.emitter.on(name, listener);
        return this;
    }
    address() {
        const { client, shard, bus } = portsOf(this.options);
        return { host: this.options.host, clientPort: client, shardPort: shard, busPort: bus };
    }
    async start() {
        const { host, clientPort, shardPort, busPort } = this.address();
        for (const port of [clientPort, shardPort, busPort]) {
            const server = createServer().listen(port, host);
            await once(server, 'listening');
            this.servers.push(server);
        }
        if (this.options.name === 'joining') {
            this.logger.info('joining');
            await new Promise((_, reject) => {
                this.giveUp = reject;
            });
        }
        const member = { id: 'ab'.repeat(20), name: 'other', host, clientPort: 1 };
        const event = { type: 'joined', member, reason: 'it said so' };
        setTimeout(() => this.emitter.emit('membership', event), 1);
        const { name } = this.options;
        if (name === 'fatal')
            setTimeout(() => this.emitter.emit('fatal', new Error('disk on fire')), EXIT_IN_MS);
        if (name === 'shutdown')
            setTimeout(() => this.emitter.emit('stopped'), EXIT_IN_MS);
    }
    /** For longer than a node may be silent. */
    async handOver() {
        for (let done = 1; done <= 4; done++) {
            await sleep(STOP_LIMIT_MS / 3);
            this.emitter.emit('handoff', { text: `handing over: ${done}` });
        }
    }
    async stop() {
        if (this.options.name === 'hangs')
            await new Promise(() => { });
        if (this.options.name === 'hands-over')
            await this.handOver();
        this.emitter.emit('handoff', { text: 'has handed over' });
        this.giveUp(new Error('stopped before it was up'));
        await setImmediate();
        for (const server of this.servers)
            server.close();
    }
}
const createNode = (options, logger) => new FakeNode(options, logger);
process.exit(await runCli(process.argv.slice(2), {
    version: '9.9.9',
    entry: fileURLToPath(import.meta.url),
    environment: process.env,
    createNode,
    print: (line) => process.stdout.write(`${line}\n`),
    printError: (line) => process.stderr.write(`${line}\n`),
}));
//# sourceMappingURL=fake-cli.js.map