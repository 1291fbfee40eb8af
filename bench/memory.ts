/**
 * How much memory does a key take, and does it come back?
 *
 *     make bench-memory [ARGS='--large --shapes 16+64 --json']
 *     make bench-memory ARGS=--huge
 *
 * Fills a server of each kind through the wire and reads its resident memory from /proc; then changes sizes, deletes and lets
 * expire, and compares with a new server that gets what is left. A server of its own for each figure. --huge is about our node alone,
 * with more than 4 GB.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Churn } from './support/churn.ts';
import { checkAnswers, expectSize, filling } from './support/dataset.ts';
import { parseFlags, positive } from './support/flags.ts';
import { type HugeResult, runHuge } from './support/huge.ts';
import { setNumbered } from './support/numbered-keys.ts';
import { heapUsed } from './support/pauses.ts';
import { residentBytes } from './support/process-stats.ts';
import type { Server } from './support/server.ts';
import { HearsayServer, Stage } from './support/stage.ts';
import { printTable } from './support/table.ts';

const LIMIT_MINUTES = 60;
const SETTLE_MS = 1500;
const MB = 1024 ** 2;
/** Fewer keys are written where all would be more than this. */
const MAX_DATA_BYTES = 4 * 1024 ** 3;

/** More keys grow old in the same way, only slower. */
const MAX_CHURN_KEYS = 1_000_000;
const HUGE_VALUE_BYTES = [1024, 65_536];

const flags = parseFlags({
  large: { type: 'boolean', default: false },
  keys: { type: 'string' },
  shapes: { type: 'string', default: '16+16,16+64,40+256,16+1024' },
  huge: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
});
const keysWanted = positive(flags.keys ?? (flags.large ? '10000000' : '1000000'));

type Start = () => Promise<Server>;

interface Fill {
  readonly shape: string;
  readonly keys: number;
  readonly server: string;
  readonly emptyBytes: number;
  readonly residentBytes: number;
  /** V8's heap in use; of ours only. */
  readonly heapBytes?: number;
}

interface Aftermath {
  readonly after: string;
  readonly server: string;
  readonly keys: number;
  readonly liveBytes: number;
  /** Resident memory beyond that of an empty server: here, and on a new server that got the same data at once. */
  readonly residentBytes: number;
  readonly newBytes: number;
}

async function settled(server: Server): Promise<number> {
  await sleep(SETTLE_MS);
  return residentBytes(server.pids);
}

async function fill(start: Start, keyBytes: number, valueBytes: number): Promise<Fill> {
  const server = await start();
  const keys = Math.min(keysWanted, Math.floor(MAX_DATA_BYTES / (keyBytes + valueBytes)));
  await checkAnswers(server, valueBytes);
  const emptyBytes = await settled(server);
  const [zeroKey, value] = ['0'.repeat(keyBytes), filling(valueBytes)];
  await setNumbered(server, { first: 0, count: keys, zeroKey, value });
  await expectSize(server, keys);
  const resident = await settled(server);
  const heap = server instanceof HearsayServer ? { heapBytes: await heapUsed(server.node) } : {};
  await server.stop();
  const shape = `${keyBytes} B + ${valueBytes} B`;
  return { shape, keys, server: server.name, emptyBytes, residentBytes: resident, ...heap };
}

async function churn(start: Start, keys: number): Promise<Aftermath[]> {
  const server = await start();
  const emptyBytes = await settled(server);
  const state = new Churn(keys);
  const results: Aftermath[] = [];
  const measure = async (after: string): Promise<void> => {
    await expectSize(server, state.liveKeys);
    const resident = (await settled(server)) - emptyBytes;
    const { liveKeys, liveBytes } = state;
    const newBytes = await bytesWhenNew(start, state);
    results.push({
      after,
      server: server.name,
      keys: liveKeys,
      liveBytes,
      residentBytes: resident,
      newBytes,
    });
  };
  await state.changeSizes(server);
  await measure('sizes changed');
  await state.delete(server);
  await measure('deletes');
  await state.expire(server);
  await measure('expiry');
  await server.stop();
  return results;
}

