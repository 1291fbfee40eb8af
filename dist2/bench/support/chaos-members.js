/** The members of a cluster of ours, and what happens to them; beside it what chaos-redis.ts has to do the same. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { hashSlot } from '../../shard/index.js';
import { sleep } from './agent.js';
import { NodeProcess } from './node-process.js';
const HOST = '127.0.0.1';
const MAP_LIMIT_MS = 20_000;
const REBUILD_LIMIT_MS = 60_000;
const POLL_MS = 20;
const COMPLETE = 'cluster_copies_complete:yes';
const HERE = { prefix: [], host: HOST, clientHost: HOST };
export class Members {
    label = 'hearsay';
    nodes = [];
    options;
    folder = mkdtempSync(join(tmpdir(), 'hearsay-chaos-'));
    ended = [];
    constructor(options) {
        this.options = options;
    }
    static async start(count, options) {
        const members = new Members(options);
        try {
            await members.add();
            const rest = Array.from({ length: count - 1 }, (_, at) => members.run(at + 1, ['--port', '0']));
            members.nodes.push(...(await Promise.all(rest)));
            await members.rebuilt([]);
        }
        catch (error) {
            await members.close();
            throw error;
        }
        return members;
    }
    /** Starts one more, which joins by the first; resolves when it serves. */
    async add() {
        const member = this.nodes.length;
        const node = await this.run(member, ['--port', '0']);
        this.nodes.push(node);
        return node;
    }
    portOf(member) {
        return this.node(member).port;
    }
    client(member) {
        const client = new Redis({ host: this.spotOf(member).clientHost, port: this.portOf(member) });
        // Each command tells of its own; a lost connection is made again.
        client.on('error', () => { });
        return client;
    }
    async ownersNow() {
        const shares = await this.shares(0);
        return (key) => shares.owners[hashSlot(Buffer.from(key), 0, key.length)] ?? -1;
    }
    /** By slot: the member that owns it, and those that have copies of it, by what one of them says. */
    async shares(asked) {
        const owners = [];
        const copies = [];
        const rows = (await this.ask(asked, 'CLUSTER', 'SLOTS'));
        const memberAt = (node) => this.nodes.findIndex(({ id }) => id === node[2]);
        for (const [first, last, owner, ...replicas] of rows) {
            for (let slot = first; slot <= last; slot++) {
                owners[slot] = memberAt(owner);
                copies[slot] = replicas.map(memberAt);
            }
        }
        return { owners, copies };
    }
    signal(member, signal) {
        this.node(member).signal(signal);
    }
    kill(member) {
        return this.node(member).kill();
    }
    async restart(member) {
        const before = this.node(member);
        this.ended.push(before);
        const { port, shardPort, busPort } = before;
        const ports = ['--port', port, '--shard-port', shardPort, '--bus-port', busPort].map(String);
        this.nodes[member] = await this.run(member, ports);
    }
    async settled(gone) {
        const live = this.nodes.filter((_, member) => !gone.includes(member));
        const isSettled = ({ log }) => log.findLast(({ event }) => event === 'map')?.owners === live.length;
        await Promise.all(live.map((node) => node.waitFor(() => isSettled(node), MAP_LIMIT_MS)));
    }
    async rebuilt(gone) {
        await this.settled(gone);
        const live = [...this.nodes.keys()].filter((member) => !gone.includes(member));
        const isComplete = (member) => this.ask(member, 'CLUSTER', 'INFO').then((info) => String(info).includes(COMPLETE));
        const deadlineMs = performance.now() + REBUILD_LIMIT_MS;
        while (!(await Promise.all(live.map(isComplete))).every(Boolean)) {
            if (performance.now() > deadlineMs)
                throw new Error(`no copies within ${REBUILD_LIMIT_MS} ms`);
            await sleep(POLL_MS);
        }
    }
    /** Sends one command to the member. */
    async ask(member, ...words) {
        const client = new Redis({ host: this.spotOf(member).clientHost, port: this.portOf(member) });
        client.on('error', () => { });
        try {
            const [name = '', ...args] = words;
            return await client.call(name, ...args);
        }
        finally {
            client.disconnect();
        }
    }
    async close() {
        await Promise.all([...this.nodes, ...this.ended].map((node) => node.kill()));
        rmSync(this.folder, { recursive: true });
    }
    node(member) {
        return this.nodes[member];
    }
    spotOf(member) {
        return this.options.spotOf?.(member) ?? HERE;
    }
    run(member, ports) {
        const { flags, hasFolder } = this.options;
        const { prefix, host } = this.spotOf(member);
        const seed = this.nodes.findIndex((_, other) => other !== member);
        const args = [...flags, ...ports];
        if (host !== HOST)
            args.push('--host', '0.0.0.0', '--announce-host', host);
        if (hasFolder)
            args.push('--dir', join(this.folder, String(member)));
        if (seed >= 0) {
            const { port, busPort } = this.node(seed);
            args.push('--join', `${this.spotOf(seed).host}:${port}@${busPort}`);
        }
        return NodeProcess.startBy([...prefix, process.execPath], args);
    }
}
//# sourceMappingURL=chaos-members.js.map