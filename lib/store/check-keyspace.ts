/** Verification of the store's invariants, for tests: walks through every cell of the arena. */

import { hashSlot, SLOT_COUNT } from '../base/hash-slot.ts';
import type { KeyedHash } from '../base/keyed-hash.ts';
import type { Arena } from './arena.ts';
import { SLAB_SHIFT } from './cell-reference.ts';
import { checkArena } from './check-arena.ts';
import type { Entries } from './entries.ts';
import type { ExpiryWheel } from './expiry-wheel.ts';
import { type HashIndex, POSITION_END } from './hash-index.ts';

function check(holds: boolean, message: string): void {
  if (!holds) throw new Error(`store: ${message}`);
}

/** Throws an Error that says which invariant does not hold. Time and memory grow with the number of keys. */
export function checkKeyspace(
  arena: Arena,
  entries: Entries,
  index: HashIndex,
  wheel: ExpiryWheel,
  keyCount: number,
  keyHash: KeyedHash,
): void {
  const reachable = new Set<number>();
  const reach = (ref: number): void => {
    check(!reachable.has(ref), `cell ${ref} is used twice`);
    reachable.add(ref);
  };
  const inIndex = new Set<number>();
  let keys = 0;
  for (let slot = 0; slot < SLOT_COUNT; slot++) {
    index.visitCells(slot, reach);
    const found = checkSlot(slot, entries, index, inIndex, keyHash);
    check(
      found === index.counts.of(slot),
      `slot ${slot} counts ${index.counts.of(slot)} keys and has ${found}`,
    );
    keys += found;
  }
  check(keys === keyCount, `${keyCount} keys counted, ${keys} in the index`);
  for (const ref of inIndex) reach(ref);
  checkWheel(entries, wheel, inIndex, arena.slabCount);
  if (wheel.cell !== 0) reach(wheel.cell);
  checkLarge(entries, inIndex);
  checkArena(arena, reachable);
}

/** Pages lie in the order of hashes, and every key is where its slot and hash say; returns the number of keys. */
function checkSlot(
  slot: number,
  entries: Entries,
  index: HashIndex,
  inIndex: Set<number>,
  keyHash: KeyedHash,
): number {
  let keys = 0;
  if (index.pageAt(slot, 0) === 0) return 0;
  for (let position = 0; position < POSITION_END; ) {
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
        const found = keyHash.of(entries.payloadView(ref), from, to) >>> 0;
        check(found === hash, `entry ${ref} is under the hash of another key`);
        check(hashSlot(entries.payload(ref), from, to) === slot, `entry ${ref} is in the wrong slot`);
        keys++;
      }
    }
    position = end;
  }
  return keys;
}

function checkWheel(entries: Entries, wheel: ExpiryWheel, inIndex: Set<number>, slabCount: number): void {
  let linked = 0;
  let timesMs = 0;
  wheel.visitEntries((ref) => {
    check(inIndex.has(ref) && entries.hasExpiry(ref), `the wheel has ${ref}, which is no entry that expires`);
    linked++;
    timesMs += entries.expiresAtMs(ref);
  });
  const meanMs = timesMs / linked;
  check(
    linked === 0 || Math.abs(wheel.meanMs - meanMs) <= 1 + 1e-9 * meanMs,
    `the wheel has ${wheel.meanMs} for the mean of times, which is ${meanMs}`,
  );
  check(linked === wheel.size, `the wheel counts ${wheel.size} entries and has ${linked}`);
  const bySlab = new Map<number, number>();
  let expiring = 0;
  for (const ref of inIndex) {
    if (!entries.hasExpiry(ref)) continue;
    expiring++;
    bySlab.set(ref >>> SLAB_SHIFT, (bySlab.get(ref >>> SLAB_SHIFT) ?? 0) + 1);
  }
  check(expiring === linked, `${expiring} entries expire, ${linked} are in the wheel`);
  for (let slab = 0; slab < slabCount; slab++) {
    const count = wheel.slabs.countIn(slab);
    check(count === (bySlab.get(slab) ?? 0), `slab ${slab} counts ${count} entries that expire`);
  }
}

function checkLarge(entries: Entries, inIndex: Set<number>): void {
  const large = [...inIndex].filter((ref) => entries.largeBytesOf(ref) > 0);
  const bytes = large.reduce((sum, ref) => sum + entries.largeBytesOf(ref), 0);
  check(bytes === entries.usedBytes, `large entries count ${entries.usedBytes} bytes and have ${bytes}`);
  const drawn = new Set(large.map((_, at) => entries.randomLarge(() => (at + 0.5) / large.length)));
  check(
    large.every((ref) => drawn.has(ref)),
    'a large entry cannot be drawn by lot',
  );
}
