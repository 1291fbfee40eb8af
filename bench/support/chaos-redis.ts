/** A Redis Cluster of three masters with a replica each, to which the same happens as to members of ours. Members 0 to 2 are the masters. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Cluster, Redis } from 'ioredis';
import { hashSlot } from '../../shard/index.ts';
import type { CacheClient } from './chaos-load.ts';
import type { Fleet, SlotRange } from './chaos-members.ts';
import { startChild, temporaryFolder } from './cleanup.ts';
import { clusterSettings, makeCluster } from './redis-cluster.ts';
import { freePort } from './server.ts';

const HOST = '127.0.0.1';
const MASTERS = 3;
const NODE_TIMEOUT_MS = 1500;
const READY_LIMIT_MS = 20_000;
const POLL_MS = 50;

export class RedisFleet implements Fleet {
  readonly label = 'redis cluster';
  private readonly folder = temporaryFolder();
  private readonly ports: number[] = [];
  private readonly servers: ChildProcess[] = [];

  /** Starts it with nothing in it. It saves nothing; a node that is started again has the same id. */
  static async start(): Promise<RedisFleet> {
    const fleet = new RedisFleet();
    try {
      for (let member = 0; member < 2 * MASTERS; member++) {
        fleet.ports.push(await freePort());
        fleet.run(member);
      }
      await fleet.all((info) => info.includes('cluster_enabled:1'), ['INFO', 'cluster']);
      await makeCluster(fleet.ports, 1);
      await fleet.settled([]);
    } catch (error) {
      await fleet.close();
      throw error;
    }
    return fleet;
  }

  portOf(member: number): number {
    return this.ports[member] as number;
  }

  client(): CacheClient {
    const client = new Cluster(this.ports.map((port) => ({ host: HOST, port })));
    client.on('error', () => {});
    return client;
  }

  async ownersNow(): Promise<(key: string) => number> {
    const rows = (await this.ask(0, 'CLUSTER', 'SLOTS')) as SlotRange[];
    return (key) => {
      const slot = hashSlot(Buffer.from(key), 0, key.length);
      const row = rows.find(([first, last]) => slot >= first && slot <= last);
      return this.ports.indexOf(row?.[2][1] ?? 0);
    };
  }

  signal(member: number, signal: NodeJS.Signals): void {
    this.servers[member]?.kill(signal);
  }

  async kill(member: number): Promise<void> {
    const server = this.servers[member] as ChildProcess;
    const gone = once(server, 'exit');
    server.kill('SIGKILL');
    await gone;
  }

  async restart(member: number): Promise<void> {
    this.run(member);
    await this.all((info) => info.includes('cluster_enabled:1'), ['INFO', 'cluster']);
  }

  async settled(gone: readonly number[]): Promise<void> {
    // What a survivor says of the state before it has noticed a death is of no use.
    await sleep(NODE_TIMEOUT_MS);
    await this.all((info) => info.includes('cluster_state:ok'), ['CLUSTER', 'INFO'], gone);
  }

  rebuilt(gone: readonly number[]): Promise<void> {
    return this.settled(gone);
  }

  async close(): Promise<void> {
    const running = this.servers.filter((server) => server.exitCode === null && server.signalCode === null);
    const gone = running.map((server) => once(server, 'exit'));
    for (const server of running) server.kill('SIGKILL');
    await Promise.all(gone);
  }

  private run(member: number): void {
    const settings = {
      port: this.portOf(member),
      bind: HOST,
      dir: this.folder,
      save: '',
      appendonly: 'no',
      'cluster-node-timeout': NODE_TIMEOUT_MS,
      ...clusterSettings(member),
    };
    const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
    this.servers[member] = startChild('redis-server', args, { stdio: 'ignore' });
  }

  /** Resolves when the answers of all but these are as they should be. */
  private async all(
    isRight: (answer: string) => boolean,
    command: readonly string[],
    gone: readonly number[] = [],
  ): Promise<void> {
    const deadlineMs = performance.now() + READY_LIMIT_MS;
    const asked = [...this.ports.keys()].filter((member) => !gone.includes(member));
    const check = (member: number): Promise<boolean> =>
      this.ask(member, ...command).then(
        (answer) => isRight(String(answer)),
        () => false,
      );
    while (!(await Promise.all(asked.map(check))).every(Boolean)) {
      if (performance.now() > deadlineMs) throw new Error(`redis cluster: not well in ${READY_LIMIT_MS} ms`);
      await sleep(POLL_MS);
    }
  }

  private async ask(member: number, ...[name = '', ...args]: readonly string[]): Promise<unknown> {
    // A replica without its master is never ready for ioredis, and answers all the same.
    const client = new Redis({ host: HOST, port: this.portOf(member), enableReadyCheck: false });
    client.on('error', () => {});
    try {
      return await client.call(name, ...args);
    } finally {
      client.disconnect();
    }
  }
}
