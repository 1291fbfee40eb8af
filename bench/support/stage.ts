/** Where a bench starts its servers: whatever happens, they are gone when it ends, and it ends in bounded time. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endWithin, temporaryFolder } from './cleanup.ts';
import { NodeProcess } from './node-process.ts';
import { clusterSettings, makeCluster } from './redis-cluster.ts';
import { freePort, Server, startProgram } from './server.ts';

const MONITOR = new URL('./pause-monitor.js', import.meta.url).href;
const CONSTANT_REPLIES = fileURLToPath(new URL('./constant-replies.js', import.meta.url));
const MAP_LIMIT_MS = 15_000;

/** A node of ours; `node` is for what only ours can be asked. */
export class HearsayServer extends Server {
  readonly node: NodeProcess;

  constructor(node: NodeProcess) {
    super('hearsay', node.port, [node.child]);
    this.node = node;
  }
}

export class Stage {
  private readonly folder = temporaryFolder();
  private readonly servers: Server[] = [];

  /** Runs `scene` and stops every server that it started. Beyond `limitMinutes` the process fails. */
  static async run(limitMinutes: number, scene: (stage: Stage) => Promise<void>): Promise<void> {
    const stage = new Stage();
    endWithin(limitMinutes);
    try {
      await scene(stage);
    } finally {
      await Promise.all(stage.servers.map((server) => server.stop()));
    }
  }

  /** A redis-server that saves nothing. `settings` are options of redis.conf. */
  async redis(settings: Readonly<Record<string, string | number>> = {}): Promise<Server> {
    const port = await freePort();
    const all = { port, bind: '127.0.0.1', dir: this.folder, save: '', appendonly: 'no', ...settings };
    const args = Object.entries(all).flatMap(([name, value]) => [`--${name}`, String(value)]);
    return this.keep(await startProgram('redis', 'redis-server', args, port));
  }

  /** A server that does nothing but read GETs and write values of so many bytes. */
  async constantReplies(valueBytes: number): Promise<Server> {
    const port = await freePort();
    const args = [CONSTANT_REPLIES, String(port), String(valueBytes)];
    return this.keep(await startProgram('constant replies', process.execPath, args, port));
  }

  /** A node of ours with these flags. */
  hearsay(...flags: readonly string[]): Promise<HearsayServer> {
    return this.hearsayIn([], flags);
  }

  /** A node of ours that reports its pauses and its heap when it is asked to (pauses.ts). */
  watchedHearsay(...flags: readonly string[]): Promise<HearsayServer> {
    return this.hearsayIn(['--import', MONITOR], flags);
  }

  /** `count` nodes of ours with these flags that all have each other in their shard maps. */
  async hearsayCluster(count: number, ...flags: readonly string[]): Promise<HearsayServer[]> {
    const servers: HearsayServer[] = [];
    for (let i = 0; i < count; i++) {
      const seed = servers[0]?.node.joinAddress;
      servers.push(await this.hearsay(...flags, ...(seed === undefined ? [] : ['--join', seed])));
    }
    for (const { node } of servers) {
      await node.waitFor((line) => line.event === 'map' && line.owners === count, MAP_LIMIT_MS);
    }
    return servers;
  }

  /** A Redis Cluster of so many masters, each with `replicas` replicas. */
  async redisCluster(masters: number, replicas = 0): Promise<Server> {
    const servers: Server[] = [];
    for (let i = 0; i < masters * (1 + replicas); i++) servers.push(await this.redis(clusterSettings(i)));
    await makeCluster(
      servers.map(({ port }) => port),
      replicas,
    );
    return Server.together('redis cluster', (servers[0] as Server).port, servers);
  }

  /** A nutcracker in front of `backends`, set up as its own recommendations have it. */
  async nutcracker(backends: readonly Server[]): Promise<Server> {
    const [port, statsPort] = [await freePort(), await freePort()];
    const file = join(this.folder, `nutcracker-${port}.yml`);
    const lines = [
      'bench:',
      `  listen: 127.0.0.1:${port}`,
      '  redis: true',
      '  hash: fnv1a_64',
      '  distribution: ketama',
      '  preconnect: true',
      '  servers:',
      ...backends.map((backend) => `    - 127.0.0.1:${backend.port}:1`),
    ];
    await writeFile(file, `${lines.join('\n')}\n`);
    const args = ['-c', file, '-s', String(statsPort), '-a', '127.0.0.1'];
    args.push('-o', `${file}.log`, '-p', `${file}.pid`, '-v', '1');
    return this.keep(await startProgram('nutcracker', 'nutcracker', args, port));
  }

  private async hearsayIn(nodeFlags: readonly string[], flags: readonly string[]): Promise<HearsayServer> {
    return this.keep(new HearsayServer(await NodeProcess.startWith(nodeFlags, ...flags)));
  }

  private keep<Kind extends Server>(server: Kind): Kind {
    this.servers.push(server);
    return server;
  }
}
