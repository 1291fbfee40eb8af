/** Verification of the store's invariants, for tests: walks through every cell of the arena. */
import { hashSlot, SLOT_COUNT } from '../base/hash-slot.js';
import { murmur3 } from '../base/murmur3.js';
import { checkArena } from './check-arena.js';
import { POSITION_END } from './hash-index.js';
function check(holds, message) {
    if (!holds)
        throw new Error(`store: ${message}`);
}
/** Throws an Error that says which invariant does not hold. Time and memory grow with the number of keys. */
export function checkKeyspace(arena, entries, index, wheel, keyCount, hashSeed) {
    const reachable = new Set();
    const reach = (ref) => {
        check(!reachable.has(ref), `cell ${ref} is used twice`);
        reachable.add(ref);
    };
    const inIndex = new Set();
    let keys = 0;
    for (let slot = 0; slot < SLOT_COUNT; slot++) {
        index.visitCells(slot, reach);
        const found = checkSlot(slot, entries, index, inIndex, hashSeed);
        check(found === index.counts.of(slot), `slot ${slot} counts ${index.counts.of(slot)} keys and has ${found}`);
        keys += found;
    }
    check(keys === keyCount, `${keyCount} keys counted, ${keys} in the index`);
    for (const ref of inIndex)
        reach(ref);
    checkWheel(entries, wheel, inIndex);
    if (wheel.cell !== 0)
        reach(wheel.cell);
    checkLarge(entries, inIndex);
    checkArena(arena, reachable);
}
/** Pages lie in the order of hashes, and every key is where its slot and hash say; returns the number of keys. */
function checkSlot(slot, entries, index, inIndex, hashSeed) {
    let keys = 0;
    if (index.pageAt(slot, 0) === 0)
        return 0;
    for (let position = 0; position < POSITION_END;) {
        const first = index.pageAt(slot, position);
        const end = index.endOfPage(first, position);
        for (let page = first; page !== 0; page = index.nodes.nextInChain(page)) {
            const ranged = index.nodes.hashOf(page) >>> 0;
            check(index.nodes.slotOf(page) === slot, `page ${page} is of another slot`);
            check(ranged >= position && ranged < end, `page ${page} does not begin with a hash of its range`);
            for (let cell = 0; cell < index.nodes.keysIn(page); cell++) {
                const hash = index.nodes.hashIn(page, cell) >>> 0;
                const ref = index.nodes.refIn(page, cell);
                check(hash >= position && hash < end, `hash ${hash} is in a page for ${position} to ${end}`);
                check(!inIndex.has(ref), `entry ${ref} is in the index twice`);
                inIndex.add(ref);
                const from = entries.payloadAt(ref);
                const to = from + entries.keyLength(ref);
                const keyHash = murmur3(entries.payloadView(ref), from, to, hashSeed) >>> 0;
                check(keyHash === hash, `entry ${ref} is under the hash of another key`);
                check(hashSlot(entries.payload(ref), from, to) === slot, `entry ${ref} is in the wrong slot`);
                keys++;
            }
        }
        position = end;
    }
    return keys;
}
function checkWheel(entries, wheel, inIndex) {
    let linked = 0;
    wheel.visitEntries((ref) => {
        check(inIndex.has(ref) && entries.hasExpiry(ref), `the wheel has ${ref}, which is no entry that expires`);
        linked++;
    });
    check(linked === wheel.size, `the wheel counts ${wheel.size} entries and has ${linked}`);
    let expiring = 0;
    for (const ref of inIndex)
        if (entries.hasExpiry(ref))
            expiring++;
    check(expiring === linked, `${expiring} entries expire, ${linked} are in the wheel`);
}
function checkLarge(entries, inIndex) {
    let bytes = 0;
    for (const ref of inIndex)
        bytes += entries.largeBytesOf(ref);
    check(bytes === entries.usedBytes, `large entries count ${entries.usedBytes} bytes and have ${bytes}`);
}
//# sourceMappingURL=check-keyspace.js.map