/** A process with a member in it, of whatever make, and a flock of them: what bench-detect needs to know of both. */
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { startChild } from './cleanup.ts';

const START_LIMIT_MS = 20_000;

/** Something that a member said of a member; wall-clock time in ms. */
export interface Notice {
  readonly type: string;
  readonly member: string;
  readonly atMs: number;
}

/** Where a member runs: its address, and what its command line begins with. */
export interface Place {
  readonly host: string;
  readonly prefix: readonly string[];
}

export const HERE: Place = { host: '127.0.0.1', prefix: [] };

/** A kind of member, with what differs between the kinds. */
export interface Flock {
  readonly label: string;
  /** How long to wait for what may never happen. */
  readonly patienceMs: number;
  /** Starts member `index`, which decides its name and ports; resolves when it runs. */
  start(index: number, seeds: readonly Agent[], place?: Place): Promise<Agent>;
  /** Has `by` take that member off all lists. */
  forget(by: Agent, member: Agent): Promise<void>;
  /** Exchanges the key of all of them, in three steps. */
  rotate(agents: readonly Agent[]): Promise<void>;
}

export class Agent {
  readonly name: string;
  readonly index: number;
  readonly place: Place;
  readonly child: ChildProcess;
  readonly notices: Notice[] = [];
  /** Names on its live list, its own included. */
  readonly live = new Set<string>();
  /** Those of them that it knows not to serve. */
  readonly stalled = new Set<string>();
  isReady = false;
  isGone = false;
  /** How it ended. */
  exit = '';
  /** What it wrote that could not be read. */
  errors = '';

  constructor(
    index: number,
    place: Place,
    command: readonly string[],
    read: (line: string, agent: Agent) => void,
  ) {
    this.index = index;
    this.name = `m${index}`;
    this.place = place;
    const [program = '', ...args] = [...place.prefix, ...command];
    this.child = startChild(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => read(line, this));
    }
    // A member that was killed takes no more commands.
    this.child.stdin?.on('error', () => {});
    this.child.once('close', (code, signal) => {
      this.exit = signal ?? `exit code ${code}`;
      this.isGone = true;
    });
  }

  /** Resolves when it runs. Throws, and leaves nothing behind, if it does not. */
  async ready(): Promise<this> {
    if ((await until(() => this.isReady || this.isGone, START_LIMIT_MS)) && !this.isGone) return this;
    const why = this.isGone ? this.exit : 'no answer';
    await this.kill();
    throw new Error(`${this.name} did not start (${why}): ${this.errors}`);
  }

  get pid(): number {
    return this.child.pid as number;
  }

  notice(type: string, member: string, atMs: number): void {
    this.notices.push({ type, member, atMs });
  }

  /** The first notice of one of these types about that member at or after `sinceMs`. */
  saw(types: readonly string[], member: Agent, sinceMs: number): Notice | undefined {
    return this.notices.find(
      (notice) => notice.member === member.name && notice.atMs >= sinceMs && types.includes(notice.type),
    );
  }

  tell(command: object): void {
    this.child.stdin?.write(`${JSON.stringify(command)}\n`);
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** kill -9; resolves to the time at which it was sent. */
  async kill(): Promise<number> {
    const atMs = Date.now();
    this.child.kill('SIGKILL');
    await until(() => this.isGone, 5000);
    return atMs;
  }
}

/** Resolves to whether it holds, at the latest after `withinMs`. */
export async function until(holds: () => boolean, withinMs: number): Promise<boolean> {
  const deadlineMs = performance.now() + withinMs;
  while (!holds()) {
    if (performance.now() > deadlineMs) return false;
    await sleep(5);
  }
  return true;
}

/** Whether each of them has exactly these on its live list. */
export function allSee(agents: readonly Agent[], members: readonly Agent[] = agents): boolean {
  return agents.every(
    ({ live }) => live.size === members.length && members.every(({ name }) => live.has(name)),
  );
}

/** Starts `count` members, all of which join by the first, and waits until all see all. None is left if that fails. */
export async function startAll(flock: Flock, count: number): Promise<Agent[]> {
  const first = await flock.start(0, []);
  const others = Array.from({ length: count - 1 }, (_, at) => flock.start(at + 1, [first]));
  const started = await Promise.allSettled(others);
  const agents = [first, ...started.flatMap((one) => (one.status === 'fulfilled' ? one.value : []))];
  try {
    await Promise.all(others);
    await assembled(flock, agents);
    return agents;
  } catch (error) {
    await stopAll(agents);
    throw error;
  }
}

/** Waits until all see all; throws if that takes too long. */
export async function assembled(flock: Flock, agents: readonly Agent[]): Promise<void> {
  if (await until(() => allSee(agents), 2 * flock.patienceMs)) return;
  const seen = agents.map(({ name, live, errors }) => `${name}: ${[...live].join(' ')} ${errors}`);
  throw new Error(`${flock.label}: the members did not find each other\n${seen.join('\n')}`);
}

export async function stopAll(agents: readonly Agent[]): Promise<void> {
  await Promise.all(agents.map((agent) => agent.kill()));
}
