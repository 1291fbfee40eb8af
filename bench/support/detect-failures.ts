/** Scenes of bench-detect about members that die, pause, come back or are sent away. Each starts its own members and ends them. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Agent, allSee, assembled, type Flock, startAll, stopAll, until } from './agent.ts';
import type { HearsayFlock } from './hearsay-flock.ts';

/** What takes a member off a live list. */
export const GONE = ['failed', 'left', 'forgotten'];
/** A moment of rest between two trials. */
const SETTLE_MS = 300;

export interface Kills {
  readonly flock: string;
  readonly members: number;
  /** Ms from kill -9 to the first and to the last survivor that took it off its list, by trial; null: not within the patience. */
  readonly firstMs: readonly (number | null)[];
  readonly allMs: readonly (number | null)[];
}

export async function kills(flock: Flock, size: number, trials: number): Promise<Kills> {
  const agents = await startAll(flock, size);
  const firstMs: (number | null)[] = [];
  const allMs: (number | null)[] = [];
  try {
    for (let trial = 0; trial < trials; trial++) {
      const victim = agents[trial % size] as Agent;
      const survivors = agents.filter((agent) => agent !== victim);
      await sleep(SETTLE_MS);
      const killedMs = await victim.kill();
      const times = (): number[] => noticeTimes(survivors, victim, killedMs);
      const isSeen = await until(() => times().length === survivors.length, flock.patienceMs);
      firstMs.push(times().length > 0 ? Math.min(...times()) : null);
      allMs.push(isSeen ? Math.max(...times()) : null);
      agents[victim.index] = await flock.start(victim.index, survivors);
      await assembled(flock, agents);
    }
  } finally {
    await stopAll(agents);
  }
  return { flock: flock.label, members: size, firstMs, allMs };
}

/** Ms from `sinceMs` until each of the survivors that did took the victim off its list. */
export function noticeTimes(survivors: readonly Agent[], victim: Agent, sinceMs: number): number[] {
  return survivors
    .map((agent) => agent.saw(GONE, victim, sinceMs))
    .flatMap((notice) => (notice ? [notice.atMs - sinceMs] : []));
}

export interface Pauses {
  readonly flock: string;
  readonly pauseMs: number;
  readonly trials: number;
  /** Trials in which anybody took the paused member off its list. */
  readonly removed: number;
  /** Removals of others by the paused member. */
  readonly removedOthers: number;
}

/** SIGSTOP of one of three members for each of these lengths. */
export async function pauses(flock: Flock, lengthsMs: readonly number[], trials: number): Promise<Pauses[]> {
  const agents = await startAll(flock, 3);
  const rows: Pauses[] = [];
  try {
    for (const pauseMs of lengthsMs) {
      let removed = 0;
      let removedOthers = 0;
      for (let trial = 0; trial < trials; trial++) {
        const sleeper = agents[trial % agents.length] as Agent;
        const others = agents.filter((agent) => agent !== sleeper);
        await sleep(SETTLE_MS);
        const sinceMs = Date.now();
        sleeper.signal('SIGSTOP');
        await sleep(pauseMs);
        sleeper.signal('SIGCONT');
        await sleep(SETTLE_MS);
        await assembled(flock, agents);
        if (others.some((agent) => agent.saw(GONE, sleeper, sinceMs))) removed++;
        removedOthers += others.filter((other) => sleeper.saw(GONE, other, sinceMs)).length;
      }
      rows.push({ flock: flock.label, pauseMs, trials, removed, removedOthers });
    }
  } finally {
    await stopAll(agents);
  }
  return rows;
}

export interface Blocked {
  readonly blockedMs: number;
  /** Removals by anybody meanwhile. */
  readonly removals: number;
  /** When the last of the others knew that it serves no longer; null: one never did. */
  readonly stalledMs: number | null;
  /** When the last of them knew that it serves again, after the end of the block. */
  readonly againMs: number | null;
}

/** The thread that serves is blocked, while the gossip thread goes on. */
export async function blocked(flock: HearsayFlock, blockedMs: number): Promise<Blocked> {
  const agents = await startAll(flock, 3);
  const [victim, ...others] = agents as [Agent, ...Agent[]];
  try {
    await sleep(SETTLE_MS);
    const sinceMs = Date.now();
    victim.tell({ do: 'block', ms: blockedMs });
    await sleep(blockedMs);
    const endMs = sinceMs + blockedMs;
    const lastOf = (type: string): number | null => {
      const times = others.flatMap((agent) => agent.saw([type], victim, sinceMs)?.atMs ?? []);
      return times.length === others.length ? Math.max(...times) : null;
    };
    await until(() => lastOf('stalled') === null || lastOf('serves again') !== null, flock.patienceMs);
    const [stalledAtMs, againAtMs] = [lastOf('stalled'), lastOf('serves again')];
    return {
      blockedMs,
      removals: removalsSince(agents, sinceMs),
      stalledMs: stalledAtMs === null ? null : stalledAtMs - sinceMs,
      againMs: againAtMs === null ? null : againAtMs - endMs,
    };
  } finally {
    await stopAll(agents);
  }
}

