/** A node in a process of its own, as an operator runs it, watched through its JSON log. */
import type { ChildProcess } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { startChild } from './cleanup.ts';

const PROGRAM = fileURLToPath(new URL('../../../bin/hearsay', import.meta.url));
const CLI = fileURLToPath(new URL('../../lib/cli.js', import.meta.url));
/** The program takes the node that it finds first: this one. */
const ENVIRONMENT = { ...process.env, PATH: [dirname(process.execPath), process.env.PATH].join(delimiter) };
const READY_LIMIT_MS = 15_000;
/** In a node's CLUSTER INFO when every key has its copies. */
export const COPIES_COMPLETE = 'cluster_copies_complete:yes';

/** One line of the log. */
export interface LogLine {
  /** Wall clock in ms */
  readonly time: number;
  readonly level: string;
  readonly msg: string;
  /** What happened, for lines that report an event: a membership event's type, or `map`. */
  readonly event?: string;
  /** The member that it happened to. */
  readonly member?: string;
  readonly [field: string]: unknown;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export class NodeProcess {
  readonly child: ChildProcess;
  readonly log: LogLine[] = [];
  /** Resolves when the process is gone. */
  readonly exited: Promise<Exit>;
  id = '';
  port = 0;
  shardPort = 0;
  busPort = 0;
  /** What it wrote to stderr. */
  errors = '';
  private readonly watchers = new Set<() => void>();
  private isGone = false;

  private constructor(command: readonly string[], args: readonly string[]) {
    const [program = '', ...words] = [...command, 'server', '--log-format', 'json', ...args];
    this.child = startChild(program, words, { stdio: ['ignore', 'pipe', 'pipe'], env: ENVIRONMENT });
    this.child.stderr?.on('data', (chunk: Buffer) => {
      this.errors += chunk.toString();
    });
    if (this.child.stdout)
      createInterface({ input: this.child.stdout }).on('line', (line) => this.onLine(line));
    this.exited = new Promise((resolve) => {
      this.child.once('close', (code, signal) => {
        this.isGone = true;
        this.changed();
        resolve({ code, signal });
      });
    });
  }

  /** Starts a node on free ports, unless `args` say otherwise; resolves when it serves. */
  static start(...args: readonly string[]): Promise<NodeProcess> {
    return NodeProcess.startWith([], ...args);
  }

  /** The same, with flags for node itself. */
  static startWith(nodeFlags: readonly string[], ...args: readonly string[]): Promise<NodeProcess> {
    return NodeProcess.startBy([], args, nodeFlags);
  }

  /** The same, by the command line `prefix`, which runs the program that follows it. */
  static async startBy(
    prefix: readonly string[],
    args: readonly string[],
    nodeFlags: readonly string[] = [],
  ): Promise<NodeProcess> {
    const program = nodeFlags.length === 0 ? [PROGRAM] : [process.execPath, ...nodeFlags, CLI];
    const words = args.includes('--port') ? args : ['--port', '0', ...args];
    const node = new NodeProcess([...prefix, ...program], words);
    try {
      const line = await node.waitFor((entry) => entry.msg === 'ready', READY_LIMIT_MS);
      node.id = String(line.id);
      node.port = Number(line.clientPort);
      node.shardPort = Number(line.shardPort);
      node.busPort = Number(line.busPort);
      return node;
    } catch (error) {
      await node.kill();
      throw error;
    }
  }

  /** Its address for `--join`. */
  get joinAddress(): string {
    return `127.0.0.1:${this.port}@${this.busPort}`;
  }

  /** The first line, past or to come, for which `matches` holds; rejects after `withinMs` or when the process ends. */
  async waitFor(matches: (line: LogLine) => boolean, withinMs: number): Promise<LogLine> {
    const deadline = performance.now() + withinMs;
    for (let seen = 0; ; ) {
      for (; seen < this.log.length; seen++) {
        const line = this.log[seen] as LogLine;
        if (matches(line)) return line;
      }
      const left = deadline - performance.now();
      if (this.isGone || left <= 0) {
        throw new Error(
          `${this.isGone ? 'the node ended' : `not seen in ${withinMs} ms`}: ${matches}\n${this.errors}`,
        );
      }
      await this.nextChange(left);
    }
  }

  /** The event of that type about `member`, logged at or after `sinceMs`. */
  event(type: string, member: string, sinceMs: number, withinMs: number): Promise<LogLine> {
    return this.waitFor(
      (line) => line.event === type && line.member === member && line.time >= sinceMs,
      withinMs,
    );
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Ends it at once, whatever state it is in. */
  async kill(): Promise<void> {
    if (!this.isGone) this.child.kill('SIGKILL');
    await this.exited;
  }

  private onLine(text: string): void {
    try {
      const line = JSON.parse(text) as Omit<LogLine, 'time'> & { readonly time: string };
      this.log.push({ ...line, time: Date.parse(line.time) } as LogLine);
    } catch {
      this.errors += `${text}\n`;
    }
    this.changed();
  }

  private changed(): void {
    for (const watcher of this.watchers) watcher();
  }

  private async nextChange(withinMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.watchers.delete(done);
        resolve();
      };
      const timer = setTimeout(done, withinMs);
      this.watchers.add(done);
    });
  }
}
