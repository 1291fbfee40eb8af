/** Scenes of bench-detect about the network: loss, partitions, seeds that are down, and what rest costs. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Agent, allSee, assembled, type Flock, startAll, stopAll, until } from './agent.ts';
import { GONE, noticeTimes, removalsSince } from './detect-failures.ts';
import { hearAll, loseUdp, TwoNetworks } from './namespaces.ts';
import { processorSeconds } from './process-stats.ts';

const SETTLE_MS = 500;

export interface Loss {
  readonly flock: string;
  readonly percent: number;
  readonly seconds: number;
  /** Removals of members that were well, in that time. */
  readonly falseRemovals: number;
  /** Ms from kill -9 to the last survivor. */
  readonly allMs: readonly (number | null)[];
  /** Removals of survivors after a kill. */
  readonly collateral: number;
}

/** Five members, of whose UDP datagrams a share is lost on arrival. */
export async function loss(flock: Flock, percent: number, seconds: number, trials: number): Promise<Loss> {
  const agents = await startAll(flock, 5);
  const allMs: (number | null)[] = [];
  let collateral = 0;
  try {
    await sleep(SETTLE_MS);
    loseUdp(percent);
    const sinceMs = Date.now();
    await sleep(1000 * seconds);
    const falseRemovals = removalsSince(agents, sinceMs);
    for (let trial = 0; trial < trials; trial++) {
      const victim = agents[1 + (trial % 4)] as Agent;
      const survivors = agents.filter((agent) => agent !== victim);
      const killedMs = await victim.kill();
      const times = (): number[] => noticeTimes(survivors, victim, killedMs);
      const isSeen = await until(() => times().length === survivors.length, flock.patienceMs);
      allMs.push(isSeen ? Math.max(...times()) : null);
      collateral += removalsSince(survivors, killedMs) - times().length;
      agents[victim.index] = await flock.start(victim.index, survivors);
      await assembled(flock, agents);
    }
    return { flock: flock.label, percent, seconds, falseRemovals, allMs, collateral };
  } finally {
    hearAll();
    await stopAll(agents);
  }
}

export interface Partition {
  readonly flock: string;
  /** `one-way`: the larger side hears nothing of the smaller one, which hears everything. */
  readonly kind: 'symmetric' | 'one-way';
  /** Ms from the cut until each member of the larger side lists its own side only; null: not within the patience. */
  readonly largerAloneMs: number | null;
  /** The same for the smaller side, where it hears nothing of the larger one. */
  readonly smallerAloneMs: number | null;
  /** How often the larger side changed its mind about the smaller one from then on. */
  readonly flaps: number;
  /** Ms from the end of the cut until all see all. */
  readonly healedMs: number | null;
}

/** Three members at one end of a cable and two at the other. */
export async function partition(flock: Flock, kind: Partition['kind'], cutMs: number): Promise<Partition> {
  const networks = await TwoNetworks.make();
  const agents: Agent[] = [];
  try {
    for (let index = 0; index < 5; index++) {
      const place = networks.places[index < 3 ? 0 : 1];
      agents.push(await flock.start(index, agents.slice(0, 1), place));
    }
    await assembled(flock, agents);
    await sleep(SETTLE_MS);
    const [larger, smaller] = [agents.slice(0, 3), agents.slice(3)];
    const cutAtMs = Date.now();
    networks.deafen(0);
    if (kind === 'symmetric') networks.deafen(1);
    const largerAloneMs = await timeUntil(() => allSee(larger), flock.patienceMs, cutAtMs);
    const smallerAloneMs =
      kind === 'symmetric' ? await timeUntil(() => allSee(smaller), flock.patienceMs, cutAtMs) : null;
    const aloneAtMs = Date.now();
    await sleep(Math.max(0, cutMs - (aloneAtMs - cutAtMs)));
    const names = smaller.map(({ name }) => name);
    const flaps = larger
      .flatMap(({ notices }) => notices)
      .filter(
        ({ member, atMs, type }) => atMs > aloneAtMs && names.includes(member) && isChange(type),
      ).length;
    const healAtMs = Date.now();
    networks.heal();
    const healedMs = await timeUntil(() => allSee(agents), flock.patienceMs, healAtMs);
    return { flock: flock.label, kind, largerAloneMs, smallerAloneMs, flaps, healedMs };
  } finally {
    await stopAll(agents);
    networks.close();
  }
}

