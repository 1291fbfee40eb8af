import { expect } from 'chai';
import fc from 'fast-check';
import {
  buildShardMap,
  MAX_REPLICAS,
  MAX_SHARDS,
  MAX_WEIGHT,
  type PlacementMember,
  SLOT_COUNT,
  shardId,
} from '../../shard/index.ts';
import type { RendezvousMap } from '../../shard/map.ts';
import { memberSet } from './arbitraries.ts';

const plain = (id: string): PlacementMember => ({ id, weight: 1, zone: '', shards: 1 });

const ownerIds = (map: RendezvousMap): (string | undefined)[] =>
  Array.from({ length: SLOT_COUNT }, (_, slot) => map.shards[map.ownerOf(slot)]?.id);

const peakToAverage = (map: RendezvousMap): number =>
  (Math.max(...map.members.map((_, index) => map.slotCount(index))) * map.members.length) / SLOT_COUNT;

describe('buildShardMap', () => {
  it('gives the same map from the same view, whatever the order and the map before', () => {
    const cases = memberSet(1, 8).chain((members) =>
      fc.tuple(
        fc.constant(members),
        fc.shuffledSubarray(members, { minLength: members.length }),
        memberSet(0, 4),
        fc.subarray(members),
      ),
    );
    fc.assert(
      fc.property(cases, ([members, shuffled, others, kept]) => {
        const known = new Set(members.map(({ id }) => id));
        const before = buildShardMap([...kept, ...others.filter(({ id }) => !known.has(id))], 1);
        const fresh = buildShardMap(members, 2);
        const derived = buildShardMap(shuffled, 2, before);
        expect(derived.members).to.deep.equal(fresh.members);
        expect(ownerIds(derived)).to.deep.equal(ownerIds(fresh));
      }),
      { numRuns: 25 },
    );
  });

  it('ranks again a member whose weight changed', () => {
    const ids = ['a', 'b', 'c'].map((letter) => letter.repeat(40));
    const before = buildShardMap(ids.map(plain), 1);
    const heavier = before.members.map((one, index) => ({ ...one, weight: index === 0 ? 3 : 1 }));
    expect(ownerIds(buildShardMap(heavier, 2, before))).to.deep.equal(ownerIds(buildShardMap(heavier, 2)));
  });

  it('moves no slot between two survivors, or two shards of one, when a member joins or dies', () => {
    fc.assert(
      fc.property(memberSet(2, 8), (members) => {
        const [changed, ...survivors] = members as [PlacementMember, ...PlacementMember[]];
        const without = ownerIds(buildShardMap(survivors, 1));
        const withChanged = ownerIds(buildShardMap(members, 2));
        const itsShards = Array.from({ length: changed.shards }, (_, index) => shardId(changed.id, index));
        for (let slot = 0; slot < SLOT_COUNT; slot++) {
          const owner = withChanged[slot] as string;
          if (!itsShards.includes(owner) && owner !== without[slot]) {
            expect.fail(`slot ${slot} moved from ${without[slot]} to ${withChanged[slot]}`);
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  it('keeps peak/average at 1.06 or below for 3 to 10 members', () => {
    // Fixed sets of ids: the bound is met by all but about one in a thousand sets of 10 members.
    const hexOf = (value: number): string => value.toString(16);
    const sets: ((index: number) => string)[] = [
      (index) => hexOf(index).padStart(40, '0'),
      (index) => hexOf(index + 1).repeat(40),
      (index) => `${hexOf(index)}${'7c3e9'.repeat(8)}`.slice(0, 40),
      (index) => hexOf(0x9e3779b1 * (index + 1)).padEnd(40, 'e'),
      (index) => `${hexOf(0x85ebca6b * (index + 3))}`.repeat(5).slice(0, 40),
    ];
    for (const idOf of sets) {
      let map: RendezvousMap | undefined;
      for (let size = 3; size <= 10; size++) {
        map = buildShardMap(
          Array.from({ length: size }, (_, index) => plain(idOf(index))),
          size,
          map,
        );
        expect(peakToAverage(map), `${size} members`).to.be.at.most(1.06);
      }
    }
  });

  it('gives members slots in proportion to their weights', () => {
    const weights = [1, 2, 5];
    const members = weights.map((weight, index) => ({
      id: `${index}`.repeat(40),
      weight,
      zone: '',
      shards: 1,
    }));
    const map = buildShardMap(members, 1);
    for (const [index, weight] of weights.entries()) {
      expect(map.slotCount(index) / (SLOT_COUNT * (weight / 8))).to.be.within(0.93, 1.07);
    }
  });

  it('places slots on more shards than 16 bits can count', () => {
    const members = Array.from({ length: 130 }, (_, index) => ({
      ...plain(String(index).padStart(40, '0')),
      shards: MAX_SHARDS,
    }));
    const map = buildShardMap(members, 1);
    expect(map.shards.length).to.be.above(2 ** 15);
    for (let slot = 0; slot < SLOT_COUNT; slot++) {
      const shard = map.ownerOf(slot);
      if (shard < 0 || shard >= map.shards.length) expect.fail(`slot ${slot} belongs to shard ${shard}`);
    }
  });

  it('refuses weights and numbers of shards and replicas that are no integers in their range, and an id given twice', () => {
    const id = 'a'.repeat(40);
    for (const weight of [0, -1, 1.5, Number.NaN, MAX_WEIGHT + 1]) {
      expect(() => buildShardMap([{ ...plain(id), weight }], 1)).to.throw(RangeError, 'weight');
    }
    for (const shards of [0, 1.5, MAX_SHARDS + 1]) {
      expect(() => buildShardMap([{ ...plain(id), shards }], 1)).to.throw(RangeError, 'number of shards');
    }
    for (const replicas of [-1, 0.5, MAX_REPLICAS + 1]) {
      expect(() => buildShardMap([plain(id)], 1, undefined, replicas)).to.throw(
        RangeError,
        'number of replicas',
      );
    }
    expect(() => buildShardMap([plain(id), plain(id)], 1)).to.throw(RangeError, 'occurs twice');
  });
});

describe('shards of a member', () => {
  const of = (id: string, shards: number): PlacementMember => ({ ...plain(id), shards });
  const idOf = (index: number): string => (0x9e3779b1 * (index + 1)).toString(16).padEnd(40, 'e');

  it('own what the member owns with one shard, and nothing else', () => {
    const ids = [0, 1, 2, 3].map(idOf);
    const whole = buildShardMap(ids.map(plain), 1);
    const split = buildShardMap(
      ids.map((id, index) => of(id, index + 1)),
      2,
      whole,
    );
    for (let slot = 0; slot < SLOT_COUNT; slot++) {
      const shard = split.shards[split.ownerOf(slot)];
      expect(shard?.memberId).to.equal(whole.members[whole.ownerOf(slot)]?.id);
      expect(shard?.index).to.be.below(1 + ids.indexOf(shard?.memberId as string));
    }
  });

  it('have the ids that shardId gives, the first that of the member', () => {
    const map = buildShardMap([of(idOf(1), 3), of(idOf(0), 2)], 1);
    const expected = [idOf(0), idOf(1)].flatMap((id, index) =>
      Array.from({ length: 2 + index }, (_, shard) => ({
        id: shardId(id, shard),
        memberId: id,
        index: shard,
      })),
    );
    expected.sort((a, b) =>
      a.memberId === b.memberId ? a.index - b.index : a.memberId < b.memberId ? -1 : 1,
    );
    expect(map.shards).to.deep.equal(expected);
    expect(map.shards.filter(({ id, memberId }) => id === memberId).map(({ index }) => index)).to.deep.equal([
      0, 0,
    ]);
    expect(new Set(map.shards.map(({ id }) => id)).size).to.equal(5);
    for (const { id } of map.shards) expect(id).to.match(/^[0-9a-f]{40}$/);
    for (const [index, { id }] of map.shards.entries()) expect(map.indexOf(id)).to.equal(index);
  });

  it('get equal shares of what their member owns', () => {
    const bounds = [
      { size: 1, shards: 8, bound: 0 },
      { size: 3, shards: 2, bound: 0.02 },
      { size: 10, shards: 2, bound: 0.05 },
      { size: 10, shards: 8, bound: 0.12 },
    ];
    for (const { size, shards, bound } of bounds) {
      const map = buildShardMap(
        Array.from({ length: size }, (_, index) => of(idOf(index), shards)),
        1,
      );
      for (const { id } of map.members) {
        const counts = map.shards.flatMap((shard, index) =>
          shard.memberId === id ? [map.slotCount(index)] : [],
        );
        const mean = counts.reduce((sum, count) => sum + count, 0) / shards;
        const worst = Math.max(...counts.map((count) => Math.abs(count / mean - 1)));
        expect(worst, `${shards} shards of ${size} members`).to.be.at.most(bound);
      }
    }
  });
});

describe('RendezvousMap', () => {
  it('without members has no owners', () => {
    const map = buildShardMap([], 7);
    expect(map.epoch).to.equal(7);
    expect(map.ownerOf(0)).to.equal(-1);
    expect(map.ownerOf(SLOT_COUNT - 1)).to.equal(-1);
    expect(map.indexOf('a'.repeat(40))).to.equal(-1);
  });

  it('of one member gives it every slot', () => {
    const map = buildShardMap([plain('a'.repeat(40))], 1);
    expect(map.slotRanges(0)).to.deep.equal([[0, SLOT_COUNT - 1]]);
  });

  it('sorts members by id and finds them by it', () => {
    const map = buildShardMap(
      ['c', 'a', 'b'].map((letter) => plain(letter.repeat(40))),
      1,
    );
    expect(map.members.map(({ id }) => id[0])).to.deep.equal(['a', 'b', 'c']);
    expect(map.indexOf('b'.repeat(40))).to.equal(1);
    expect(map.indexOf('d'.repeat(40))).to.equal(-1);
  });

  it('of the same members as before shares its places, under its own epoch', () => {
    const before = buildShardMap([plain('a'), plain('b')], 1, undefined, 1);
    const after = buildShardMap([plain('b'), plain('a')], 2, before, 1);
    expect([after.epoch, after.owners === before.owners]).to.deep.equal([2, true]);
    expect(buildShardMap([plain('a'), plain('b')], 3, before, 0).owners === before.owners).to.equal(false);
    const heavier = buildShardMap([plain('a'), { ...plain('b'), weight: 2 }], 4, before, 1);
    expect(heavier.slotCount(1)).to.be.above(before.slotCount(1));
  });

  it('agrees with itself: slotRanges and slotCount say what ownerOf says', () => {
    fc.assert(
      fc.property(memberSet(1, 6), (members) => {
        const map = buildShardMap(members, 1);
        const fromRanges = new Int16Array(SLOT_COUNT).fill(-1);
        for (let index = 0; index < map.shards.length; index++) {
          let count = 0;
          let previousLast = -2;
          for (const [first, last] of map.slotRanges(index)) {
            expect(first).to.be.above(previousLast + 1);
            fromRanges.fill(index, first, last + 1);
            count += last - first + 1;
            previousLast = last;
          }
          expect(map.slotCount(index)).to.equal(count);
        }
        expect(fromRanges.every((owner, slot) => owner === map.ownerOf(slot))).to.equal(true);
      }),
      { numRuns: 20 },
    );
  });
});
