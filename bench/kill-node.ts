/**
 * What happens when a node is killed: when each survivor suspected it, declared it dead and changed its shard map; what
 * clients saw; how CLUSTER FORGET spreads; what becomes of the killed node when it starts again.
 *
 *     make bench-kill [ARGS='--nodes 5 --hf 200 --ttl 2000 --clients 12 --json']
 *
 * Starts its own nodes as processes on free ports of the loopback interface and ends them. Every client is a plain
 * ioredis connection to a survivor that reads and writes random keys one after the other; a gap is the time between two
 * replies without an error.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { hashSlot } from '../shard/index.ts';
import { endWithin, temporaryFolder } from './support/cleanup.ts';
import { parseFlags, positive, refuse } from './support/flags.ts';
import { Load, type LoadReport } from './support/load.ts';
import { NodeProcess } from './support/node-process.ts';
import { printTable } from './support/table.ts';

const LIMIT_MINUTES = 10;

const options = parseFlags({
  nodes: { type: 'string', default: '5' },
  hf: { type: 'string', default: '200' },
  ttl: { type: 'string', default: '2000' },
  clients: { type: 'string', default: '12' },
  json: { type: 'boolean', default: false },
});
const hfMs = positive(options.hf);
const ttlMs = positive(options.ttl);
const clientCount = positive(options.clients);
const nodeCount = Number(options.nodes);
if (!Number.isInteger(nodeCount) || nodeCount < 2)
  refuse(`--nodes ${options.nodes}: it must be a whole number of at least 2, as one is killed`);
/** How long the ban is: long enough to see a refusal, short enough not to wait for. */
const FORGET_TTL_MS = 60_000;
const WARM_UP_MS = 1000;
const PATIENCE_MS = ttlMs + 10_000;

interface SurvivorReport {
  readonly node: string;
  readonly suspectedMs: number | null;
  readonly failedMs: number;
  readonly mapMs: number;
  readonly forgottenMs: number;
}

async function main(): Promise<void> {
  endWithin(LIMIT_MINUTES);
  const nodes: NodeProcess[] = [];
  try {
    await run(nodes);
  } finally {
    await Promise.all(nodes.map((node) => node.kill()));
  }
}

async function run(nodes: NodeProcess[]): Promise<void> {
  const flags = ['--hf', String(hfMs), '--ttl', String(ttlMs), '--forget-ttl', String(FORGET_TTL_MS)];
  const victimFlags = [...flags, '--dir', temporaryFolder(), '--name', 'victim'];
  for (let i = 0; i < nodeCount; i++) {
    const seed = nodes[0];
    const isVictim = i === nodeCount - 1;
    const own = isVictim ? victimFlags : [...flags, '--name', `node-${i + 1}`];
    nodes.push(await NodeProcess.start(...own, ...(seed ? ['--join', seed.joinAddress] : [])));
  }
  const victim = nodes.at(-1) as NodeProcess;
  const survivors = nodes.slice(0, -1);
  for (const node of nodes) await lastMap(node, nodes.length);

  const load = await Load.start(
    survivors.map((node) => node.port),
    clientCount,
    await slotsOf(victim),
  );
  await sleep(WARM_UP_MS);
  load.mark();
  const killedAtMs = Date.now();
  await victim.kill();
  const detection = await Promise.all(survivors.map((node) => detectionBy(node, victim.id, killedAtMs)));
  await sleep(WARM_UP_MS);
  const clients = await load.stop();

  const forgottenAtMs = Date.now();
  const [first] = survivors as [NodeProcess];
  await withClient(first, (client) => client.call('CLUSTER', 'FORGET', victim.id));
  const forgotten = await Promise.all(
    survivors.map(
      async (node) =>
        (await node.event('forgotten', victim.id, forgottenAtMs, PATIENCE_MS)).time - forgottenAtMs,
    ),
  );
  const comeback = await restart(nodes, survivors, victim, [...victimFlags, '--join', first.joinAddress]);

  const table: SurvivorReport[] = survivors.map((_, i) => ({
    node: `node-${i + 1}`,
    ...(detection[i] as Omit<SurvivorReport, 'node' | 'forgottenMs'>),
    forgottenMs: forgotten[i] as number,
  }));
  report(table, clients, comeback);
}

