/** What hashing, index, arena and keyspace cost by themselves, with a million keys of 16 bytes and values of 64. */
import { fastHashSlot } from '../../lib/base/fast-hash-slot.ts';
import { SLOT_COUNT } from '../../lib/base/hash-slot.ts';
import { KeyedHash } from '../../lib/base/keyed-hash.ts';
import { Random } from '../../lib/base/random.ts';
import { Arena } from '../../lib/store/arena.ts';
import { HashIndex } from '../../lib/store/hash-index.ts';
import { Keyspace, NO_ENTRY, NO_EXPIRY } from '../../lib/store/keyspace.ts';
import { Segments } from '../../lib/store/segments.ts';
import { sizeClassOf } from '../../lib/store/size-classes.ts';
import { keyName } from './dataset.ts';
import type { MicroTask } from './micro-task.ts';

const KEYS = 1_000_000;
const KEY_BYTES = 16;
const VALUE_BYTES = 64;
const VALUE_BYTE = 0x76;
const ENTRY_BYTES = 112;
const UNITS = 1000;
/** Keys that are visited before the first is visited again: more than the processor's caches hold. */
const VISITED = 200_000;
const SEED = 5;

/** Random keys, then one value, in one buffer as a server's read buffer has them. */
function keysAndValue(count: number, keyOf: () => number): Buffer {
  const bytes = Buffer.alloc(count * KEY_BYTES + VALUE_BYTES, VALUE_BYTE);
  for (let i = 0; i < count; i++) bytes.write(keyName(keyOf()), i * KEY_BYTES, 'latin1');
  return bytes;
}

function hashTasks(): MicroTask[] {
  const random = new Random(SEED);
  const bytes = keysAndValue(UNITS, () => random.uint32() % KEYS);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const keyHash = new KeyedHash(SEED);
  const each = (name: string, hash: (start: number, end: number) => number): MicroTask => {
    let sum = 0;
    const run = (): number => {
      for (let i = 0; i < UNITS; i++) sum += hash(i * KEY_BYTES, (i + 1) * KEY_BYTES);
      return sum === 0 ? 0 : UNITS;
    };
    return { name, units: UNITS, run };
  };
  return [
    each('hash of 16 B', (start, end) => keyHash.of(view, start, end)),
    each('hash slot of 16 B', (start, end) => fastHashSlot(bytes, view, start, end)),
  ];
}

function arenaTask(): MicroTask {
  const arena = new Arena(new Segments());
  const sizeClass = sizeClassOf(ENTRY_BYTES);
  const cells = new Int32Array(UNITS);
  const run = (): number => {
    for (let i = 0; i < UNITS; i++) cells[i] = arena.allocate(sizeClass);
    for (let i = 0; i < UNITS; i++) arena.free(cells[i] as number);
    return UNITS;
  };
  return { name: 'arena: allocate + free', units: UNITS, run };
}

function indexTasks(): MicroTask[] {
  const random = new Random(SEED);
  const index = new HashIndex(new Arena(new Segments()));
  const hashes = Int32Array.from({ length: KEYS + 1 }, () => random.uint32());
  for (let ref = 1; ref <= KEYS; ref++) index.insert(ref % SLOT_COUNT, hashes[ref] as number, ref);
  const each = (name: string, act: (slot: number, hash: number, ref: number) => boolean): MicroTask => {
    const run = (): number => {
      let done = 0;
      for (let i = 0; i < UNITS; i++) {
        const ref = 1 + (random.uint32() % KEYS);
        if (act(ref % SLOT_COUNT, hashes[ref] as number, ref)) done++;
      }
      return done;
    };
    return { name, units: UNITS, run };
  };
  return [
    each('index: look up', (slot, hash) => index.first(slot, hash) !== 0),
    each('index: remove + insert', (slot, hash, ref) => {
      index.remove(slot, hash, ref);
      index.insert(slot, hash, ref);
      return true;
    }),
  ];
}

function keyspaceTasks(): MicroTask[] {
  const keyspace = new Keyspace({ hashSeed: SEED });
  const random = new Random(SEED);
  const output = Buffer.alloc(VALUE_BYTES);
  let nowMs = Date.now();
  let expiresAtMs = NO_EXPIRY;
  const set = (bytes: Buffer, start: number): void => {
    const value = bytes.length - VALUE_BYTES;
    keyspace.set(bytes, start, start + KEY_BYTES, bytes, value, bytes.length, expiresAtMs, nowMs);
  };
  const find = (bytes: Buffer, start: number): number =>
    keyspace.find(bytes, start, start + KEY_BYTES, nowMs);
  const read = (bytes: Buffer, start: number): boolean => {
    const ref = find(bytes, start);
    if (ref === NO_ENTRY) return false;
    keyspace.copyValue(ref, output, 0, 0, VALUE_BYTES);
    return output[0] === VALUE_BYTE;
  };
  const each = (name: string, bytes: Buffer, act: (bytes: Buffer, start: number) => boolean): MicroTask => {
    const count = Math.floor(bytes.length / KEY_BYTES) - VALUE_BYTES / KEY_BYTES;
    let position = 0;
    const run = (): number => {
      let done = 0;
      for (let i = 0; i < UNITS; i++, position++) if (act(bytes, (position % count) * KEY_BYTES)) done++;
      return done;
    };
    return { name: `keyspace: ${name}`, units: UNITS, run };
  };
  let next = 0;
  const all = keysAndValue(KEYS, () => next++);
  for (let i = 0; i < KEYS; i++) set(all, i * KEY_BYTES);
  const some = keysAndValue(VISITED, () => random.uint32() % KEYS);
  const hot = keysAndValue(UNITS, () => random.uint32() % KEYS);
  const absent = keysAndValue(VISITED, () => KEYS + (random.uint32() % KEYS));
  const write = (bytes: Buffer, start: number): boolean => {
    set(bytes, start);
    return true;
  };
  const rewrite = (bytes: Buffer, start: number): boolean => {
    keyspace.delete(find(bytes, start));
    return write(bytes, start);
  };
  const expiring = each('set to expire, expire', absent, write);
  const expire = (): number => {
    expiresAtMs = nowMs + 1;
    const size = keyspace.size;
    expiring.run();
    const added = keyspace.size - size;
    expiresAtMs = NO_EXPIRY;
    nowMs += 2000;
    while (!keyspace.expireSlice(nowMs, 1, () => performance.now()).done);
    // A key may be drawn twice.
    return keyspace.size === size && added > 0 ? UNITS : 0;
  };
  return [
    each('find + copy', some, read),
    each('find + copy, 1000 keys', hot, read),
    each('miss', absent, (bytes, start) => find(bytes, start) === NO_ENTRY),
    each('set in place', some, write),
    each('set in place, 1000 keys', hot, write),
    each('delete + insert', some, rewrite),
    { ...expiring, run: expire },
  ];
}

export function storeTasks(): MicroTask[] {
  return [...hashTasks(), arenaTask(), ...indexTasks(), ...keyspaceTasks()];
}
