/** More than 4 GB in one shard, where whatever counted bytes in 32 bits would go wrong: are the data right, and does the memory come back? */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Random } from '../../lib/base/random.ts';
import { Connection, commandText } from './connection.ts';
import { expectSize, keyName, randomText } from './dataset.ts';
import { expectOk } from './numbered-keys.ts';
import { residentBytes } from './process-stats.ts';
import type { Server } from './server.ts';

const DATA_BYTES = 4.6e9;
const COMPARED_EACH = 100;
/** Values are pieces of one noise that begin at different places, so that neighbours differ. */
const NOISE_OFFSETS = 1009;
const SEED = 11;
/** The memory has come back when no more than this share of the data is left, beyond the empty node. */
const LEFT_SHARE = 0.02;
const BACK_LIMIT_MS = 30_000;
const POLL_MS = 100;

export interface HugeResult {
  readonly valueBytes: number;
  readonly keys: number;
  readonly dataBytes: number;
  readonly loadSeconds: number;
  readonly emptyBytes: number;
  readonly residentBytes: number;
  /** Values read back and found right. */
  readonly compared: number;
  readonly deleteSeconds: number;
  /** From the last DEL until the memory was back; undefined if it was not within half a minute. */
  readonly backSeconds: number | undefined;
  /** What is resident then. */
  readonly leftBytes: number;
}

/** Loads an empty server, reads every hundredth value back, deletes key by key. Throws if any of that goes wrong. */
export async function runHuge(server: Server, valueBytes: number): Promise<HugeResult> {
  needsMemory(1.5 * DATA_BYTES);
  const keys = Math.ceil(DATA_BYTES / (keyName(0).length + valueBytes));
  const noise = randomText(new Random(SEED), valueBytes + NOISE_OFFSETS);
  const valueAt = (i: number): string =>
    keyName(i) + noise.slice(i % NOISE_OFFSETS, (i % NOISE_OFFSETS) + valueBytes - keyName(i).length);
  const emptyBytes = residentBytes(server.pids);
  const connection = await Connection.open(server.port);
  const set = (i: number): string => commandText('SET', keyName(i), valueAt(i));
  const loadSeconds = await timed(() => connection.stream(keys, set, expectOk));
  await expectSize(server, keys);
  const resident = residentBytes(server.pids);
  const compared = await compare(connection, keys, valueAt);
  const del = (i: number): string => commandText('DEL', keyName(i));
  const deleteSeconds = await timed(() => connection.stream(keys, del, expectOne));
  await expectSize(server, 0);
  connection.close();
  const backSeconds = await untilBack(server, emptyBytes + LEFT_SHARE * DATA_BYTES);
  return {
    valueBytes,
    keys,
    dataBytes: DATA_BYTES,
    loadSeconds,
    emptyBytes,
    residentBytes: resident,
    compared,
    deleteSeconds,
    backSeconds,
    leftBytes: residentBytes(server.pids),
  };
}

/** Reads every hundredth value; resolves to their number. */
async function compare(
  connection: Connection,
  keys: number,
  valueAt: (i: number) => string,
): Promise<number> {
  let next = 0;
  const check = (buf: Buffer, start: number, end: number): void => {
    const value = valueAt(next * COMPARED_EACH);
    if (buf.toString('latin1', start, end) !== `$${value.length}\r\n${value}\r\n`) {
      throw new Error(`the value of ${keyName(next * COMPARED_EACH)} is wrong`);
    }
    next++;
  };
  const count = Math.ceil(keys / COMPARED_EACH);
  await connection.stream(count, (i) => commandText('GET', keyName(i * COMPARED_EACH)), check);
  return count;
}

function expectOne(buf: Buffer, start: number, end: number): void {
  const reply = buf.toString('latin1', start, end);
  if (reply !== ':1\r\n') throw new Error(`a DEL was answered ${reply.trim()}`);
}

async function untilBack(server: Server, bytes: number): Promise<number | undefined> {
  const beginMs = performance.now();
  while (performance.now() < beginMs + BACK_LIMIT_MS) {
    if (residentBytes(server.pids) <= bytes) return (performance.now() - beginMs) / 1000;
    await sleep(POLL_MS);
  }
  return undefined;
}

async function timed(act: () => Promise<void>): Promise<number> {
  const beginMs = performance.now();
  await act();
  return (performance.now() - beginMs) / 1000;
}

function needsMemory(bytes: number): void {
  const available = 1024 * Number(/^MemAvailable:\s+(\d+)/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1]);
  if (available >= bytes) return;
  throw new Error(`needs ${bytes / 1e9} GB of memory, and ${(available / 1e9).toFixed(1)} GB are available`);
}
