/** Agents of Debian's serf for bench-detect. Its log has seconds only, so a notice counts from when its line was read. */
import { execFile, execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Agent, type Flock, HERE, type Place } from './agent.ts';

const OLD_KEY = Buffer.alloc(32, 1).toString('base64');
const NEW_KEY = Buffer.alloc(32, 2).toString('base64');
/** Between two steps of exchanging a key. */
const STEP_MS = 1000;
const TYPES: { readonly [event: string]: string } = {
  Join: 'joined',
  Failed: 'failed',
  Leave: 'left',
  Reap: 'forgotten',
};
const run = promisify(execFile);

export function hasSerf(): boolean {
  try {
    execFileSync('serf', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export class SerfFlock implements Flock {
  readonly label: string;
  readonly patienceMs = 60_000;
  private readonly profile: string;
  private readonly basePort: number;
  private readonly sealed: boolean;

  /** @param profile one of serf's own: local, lan, wan */
  constructor(profile: string, basePort: number, sealed: boolean) {
    this.label = `serf, ${profile}${sealed ? ', sealed' : ''}`;
    this.profile = profile;
    this.basePort = basePort;
    this.sealed = sealed;
  }

  async start(index: number, seeds: readonly Agent[], place: Place = HERE): Promise<Agent> {
    const command = [
      ...['serf', 'agent', `-node=m${index}`, `-bind=${place.host}:${this.portOf(index)}`],
      ...[`-rpc-addr=${this.rpc(index, place)}`, `-profile=${this.profile}`, '-log-level=info'],
      ...seeds.map((seed) => `-retry-join=${seed.place.host}:${this.portOf(seed.index)}`),
      ...(seeds.length > 0 ? ['-retry-interval=1s'] : []),
      ...(this.sealed ? [`-encrypt=${OLD_KEY}`] : []),
    ];
    return new Agent(index, place, command, read).ready();
  }

  async forget(by: Agent, member: Agent): Promise<void> {
    await this.ask(by, 'force-leave', '-prune', member.name).catch(() => {});
  }

  async rotate(agents: readonly Agent[]): Promise<void> {
    const [first] = agents as [Agent];
    for (const [step, key] of [
      ['install', NEW_KEY],
      ['use', NEW_KEY],
      ['remove', OLD_KEY],
    ]) {
      await this.ask(first, 'keys', `-${step}=${key}`);
      await sleep(STEP_MS);
    }
  }

  private async ask({ index, place }: Agent, command: string, ...args: readonly string[]): Promise<void> {
    const [program = '', ...rest] = [
      ...place.prefix,
      ...['serf', command, `-rpc-addr=${this.rpc(index, place)}`, ...args],
    ];
    await run(program, rest, { timeout: 30_000 });
  }

  private portOf(index: number): number {
    return this.basePort + index;
  }

  private rpc(index: number, place: Place): string {
    return `${place.host}:${this.basePort + 500 + index}`;
  }
}

function read(text: string, agent: Agent): void {
  const atMs = Date.now();
  if (text.includes('Serf agent running')) {
    agent.isReady = true;
    agent.notice('ready', agent.name, atMs);
  }
  if (text.includes('[ERR]') || text.startsWith('Failed')) agent.errors += `${text}\n`;
  const [, event = '', member = ''] = /serf: EventMember(\w+)[^:]*: (\S+)/.exec(text) ?? [];
  const type = TYPES[event];
  if (type === undefined) return;
  agent.notice(type, member, atMs);
  if (type === 'joined') agent.live.add(member);
  else agent.live.delete(member);
}
