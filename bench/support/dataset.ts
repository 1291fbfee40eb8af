/** The keys that redis-benchmark asks for, written beforehand so that reads find them; and whether a server answers right. */
import { Random } from '../../lib/base/random.ts';
import { Connection, commandText } from './connection.ts';
import { setNumbered } from './numbered-keys.ts';
import { type BenchmarkRun, runRedisBenchmark } from './redis-benchmark.ts';
import type { Server } from './server.ts';

export const OK = '+OK\r\n';
const SAMPLES = 100;
const MAX_DATA_BYTES = 1024 ** 3;
/** Writes for each key of redis-benchmark --cluster, so that few keys are missing when they are read: one in e^3. */
const WRITES_PER_KEY = 3;
const LOAD_PIPELINE = 64;

/** `keys`, or as many as make MAX_DATA_BYTES: a million values of 16 KB are more than many machines hold twice. */
export function keysThatFit(keys: number, valueBytes: number): number {
  return Math.min(keys, Math.floor(MAX_DATA_BYTES / valueBytes));
}

/** As redis-benchmark names key `i`: 16 bytes. */
export function keyName(i: number): string {
  return `key:${String(i).padStart(12, '0')}`;
}

/** As redis-benchmark fills values. */
export function filling(bytes: number): string {
  return 'x'.repeat(bytes);
}

/** Writes keys 0 to `keys` - 1 with values of that size. */
export function loadKeys(server: Server, keys: number, valueBytes: number): Promise<void> {
  return setNumbered(server, { first: 0, count: keys, zeroKey: keyName(0), value: filling(valueBytes) });
}

/** Writes the counters 0 to `keys` - 1 of redis-benchmark's INCR, which is not to time inserts. */
export function loadCounters(server: Server, keys: number): Promise<void> {
  return setNumbered(server, { first: 0, count: keys, zeroKey: 'counter:000000000000', value: '0' });
}

/** Has redis-benchmark --cluster write the keys or counters: only it knows the hash tags that it gives them. */
export async function loadCluster(
  server: Server,
  masters: number,
  test: 'set' | 'incr',
  { keys, valueBytes, connections }: Pick<BenchmarkRun, 'keys' | 'valueBytes' | 'connections'>,
): Promise<void> {
  const operations = WRITES_PER_KEY * keys;
  const run = { test, operations, keys, valueBytes, connections, pipeline: LOAD_PIPELINE, masters };
  await runRedisBenchmark(server.port, run);
}

/** Removes every key. */
export async function flush(server: Server): Promise<void> {
  await expectReply(server, ['FLUSHALL'], OK);
}

/** Throws unless the server writes, counts and reads back values of `valueBytes`, one by one and pipelined. */
export async function checkAnswers(server: Server, valueBytes: number): Promise<void> {
  const random = new Random(valueBytes);
  const values = Array.from({ length: SAMPLES }, () => randomText(random, valueBytes));
  const keys = values.map((_, i) => `check:${i}`);
  await expectReply(server, ['MSET', ...keys.flatMap((key, i) => [key, values[i] as string])], OK);
  await expectReply(server, ['SET', 'check:0', 'again'], OK);
  await expectReply(server, ['GET', 'check:0'], bulk('again'));
  await expectReply(server, ['GET', 'check:none'], '$-1\r\n');
  await expectReply(server, ['SET', 'check:0', '41'], OK);
  await expectReply(server, ['INCR', 'check:0'], ':42\r\n');
  const expected = values.map((value, i) => bulk(i === 0 ? '42' : value));
  const connection = await Connection.open(server.port);
  let next = 0;
  const check = (buf: Buffer, start: number, end: number): void => {
    const reply = buf.toString('latin1', start, end);
    if (reply !== expected[next]) throw new Error(`${server.name} answers GET ${keys[next]} with ${reply}`);
    next++;
  };
  await connection.stream(SAMPLES, (i) => commandText('GET', keys[i] as string), check);
  connection.close();
  await expectReply(server, ['DEL', ...keys], `:${SAMPLES}\r\n`);
}

/** Throws unless the server answers the command so. */
export async function expectReply(
  server: Server,
  command: readonly string[],
  expected: string,
): Promise<void> {
  const reply = await query(server, ...command);
  if (reply === expected) return;
  throw new Error(`${server.name} answers ${command.slice(0, 2).join(' ')} with ${reply.slice(0, 200)}`);
}

/** The reply to one command, as it is on the wire. */
export async function query(server: Pick<Server, 'port'>, ...command: readonly string[]): Promise<string> {
  const connection = await Connection.open(server.port);
  try {
    return await connection.command(...command);
  } finally {
    connection.close();
  }
}

/** Throws unless the server has that many keys. */
export async function expectSize(server: Server, keys: number): Promise<void> {
  await expectReply(server, ['DBSIZE'], `:${keys}\r\n`);
}

function bulk(text: string): string {
  return `$${text.length}\r\n${text}\r\n`;
}

/** `bytes` small letters. */
export function randomText(random: Random, bytes: number): string {
  const letters = Buffer.alloc(bytes);
  for (let i = 0; i < bytes; i++) letters[i] = 0x61 + (random.uint32() % 26);
  return letters.toString('latin1');
}
