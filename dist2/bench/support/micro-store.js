/** What hashing, index, arena and keyspace cost by themselves, with a million keys of 16 bytes and values of 64. */
import { fastHashSlot } from '../../lib/base/fast-hash-slot.js';
import { SLOT_COUNT } from '../../lib/base/hash-slot.js';
import { murmur3 } from '../../lib/base/murmur3.js';
import { Random } from '../../lib/base/random.js';
import { Arena } from '../../lib/store/arena.js';
import { HashIndex } from '../../lib/store/hash-index.js';
import { Keyspace, NO_ENTRY, NO_EXPIRY } from '../../lib/store/keyspace.js';
import { Segments } from '../../lib/store/segments.js';
import { sizeClassOf } from '../../lib/store/size-classes.js';
import { keyName } from './dataset.js';
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
function keysAndValue(count, keyOf) {
    const bytes = Buffer.alloc(count * KEY_BYTES + VALUE_BYTES, VALUE_BYTE);
    for (let i = 0; i < count; i++)
        bytes.write(keyName(keyOf()), i * KEY_BYTES, 'latin1');
    return bytes;
}
function hashTasks() {
    const random = new Random(SEED);
    const bytes = keysAndValue(UNITS, () => random.uint32() % KEYS);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const each = (name, hash) => {
        let sum = 0;
        const run = () => {
            for (let i = 0; i < UNITS; i++)
                sum += hash(i * KEY_BYTES, (i + 1) * KEY_BYTES);
            return sum === 0 ? 0 : UNITS;
        };
        return { name, units: UNITS, run };
    };
    return [
        each('murmur3 of 16 B', (start, end) => murmur3(view, start, end, SEED)),
        each('hash slot of 16 B', (start, end) => fastHashSlot(bytes, view, start, end)),
    ];
}
function arenaTask() {
    const arena = new Arena(new Segments());
    const sizeClass = sizeClassOf(ENTRY_BYTES);
    const cells = new Int32Array(UNITS);
    const run = () => {
        for (let i = 0; i < UNITS; i++)
            cells[i] = arena.allocate(sizeClass);
        for (let i = 0; i < UNITS; i++)
            arena.free(cells[i]);
        return UNITS;
    };
    return { name: 'arena: allocate + free', units: UNITS, run };
}
function indexTasks() {
    const random = new Random(SEED);
    const index = new HashIndex(new Arena(new Segments()));
    const hashes = Int32Array.from({ length: KEYS + 1 }, () => random.uint32());
    for (let ref = 1; ref <= KEYS; ref++)
        index.insert(ref % SLOT_COUNT, hashes[ref], ref);
    const each = (name, act) => {
        const run = () => {
            let done = 0;
            for (let i = 0; i < UNITS; i++) {
                const ref = 1 + (random.uint32() % KEYS);
                if (act(ref % SLOT_COUNT, hashes[ref], ref))
                    done++;
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
function keyspaceTasks() {
    const keyspace = new Keyspace({ hashSeed: SEED });
    const random = new Random(SEED);
    const output = Buffer.alloc(VALUE_BYTES);
    let nowMs = Date.now();
    let expiresAtMs = NO_EXPIRY;
    const set = (bytes, start) => {
        const value = bytes.length - VALUE_BYTES;
        keyspace.set(bytes, start, start + KEY_BYTES, bytes, value, bytes.length, expiresAtMs, nowMs);
    };
    const find = (bytes, start) => keyspace.find(bytes, start, start + KEY_BYTES, nowMs);
    const read = (bytes, start) => {
        const ref = find(bytes, start);
        if (ref === NO_ENTRY)
            return false;
        keyspace.copyValue(ref, output, 0, 0, VALUE_BYTES);
        return output[0] === VALUE_BYTE;
    };
    const each = (name, bytes, act) => {
        const count = Math.floor(bytes.length / KEY_BYTES) - VALUE_BYTES / KEY_BYTES;
        let position = 0;
        const run = () => {
            let done = 0;
            for (let i = 0; i < UNITS; i++, position++)
                if (act(bytes, (position % count) * KEY_BYTES))
                    done++;
            return done;
        };
        return { name: `keyspace: ${name}`, units: UNITS, run };
    };
    let next = 0;
    const all = keysAndValue(KEYS, () => next++);
    for (let i = 0; i < KEYS; i++)
        set(all, i * KEY_BYTES);
    const some = keysAndValue(VISITED, () => random.uint32() % KEYS);
    const hot = keysAndValue(UNITS, () => random.uint32() % KEYS);
    const absent = keysAndValue(VISITED, () => KEYS + (random.uint32() % KEYS));
    const write = (bytes, start) => {
        set(bytes, start);
        return true;
    };
    const rewrite = (bytes, start) => {
        keyspace.delete(find(bytes, start));
        return write(bytes, start);
    };
    const expiring = each('set to expire, expire', absent, write);
    const expire = () => {
        expiresAtMs = nowMs + 1;
        const size = keyspace.size;
        expiring.run();
        const added = keyspace.size - size;
        expiresAtMs = NO_EXPIRY;
        nowMs += 2000;
        while (!keyspace.expireSlice(nowMs, 1, () => performance.now()).done)
            ;
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
export function storeTasks() {
    return [...hashTasks(), arenaTask(), ...indexTasks(), ...keyspaceTasks()];
}
//# sourceMappingURL=micro-store.js.map