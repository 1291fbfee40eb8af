/**
 * What the membership protocol promises, as trials of one seed each: a trial sets up a cluster, does something to it, and returns a
 * figure, or fails with the seed when a promise is broken. The specs run a few seeds of each, `make sim` runs many.
 */
import { type ClusterOptions, SimulatedCluster, type SimulatedMember } from './cluster.ts';

/** ttl + max(50 ms, hf/10): until then a crashed member is off every list. */
export function detectionBoundMs({ hfMs, ttlMs }: ClusterOptions): number {
  return ttlMs + Math.max(50, hfMs / 10);
}

/** The longest pause after which a member is never removed. */
export function safePauseMs({ hfMs, ttlMs }: ClusterOptions): number {
  return ttlMs - 2.5 * hfMs;
}

/** Up to 50 members join by the first; more know each other from the start, as the join of thousands takes long to simulate. */
export function begin(seed: number, count: number, options: Partial<ClusterOptions>): SimulatedCluster {
  const cluster = new SimulatedCluster(seed, options);
  if (count > 50) cluster.startShared(count);
  else cluster.startAll(count);
  cluster.waitFor('all see all', () => cluster.isComplete(), 40 * cluster.options.hfMs);
  cluster.pass(cluster.network.random.fraction() * 3 * cluster.options.hfMs);
  return cluster;
}

export function draw(cluster: SimulatedCluster, count: number): SimulatedMember[] {
  return cluster.network.random.shuffle(cluster.running()).slice(0, count);
}

/** Fails if any member took one that runs off its list. */
export function checkNobodyRemoved(cluster: SimulatedCluster): void {
  const running = new Set(cluster.running().map(({ id }) => id));
  const removed = cluster.eventsOf('failed').filter(({ member }) => running.has(member.id));
  const [first] = removed;
  if (first)
    cluster.fail(
      `${removed.length} false removals, the first: ${first.member.name} at ${first.atMs} ms, ${first.reason}`,
    );
}

/**
 * Some members crash at once. Returns how long it took until no survivor listed any of them, in ms.
 * @param share of the members that crash; at least one does
 */
export function crash(
  seed: number,
  count: number,
  share: number,
  options: Partial<ClusterOptions>,
  refuses = false,
): number {
  const cluster = begin(seed, count, options);
  const victims = draw(cluster, Math.max(1, Math.floor(count * share)));
  for (const victim of victims) cluster.kill(victim, refuses);
  const tookMs = cluster.waitFor(
    'the crashed members are off every list',
    () => cluster.running().every((survivor) => !victims.some((victim) => cluster.sees(survivor, victim))),
    detectionBoundMs(cluster.options),
  );
  checkNobodyRemoved(cluster);
  cluster.waitFor('equal views', () => cluster.isComplete() && cluster.isAgreed(), 5 * cluster.options.hfMs);
  return tookMs;
}

/** What may go wrong with members that live, one round of it. */
export type Trouble = (cluster: SimulatedCluster, members: readonly SimulatedMember[]) => void;

/** One or several members at a time pause for as long as they may. */
export const pauses: Trouble = (cluster, members) => {
  const { random } = cluster.network;
  const count = random.chance(0.3) ? Math.ceil(members.length / 3) : 1;
  for (const member of random.shuffle([...members]).slice(0, count))
    cluster.pause(member, safePauseMs(cluster.options) * (random.chance(0.5) ? 1 : random.fraction()));
};

export const suspensions: Trouble = (cluster, members) => {
  const member = cluster.network.random.pick(members);
  cluster.suspend(member, safePauseMs(cluster.options) * cluster.network.random.fraction());
};

/** Wall clocks are set, forwards and backwards. */
export const clockSteps: Trouble = (cluster, members) => {
  const { random } = cluster.network;
  for (const member of members)
    if (random.chance(0.3)) cluster.setWallClock(member, (random.fraction() - 0.5) * 7_200_000);
};

/** What one member sends is lost more often than not. */
export const oneWayLoss: Trouble = (cluster, members) => {
  const { network } = cluster;
  network.unblockAll();
  network.setLossFrom(network.random.pick(members).name, 0.6);
};

export const dataStalls: Trouble = (cluster, members) => {
  const { random } = cluster.network;
  const member = random.pick(members);
  cluster.stallData(member, 2 * cluster.options.ttlMs * random.fraction());
};

/**
 * Members that live are in trouble for a while. Nobody may be removed, and 5 hf after the end of the troubles all views are equal.
 * Returns how long that took, in ms.
 */
export function steadfast(
  seed: number,
  count: number,
  options: Partial<ClusterOptions>,
  troubles: readonly Trouble[] = [],
  durationMs = 20_000,
): number {
  const cluster = begin(seed, count, options);
  const { network } = cluster;
  const members = cluster.running();
  const { ttlMs } = cluster.options;
  for (const endMs = cluster.nowMs + durationMs; cluster.nowMs < endMs; ) {
    for (const trouble of troubles) trouble(cluster, members);
    cluster.pass(troubles.length > 0 ? ttlMs * (1 + network.random.fraction()) : durationMs);
  }
  cluster.pass(2 * ttlMs);
  network.unblockAll();
  network.options = { ...network.options, loss: 0, burstShare: 0, spikeShare: 0, corruption: 0 };
  const tookMs = cluster.waitFor(
    'equal views',
    () => cluster.isComplete() && cluster.isAgreed(),
    5 * cluster.options.hfMs,
  );
  checkNobodyRemoved(cluster);
  return tookMs;
}

