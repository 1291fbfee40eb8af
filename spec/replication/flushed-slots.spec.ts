import { expect } from 'chai';
import { ChangeWriter, FLOOR } from '../../lib/replication/changes.ts';
import { FRAMES_AT, MESSAGE_HEAD_BYTES, writeApplyHead } from '../../lib/replication/messages.ts';
import { HELD, WAIT } from '../../lib/replication/ownership.ts';
import type { Replication } from '../../lib/replication/replication.ts';
import { SLOT_COUNT } from '../../shard/index.ts';
import { IDS, mapOf, NOW_MS, Shards, slotOf } from './shards.ts';

const KEYS = 600;
/** As flushed-slots.ts deletes at once, and looks at, about: to the end of a page of the index. */
const PART = 256;
const LOOKS = 2048;
const PAGE = 200;

describe('slots that a FLUSHALL elsewhere has voided', () => {
  const [a, b, c] = IDS as [string, string, string];
  let shards: Shards;
  let heir: Replication;
  let slot: number;
  let key: string;
  let other: string;

  beforeEach(() => {
    shards = new Shards();
    shards.place(IDS, 1);
    shards.settle();
    heir = shards.of(a);
    [key, other] = twoKeysOf(c, a, [a, b]);
    slot = slotOf(key);
    for (let i = 0; i < KEYS; i++) shards.write(c, `{${key}}${i}`);
    shards.settle();
    expect(heir.keyspace.slotSize(slot)).to.equal(KEYS);
  });

  const flush = (): void => {
    shards.of(c).onFlush(NOW_MS);
    shards.of(c).followers.flush();
  };
  const turn = (): boolean => heir.work(NOW_MS, () => true, true);
  const isClean = (): boolean => heir.keyspace.slotSize(slot) === 0;

  it('are answered for by who inherits them once what is void is gone, in parts', () => {
    flush();
    shards.place([a, b], 2);
    while (heir.keyspace.slotSize(slot) === KEYS) turn();
    expect(heir.keyspace.slotSize(slot)).to.be.within(KEYS - PART - PAGE, KEYS - PART);
    expect([heir.ownership.routes[slot], heir.keyspace.isHidden(slot)]).to.deep.equal([WAIT, true]);
    expect(turn(), 'something is left').to.equal(false);
    expect(heir.ownership.isServed(slot)).to.equal(false);
    while (!isClean()) turn();
    expect([heir.ownership.isServed(slot), heir.keyspace.isHidden(slot)]).to.deep.equal([true, false]);
  });

  it('are looked through in parts, too, where little of them is void, and anew if more comes to be', () => {
    const { latest } = heir.clock;
    for (let n = 0; n < 10_000; n++) shards.write(c, `{${key}}new${n}`);
    shards.settle();
    let looks = 0;
    const { keyspace } = heir;
    const versionOf = keyspace.versionOf.bind(keyspace);
    keyspace.versionOf = (ref) => {
      looks++;
      return versionOf(ref);
    };
    heir.flushed.raise(slot, latest);
    for (let turns = 0; heir.flushed.voidSlots.size > 0; turns++) {
      if (turns === 2) heir.flushed.raise(slot, latest + 1);
      looks = 0;
      heir.flushed.sweep();
      expect(looks).to.be.within(1, LOOKS + PAGE);
    }
    const left: number[] = [];
    keyspace.visitSlot(slot, NOW_MS, (ref) => left.push(versionOf(ref)) > 0);
    expect([left.length > 9000, Math.min(...left) > latest + 1]).to.deep.equal([true, true]);
  });

  it('are those that it holds: what others write at the same time stays in its copies', () => {
    flush();
    const flushed = shards.of(c);
    const held = Array.from({ length: SLOT_COUNT }, (_, n) => flushed.ownership.stateOf(n) === HELD);
    expect(held.every((isHeld, n) => isHeld === flushed.keyspace.floorOf(n) > 0)).to.equal(true);
    expect(held).to.include(false);
  });

  it('are those, too, that it is handing over at the time', () => {
    const fresh = new Shards();
    fresh.place([b, c], 1);
    fresh.tell(a, [b, c], 1, [b, c]);
    fresh.settle();
    const [given] = twoKeysOf(a, c, [b, c]);
    fresh.write(c, given);
    fresh.place(IDS, 2);
    // It asks, and nothing is sent yet.
    for (let n = 0; n < 200; n++) fresh.of(a).work(NOW_MS, () => false, false);
    expect(fresh.of(c).followers.isGiving(slotOf(given))).to.equal(true);
    fresh.of(c).keyspace.clear();
    fresh.of(c).onFlush(NOW_MS);
    expect(fresh.of(c).keyspace.floorOf(slotOf(given))).to.be.above(0);
    fresh.settle();
    expect(fresh.of(a).keyspace.floorOf(slotOf(given))).to.be.above(0);
  });

  it('stay closed while the map changes again', () => {
    flush();
    shards.place([a, b], 2);
    shards.place([a], 3);
    expect(heir.ownership.routes[slot]).to.equal(WAIT);
    while (!isClean()) turn();
    expect(heir.ownership.isServed(slot)).to.equal(true);
  });

  it('go first if a command waits for them', () => {
    const [first, last] = [slot, slotOf(other)].sort((one, two) => one - two) as [number, number];
    for (let i = 0; i < KEYS; i++) shards.write(c, `{${other}}${i}`);
    shards.settle();
    flush();
    shards.place([a, b], 2);
    heir.hurry(last);
    while (!heir.ownership.isServed(last)) turn();
    expect(heir.ownership.isServed(first)).to.equal(false);
    while (!heir.ownership.isServed(first)) turn();
  });

  it('are not closed again for a floor that is known', () => {
    flush();
    shards.settle();
    shards.write(c, `{${key}}new`);
    shards.settle();
    // A new stream tells of the floors again.
    for (const stream of [...shards.of(c).followers.all()]) stream.end();
    shards.settle();
    shards.place([a, b], 2);
    expect([heir.ownership.isServed(slot), heir.keyspace.slotSize(slot)]).to.deep.equal([true, 1]);
  });

  it('are not answered for either while they are held, when another member tells of it', () => {
    shards.place([a, b], 2);
    expect(heir.ownership.isServed(slot)).to.equal(true);
    const writer = new ChangeWriter(MESSAGE_HEAD_BYTES + FRAMES_AT);
    writer.number(FLOOR, slot, heir.clock.latest);
    writeApplyHead(writer.buf, 1000, heir.clock.latest);
    heir.onMessage(b, writer.buf, MESSAGE_HEAD_BYTES, writer.length, NOW_MS);
    expect([heir.ownership.routes[slot], heir.ownership.isWhole]).to.deep.equal([WAIT, false]);
    while (!isClean()) turn();
    expect([heir.ownership.isServed(slot), heir.ownership.isWhole]).to.deep.equal([true, true]);
  });

  it('go many at a time where they are small', () => {
    for (let n = 0; n < 20_000; n++) shards.write(c, `small:${n}`);
    shards.settle();
    flush();
    shards.place([a, b], 2);
    let turns = 0;
    while (heir.flushed.voidSlots.size > 0) {
      turn();
      turns++;
    }
    expect(turns).to.be.below(1000);
  });

  it('count no more once the shard begins anew', () => {
    flush();
    expect(heir.keyspace.floorOf(slot)).to.be.above(0);
    shards.place([a, b], 2);
    heir.keyspace.clear();
    heir.forget();
    expect([heir.keyspace.floorOf(slot), heir.flushed.voidSlots.size]).to.deep.equal([0, 0]);
    expect([heir.ownership.isServed(slot), heir.keyspace.isHidden(slot)]).to.deep.equal([true, false]);
  });

  it('keep what was written after it', () => {
    flush();
    shards.write(c, `{${key}}new`);
    shards.settle();
    shards.place([a, b], 2);
    shards.settle();
    expect(heir.keyspace.slotSize(slot)).to.equal(1);
    expect([shards.has(a, `{${key}}new`), shards.has(a, `{${key}}0`)]).to.deep.equal([true, false]);
  });

  it('are open at once where there was nothing', () => {
    flush();
    shards.place([a, b], 2);
    expect(heir.ownership.isServed(slotOf(other))).to.equal(true);
  });
});

/** Two keys of different slots, of which `owner` has the slots and `replica` the copies, and of which that one is the heir. */
function twoKeysOf(owner: string, replica: string, heirs: readonly string[]): [string, string] {
  const [map, next] = [mapOf(IDS, 0), mapOf(heirs, 0)];
  const keys = Array.from({ length: 1000 }, (_, n) => `key:${n}`).filter((key) => {
    const slot = slotOf(key);
    const holders = [map.ownerOf(slot), map.replicaOf(slot, 0)].map((shard) => map.shards[shard]?.id);
    return holders[0] === owner && holders[1] === replica && next.shards[next.ownerOf(slot)]?.id === replica;
  });
  return keys.slice(0, 2) as [string, string];
}
