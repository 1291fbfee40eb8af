/**
 * What becomes of acknowledged writes, and of clients, when members die, sleep, come, go, or cannot reach each other?
 *
 *     make bench-chaos [ARGS='--quick --only kill,join --trials 5 --hf 200 --ttl 2000 --shards 2 --redis --json']
 *
 * Real processes and real clients (ioredis): 12 of them write, each its own keys, and read back what they wrote; what was acknowledged is
 * compared with what is read, meanwhile and afterwards. `--quick` plays most scenes once and small, in two minutes. `--redis` plays some on a Redis
 * Cluster of three masters with a replica each too. The exit code is 1 if anything is not as promised by our members.
 *
 * Runs itself again in a network namespace of its own, where the system lets it: there it can cut cables.
 */
import * as deaths from './support/chaos-deaths.ts';
import { type Fleet, Members } from './support/chaos-members.ts';
import * as moves from './support/chaos-moves.ts';
import { partition } from './support/chaos-partition.ts';
import { RedisFleet } from './support/chaos-redis.ts';
import { report } from './support/chaos-report.ts';
import type { Outcome } from './support/chaos-scene.ts';
import { endWithin } from './support/cleanup.ts';
import { choices, parseFlags, positive } from './support/flags.ts';
import { bringLoopbackUp, isInNamespace, runAgainInNamespace, whyNoNamespace } from './support/namespaces.ts';

const SCENES = ['kill', 'client', 'restart', 'stop', 'join', 'leave', 'two', 'rolling', 'partition'];
const LIMIT_MINUTES = 60;

const options = parseFlags({
  quick: { type: 'boolean', default: false },
  only: { type: 'string', default: SCENES.join(',') },
  trials: { type: 'string' },
  keys: { type: 'string' },
  hf: { type: 'string', default: '200' },
  ttl: { type: 'string', default: '2000' },
  shards: { type: 'string', default: '1' },
  redis: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
});
const hfMs = positive(options.hf);
const ttlMs = positive(options.ttl);
const shards = positive(options.shards);
const { quick } = options;
const only = choices(options.only, SCENES);
const trials = positive(options.trials ?? (quick ? '1' : '5'));
const keys = positive(options.keys ?? (quick ? '100000' : '1000000'));
/** How long a member is stopped: well beyond ttl, after which its slots are taken over. */
const stoppedMs = quick ? 1.5 * ttlMs : 3 * ttlMs;
/** With crash evidence a dead member's keys are writable again within this time. */
const CRASH_MS = 600;

type Play = () => Promise<Outcome>;

const flags = (acks: number, ...more: readonly string[]): string[] => [
  ...['--hf', String(hfMs), '--ttl', String(ttlMs), '--min-acks', String(acks), '--log-level', 'info'],
  ...more,
];

async function on<Kind extends Fleet>(
  started: Promise<Kind>,
  play: (fleet: Kind) => Promise<Outcome>,
): Promise<Outcome> {
  const fleet = await started;
  try {
    return await play(fleet);
  } finally {
    await fleet.close();
  }
}

function members(size: number, acks: number, ...more: readonly string[]): Promise<Members> {
  return Members.start(size, { flags: flags(acks, ...more), shards });
}

/** The same on a Redis Cluster, if that is asked for. */
function besides(play: (fleet: Fleet) => Promise<Outcome>): Play[] {
  return options.redis ? [() => on(RedisFleet.start(), play)] : [];
}

function kills(): Play[] {
  const sizes = quick ? [3] : [3, 5];
  const kill = (size: number, acks: number, ...more: string[]): Play => {
    const promisedMs = more.length > 0 ? ttlMs + hfMs : CRASH_MS;
    const scene = `kill -9, ${size} members, min-acks ${acks}${more.length > 0 ? ', silence only' : ''}`;
    const what = { scene, size, promisedMs, mayLose: acks === 0, readers: 0 };
    return () => on(members(size, acks, ...more), (fleet) => deaths.kill(fleet, what));
  };
  const theirs = { scene: 'kill -9, 3 members', size: 3, promisedMs: 3000, mayLose: false, readers: 0 };
  return [
    ...sizes.flatMap((size) => [kill(size, 1), kill(size, 0)]),
    ...besides((fleet) => deaths.kill(fleet, theirs)),
    ...(quick ? [] : [kill(3, 1, '--crash-evidence', 'no')]),
  ];
}

function plays(scene: string): Play[] {
  switch (scene) {
    case 'kill':
      return Array.from({ length: trials }, kills).flat();
    case 'client': {
      const what = { scene: 'readers beside a kill -9', size: 3, promisedMs: CRASH_MS, mayLose: false };
      return [() => on(members(3, 1), (fleet) => deaths.kill(fleet, { ...what, readers: 12 }))];
    }
    case 'restart': {
      const name = 'kill -9, restart after 0.3 s';
      const ours = [false, true].map((hasFolder) => () => {
        const scene = `${name}, ${hasFolder ? 'same' : 'new'} id`;
        const started = Members.start(3, { flags: flags(1), shards, hasFolder });
        return on(started, (fleet) => deaths.killAndRestart(fleet, scene, 3));
      });
      return [...ours, ...besides((fleet) => deaths.killAndRestart(fleet, name, 3))];
    }
    case 'stop': {
      const play = (fleet: Fleet): Promise<Outcome> =>
        deaths.stopOwner(fleet, `owner stopped ${stoppedMs / 1000} s`, 3, stoppedMs);
      return [() => on(members(3, 1), play), ...besides(play)];
    }
    case 'two':
      return [() => on(members(3, 1), (fleet) => deaths.twoDeaths(fleet, 'two deaths'))];
    case 'join':
      return [64, 1024].map((valueBytes) => {
        const scene = `join, ${keys} keys of ${valueBytes} B`;
        return () => on(members(2, 0), (fleet) => moves.joining(fleet, scene, keys, valueBytes));
      });
    case 'leave':
      return [() => on(members(3, 0), (fleet) => moves.leaving(fleet, `SIGTERM, ${keys} keys`, keys))];
    case 'rolling':
      return [
        () => on(members(3, 1), (fleet) => moves.rolling(fleet, 'rolling restart', Math.min(keys, 100_000))),
      ];
    default:
      return (isInNamespace ? (['serve', 'majority'] as const) : []).map(
        (policy) => () => partition({ flags: flags(0), shards }, policy, quick ? 2000 : 6000),
      );
  }
}

async function main(): Promise<void> {
  const noNamespace = isInNamespace ? undefined : whyNoNamespace();
  if (!isInNamespace && noNamespace === undefined) {
    process.exitCode = await runAgainInNamespace();
    return;
  }
  if (isInNamespace) bringLoopbackUp();
  else process.stderr.write(`skipped: partition; no network namespace: ${noNamespace}\n`);
  endWithin(LIMIT_MINUTES);
  const outcomes: Outcome[] = [];
  for (const scene of only) {
    for (const play of plays(scene)) {
      process.stderr.write(`${scene}\n`);
      try {
        outcomes.push(await play());
      } catch (error) {
        process.stderr.write(`failed: ${(error as Error).message}\n`);
        process.exitCode = 1;
      }
    }
  }
  report(outcomes, options.json);
  if (outcomes.some(({ fleet, faults }) => fleet === 'hearsay' && faults.length > 0)) process.exitCode = 1;
}

await main();
