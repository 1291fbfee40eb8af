/**
 * What does a write cost with a copy on another member, and what does it cost to wait for that copy?
 *
 *     make bench-replication [ARGS='--quick --pipelines 1,16,64 --rounds 5 --json']
 *
 * First: processor time of all processes for each SET, three nodes of ours with `replicas 1` and `min-acks 0` beside a Redis Cluster of three
 * masters with a replica each, whose replication does not wait either; redis-benchmark --cluster loads both in turn. Then: how long
 * one client waits for a SET, one after the other, with `min-acks 1` and without, on the same nodes in turn; it goes to one node, which
 * passes two thirds of the commands on.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection, commandText } from './support/connection.ts';
import { checkAnswers, expectReply, filling, keyName, loadCluster, OK, query } from './support/dataset.ts';
import { numbers, parseFlags, positive } from './support/flags.ts';
import { COPIES_COMPLETE } from './support/node-process.ts';
import { expectOk } from './support/numbered-keys.ts';
import { median, percentile } from './support/rounds.ts';
import { Server } from './support/server.ts';
import { Stage } from './support/stage.ts';
import { printTable } from './support/table.ts';
import { type Case, print, type Result, runCase } from './support/throughput.ts';

const MEMBERS = 3;
const VALUE_BYTES = 64;
const KEYS = 1_000_000;
const LIMIT_MINUTES = 60;

const flags = parseFlags({
  quick: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  pipelines: { type: 'string', default: '16' },
  connections: { type: 'string', default: '50' },
  rounds: { type: 'string' },
  seconds: { type: 'string' },
});
const plan = {
  rounds: positive(flags.rounds ?? (flags.quick ? '2' : '5')),
  seconds: positive(flags.seconds ?? (flags.quick ? '1' : '3')),
  masters: MEMBERS,
};
const connections = positive(flags.connections);
/** SETs of one round of waiting. */
const WAITED = flags.quick ? 3000 : 20_000;

interface Waits {
  readonly minAcks: number;
  /** Medians over the rounds of a round's own percentiles, in ms. */
  readonly p50: number;
  readonly p99: number;
}

/** Percentiles of the time that each of `count` SETs takes, one after the other. */
async function timeWrites(server: Server, count: number): Promise<{ p50: number; p99: number }> {
  const connection = await Connection.open(server.port);
  const times: number[] = [];
  const value = filling(VALUE_BYTES);
  connection.onReply = expectOk;
  for (let i = 0; i < count; i++) {
    const bytes = Buffer.from(commandText('SET', keyName(i), value), 'latin1');
    const beganMs = performance.now();
    connection.send(bytes, 1);
    await connection.answered();
    times.push(performance.now() - beganMs);
  }
  connection.close();
  times.sort((a, b) => a - b);
  return { p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
}

async function compareWaits(nodes: readonly Server[]): Promise<Waits[]> {
  const rounds = new Map<number, { p50: number; p99: number }[]>([
    [0, []],
    [1, []],
  ]);
  for (let round = 0; round <= plan.rounds; round++) {
    for (const minAcks of round % 2 === 0 ? [0, 1] : [1, 0]) {
      for (const node of nodes) await expectReply(node, ['CONFIG', 'SET', 'min-acks', String(minAcks)], OK);
      const waits = await timeWrites(nodes[0] as Server, WAITED);
      if (round > 0) rounds.get(minAcks)?.push(waits);
    }
  }
  return [...rounds].map(([minAcks, waits]) => ({
    minAcks,
    p50: median(waits.map(({ p50 }) => p50)),
    p99: median(waits.map(({ p99 }) => p99)),
  }));
}

/** Resolves when every key has its copy. */
async function copiesComplete(nodes: readonly Server[]): Promise<void> {
  for (const node of nodes) {
    while (!(await query(node, 'CLUSTER', 'INFO')).includes(COPIES_COMPLETE)) {
      await sleep(50);
    }
  }
}

await Stage.run(LIMIT_MINUTES, async (stage) => {
  const theirs = await stage.redisCluster(MEMBERS, 1);
  const nodes = await stage.hearsayCluster(MEMBERS, '--replicas', '1', '--min-acks', '0');
  await copiesComplete(nodes);
  // One master of a Redis Cluster answers only for its own keys.
  await checkAnswers(nodes[0] as Server, VALUE_BYTES);
  const ours = Server.together('hearsay', (nodes[0] as Server).port, nodes);
  const cases = numbers(flags.pipelines).map((pipeline): Case => {
    return { test: 'set', valueBytes: VALUE_BYTES, keys: KEYS, pipeline, connections };
  });
  for (const server of [theirs, ours]) await loadCluster(server, MEMBERS, 'set', cases[0] as Case);
  const results: Result[] = [];
  for (const each of cases) results.push(await runCase(ours, theirs, each, plan));
  const waits = await compareWaits(nodes);
  const [without, withOne] = waits as [Waits, Waits];
  const p50Ratio = withOne.p50 / without.p50;
  if (flags.json) {
    console.log(JSON.stringify({ results, waits, p50Ratio }, null, 2));
    return;
  }
  console.log('SET with one copy: processor time of all processes\n');
  print(results, { ours: ours.name, theirs: theirs.name });
  console.log('\nSET, one after the other: ms until it is answered\n');
  const rows = waits.map(({ minAcks, p50, p99 }) => [`min-acks ${minAcks}`, p50.toFixed(3), p99.toFixed(3)]);
  printTable(['', 'p50', 'p99'], rows);
  console.log(`\np50 with over without: ${p50Ratio.toFixed(2)}`);
});
