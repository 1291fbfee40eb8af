/**
 * What does it cost to cut a stream into commands and replies, and to write replies? No sockets and no store: only lib/resp.
 * Prints nanoseconds per command or reply: the median of RUNS runs, and the best.
 *
 *     make build && node dist/bench/parser.js
 */
import { COMMAND, REPLY } from '../lib/resp/parse-result.ts';
import { RequestParser } from '../lib/resp/parser.ts';
import { ReplyScanner } from '../lib/resp/reply-scanner.ts';
import { ReplyWriter } from '../lib/resp/reply-writer.ts';

const RUNS = 9;
const UNITS_PER_RUN = 1_000_000;
/** As node:net reads. */
const CHUNK_BYTES = 64 * 1024;

/** Random but the same every time. */
function keyOf(i: number): string {
  return `key:${String((i * 7919) % 1_000_000).padStart(12, '0')}`;
}

function command(...args: readonly string[]): string {
  return `*${args.length}\r\n${args.map((arg) => `$${arg.length}\r\n${arg}\r\n`).join('')}`;
}

/** `depth` units for each chunk, none of them split; or as many as fill chunks of CHUNK_BYTES, cut wherever that falls. */
function chunksOf(unit: (i: number) => string, depth: number | 'full'): { chunks: Buffer[]; units: number } {
  const count = depth === 'full' ? 10_000 : depth;
  const text = Array.from({ length: count }, (_, i) => unit(i)).join('');
  const bytes = Buffer.from(text, 'latin1');
  if (depth !== 'full') return { chunks: [bytes], units: count };
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) chunks.push(bytes.subarray(at, at + CHUNK_BYTES));
  return { chunks, units: count };
}

/** Times `round`, which handles `units` units, and checks that it did. */
function measure(name: string, units: number, round: () => number): void {
  const rounds = Math.ceil(UNITS_PER_RUN / units);
  const nanoseconds: number[] = [];
  for (let run = 0; run <= RUNS; run++) {
    let handled = 0;
    const begin = process.hrtime.bigint();
    for (let i = 0; i < rounds; i++) handled += round();
    const elapsed = Number(process.hrtime.bigint() - begin);
    if (handled !== rounds * units) throw new Error(`${name}: ${handled} of ${rounds * units}`);
    // The first run warms up.
    if (run > 0) nanoseconds.push(elapsed / handled);
  }
  nanoseconds.sort((a, b) => a - b);
  const median = (nanoseconds[RUNS >> 1] as number).toFixed(1);
  const best = (nanoseconds[0] as number).toFixed(1);
  console.log(`${name.padEnd(44)} ${median.padStart(8)} ${best.padStart(8)}`);
}

function measureParser(name: string, unit: (i: number) => string, depth: number | 'full'): void {
  const parser = new RequestParser();
  const { chunks, units } = chunksOf(unit, depth);
  measure(`parse ${name}, pipeline ${depth}`, units, () => {
    let commands = 0;
    for (const chunk of chunks) {
      parser.push(chunk);
      while (parser.next() === COMMAND) commands++;
    }
    return commands;
  });
}

function measureScanner(name: string, unit: (i: number) => string, depth: number | 'full'): void {
  const scanner = new ReplyScanner();
  const { chunks, units } = chunksOf(unit, depth);
  measure(`scan ${name}, pipeline ${depth}`, units, () => {
    let replies = 0;
    for (const chunk of chunks) {
      scanner.push(chunk);
      while (scanner.next() === REPLY) replies++;
    }
    return replies;
  });
}

function measureWriter(name: string, write: (reply: ReplyWriter, i: number) => void): void {
  const writer = new ReplyWriter();
  let bytes = 0;
  const sink = (_: Buffer, start: number, end: number): void => {
    bytes += end - start;
  };
  measure(`write ${name}, taken every 64`, 64, () => {
    for (let i = 0; i < 64; i++) write(writer, i);
    writer.take(sink);
    return 64;
  });
  if (bytes === 0) throw new Error(`${name}: nothing written`);
}

const value = 'x'.repeat(64);
const source = Buffer.from(`$64\r\n${value}\r\n`);
const ok = Buffer.from('+OK\r\n');
console.log(`${'nanoseconds for each'.padEnd(44)} ${'median'.padStart(8)} ${'best'.padStart(8)}`);
for (const depth of [1, 16, 64, 'full'] as const) {
  measureParser('GET', (i) => command('GET', keyOf(i)), depth);
  measureParser('SET 64 B', (i) => command('SET', keyOf(i), value), depth);
}
measureParser(
  'MGET of 100',
  (i) => command('MGET', ...Array.from({ length: 100 }, (_, k) => keyOf(i + k))),
  16,
);
measureParser('SET 1 MB', () => command('SET', 'key', 'x'.repeat(1024 * 1024)), 1);
measureParser('PING inline', () => 'PING\r\n', 64);
for (const depth of [1, 64, 'full'] as const) {
  measureScanner('+OK', () => '+OK\r\n', depth);
  measureScanner('$64', () => `$64\r\n${value}\r\n`, depth);
}
measureScanner('an array of 100', () => `*100\r\n${`$64\r\n${value}\r\n`.repeat(100)}`, 16);
measureWriter('+OK', (reply) => reply.ok());
measureWriter(':n', (reply, i) => reply.integer(i * 1000));
measureWriter(':1', (reply) => reply.integer(1));
measureWriter('a raw +OK', (reply) => reply.raw(ok, 0, 5));
measureWriter('a raw $64', (reply) => reply.raw(source, 0, 71));
measureWriter('$64', (reply) => reply.bulk(source, 0, 64));
