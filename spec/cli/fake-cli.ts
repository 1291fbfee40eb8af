/**
 * A `hearsay` whose node is a fake: three listeners, no protocol. What the node is named decides how it behaves, so
 * that a spec can run the command line in processes of its own.
 */

import { EventEmitter, once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { CreateNode, NodeAddress, NodeEvents, NodeHandle } from '../../lib/cli/node-handle.ts';
import { runCli } from '../../lib/cli/run.ts';
import { STOP_LIMIT_MS } from '../../lib/cli/server-command.ts';
import type { NodeOptions } from '../../lib/config/options.ts';
import { portsOf } from '../../lib/config/resolve.ts';
import type { Logger } from '../../lib/observe/logger.ts';

const EXIT_IN_MS = 30;

class FakeNode implements NodeHandle {
  readonly id = 'cd'.repeat(20);
  private readonly options: NodeOptions;
  private readonly emitter = new EventEmitter<NodeEvents>();
  private readonly logger: Logger;
  private servers: Server[] = [];
  private giveUp: (error: Error) => void = () => {};

  constructor(options: NodeOptions, logger: Logger) {
    this.options = options;
    this.logger = logger;
  }

  on<Name extends keyof NodeEvents>(name: Name, listener: (...args: NodeEvents[Name]) => void): this {
    (this.emitter as EventEmitter).on(name, listener as (...args: unknown[]) => void);
    return this;
  }

  address(): NodeAddress {
    const { client, shard, bus } = portsOf(this.options);
    return { host: this.options.host, clientPort: client, shardPort: shard, busPort: bus };
  }

  async start(): Promise<void> {
    const { host, clientPort, shardPort, busPort } = this.address();
    for (const port of [clientPort, shardPort, busPort]) {
      const server = createServer().listen(port, host);
      await once(server, 'listening');
      this.servers.push(server);
    }
    const { name } = this.options;
    if (name === 'joining' || name === 'looking') {
      this.logger.info('joining');
      await new Promise<void>((resolve, reject) => {
        this.giveUp = name === 'joining' ? () => resolve() : reject;
      });
    }
    const member = { id: 'ab'.repeat(20), name: 'other', host, clientPort: 1 };
    const event = { type: 'joined', member, reason: 'it said so' };
    setTimeout(() => this.emitter.emit('membership', event), 1);
    if (name === 'fatal') setTimeout(() => this.emitter.emit('fatal', new Error('disk on fire')), EXIT_IN_MS);
    if (name === 'shutdown') setTimeout(() => this.emitter.emit('stopped'), EXIT_IN_MS);
  }

  /** For longer than a node may be silent. */
  private async handOver(): Promise<void> {
    for (let done = 1; done <= 4; done++) {
      await sleep(STOP_LIMIT_MS / 3);
      this.emitter.emit('handoff', { text: `handing over: ${done}` });
    }
  }

  async stop(): Promise<void> {
    if (this.options.name === 'hangs') await new Promise(() => {});
    if (this.options.name === 'hands-over') await this.handOver();
    this.emitter.emit('handoff', { text: 'has handed over' });
    this.giveUp(new Error('stopped before it was up'));
    await setImmediate();
    for (const server of this.servers) server.close();
  }
}

const createNode: CreateNode = (options, logger) => new FakeNode(options, logger);

process.exit(
  await runCli(process.argv.slice(2), {
    version: '9.9.9',
    entry: fileURLToPath(import.meta.url),
    environment: process.env,
    createNode,
    print: (line) => process.stdout.write(`${line}\n`),
    printError: (line) => process.stderr.write(`${line}\n`),
  }),
);