export interface Restarts {
  readonly flock: string;
  readonly trials: number;
  /** Ms from when the new process was up to the last of the others that said something of it; null: somebody said nothing. */
  readonly noticedMs: readonly (number | null)[];
  /** Trials in which the old process had been found to be gone before the new one was up. */
  readonly foundGone: number;
}

/** kill -9 and start again at once, with the same identity and ports. */
export async function restarts(flock: Flock, trials: number): Promise<Restarts> {
  const agents = await startAll(flock, 3);
  const noticedMs: (number | null)[] = [];
  let foundGone = 0;
  try {
    for (let trial = 0; trial < trials; trial++) {
      const victim = agents[trial % agents.length] as Agent;
      const others = agents.filter((agent) => agent !== victim);
      await sleep(SETTLE_MS);
      const killedMs = await victim.kill();
      const again = await flock.start(victim.index, others);
      agents[victim.index] = again;
      const readyMs = again.notices.find(({ type }) => type === 'ready')?.atMs ?? 0;
      const notices = (): number[] =>
        others.flatMap(
          (agent) => agent.saw(['restarted', 'joined', 'recovered'], again, killedMs)?.atMs ?? [],
        );
      const isNoticed = await until(() => notices().length === others.length, 3000);
      noticedMs.push(isNoticed ? Math.max(0, ...notices().map((atMs) => atMs - readyMs)) : null);
      if (others.some((agent) => agent.saw(['failed'], again, killedMs))) foundGone++;
      await assembled(flock, agents);
    }
  } finally {
    await stopAll(agents);
  }
  return { flock: flock.label, trials, noticedMs, foundGone };
}

export interface Forgets {
  readonly flock: string;
  readonly target: 'live' | 'dead' | 'stopped';
  /** Ms until every other member had taken it off; null: not within 10 s. */
  readonly goneMs: number | null;
  /** Whether it was off all lists `comebackMs` later; a stopped one is let go on meanwhile. */
  readonly staysAway: boolean;
}

const FORGET_PATIENCE_MS = 10_000;

/** FORGET (serf: force-leave -prune) of a member that lives, one that is dead and known to be, and one that is stopped. */
export async function forgets(flock: Flock, comebackMs: number): Promise<Forgets[]> {
  const rows: Forgets[] = [];
  for (const target of ['live', 'dead', 'stopped'] as const) {
    const agents = await startAll(flock, 4);
    const others = agents.slice(0, -1);
    const member = agents.at(-1) as Agent;
    try {
      await sleep(SETTLE_MS);
      if (target === 'dead') {
        const killedMs = await member.kill();
        await until(() => noticeTimes(others, member, killedMs).length === others.length, flock.patienceMs);
      }
      if (target === 'stopped') member.signal('SIGSTOP');
      const sinceMs = Date.now();
      await flock.forget(others[0] as Agent, member);
      const times = (): number[] =>
        others.flatMap((agent) => agent.saw(['forgotten', 'left'], member, sinceMs)?.atMs ?? []);
      const isGone = await until(() => times().length === others.length, FORGET_PATIENCE_MS);
      member.signal('SIGCONT');
      await sleep(comebackMs);
      const staysAway = others.every(({ live }) => !live.has(member.name));
      rows.push({
        flock: flock.label,
        target,
        goneMs: isGone ? Math.max(...times()) - sinceMs : null,
        staysAway,
      });
    } finally {
      await stopAll(agents);
    }
  }
  return rows;
}

export interface Rotation {
  readonly flock: string;
  readonly removals: number;
  /** Whether all saw all at the end. */
  readonly isComplete: boolean;
  /** Reasons for which datagrams were dropped, as far as the members count them. */
  readonly dropped: readonly string[];
}

/** The key is exchanged while the members ping each other. */
export async function rotation(flock: Flock): Promise<Rotation> {
  const agents = await startAll(flock, 5);
  try {
    const sinceMs = Date.now();
    await flock.rotate(agents);
    await sleep(3000);
    for (const agent of agents) agent.tell({ do: 'counts' });
    await sleep(SETTLE_MS);
    const dropped = agents
      .flatMap(({ notices }) => notices)
      .filter(({ type }) => type.startsWith('dropped'))
      .map(({ type, member }) => `${member} ${type}`);
    return {
      flock: flock.label,
      removals: removalsSince(agents, sinceMs),
      isComplete: allSee(agents),
      dropped,
    };
  } finally {
    await stopAll(agents);
  }
}

/** How many times any of them took another one off its list. */
export function removalsSince(agents: readonly Agent[], sinceMs: number): number {
  const removals = agents.map(({ notices }) =>
    notices.filter(({ type, atMs }) => atMs >= sinceMs && GONE.includes(type)),
  );
  return removals.flat().length;
}
