/**
 * What the keyspace costs by itself: ns per operation and bytes per key, with 16-byte keys and 64-byte values.
 * Run by hand: `make build && node --expose-gc dist/bench/store.js [keys]` (1,000,000 by default). Times are the
 * process's own, the best of several rounds, because other load on the machine only ever adds. It checks what it reads.
 */

import { Keyspace, NO_ENTRY, NO_EXPIRY } from '../lib/store/keyspace.ts';

const KEY_BYTES = 16;
const VALUE_BYTES = 64;
const BATCH = 200_000;
const ROUNDS = 7;

const keyCount = Number(process.argv[2] ?? 1_000_000);
const nowMs = Date.now();
const keyspace = new Keyspace({ hashSeed: 12345 });
const output = Buffer.alloc(1 << 16);
/** One command's arguments at a time, as in a server's read buffer: a key, then a value. */
const input = Buffer.alloc(KEY_BYTES + VALUE_BYTES, 0x76);
const inputWords = new Int32Array(input.buffer, input.byteOffset, KEY_BYTES / 4);
/** The keys, and as many that are never stored. */
const keys = Buffer.from(new ArrayBuffer(2 * keyCount * KEY_BYTES));
for (let n = 0; n < 2 * keyCount; n++)
  keys.write(`key:${n}`.padStart(KEY_BYTES, '0'), n * KEY_BYTES, 'latin1');
const keyWords = new Int32Array(keys.buffer, keys.byteOffset);

/** The keys of a batch one after another, so that reading them costs as little as it does in a read buffer. */
const batch = new Int32Array((BATCH * KEY_BYTES) / 4);

function putKey(at: number): void {
  for (let word = 0; word < KEY_BYTES / 4; word++) inputWords[word] = batch[at * 4 + word] as number;
}

function fillBatch(pick: (at: number) => number): void {
  for (let at = 0; at < BATCH; at++) {
    const n = pick(at);
    for (let word = 0; word < 4; word++) batch[at * 4 + word] = keyWords[n * 4 + word] as number;
  }
}

let state = 1;
/** An even pseudo-random integer below `limit`: xorshift32, scaled. */
function below(limit: number): number {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return Math.floor(((state >>> 0) / 2 ** 32) * limit);
}

function set(at: number, expiresAtMs: number): void {
  putKey(at);
  keyspace.set(input, 0, KEY_BYTES, input, KEY_BYTES, input.length, expiresAtMs, nowMs);
}

function find(at: number): number {
  putKey(at);
  return keyspace.find(input, 0, KEY_BYTES, nowMs);
}

function get(at: number): void {
  const ref = find(at);
  if (ref === NO_ENTRY) throw new Error('a key is not there');
  keyspace.copyValue(ref, output, 5, 0, keyspace.valueLength(ref));
  if (output[5] !== 0x76) throw new Error('a key has another value');
}

function cpuNs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
}

function time(name: string, pick: () => number, operation: (at: number) => void): void {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    fillBatch(pick);
    const start = cpuNs();
    for (let at = 0; at < BATCH; at++) operation(at);
    best = Math.min(best, (cpuNs() - start) / BATCH);
  }
  console.log(`${name.padEnd(28)}${best.toFixed(0).padStart(6)} ns`);
}

/** Sets all keys in order; returns ns a key, and the longest time that 1000 of them took, in ms. */
function setAll(expiresAtMs: (at: number) => number): { perKeyNs: number; longestMs: number } {
  let longestMs = 0;
  let ns = 0;
  for (let from = 0; from < keyCount; from += BATCH) {
    fillBatch((at) => Math.min(from + at, keyCount - 1));
    const start = cpuNs();
    for (let first = 0; first < BATCH; first += 1000) {
      const startMs = performance.now();
      for (let at = first; at < first + 1000; at++) set(at, expiresAtMs(at));
      longestMs = Math.max(longestMs, performance.now() - startMs);
    }
    ns += cpuNs() - start;
  }
  return { perKeyNs: ns / keyCount, longestMs };
}

function timeInserts(): void {
  globalThis.gc?.();
  const rssBefore = process.memoryUsage.rss();
  const { perKeyNs, longestMs } = setAll(() => NO_EXPIRY);
  globalThis.gc?.();
  const resident = (process.memoryUsage.rss() - rssBefore) / keyCount;
  const used = keyspace.usedBytes / keyCount;
  console.log(`insert: ${perKeyNs.toFixed(0)} ns a key, longest 1000 inserts ${longestMs.toFixed(2)} ms`);
  console.log(`bytes a key: ${used.toFixed(1)} by usedBytes, ${resident.toFixed(1)} resident`);
}

function timeExpiry(): void {
  setAll((at) => nowMs + 1000 + (at % 1000));
  const used = keyspace.usedBytes / keyCount;
  console.log(`${keyspace.expiringSize} of ${keyspace.size} keys expire, ${used.toFixed(1)} bytes a key`);
  const start = cpuNs();
  let slices = 0;
  let longestMs = 0;
  for (let done = false; !done; slices++) {
    const startMs = performance.now();
    done = keyspace.expireSlice(nowMs + 3000, 1, () => performance.now()).done;
    longestMs = Math.max(longestMs, performance.now() - startMs);
  }
  const perKeyNs = (cpuNs() - start) / keyCount;
  console.log(
    `expire: ${perKeyNs.toFixed(0)} ns a key, ${slices} slices of 1 ms, longest ${longestMs.toFixed(2)} ms`,
  );
}

const any = (): number => below(keyCount);
const hot = (): number => below(1000);
timeInserts();
time('loop without the store', any, putKey);
time('find + copy', any, get);
time('find + copy, 1000 keys', hot, get);
time('miss', () => keyCount + any(), find);
time('set, in place', any, (at) => set(at, NO_EXPIRY));
time('set, 1000 keys', hot, (at) => set(at, NO_EXPIRY));
time('delete + insert', any, (at) => {
  const ref = find(at);
  if (ref !== NO_ENTRY) keyspace.delete(ref);
  set(at, NO_EXPIRY);
});
timeExpiry();