async function bytesWhenNew(start: Start, state: Churn): Promise<number> {
  const server = await start();
  const emptyBytes = await settled(server);
  await state.copyTo(server);
  const resident = await settled(server);
  await server.stop();
  return resident - emptyBytes;
}

function printFills(fills: readonly Fill[]): void {
  const head = ['key + value', 'server', 'keys', 'empty, MB', 'resident, MB', 'B/key', 'ratio'];
  head.push('B/key beyond empty', 'ratio', 'V8 heap, MB');
  const rows = fills.map((row, i) => {
    const theirs = fills[i - (i % 2)] as Fill;
    const [all, their] = [row.residentBytes / row.keys, theirs.residentBytes / theirs.keys];
    const [own, theirOwn] = [beyondEmpty(row), beyondEmpty(theirs)];
    const sizes = [row.emptyBytes, row.residentBytes].map((bytes) => (bytes / MB).toFixed(0));
    const ratios = [all.toFixed(1), (all / their).toFixed(2), own.toFixed(1), (own / theirOwn).toFixed(2)];
    const heap = row.heapBytes === undefined ? '-' : (row.heapBytes / MB).toFixed(0);
    return [row.shape, row.server, row.keys, ...sizes, ...ratios, heap];
  });
  printTable(head, rows);
}

function beyondEmpty(row: Fill): number {
  return (row.residentBytes - row.emptyBytes) / row.keys;
}

function printAftermath(rows: readonly Aftermath[]): void {
  printTable(
    ['after', 'server', 'keys', 'live, MB', 'resident / live', 'new / live', 'resident / new'],
    rows.map((row) => [
      row.after,
      row.server,
      row.keys,
      (row.liveBytes / MB).toFixed(0),
      (row.residentBytes / row.liveBytes).toFixed(2),
      (row.newBytes / row.liveBytes).toFixed(2),
      (row.residentBytes / row.newBytes).toFixed(2),
    ]),
  );
}

function printHuge(rows: readonly HugeResult[]): void {
  const head = [
    'value, B',
    'keys',
    'load, s',
    'resident, MB',
    'over data',
    'compared',
    'delete, s',
    'back after, s',
  ];
  printTable(
    [...head, 'left, MB', 'empty, MB'],
    rows.map((row) => [
      row.valueBytes,
      row.keys,
      row.loadSeconds.toFixed(1),
      (row.residentBytes / MB).toFixed(0),
      ((row.residentBytes - row.emptyBytes) / row.dataBytes).toFixed(2),
      row.compared,
      row.deleteSeconds.toFixed(1),
      row.backSeconds?.toFixed(1) ?? '-',
      ...[row.leftBytes, row.emptyBytes].map((bytes) => (bytes / MB).toFixed(0)),
    ]),
  );
}

/** Runs on a node of its own for each size: one for cells, one for values too large for them. */
async function huge(stage: Stage): Promise<void> {
  const rows: HugeResult[] = [];
  for (const valueBytes of HUGE_VALUE_BYTES) {
    const server = await stage.hearsay();
    rows.push(await runHuge(server, valueBytes));
    await server.stop();
  }
  if (flags.json) console.log(JSON.stringify({ huge: rows }, null, 2));
  else printHuge(rows);
}

async function compareMemory(stage: Stage): Promise<void> {
  const starts: Start[] = [() => stage.redis(), () => stage.watchedHearsay()];
  const fills: Fill[] = [];
  for (const shape of flags.shapes.split(',')) {
    const [keyBytes = 0, valueBytes = 0] = shape.split('+').map(positive);
    for (const start of starts) fills.push(await fill(start, keyBytes, valueBytes));
  }
  const aftermath: Aftermath[] = [];
  for (const start of starts) aftermath.push(...(await churn(start, Math.min(keysWanted, MAX_CHURN_KEYS))));
  if (flags.json) {
    console.log(JSON.stringify({ fills, aftermath }, null, 2));
    return;
  }
  printFills(fills);
  console.log('\nresident memory is beyond that of an empty server; live are the bytes of keys and values\n');
  printAftermath(aftermath);
}

await Stage.run(LIMIT_MINUTES, flags.huge ? huge : compareMemory);
