/** Clusters in this process, and raw RESP conversations with them. */
import { once } from 'node:events';
import net from 'node:net';
import { createNode } from '../../lib/index.js';
import { encodeCommand } from '../../lib/resp/encode.js';
import { PROTOCOL_ERROR, REPLY } from '../../lib/resp/parse-result.js';
import { ReplyScanner } from '../../lib/resp/reply-scanner.js';
const QUIET = { port: 0, logLevel: 'silent' };
/** Starts nodes that join the first; resolves when every one of them sees all and they agree on the map. */
export async function startCluster(count, options = {}) {
    const first = createNode({ ...QUIET, ...options });
    await first.start();
    const others = Array.from({ length: count - 1 }, () => createNode({ ...QUIET, ...options, join: [busOf(first)] }));
    await Promise.all(others.map((node) => node.start()));
    const nodes = [first, ...others];
    await agree(nodes);
    return nodes;
}
/** Its address for `join`. */
export function busOf(node) {
    const { host, clientPort, busPort } = node.address();
    return `${host}:${clientPort}@${busPort}`;
}
/** Resolves when these nodes, and no others, own slots in the map of each of them. */
export async function agree(nodes) {
    const ids = nodes.map((node) => node.id).sort();
    await eventually(() => nodes.every((node) => String(node.owners()) === String(ids)));
}
export async function stopAll(nodes) {
    await Promise.all(nodes.map((node) => node.stop()));
}
/** Resolves once `check` holds, looking every few ms; rejects if it does not within `withinMs`. */
export async function eventually(check, withinMs = 5000) {
    const deadline = performance.now() + withinMs;
    while (!(await check())) {
        if (performance.now() > deadline)
            throw new Error(`did not hold within ${withinMs} ms: ${check}`);
        await new Promise((resolve) => setTimeout(resolve, 5));
    }
}
/** A connection that speaks RESP and shows replies as the bytes that they are. */
export class RawClient {
    socket;
    scanner = new ReplyScanner();
    replies = [];
    waiting;
    closed = false;
    constructor(socket) {
        this.socket = socket;
        socket.on('data', (chunk) => {
            this.scanner.push(chunk);
            let result = this.scanner.next();
            for (; result === REPLY; result = this.scanner.next()) {
                this.replies.push(this.scanner.buf.toString('latin1', this.scanner.start, this.scanner.end));
            }
            if (result === PROTOCOL_ERROR)
                this.replies.push('unreadable reply');
            this.waiting?.();
        });
        socket.on('error', () => { });
        socket.on('close', () => {
            this.closed = true;
            this.waiting?.();
        });
    }
    static async connect(port) {
        const socket = net.connect({ port, host: '127.0.0.1', noDelay: true });
        await once(socket, 'connect');
        return new RawClient(socket);
    }
    /** Sends commands in one write and resolves to their replies, in order. */
    async pipeline(...commands) {
        this.socket.write(Buffer.concat(commands.map((words) => encodeCommand(...words))));
        return this.read(commands.length);
    }
    /** Sends one command and resolves to its reply. */
    async call(...words) {
        const [reply] = await this.pipeline(words);
        return reply;
    }
    /** Resolves to the next `count` replies; rejects if the connection closes before. */
    async read(count) {
        while (this.replies.length < count) {
            if (this.closed)
                throw new Error(`closed after ${this.replies.length} of ${count} replies`);
            await new Promise((resolve) => {
                this.waiting = resolve;
            });
        }
        return this.replies.splice(0, count);
    }
    close() {
        this.socket.destroy();
    }
}
/** The bulk string reply of `text`. */
export function bulk(text) {
    return `$${Buffer.byteLength(text)}\r\n${text}\r\n`;
}
//# sourceMappingURL=harness.js.map