function isChange(type: string): boolean {
  return GONE.includes(type) || ['joined', 'recovered', 'restarted'].includes(type);
}

async function timeUntil(holds: () => boolean, withinMs: number, sinceMs: number): Promise<number | null> {
  return (await until(holds, withinMs)) ? Date.now() - sinceMs : null;
}

export interface SeedsDown {
  readonly flock: string;
  /** Removals of the members that are left, once the seeds are known to be gone. */
  readonly removals: number;
  /** Ms from when a seed was up again, told of nobody, until all see all. */
  readonly rejoinedMs: number | null;
}

/** Both seeds of five members are killed; one comes back and knows nobody: the others have to find it. */
export async function seedsDown(flock: Flock): Promise<SeedsDown> {
  const agents = [await flock.start(0, [])];
  try {
    agents.push(await flock.start(1, agents.slice(0, 1)));
    const seeds = agents.slice(0, 2);
    for (let index = 2; index < 5; index++) agents.push(await flock.start(index, seeds));
    await assembled(flock, agents);
    await sleep(SETTLE_MS);
    const rest = agents.slice(2);
    await Promise.all(seeds.map((seed) => seed.kill()));
    await until(() => allSee(rest), flock.patienceMs);
    const sinceMs = Date.now();
    await sleep(3000);
    const removals = removalsSince(rest, sinceMs);
    const back = await flock.start(0, []);
    agents[0] = back;
    const upMs = Date.now();
    const rejoinedMs = await timeUntil(() => allSee([back, ...rest]), flock.patienceMs, upMs);
    return { flock: flock.label, removals, rejoinedMs };
  } finally {
    await stopAll(agents);
  }
}

export interface Cost {
  readonly flock: string;
  readonly members: number;
  /** For each member and hf: IP packets and their bytes, UDP and TCP. */
  readonly packets: number;
  readonly bytes: number;
  /** Percent of one processor for each member: all threads of its process. */
  readonly processorPercent: number;
}

/** What the members use while nothing happens. Needs a network namespace, in which nobody else sends. */
export async function cost(flock: Flock, size: number, hfMs: number, seconds: number): Promise<Cost> {
  const agents = await startAll(flock, size);
  try {
    // Joining is over by then, and the compiler has done most of its work.
    await sleep(500 * seconds);
    const pids = agents.map(({ pid }) => pid);
    const before = { ...loopback(), processor: processorSeconds(pids), atMs: performance.now() };
    await sleep(1000 * seconds);
    const after = { ...loopback(), processor: processorSeconds(pids), atMs: performance.now() };
    const periods = (size * (after.atMs - before.atMs)) / hfMs;
    return {
      flock: flock.label,
      members: size,
      packets: (after.packets - before.packets) / periods,
      bytes: (after.bytes - before.bytes) / periods,
      processorPercent: (1e5 * (after.processor - before.processor)) / (after.atMs - before.atMs) / size,
    };
  } finally {
    await stopAll(agents);
  }
}

/** What went over the loopback interface of this namespace (proc(5), /proc/net/dev), without the 14 bytes of link header. */
function loopback(): { packets: number; bytes: number } {
  const line = /^\s*lo:(.*)$/m.exec(readFileSync('/proc/net/dev', 'utf8'))?.[1] ?? '';
  const [bytes = 0, packets = 0] = line.trim().split(/\s+/).map(Number);
  return { packets, bytes: bytes - LINK_HEADER_SIZE * packets };
}

const LINK_HEADER_SIZE = 14;
