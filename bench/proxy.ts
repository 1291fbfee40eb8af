/**
 * Three servers behind one: what does an operation cost in all processes together?
 *
 *     make bench-proxy [ARGS='--cluster --quick --json --svg docs/proxy.svg']
 *
 * By default a plain client talks to one of three nodes of ours, and to nutcracker (twemproxy) in front of three redis-servers. With
 * --cluster a cluster-aware client (redis-benchmark --cluster) sends each command to the owner of its key, in our cluster and in a Redis
 * Cluster of three masters. None of them has copies; replication.ts has them.
 */
import { checkAnswers, keysThatFit, loadCluster, loadKeys } from './support/dataset.ts';
import { choices, numbers, parseFlags, positive } from './support/flags.ts';
import { isInstalled, Server } from './support/server.ts';
import { Stage } from './support/stage.ts';
import { type Case, type Result, report, runCase, TESTS } from './support/throughput.ts';

const SERVERS = 3;
const LIMIT_MINUTES = 120;

const flags = parseFlags({
  cluster: { type: 'boolean', default: false },
  quick: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  svg: { type: 'string' },
  tests: { type: 'string' },
  sizes: { type: 'string', default: '64' },
  pipelines: { type: 'string', default: '1,16,64' },
  connections: { type: 'string', default: '50' },
  keys: { type: 'string', default: '1000000' },
  rounds: { type: 'string' },
  seconds: { type: 'string' },
});
const plan = {
  rounds: positive(flags.rounds ?? (flags.quick ? '2' : '5')),
  seconds: positive(flags.seconds ?? (flags.quick ? '0.35' : '2')),
  masters: flags.cluster ? SERVERS : undefined,
};
/** redis-benchmark's MSET has keys of several slots, and the generator of the mixed load does not know the owners. */
const possible = flags.cluster ? TESTS.filter((test) => test !== 'mset' && test !== 'mixed') : TESTS;
const tests = choices(flags.tests ?? 'set,get', possible);
const connections = positive(flags.connections);

async function nodesOfOurs(stage: Stage): Promise<Server> {
  const nodes = await stage.hearsayCluster(SERVERS, '--replicas', '0');
  return Server.together('hearsay', (nodes[0] as Server).port, nodes);
}

async function proxied(stage: Stage): Promise<Server> {
  const backends = await Promise.all(Array.from({ length: SERVERS }, () => stage.redis()));
  const proxy = await stage.nutcracker(backends);
  return Server.together('twemproxy', proxy.port, [proxy, ...backends]);
}

function casesOf(valueBytes: number): Case[] {
  const keys = keysThatFit(positive(flags.keys), valueBytes);
  return tests.flatMap((test) =>
    numbers(flags.pipelines).map((pipeline) => ({ test, valueBytes, keys, pipeline, connections })),
  );
}

await Stage.run(LIMIT_MINUTES, async (stage) => {
  if (!flags.cluster && !isInstalled('nutcracker')) {
    throw new Error('nutcracker (twemproxy) is not installed: apt-get install nutcracker, or use --cluster');
  }
  const theirs = flags.cluster ? await stage.redisCluster(SERVERS) : await proxied(stage);
  const ours = await nodesOfOurs(stage);
  const results: Result[] = [];
  for (const valueBytes of numbers(flags.sizes)) {
    const cases = casesOf(valueBytes);
    for (const server of [theirs, ours]) {
      // One master of a Redis Cluster answers only for its own keys.
      if (!flags.cluster || server === ours) await checkAnswers(server, valueBytes);
      const [first] = cases as [Case];
      if (flags.cluster) await loadCluster(server, SERVERS, 'set', first);
      else await loadKeys(server, first.keys, valueBytes);
    }
    for (const each of cases) results.push(await runCase(ours, theirs, each, plan));
  }
  const names = { ours: ours.name, theirs: theirs.name, title: 'Processor time of three servers behind one' };
  await report(results, names, flags);
});
