/**
 * Which requests does a cache answer that may hold a tenth of the data?
 *
 *     make bench-hitrate [ARGS='--keys 200000 --requests 2000000 --policies allkeys-lfu --json']
 *
 * Every maxmemory-policy of redis-server and of ours gets the same requests through the wire; what is missing is written, as an
 * application would. README.md says how the limit is reckoned and what the traces are.
 */
import { hitRatio } from './support/cache-client.ts';
import { checkAnswers, expectReply, flush, keyName, OK, query } from './support/dataset.ts';
import { choices, parseFlags, positive } from './support/flags.ts';
import type { Server } from './support/server.ts';
import { Stage } from './support/stage.ts';
import { printTable } from './support/table.ts';
import { allTraces, type Trace } from './support/traces.ts';

const LIMIT_MINUTES = 120;
const MEMORY_SHARE = 0.1;
const POLICIES = [
  'allkeys-lru',
  'allkeys-lfu',
  'allkeys-random',
  'volatile-lru',
  'volatile-lfu',
  'volatile-random',
  'volatile-ttl',
  'noeviction',
] as const;
type Policy = (typeof POLICIES)[number];

const flags = parseFlags({
  quick: { type: 'boolean', default: false },
  keys: { type: 'string' },
  requests: { type: 'string' },
  policies: { type: 'string', default: POLICIES.join(',') },
  json: { type: 'boolean', default: false },
});
const keys = positive(flags.keys ?? (flags.quick ? '50000' : '200000'));
const requests = positive(flags.requests ?? (flags.quick ? '200000' : '2000000'));
const policies = choices(flags.policies, POLICIES);

interface Result {
  readonly server: string;
  readonly policy: Policy;
  /** By name of the trace. */
  readonly hitRatios: Record<string, number>;
}

function dataBytes(trace: Trace): number {
  const keyBytes = keyName(0).length;
  let bytes = 0;
  for (let key = 0; key < trace.keys; key++) bytes += keyBytes + trace.sizeOf(key);
  return bytes;
}

function set(server: Server, name: string, value: string | number): Promise<void> {
  return expectReply(server, ['CONFIG', 'SET', name, String(value)], OK);
}

/** What the server says that it uses when it is empty: it comes on top of the limit, which is meant for data. */
async function usedBytes(server: Server): Promise<number> {
  return Number(/^used_memory:(\d+)/m.exec(await query(server, 'INFO', 'memory'))?.[1] ?? 0);
}

async function run(server: Server, policy: Policy): Promise<Result> {
  const hitRatios: Record<string, number> = {};
  for (const make of allTraces(keys, requests)) {
    const trace = make();
    await set(server, 'maxmemory', 0);
    await flush(server);
    const limit = Math.round((await usedBytes(server)) + MEMORY_SHARE * dataBytes(trace));
    await set(server, 'maxmemory', limit);
    await set(server, 'maxmemory-policy', policy);
    const kind = { expiring: policy.startsWith('volatile'), mayRefuse: policy === 'noeviction' };
    hitRatios[trace.name] = await hitRatio(server, trace, { requests, ...kind });
  }
  return { server: server.name, policy, hitRatios };
}

function print(results: readonly Result[]): void {
  const names = Object.keys(results[0]?.hitRatios ?? {});
  const percent = (ratio: number): string => (100 * ratio).toFixed(2);
  printTable(
    ['hits, %', 'policy', ...names],
    results.map(({ server, policy, hitRatios }) => [
      server,
      policy,
      ...names.map((name) => percent(hitRatios[name] as number)),
    ]),
  );
}

await Stage.run(LIMIT_MINUTES, async (stage) => {
  const servers = [await stage.redis(), await stage.hearsay()];
  const results: Result[] = [];
  for (const server of servers) {
    await checkAnswers(server, 64);
    const reply = await query(server, 'CONFIG', 'SET', 'maxmemory', '100mb');
    if (reply !== OK) {
      console.error(`${server.name} is left out: it answers CONFIG SET maxmemory with ${reply.trim()}`);
      continue;
    }
    for (const policy of policies) results.push(await run(server, policy));
  }
  if (flags.json) console.log(JSON.stringify({ keys, requests, results }, null, 2));
  else print(results);
});
