/**
 * How fast and how rightly do members find out about each other? Kills, pauses, restarts, FORGET, exchanged keys, loss, partitions,
 * seeds that are down, and what rest costs: with Hearsay's membership and, where `serf` is installed, with it.
 *
 *     make bench-detect [ARGS='--quick --hf 200 --ttl 2000 --sizes 3,5,10 --trials 100 --only kills,loss --no-serf --json']
 *
 * `--quick` takes about a minute: few trials, and no serf, which needs its time.
 *
 * Members are bare ones: each a process that is nothing but `createMembership` (support/bare-member.ts), as all that is asked here is
 * the business of the gossip thread, which is the same in a whole node. bench-kill has whole nodes and what their clients see.
 *
 * Runs itself again in a network namespace of its own, where the system lets it: there it can lose datagrams and cut cables.
 */
import type { Flock } from './support/agent.ts';
import { endWithin } from './support/cleanup.ts';
import * as failures from './support/detect-failures.ts';
import * as network from './support/detect-network.ts';
import { report } from './support/detect-report.ts';
import { choices, numbers, parseFlags, positive } from './support/flags.ts';
import { HearsayFlock, type HearsayOptions } from './support/hearsay-flock.ts';
import { bringLoopbackUp, isInNamespace, runAgainInNamespace, whyNoNamespace } from './support/namespaces.ts';
import { hasSerf, SerfFlock } from './support/serf-flock.ts';

const LIMIT_MINUTES = 120;
const SCENES = [
  ...['kills', 'pauses', 'blocked', 'restarts', 'forgets'],
  ...['rotation', 'loss', 'partition', 'seeds', 'cost'],
];

const options = parseFlags({
  quick: { type: 'boolean', default: false },
  hf: { type: 'string', default: '200' },
  ttl: { type: 'string', default: '2000' },
  sizes: { type: 'string' },
  trials: { type: 'string' },
  only: { type: 'string', default: SCENES.join(',') },
  'no-serf': { type: 'boolean', default: false },
  'serf-profile': { type: 'string', default: 'local' },
  'serf-trials': { type: 'string' },
  json: { type: 'boolean', default: false },
});
const hfMs = positive(options.hf);
const ttlMs = positive(options.ttl);
const { quick } = options;
const sizes = numbers(options.sizes ?? (quick ? '3' : '3,5,10'));
const trials = positive(options.trials ?? (quick ? '3' : '100'));
const serfTrials = positive(options['serf-trials'] ?? '10');
const only = choices(options.only, SCENES);
/** A member that pauses for no longer than this is never removed. */
const safePauseMs = ttlMs - 2.5 * hfMs;

/** A base for ports that no other run of this bench uses. */
const basePort = isInNamespace ? 20_000 : 20_000 + (process.pid % 20) * 1000;

function hearsay(change: Partial<HearsayOptions> = {}): HearsayFlock {
  return new HearsayFlock({ hfMs, ttlMs, crashEvidence: true, sealed: false, basePort, ...change });
}

function serf(sealed = false): SerfFlock[] {
  const isWanted = !quick && !options['no-serf'] && hasSerf();
  return isWanted ? [new SerfFlock(options['serf-profile'], basePort + 100, sealed)] : [];
}

/** Runs a scene if it is asked for, once for each of these, and goes on when one fails; says which one on standard error. */
async function each<Of, Result>(
  scene: string,
  of: readonly Of[],
  run: (one: Of) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const [at, one] of (only.includes(scene) ? of : []).entries()) {
    process.stderr.write(`${scene} ${at + 1} of ${of.length}\n`);
    try {
      results.push(await run(one));
    } catch (error) {
      process.stderr.write(`failed: ${(error as Error).message}\n`);
      process.exitCode = 1;
    }
  }
  return results;
}

const trialsOf = (flock: Flock): number => (flock instanceof SerfFlock ? serfTrials : trials);
const both = (sealed = false): Flock[] => [hearsay({ sealed }), ...serf(sealed)];
const cross = <A, B>(some: readonly A[], others: readonly B[]): [A, B][] =>
  some.flatMap((one) => others.map((other): [A, B] => [one, other]));

async function main(): Promise<void> {
  const noNamespace = isInNamespace ? undefined : whyNoNamespace();
  if (!isInNamespace && noNamespace === undefined) {
    process.exitCode = await runAgainInNamespace();
    return;
  }
  if (isInNamespace) bringLoopbackUp();
  else process.stderr.write(`skipped: loss, partition, cost; no network namespace: ${noNamespace}\n`);
  endWithin(LIMIT_MINUTES);
  const inNamespace = <Of>(all: Of[]): Of[] => (isInNamespace ? all : []);
  const killed = [hearsay(), hearsay({ crashEvidence: false }), ...serf()];
  const lengthsMs = quick
    ? [safePauseMs, ttlMs + hfMs]
    : [0.5 * safePauseMs, safePauseMs - hfMs / 2, safePauseMs, ttlMs - hfMs, ttlMs + hfMs];
  const few = quick ? 1 : 5;

  report(
    {
      ...{ hfMs, ttlMs, safePauseMs },
      kills: await each('kills', cross(sizes, killed), ([size, flock]) =>
        failures.kills(flock, size, trialsOf(flock)),
      ),
      pauses: (await each('pauses', both(), (flock) => failures.pauses(flock, lengthsMs, few))).flat(),
      blocked: await each('blocked', [hearsay()], (flock) => failures.blocked(flock, quick ? 4000 : 10_000)),
      restarts: await each('restarts', both(), (flock) => failures.restarts(flock, quick ? 2 : 10)),
      forgets: (
        await each('forgets', both(), (flock) => failures.forgets(flock, quick ? 1000 : 5000))
      ).flat(),
      rotation: await each('rotation', both(true), failures.rotation),
      loss: await each('loss', inNamespace(cross([20, 40], both())), ([percent, flock]) =>
        network.loss(flock, percent, quick ? 3 : 30, Math.min(few, trialsOf(flock))),
      ),
      partition: await each(
        'partition',
        inNamespace(cross(['symmetric', 'one-way'] as const, both())),
        ([kind, flock]) => network.partition(flock, kind, quick ? 3000 : 5 * ttlMs),
      ),
      seeds: await each('seeds', both(), network.seedsDown),
      cost: await each(
        'cost',
        inNamespace(cross(sizes, [...both(), hearsay({ sealed: true })])),
        ([size, flock]) => network.cost(flock, size, hfMs, quick ? 2 : 10),
      ),
    },
    options.json,
  );
}

await main();