/** When the survivor suspected the victim, declared it dead, and changed its map, in ms after the kill. */
async function detectionBy(
  node: NodeProcess,
  victim: string,
  killedAtMs: number,
): Promise<Omit<SurvivorReport, 'node' | 'forgottenMs'>> {
  const failed = await node.event('failed', victim, killedAtMs, PATIENCE_MS);
  const map = await node.waitFor((line) => line.event === 'map' && line.time >= killedAtMs, PATIENCE_MS);
  const suspected = node.log.find(
    (line) => line.event === 'suspected' && line.member === victim && line.time >= killedAtMs,
  );
  return {
    suspectedMs: suspected === undefined ? null : suspected.time - killedAtMs,
    failedMs: failed.time - killedAtMs,
    mapMs: map.time - killedAtMs,
  };
}

interface Comeback {
  /** Inside the ban: whether any survivor listed it again, and when it learned of its ban, in ms after its start. */
  readonly refused: boolean;
  readonly toldMs: number;
  /** After CLUSTER MEET on a survivor: ms until all list it as alive. */
  readonly acceptedMs: number;
}

/** Starts the killed member again inside its ban, then has a survivor meet it. */
async function restart(
  nodes: NodeProcess[],
  survivors: readonly NodeProcess[],
  victim: NodeProcess,
  flags: readonly string[],
): Promise<Comeback> {
  const startedAtMs = Date.now();
  const again = await NodeProcess.start(...flags);
  nodes.push(again);
  if (again.id !== victim.id) throw new Error('the restarted node has another id');
  const banned = await again.event('banned', victim.id, startedAtMs, PATIENCE_MS);
  await sleep(2 * ttlMs);
  const isBack = (line: { event?: string; member?: string; time: number }): boolean =>
    line.event === 'joined' && line.member === victim.id && line.time >= startedAtMs;
  const refused = !survivors.some((node) => node.log.some(isBack));
  const metAtMs = Date.now();
  await withClient(survivors[0] as NodeProcess, (client) =>
    client.call('CLUSTER', 'MEET', '127.0.0.1', String(again.port), String(again.busPort)),
  );
  const joins = await Promise.all(
    survivors.map((node) => node.event('joined', victim.id, metAtMs, PATIENCE_MS)),
  );
  const acceptedMs = Math.max(...joins.map((line) => line.time)) - metAtMs;
  return { refused, toldMs: banned.time - startedAtMs, acceptedMs };
}

/** Resolves when the node's map has that many owners. */
async function lastMap(node: NodeProcess, owners: number): Promise<void> {
  await node.waitFor((line) => line.event === 'map' && line.owners === owners, PATIENCE_MS);
}

/** Which slots the node owns, as it says itself; by slot number. */
async function slotsOf(node: NodeProcess): Promise<(key: string) => boolean> {
  const lines = (await withClient(node, (client) => client.call('CLUSTER', 'NODES'))) as string;
  const mine = lines.split('\n').find((line) => line.includes('myself')) ?? '';
  const owned = new Set<number>();
  for (const range of mine.trim().split(' ').slice(8)) {
    const [from = 0, to = from] = range.split('-').map(Number);
    for (let slot = from; slot <= to; slot++) owned.add(slot);
  }
  return (key) => owned.has(hashSlot(Buffer.from(key), 0, key.length));
}

async function withClient<Result>(
  node: NodeProcess,
  use: (client: Redis) => Promise<Result>,
): Promise<Result> {
  const client = new Redis({ port: node.port, host: '127.0.0.1' });
  try {
    return await use(client);
  } finally {
    client.disconnect();
  }
}

function report(survivors: readonly SurvivorReport[], clients: LoadReport, comeback: Comeback): void {
  if (options.json) {
    console.log(JSON.stringify({ nodes: nodeCount, hfMs, ttlMs, survivors, clients, comeback }, null, 2));
    return;
  }
  console.log(
    `${nodeCount} nodes, hf ${hfMs} ms, ttl ${ttlMs} ms; ms after kill -9, and after CLUSTER FORGET on node-1\n`,
  );
  printTable(
    ['survivor', 'suspected', 'declared dead', 'map changed', 'forgotten'],
    survivors.map((row) => [row.node, row.suspectedMs ?? '-', row.failedMs, row.mapMs, row.forgottenMs]),
  );
  console.log(
    `\n${clientCount} clients, one command at a time, from 1 s before the kill to 1 s after the last map change\n`,
  );
  printTable(
    ['keys', 'commands', 'errors', 'longest gap, ms'],
    clients.rows.map((row) => [row.keys, row.commands, row.errors, row.longestGapMs]),
  );
  for (const [text, count] of Object.entries(clients.errorTexts)) console.log(`  ${count} x ${text}`);
  console.log(
    `\nrestart inside the ban: ${comeback.refused ? 'refused' : 'NOT refused'}, told after ${comeback.toldMs} ms`,
  );
  console.log(`after CLUSTER MEET: back on every list after ${comeback.acceptedMs} ms`);
}

await main();
