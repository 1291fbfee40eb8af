/** A redis-server of our own for the specs that compare with it, and a raw connection to it. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { REPLY } from '../../lib/resp/parse-result.js';
import { ReplyScanner } from '../../lib/resp/reply-scanner.js';
import { encodeCommand } from '../commands/harness.js';
const START_LIMIT_MS = 5000;
const RETRY_MS = 20;
/** Whether there is a redis-server to compare with; says so if there is none, which in CI is an error. */
export function hasRedisServer() {
    if (spawnSync('redis-server', ['--version']).status === 0)
        return true;
    if (process.env.CI === 'true')
        throw new Error('redis-server is not installed');
    console.log('      redis-server is not installed: nothing to compare with');
    return false;
}
export class RedisServer {
    process;
    folder;
    port;
    constructor(child, folder, port) {
        this.process = child;
        this.folder = folder;
        this.port = port;
    }
    /** `settings` go on top of a server that saves nothing and has one database. */
    static async start(settings = {}) {
        const port = await freePort();
        const folder = mkdtempSync(path.join(os.tmpdir(), 'hearsay-redis-'));
        const options = {
            port,
            bind: '127.0.0.1',
            dir: folder,
            save: '',
            appendonly: 'no',
            databases: 1,
            ...settings,
        };
        const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
        const server = new RedisServer(spawn('redis-server', args, { stdio: 'ignore' }), folder, port);
        await server.untilReady();
        return server;
    }
    async connect() {
        const socket = net.connect(this.port, '127.0.0.1');
        await once(socket, 'connect');
        return new RedisConnection(socket);
    }
    async stop() {
        const exited = this.process.exitCode === null ? once(this.process, 'exit') : undefined;
        this.process.kill();
        await exited;
        rmSync(this.folder, { recursive: true, force: true });
    }
    async untilReady() {
        const deadline = Date.now() + START_LIMIT_MS;
        for (;;) {
            try {
                const connection = await this.connect();
                connection.close();
                return;
            }
            catch (error) {
                if (Date.now() > deadline)
                    throw error;
                await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
            }
        }
    }
}
export class RedisConnection {
    socket;
    scanner = new ReplyScanner();
    replies = [];
    arrived = () => { };
    constructor(socket) {
        this.socket = socket;
        socket.on('data', (chunk) => this.onData(chunk));
        socket.on('close', () => this.arrived());
    }
    /** Sends the commands in one write; resolves to their replies as they are on the wire, in latin1. */
    async run(commands) {
        this.socket.write(Buffer.concat(commands.map(encodeCommand)));
        while (this.replies.length < commands.length) {
            if (this.socket.destroyed)
                throw new Error('redis-server closed the connection');
            await new Promise((resolve) => {
                this.arrived = resolve;
            });
        }
        return this.replies.splice(0, commands.length);
    }
    close() {
        this.socket.destroy();
    }
    onData(chunk) {
        const { scanner } = this;
        scanner.push(chunk);
        while (scanner.next() === REPLY) {
            this.replies.push(scanner.buf.toString('latin1', scanner.start, scanner.end));
        }
        this.arrived();
    }
}
async function freePort() {
    const server = net.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address();
    server.close();
    await once(server, 'close');
    return port;
}
//# sourceMappingURL=redis-server.js.map