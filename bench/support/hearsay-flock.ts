/** Hearsay's members for bench-detect: bare ones, `createMembership` in a process of its own. */
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Agent, type Flock, HERE, type Place } from './agent.ts';
import type { MemberArguments, MemberLine } from './bare-member.ts';

const PROGRAM = fileURLToPath(new URL('./bare-member.js', import.meta.url));
const OLD_KEY = '11'.repeat(32);
const NEW_KEY = '22'.repeat(32);

export interface HearsayOptions {
  readonly hfMs: number;
  readonly ttlMs: number;
  readonly crashEvidence: boolean;
  readonly sealed: boolean;
  readonly basePort: number;
}

export class HearsayFlock implements Flock {
  readonly label: string;
  readonly patienceMs: number;
  private readonly options: HearsayOptions;

  constructor(options: HearsayOptions) {
    this.options = options;
    this.label = options.sealed
      ? 'hearsay, sealed'
      : options.crashEvidence
        ? 'hearsay'
        : 'hearsay, silence only';
    this.patienceMs = options.ttlMs + 10_000;
  }

  async start(index: number, seeds: readonly Agent[], place: Place = HERE): Promise<Agent> {
    const { hfMs, ttlMs, crashEvidence, sealed } = this.options;
    const options: MemberArguments = {
      ...{ id: idOf(index), name: `m${index}`, bindHost: place.host, busPort: this.portOf(index) },
      ...{ clientPort: 1, shardPort: 2, phase: 'serving', hfMs, ttlMs, crashEvidence },
      seeds: seeds.map((seed) => ({ host: seed.place.host, port: this.portOf(seed.index) })),
      keys: sealed ? [OLD_KEY] : [],
    };
    return new Agent(index, place, [process.execPath, PROGRAM, JSON.stringify(options)], read).ready();
  }

  async forget(by: Agent, member: Agent): Promise<void> {
    by.tell({ do: 'forget', id: idOf(member.index) });
  }

  async rotate(agents: readonly Agent[]): Promise<void> {
    for (const step of ['install', 'use', 'remove']) {
      for (const agent of agents) {
        agent.tell({ do: step, key: step === 'remove' ? OLD_KEY : NEW_KEY });
        await sleep(this.options.hfMs);
      }
    }
  }

  private portOf(index: number): number {
    return this.options.basePort + index;
  }
}

function idOf(index: number): string {
  return index.toString(16).padStart(40, '0');
}

function read(text: string, agent: Agent): void {
  if (!text.startsWith('{')) {
    agent.errors += `${text}\n`;
    return;
  }
  const line = JSON.parse(text) as MemberLine;
  if (line.tells === 'ready') {
    agent.notice('ready', agent.name, line.atMs);
    agent.isReady = true;
  } else if (line.tells === 'event') {
    agent.notice(line.type, line.member, line.atMs);
  } else if (line.tells === 'view') {
    agent.live.clear();
    for (const name of line.members) agent.live.add(name);
    line.members.forEach((name, at) => {
      const isStalled = line.phases[at] === 'stalled';
      if (isStalled === agent.stalled.has(name)) return;
      agent.notice(isStalled ? 'stalled' : 'serves again', name, Date.now());
      if (isStalled) agent.stalled.add(name);
      else agent.stalled.delete(name);
    });
  } else {
    for (const [reason, count] of Object.entries(line.counts.dropped))
      if (count > 0) agent.notice(`dropped ${count}: ${reason}`, agent.name, Date.now());
  }
}
