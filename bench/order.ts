/**
 * Are a client's commands executed in the order in which it sends them while members join and leave?
 *
 *     make bench-order [ARGS='--rounds 4 --shards 2 --min-acks 1 --together 1 --seed 1 --json']
 *
 * Real processes. Clients of two members that stay, and one of a member that has just come, send pipelines of INCR, GET, MGET, SET,
 * MSET, DEL and EXISTS on keys of their own, and compare every reply with the one that it must be; each key is read once more in the
 * end. In a round `--together` members join at the same time, serve for a while, and get SIGTERM at the same time. The exit
 * code is 1 if any reply was another one, or an error.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Random } from '../lib/base/random.ts';
import { Members } from './support/chaos-members.ts';
import { endWithin } from './support/cleanup.ts';
import { parseFlags, positive } from './support/flags.ts';
import { OrderClient, type Seen } from './support/order-client.ts';
import { printTable } from './support/table.ts';

const LIMIT_MINUTES = 20;
/** Commands under way of the clients of members that stay, and of one that comes. */
const DEPTHS = [300, 3, 100] as const;
const NEW_DEPTH = 20;
const MOST_PAUSE_MS = 300;

const options = parseFlags({
  rounds: { type: 'string', default: '10' },
  shards: { type: 'string', default: '2' },
  'min-acks': { type: 'string', default: '1' },
  together: { type: 'string', default: '1' },
  seed: { type: 'string', default: '1' },
  json: { type: 'boolean', default: false },
});
const rounds = positive(options.rounds);
const together = positive(options.together);
const random = new Random(Number(options.seed));
const seen: Seen = { replies: 0, outOfOrder: 0, errors: 0, longestMs: 0, examples: [] };

const pause = (): Promise<void> => sleep(random.below(MOST_PAUSE_MS));

async function round(members: Members, name: string): Promise<void> {
  const coming = await Promise.all(Array.from({ length: together }, () => members.add()));
  const client = await OrderClient.start(name, coming[0]?.port as number, NEW_DEPTH, random, seen);
  await pause();
  await client.stop();
  for (const node of coming) node.signal('SIGTERM');
  const exits = await Promise.all(coming.map((node) => node.exited));
  for (const { code } of exits) if (code !== 0) throw new Error(`a member ended with ${code}`);
  await pause();
}

async function main(): Promise<void> {
  endWithin(LIMIT_MINUTES);
  const flags = ['--shards', options.shards, '--min-acks', options['min-acks'], '--log-level', 'info'];
  const members = await Members.start(2, { flags });
  try {
    const clients = await Promise.all(
      DEPTHS.map((depth, at) =>
        OrderClient.start(`stays:${at}`, members.portOf(at % 2), depth, random, seen),
      ),
    );
    for (let at = 0; at < rounds; at++) {
      await round(members, `comes:${at}`);
      process.stderr.write(`round ${at + 1}: ${seen.outOfOrder} of ${seen.replies} replies out of order\n`);
    }
    for (const client of clients) await client.stop();
  } finally {
    await members.close();
  }
  if (options.json) console.log(JSON.stringify(seen));
  else report();
  if (seen.outOfOrder + seen.errors > 0) process.exitCode = 1;
}

function report(): void {
  printTable(
    ['members at a time', 'rounds', 'replies', 'out of order', 'errors', 'longest, ms'],
    [[together, rounds, seen.replies, seen.outOfOrder, seen.errors, Math.round(seen.longestMs)]],
  );
  for (const example of seen.examples) console.log(example);
}

await main();
