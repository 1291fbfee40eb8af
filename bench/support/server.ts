/** A server under a bench: ours or another, one process or several that answer at one port. */
import { type ChildProcess, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { startChild } from './cleanup.ts';

const HOST = '127.0.0.1';
const READY_LIMIT_MS = 10_000;
const RETRY_MS = 20;
/** Low enough that port + 10000, a bus port, is below the ports that the system hands out. */
const FIRST_PORT = 11_000;
const PORTS = 9000;

export class Server {
  readonly name: string;
  /** Where clients connect. */
  readonly port: number;
  private readonly children: readonly ChildProcess[];

  constructor(name: string, port: number, children: readonly ChildProcess[]) {
    this.name = name;
    this.port = port;
    this.children = children;
  }

  /** Several servers as one that is reached at `port`. */
  static together(name: string, port: number, parts: readonly Server[]): Server {
    const children = parts.flatMap((part) => part.children);
    return new Server(name, port, children);
  }

  /** All its processes: their processor time and memory are the server's. */
  get pids(): number[] {
    return this.children.map((child) => child.pid as number);
  }

  /** Ends it at once; resolves when it is gone. */
  async stop(): Promise<void> {
    const running = this.children.filter((child) => child.exitCode === null && child.signalCode === null);
    const gone = running.map((child) => once(child, 'exit'));
    for (const child of running) child.kill('SIGKILL');
    await Promise.all(gone);
  }
}

/** Whether `program` can be started at all. */
export function isInstalled(program: string): boolean {
  return spawnSync(program, ['--version']).error === undefined;
}

/** Starts a program that listens on `port`; resolves when it accepts connections there. */
export async function startProgram(
  name: string,
  program: string,
  args: readonly string[],
  port: number,
): Promise<Server> {
  if (!isInstalled(program)) throw new Error(`${program} is not installed, and this bench compares with it`);
  const child = startChild(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      output += String(chunk);
    });
  }
  const server = new Server(name, port, [child]);
  if (await untilReady(child, port)) return server;
  await server.stop();
  throw new Error(`${program} does not answer on port ${port}\n${output}`);
}

/** A port that is free now, as is the port 10000 above it. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST_PORT + Math.floor(Math.random() * PORTS);
    if ((await isFree(port)) && (await isFree(port + 10_000))) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const probe = net.createServer();
  const outcome = new Promise<boolean>((resolve) => {
    probe.once('error', () => resolve(false));
    probe.once('listening', () => resolve(true));
  });
  probe.listen(port, HOST);
  const free = await outcome;
  if (free) await new Promise((resolve) => probe.close(resolve));
  return free;
}

async function untilReady(child: ChildProcess, port: number): Promise<boolean> {
  const deadline = performance.now() + READY_LIMIT_MS;
  while (child.exitCode === null && performance.now() < deadline) {
    if (await accepts(port)) return true;
    await sleep(RETRY_MS);
  }
  return false;
}

async function accepts(port: number): Promise<boolean> {
  const socket = net.connect(port, HOST);
  const outcome = new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
  });
  const accepted = await outcome;
  socket.destroy();
  return accepted;
}
