/**
 * `hearsay cluster`: a cluster of local nodes, each a process of its own, on consecutive client ports. Prints how to
 * connect, the nodes, and then one line for each membership event that any of them reports, and for keys that move.
 *
 * The nodes are sessions of their own, so that Ctrl-C reaches this process only, and stop when it is gone, however it
 * ended.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { flagOf } from '../config/load.ts';
import { type NodeOptions, OPEN_OPTION_KEYS, type OptionKey, optionSpec } from '../config/options.ts';
import { ConfigError, defaultOf, loopbackOf, resolveOptions, SHARD_PORT_OFFSET } from '../config/resolve.ts';
import { eventLine, howToConnect, textLine } from './cluster-text.ts';
import { EXIT_CUT_SHORT, EXIT_FAILED, EXIT_OK, type ExitCode } from './exit-codes.ts';
import { checkPortsAreFree } from './ports.ts';
import { type ServerReport, STOP_LIMIT_MS } from './server-command.ts';
import { onStopSignals } from './stop-signals.ts';

export interface ClusterRequest {
  readonly nodeCount: number;
  /** Of the first node; the others differ in port, name, dir and whom they join. */
  readonly options: NodeOptions;
}

export interface ClusterSurroundings {
  /** The script that runs `server` with flags. */
  readonly entry: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly print: (line: string) => void;
}

/** Options that are each node's own, or of this process. */
const NOT_SHARED: ReadonlySet<OptionKey> = new Set(['shardPort', 'busPort', 'name', 'configFile']);
/** Nodes that have not stopped by themselves this long after they were asked to, or told last that keys still move, are killed. */
const KILL_AFTER_MS = STOP_LIMIT_MS + 1000;

interface LocalNode {
  readonly options: NodeOptions;
  readonly process: ChildProcess;
  isReady: boolean;
}

/** Options that the user of `hearsay cluster` may set. */
export function clusterOptionKeys(): OptionKey[] {
  return OPEN_OPTION_KEYS.filter((key) => key === 'configFile' || !NOT_SHARED.has(key));
}

/** The options of each node. Throws ConfigError if a port would be 0 or out of range. */
export function clusterNodeOptions({ nodeCount, options }: ClusterRequest): NodeOptions[] {
  if (options.port === 0) {
    throw new ConfigError('--port 0: the nodes take consecutive ports, of which the first must be given');
  }
  const firstHost = loopbackOf(options.host);
  const firstAddress = `${firstHost.includes(':') ? `[${firstHost}]` : firstHost}:${options.port}`;
  return Array.from({ length: nodeCount }, (_, index) => {
    const name = `node-${options.port + index}`;
    const own = {
      port: options.port + index,
      // With one shard it follows from the client port; several need as many ports before those of the next node.
      shardPort: options.shards === 1 ? 0 : options.port + SHARD_PORT_OFFSET + index * options.shards,
      busPort: 0,
      name,
      configFile: '',
      dir: options.dir === '' ? '' : join(options.dir, name),
      join: index === 0 ? options.join : [firstAddress, ...options.join],
    };
    return resolveOptions({ ...options, ...own }, clusterFlagOf);
  });
}

/** The flag of the command that an option follows from: of the ports only the client port of the first node can be given. */
export function clusterFlagOf(key: OptionKey): string {
  return flagOf(key === 'shardPort' || key === 'busPort' ? 'port' : key);
}

/** The flags that give a node `options`. */
export function serverFlags(options: NodeOptions): string[] {
  return OPEN_OPTION_KEYS.flatMap((key) => {
    const { name, type } = optionSpec(key);
    const words = type.format(options[key]);
    if (String(words) === String(type.format(defaultOf(key, options)))) return [];
    return words.map((word) => `--${name}=${word}`);
  });
}

/**
 * Resolves when all nodes have stopped. Throws ConfigError or PortError before anything is started if the ports are
 * out of range or not free.
 */
export async function runCluster(
  request: ClusterRequest,
  surroundings: ClusterSurroundings,
): Promise<ExitCode> {
  const all = clusterNodeOptions(request);
  for (const options of all) await checkPortsAreFree(options);
  return new LocalCluster(all, surroundings).ended;
}