/** A member sleeps for longer than it may, and removes nobody. Returns how long it took until all saw all again, in ms. */
export function sleep(
  seed: number,
  count: number,
  how: 'pause' | 'suspend',
  options: Partial<ClusterOptions> = {},
): number {
  const cluster = begin(seed, count, options);
  const { hfMs, ttlMs } = cluster.options;
  const [sleeper] = draw(cluster, 1) as [SimulatedMember];
  const sleepMs = ttlMs * (1.2 + 2 * cluster.network.random.fraction());
  cluster[how](sleeper, sleepMs);
  cluster.pass(sleepMs);
  const tookMs = cluster.waitFor('all see all again', () => cluster.isComplete(), 2 * hfMs);
  const removed = sleeper.events.filter(({ type }) => type === 'failed');
  cluster.check(removed.length === 0, `the sleeper removed ${removed.length} others`);
  cluster.check(cluster.eventsOf('ousted', sleeper).length > 0, 'it knows that it was off the lists');
  const others = cluster.eventsOf('failed').filter(({ member }) => member.id !== sleeper.id);
  cluster.check(others.length === 0, 'nobody else was removed');
  cluster.waitFor('equal views', () => cluster.isAgreed(), 5 * hfMs);
  return tookMs;
}

/** Two parts do not hear each other for a while. Returns how long after the heal all views were equal, in ms. */
export function partition(seed: number, count: number, options: Partial<ClusterOptions> = {}): number {
  const cluster = begin(seed, count, options);
  const { ttlMs, hfMs } = cluster.options;
  const members = draw(cluster, count);
  const cut = 1 + cluster.network.random.below(count - 1);
  cluster.partition(members.slice(0, cut), members.slice(cut));
  cluster.pass(detectionBoundMs(cluster.options));
  for (const part of [members.slice(0, cut), members.slice(cut)]) {
    const ids = new Set(part.map(({ id }) => id));
    for (const member of part) {
      const others = [...cluster.liveIds(member)].filter((id) => !ids.has(id));
      cluster.check(others.length === 0, `${member.name} still lists ${others.length} of the other part`);
      const { hasMajority, isIsolated } = member.core.status();
      cluster.check(hasMajority === part.length > count / 2, `${member.name} is wrong about the majority`);
      if (part.length === 1) cluster.check(isIsolated, 'who is alone knows that it may be cut off');
    }
  }
  cluster.pass(cluster.network.random.fraction() * 3 * ttlMs);
  cluster.heal();
  const tookMs = cluster.waitFor('equal views', () => cluster.isComplete() && cluster.isAgreed(), 2 * ttlMs);
  cluster.waitFor(
    'everybody is connected again',
    () => members.every(({ core }) => core.status().hasMajority && !core.status().isIsolated),
    3 * hfMs,
  );
  return tookMs;
}

/** A member does not hear the others, or is not heard by them. Returns how long it took until it was off every other list, in ms. */
export function deafOrMute(
  seed: number,
  count: number,
  fault: 'deaf' | 'mute',
  options: Partial<ClusterOptions> = {},
): number {
  const cluster = begin(seed, count, options);
  const { ttlMs, hfMs } = cluster.options;
  const [victim] = draw(cluster, 1) as [SimulatedMember];
  const others = cluster.running().filter((member) => member !== victim);
  if (fault === 'deaf') cluster.network.block('*', victim.name);
  else cluster.network.block(victim.name, '*');
  const tookMs = cluster.waitFor(
    'it is off every other list',
    () => others.every((other) => !cluster.sees(other, victim)),
    detectionBoundMs(cluster.options),
  );
  const atMs = cluster.nowMs;
  cluster.pass(5 * ttlMs);
  const back = others.flatMap(({ events }) =>
    events.filter(
      (event) => event.atMs > atMs && event.member.id === victim.id && event.type === 'recovered',
    ),
  );
  cluster.check(back.length === 0, `it came back ${back.length} times while it was ${fault}`);
  cluster.check(victim.core.status().isIsolated, 'it knows that it may be cut off');
  const wrong = cluster
    .eventsOf('failed')
    .filter(({ member, atMs: whenMs }) => member.id !== victim.id && whenMs > 0);
  const byOthers = wrong.filter((event) => others.some(({ events }) => events.includes(event)));
  cluster.check(byOthers.length === 0, 'nobody else was removed by the others');
  cluster.heal();
  cluster.waitFor('equal views', () => cluster.isComplete() && cluster.isAgreed(), 2 * ttlMs + 5 * hfMs);
  return tookMs;
}

/** All join by the first at once. Returns how long it took until all saw all, in ms. */
export function join(seed: number, count: number, options: Partial<ClusterOptions> = {}): number {
  const cluster = new SimulatedCluster(seed, options);
  const first = cluster.start([]);
  for (let started = 1; started < count; started++) cluster.start([first.address]);
  return cluster.waitFor('all see all', () => cluster.isComplete(), 2 * cluster.options.hfMs);
}
