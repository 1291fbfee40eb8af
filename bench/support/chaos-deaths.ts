/** Scenes of bench-chaos in which members die, come back, or sleep. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fleet } from './chaos-members.ts';
import { gapFault, lostKeys, type Outcome, outcomeOf, startLoad } from './chaos-scene.ts';

const QUIET_MS = 2000;
const AFTER_MS = 1500;
const RESTART_AFTER_MS = 300;
const WATCHERS = 6;
/** What clients that are not connected to the dead member may be told: it may have taken a write or not. */
const UNKNOWN = ['OUTCOMEUNKNOWN'];

export interface KillOptions {
  readonly scene: string;
  readonly size: number;
  /** How long the dead member's keys may not be writable, at most. */
  readonly promisedMs: number;
  readonly mayLose: boolean;
  /** Clients that only read. */
  readonly readers: number;
}

const OTHERS_PROMISED_MS = 50;

/** kill -9 of the last member, under clients of the others. */
export async function kill(fleet: Fleet, options: KillOptions): Promise<Outcome> {
  const { scene, size, promisedMs, mayLose, readers } = options;
  const victim = size - 1;
  const survivors = Array.from({ length: victim }, (_, member) => member);
  const load = await startLoad(fleet, survivors, victim, { readers });
  await sleep(QUIET_MS);
  load.enter('during');
  await fleet.kill(victim);
  await fleet.settled([victim]);
  await sleep(AFTER_MS);
  await load.stop();
  const lost = await lostKeys(fleet, survivors, load);
  const quietMs = load.longestGap('before', 'others').ms;
  const faults = [
    gapFault("the dead member's keys", load.longestGap('during', 'affected'), promisedMs, 0),
    gapFault('other keys', load.longestGap('during', 'others'), OTHERS_PROMISED_MS, quietMs),
  ];
  return outcomeOf({ scene, fleet, load, lost, faults, mayLose, mayWrite: UNKNOWN });
}

/** kill -9 of the last member, which is started again 0.3 s later. */
export async function killAndRestart(fleet: Fleet, scene: string, size: number): Promise<Outcome> {
  const victim = size - 1;
  const survivors = Array.from({ length: victim }, (_, member) => member);
  const load = await startLoad(fleet, survivors, victim);
  await sleep(QUIET_MS);
  load.enter('during');
  await fleet.kill(victim);
  await sleep(RESTART_AFTER_MS);
  await fleet.restart(victim);
  await fleet.settled([]);
  await sleep(AFTER_MS);
  await load.stop();
  const lost = await lostKeys(fleet, [...survivors, victim], load);
  return outcomeOf({ scene, fleet, load, lost, mayWrite: UNKNOWN });
}

/** The last member is stopped for `stoppedMs`, then goes on; clients of all members, its own among them, go on. */
export async function stopOwner(
  fleet: Fleet,
  scene: string,
  size: number,
  stoppedMs: number,
): Promise<Outcome> {
  const victim = size - 1;
  const all = Array.from({ length: size }, (_, member) => member);
  const watchers = { count: WATCHERS, member: victim };
  const load = await startLoad(fleet, all, victim, { watchers });
  await sleep(QUIET_MS);
  load.enter('during');
  fleet.signal(victim, 'SIGSTOP');
  await sleep(stoppedMs);
  fleet.signal(victim, 'SIGCONT');
  await sleep(2 * AFTER_MS);
  await fleet.settled([]);
  await load.stop();
  const lost = await lostKeys(fleet, all, load);
  return outcomeOf({ scene, fleet, load, lost, mayWrite: UNKNOWN });
}

/** Two of three die, the second once the copies that were lost with the first have been made again. */
export async function twoDeaths(fleet: Fleet, scene: string): Promise<Outcome> {
  const load = await startLoad(fleet, [0], 2);
  await sleep(QUIET_MS);
  load.enter('during');
  await fleet.kill(2);
  const beganMs = performance.now();
  await fleet.rebuilt([2]);
  const figures = { 'seconds to rebuild': (performance.now() - beganMs) / 1000 };
  await fleet.kill(1);
  await fleet.settled([1, 2]);
  await sleep(AFTER_MS);
  await load.stop();
  const lost = await lostKeys(fleet, [0], load);
  return outcomeOf({ scene, fleet, load, lost, figures, mayWrite: UNKNOWN });
}