class LocalCluster {
  readonly ended: Promise<ExitCode>;
  private readonly nodes: LocalNode[];
  private readonly print: (line: string) => void;
  private readonly ignoreSignals: () => void;
  private resolveEnded: (code: ExitCode) => void = () => {};
  private isStopping = false;
  private isUp = false;
  private killTimer: NodeJS.Timeout | undefined;
  private exitCode: ExitCode = EXIT_OK;
  private runningCount: number;
  /** Lines of events that came before the nodes were shown. */
  private early: string[] = [];

  constructor(all: readonly NodeOptions[], { entry, environment, print }: ClusterSurroundings) {
    this.print = print;
    this.ended = new Promise((resolve) => {
      this.resolveEnded = resolve;
    });
    this.runningCount = all.length;
    this.nodes = all.map((options) => this.startNode(options, entry, environment));
    // SIGHUP: the terminal is gone, and nobody sees the nodes any more.
    this.ignoreSignals = onStopSignals(['SIGTERM', 'SIGINT', 'SIGHUP'], (signal) => this.onSignal(signal));
  }

  private startNode(options: NodeOptions, entry: string, environment: NodeJS.ProcessEnv): LocalNode {
    const child = fork(entry, ['server', ...serverFlags(options)], {
      env: environment,
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const node: LocalNode = { options, process: child, isReady: false };
    child.on('message', (message: ServerReport) => this.onReport(node, message));
    child.on('error', (error) => this.print(`${options.name}: ${error.message}`));
    child.once('exit', (code, signal) => this.onExit(node, code, signal));
    return node;
  }

  private onReport(node: LocalNode, message: ServerReport): void {
    if (message.type === 'ready') {
      node.isReady = true;
      if (this.nodes.every(({ isReady }) => isReady)) this.showUp();
      return;
    }
    const { name } = node.options;
    const isHandoff = message.type === 'handoff';
    if (isHandoff && this.isStopping) this.killLater();
    const line = isHandoff
      ? textLine(name, message.text, new Date())
      : eventLine(name, message.event, new Date());
    if (this.isUp) this.print(line);
    else this.early.push(line);
  }

  private showUp(): void {
    this.isUp = true;
    const shown = this.nodes.map(({ options, process: { pid } }) => ({ options, pid }));
    for (const line of [...howToConnect(shown), ...this.early]) this.print(line);
    this.early = [];
  }

  private onExit(node: LocalNode, code: number | null, signal: NodeJS.Signals | null): void {
    this.runningCount--;
    if (!this.isStopping) {
      const how = signal === null ? `exited with code ${code}` : `was killed by ${signal}`;
      this.print(`${node.options.name} (pid ${node.process.pid}) ${how}; ${this.runningCount} left`);
      if (code !== EXIT_OK) this.exitCode = EXIT_FAILED;
      // A node that never came up is a failure of the whole; of one that was up the others take over.
      if (!node.isReady) this.stop(code === null || code === EXIT_OK ? EXIT_FAILED : (code as ExitCode));
    } else if (code !== EXIT_OK && this.exitCode === EXIT_OK) {
      this.exitCode = EXIT_CUT_SHORT;
    }
    if (this.runningCount === 0) this.finish(this.exitCode);
  }

  private onSignal(signal: NodeJS.Signals): void {
    if (this.isStopping) {
      for (const { process: child } of this.nodes) child.kill('SIGKILL');
      this.finish(EXIT_CUT_SHORT);
      return;
    }
    this.print(`${signal}: stopping ${this.runningCount} nodes`);
    this.stop(EXIT_OK);
  }

  private stop(code: ExitCode): void {
    if (this.isStopping) return;
    this.isStopping = true;
    this.exitCode = code;
    for (const { process: child } of this.nodes) child.kill('SIGTERM');
    this.killLater();
  }

  private killLater(): void {
    clearTimeout(this.killTimer);
    this.killTimer = setTimeout(() => {
      for (const { process: child } of this.nodes) child.kill('SIGKILL');
    }, KILL_AFTER_MS).unref();
  }

  private finish(code: ExitCode): void {
    this.ignoreSignals();
    this.resolveEnded(code);
  }
}
