/** Slots that their holder has given to a member of which others have yet to hear. */
import { expect } from 'chai';
import { buildShardMap, type ShardMap, SLOT_COUNT } from '../../shard/index.ts';
import { IDS, Shards, slotOf } from './shards.ts';

const [a, b, c] = IDS as [string, string, string];

/** b is in another zone, so it stays the replica of what a gives to c. */
function zoned(ids: readonly string[], epoch: number): ShardMap {
  const members = ids.map((id) => ({ id, weight: 1, zone: id === b ? 'other' : '', shards: 1 }));
  return buildShardMap(members, epoch, undefined, 1);
}

/** Gives these the map, in which they are told of the `live`. */
function tell(shards: Shards, ids: readonly string[], map: ShardMap, live = IDS): void {
  for (const selfId of ids) {
    const others = new Map(live.filter((id) => id !== selfId).map((id) => [id, 'p']));
    shards.of(selfId).onMap(map, { selfId, wanted: map, live: others });
  }
  shards.settle();
}

/** Two keys of a slot that is a's before c joins and c's then; b has its copy, before and then. */
function movedKeys(before: ShardMap, after: ShardMap): [string, string] {
  const moved = Array.from({ length: SLOT_COUNT }, (_, slot) => slot).filter(
    (slot) => before.shards[before.ownerOf(slot)]?.id === a && after.shards[after.ownerOf(slot)]?.id === c,
  );
  const slot = moved.find((one) => after.shards[after.replicaOf(one, 0)]?.id === b);
  const keys = Array.from({ length: 200_000 }, (_, n) => `key:${n}`);
  return keys.filter((key) => slotOf(key) === slot) as [string, string];
}

describe('A slot that was handed over', () => {
  const [before, after] = [zoned([a, b], 1), zoned(IDS, 2)];
  const [first, second] = movedKeys(before, after);
  let shards: Shards;

  function whoHas(key: string): string[] {
    return IDS.filter((id) => shards.has(id, key)).map((id) => id.charAt(0));
  }

  beforeEach(() => {
    shards = new Shards();
    tell(shards, IDS, before);
  });

  it('is copied to who gave it until its replica follows, though that one has yet to hear of the new map', () => {
    tell(shards, [c, a], after);
    shards.write(c, first);
    shards.settle();
    expect(whoHas(first)).to.deep.equal(['a', 'c']);
    tell(shards, [b], after);
    shards.write(c, second);
    shards.settle();
    expect(whoHas(second)).to.deep.equal(['b', 'c']);
  });

  it('is not copied from who gave it, who does not know what is written: its replica has that when it is back', () => {
    shards.write(a, first);
    shards.settle();
    // Nobody else hears of c before it is dead.
    tell(shards, [c], after);
    expect(shards.of(c).ownership.isServed(slotOf(first))).to.equal(true);
    shards.write(c, second);
    shards.settle();
    expect([whoHas(first), whoHas(second)]).to.deep.equal([
      ['a', 'b', 'c'],
      ['a', 'c'],
    ]);
    expect(shards.of(b).copies.isLive(slotOf(first))).to.equal(false);
    tell(shards, [a, b], zoned([a, b], 3), [a, b]);
    expect(whoHas(second).slice(0, 2)).to.deep.equal(['a', 'b']);
    expect(shards.of(b).copies.isComplete).to.equal(true);
  });

  it('is copied to who gave it also where all others were asked', () => {
    tell(shards, IDS, after);
    tell(shards, [a, b], zoned([a, b], 3));
    shards.of(c).onOusted();
    tell(shards, [c], zoned(IDS, 4));
    expect(shards.of(c).ownership.isServed(slotOf(first))).to.equal(true);
    shards.write(c, first);
    shards.settle();
    expect(whoHas(first)).to.deep.equal(['a', 'c']);
  });
});
