/** A Redis Cluster of three masters with a replica each, to which the same happens as to members of ours. Members 0 to 2 are the masters. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cluster, Redis } from 'ioredis';
import { hashSlot } from '../../shard/index.js';
import { sleep } from './agent.js';
import { freePort } from './server.js';
const HOST = '127.0.0.1';
const MASTERS = 3;
const NODE_TIMEOUT_MS = 1500;
const READY_LIMIT_MS = 20_000;
const POLL_MS = 50;
export class RedisFleet {
    label = 'redis cluster';
    folder = mkdtempSync(join(tmpdir(), 'hearsay-chaos-'));
    ports = [];
    servers = [];
    /** Starts it with nothing in it. It saves nothing; a node that is started again has the same id. */
    static async start() {
        const fleet = new RedisFleet();
        for (let member = 0; member < 2 * MASTERS; member++) {
            fleet.ports.push(await freePort());
            fleet.run(member);
        }
        await fleet.all((info) => info.includes('cluster_enabled:1'), ['INFO', 'cluster']);
        const addresses = fleet.ports.map((port) => `${HOST}:${port}`);
        const words = ['--cluster', 'create', ...addresses, '--cluster-replicas', '1', '--cluster-yes'];
        execFileSync('redis-cli', words, { stdio: ['ignore', 'ignore', 'inherit'], timeout: 60_000 });
        await fleet.settled([]);
        return fleet;
    }
    portOf(member) {
        return this.ports[member];
    }
    client() {
        const client = new Cluster(this.ports.map((port) => ({ host: HOST, port })));
        client.on('error', () => { });
        return client;
    }
    async ownersNow() {
        const rows = (await this.ask(0, 'CLUSTER', 'SLOTS'));
        return (key) => {
            const slot = hashSlot(Buffer.from(key), 0, key.length);
            const row = rows.find(([first, last]) => slot >= first && slot <= last);
            return this.ports.indexOf(row?.[2][1] ?? 0);
        };
    }
    signal(member, signal) {
        this.servers[member]?.kill(signal);
    }
    async kill(member) {
        const server = this.servers[member];
        const gone = once(server, 'exit');
        server.kill('SIGKILL');
        await gone;
    }
    async restart(member) {
        this.run(member);
        await this.all((info) => info.includes('cluster_enabled:1'), ['INFO', 'cluster']);
    }
    async settled(gone) {
        // What a survivor says of the state before it has noticed a death is of no use.
        await sleep(NODE_TIMEOUT_MS);
        await this.all((info) => info.includes('cluster_state:ok'), ['CLUSTER', 'INFO'], gone);
    }
    rebuilt(gone) {
        return this.settled(gone);
    }
    async close() {
        const running = this.servers.filter((server) => server.exitCode === null && server.signalCode === null);
        const gone = running.map((server) => once(server, 'exit'));
        for (const server of running)
            server.kill('SIGKILL');
        await Promise.all(gone);
        rmSync(this.folder, { recursive: true });
    }
    run(member) {
        const settings = {
            port: this.portOf(member),
            bind: HOST,
            dir: this.folder,
            save: '',
            appendonly: 'no',
            'cluster-enabled': 'yes',
            'cluster-config-file': `nodes-${member}.conf`,
            'cluster-node-timeout': NODE_TIMEOUT_MS,
        };
        const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
        this.servers[member] = spawn('redis-server', args, { stdio: 'ignore' });
    }
    /** Resolves when the answers of all but these are as they should be. */
    async all(isRight, command, gone = []) {
        const deadlineMs = performance.now() + READY_LIMIT_MS;
        const asked = [...this.ports.keys()].filter((member) => !gone.includes(member));
        const check = (member) => this.ask(member, ...command).then((answer) => isRight(String(answer)), () => false);
        while (!(await Promise.all(asked.map(check))).every(Boolean)) {
            if (performance.now() > deadlineMs)
                throw new Error(`redis cluster: not well in ${READY_LIMIT_MS} ms`);
            await sleep(POLL_MS);
        }
    }
    async ask(member, ...[name = '', ...args]) {
        const client = new Redis({ host: HOST, port: this.portOf(member) });
        client.on('error', () => { });
        try {
            return await client.call(name, ...args);
        }
        finally {
            client.disconnect();
        }
    }
}
//# sourceMappingURL=chaos-redis.js.map