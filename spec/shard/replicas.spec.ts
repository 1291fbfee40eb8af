/** Which members hold the copies of a slot, against a slow and plain way to say it. */
import { expect } from 'chai';
import fc from 'fast-check';
import {
  buildShardMap,
  type PlacementMember,
  type ShardMap,
  SLOT_COUNT,
  shardId,
} from '../../shard/index.ts';
import { type Candidate, holdersOf, rankCandidates } from '../../shard/rank.ts';
import { shardOfScore, slotScores } from '../../shard/score.ts';
import { memberSet } from './arbitraries.ts';

const SLOTS_SAMPLED = Array.from({ length: 128 }, (_, index) => index * 127);

const replicaCount = fc.integer({ min: 0, max: 3 });

const inOneZone = (members: readonly PlacementMember[]): PlacementMember[] =>
  members.map((one) => ({ ...one, zone: 'z' }));

const withReplicas = (members: readonly PlacementMember[], replicas: number): ShardMap =>
  buildShardMap(members, 1, undefined, replicas);

/** Ids of the shards that hold the slot, the owner first, then its replicas as far as there are any. */
function holderIds(map: ShardMap, slot: number): string[] {
  const holders = [map.ownerOf(slot)];
  for (let n = 0; n < map.replicas; n++) holders.push(map.replicaOf(slot, n));
  return holders.flatMap((index) => map.shards[index]?.id ?? []);
}

function memberIds(map: ShardMap, slot: number): string[] {
  return holderIds(map, slot).map((id) => map.shards[map.indexOf(id)]?.memberId as string);
}

/** For each slot the ids of its holders, as the words of design say: sorted by rank, a fresh zone first. */
function referenceHolders(members: readonly PlacementMember[], replicas: number): (slot: number) => string[] {
  const scored = members.map((one) => ({ ...one, scores: slotScores(one.id, one.weight) }));
  return (slot) => {
    const scoreOf = ({ scores }: { scores: Uint32Array }): number => scores[slot] as number;
    const waiting = scored.toSorted((a, b) => scoreOf(b) - scoreOf(a) || (a.id < b.id ? -1 : 1));
    const zones = new Set<string>();
    const holders: string[] = [];
    while (waiting.length > 0 && holders.length <= replicas) {
      const fresh = waiting.findIndex(({ zone }) => !zones.has(zone));
      const [next] = waiting.splice(Math.max(fresh, 0), 1);
      if (next === undefined) break;
      zones.add(next.zone);
      holders.push(shardId(next.id, shardOfScore(scoreOf(next), next.shards)));
    }
    return holders;
  };
}

describe('replicas of a slot', () => {
  it('are the members next in rank, those of zones that hold no copy yet before others', () => {
    fc.assert(
      fc.property(memberSet(0, 9), replicaCount, (members, replicas) => {
        const map = withReplicas(members, replicas);
        const reference = referenceHolders(members, replicas);
        expect(map.replicas).to.equal(replicas);
        for (const slot of SLOTS_SAMPLED) expect(holderIds(map, slot)).to.deep.equal(reference(slot));
      }),
      { numRuns: 50 },
    );
  });

  it('are the same whatever the order of the members and the map before', () => {
    fc.assert(
      fc.property(memberSet(2, 6), replicaCount, replicaCount, (members, replicas, before) => {
        const previous = buildShardMap(members.slice(1), 1, undefined, before);
        const derived = buildShardMap(members.toReversed(), 2, previous, replicas);
        const fresh = withReplicas(members, replicas);
        for (const slot of SLOTS_SAMPLED)
          expect(holderIds(derived, slot)).to.deep.equal(holderIds(fresh, slot));
      }),
      { numRuns: 30 },
    );
  });

  it('are as many as asked for while members suffice, each of another member; -1 where they do not', () => {
    fc.assert(
      fc.property(memberSet(1, 5), replicaCount, (members, replicas) => {
        const map = withReplicas(members, replicas);
        for (const slot of SLOTS_SAMPLED) {
          const holders = memberIds(map, slot);
          expect(holders).to.have.length(Math.min(1 + replicas, members.length));
          expect(new Set(holders).size).to.equal(holders.length);
          for (let n = holders.length - 1; n < replicas; n++) expect(map.replicaOf(slot, n)).to.equal(-1);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('do not change the owner, whatever their number and the zones', () => {
    fc.assert(
      fc.property(memberSet(1, 8), replicaCount, (members, replicas) => {
        const bare = withReplicas(inOneZone(members), 0);
        const map = withReplicas(members, replicas);
        for (let slot = 0; slot < SLOT_COUNT; slot++) {
          if (map.ownerOf(slot) !== bare.ownerOf(slot)) expect.fail(`another owner for slot ${slot}`);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('in one zone: the first becomes the owner when the owner dies, the second the first, and so on', () => {
    fc.assert(
      fc.property(memberSet(2, 6), fc.nat(5), (mixed, pick) => {
        const members = inOneZone(mixed);
        const dead = members[pick % members.length] as PlacementMember;
        const before = withReplicas(members, 3);
        const after = withReplicas(
          members.filter((one) => one !== dead),
          3,
        );
        for (const slot of SLOTS_SAMPLED) {
          const left = holderIds(before, slot).filter(
            (id) => before.shards[before.indexOf(id)]?.memberId !== dead.id,
          );
          expect(holderIds(after, slot).slice(0, left.length)).to.deep.equal(left);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('in one zone: a join adds a copy at the new member or nothing, and moves no other', () => {
    fc.assert(
      fc.property(memberSet(2, 7), replicaCount, (mixed, replicas) => {
        const [joined, ...others] = inOneZone(mixed) as [PlacementMember, ...PlacementMember[]];
        const before = withReplicas(others, replicas);
        const after = withReplicas([joined, ...others], replicas);
        for (const slot of SLOTS_SAMPLED) {
          const stayed = memberIds(after, slot).filter((id) => id !== joined.id);
          expect(stayed).to.deep.equal(memberIds(before, slot).slice(0, stayed.length));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('over zones: a death or a join changes at most one of the survivors that hold a slot', () => {
    fc.assert(
      fc.property(memberSet(2, 8), replicaCount, (members, replicas) => {
        const [changed, ...others] = members as [PlacementMember, ...PlacementMember[]];
        const without = withReplicas(others, replicas);
        const whole = withReplicas(members, replicas);
        for (const slot of SLOTS_SAMPLED) {
          const holders = memberIds(whole, slot);
          const survivors = memberIds(without, slot);
          const added = survivors.filter((id) => !holders.includes(id));
          if (!holders.includes(changed.id)) expect(survivors).to.deep.equal(holders);
          expect(added.length).to.be.at.most(1);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('go to other zones even where one zone outweighs the rest', () => {
    const of = (digit: string, zone: string, weight: number): PlacementMember => ({
      id: digit.repeat(40),
      weight,
      zone,
      shards: 1,
    });
    const members = [of('1', 'a', 8), of('2', 'a', 8), of('3', 'a', 8), of('4', 'b', 1)];
    const map = withReplicas(members, 2);
    for (let slot = 0; slot < SLOT_COUNT; slot++) {
      const zones = memberIds(map, slot).map((id) => members.find((one) => one.id === id)?.zone);
      if (!zones.slice(0, 2).includes('b')) expect.fail(`slot ${slot} has no early copy in zone b`);
    }
  });
});

describe('rankCandidates', () => {
  const of = (score: number, zone: string): Candidate => ({
    scores: new Uint32Array(SLOT_COUNT).fill(score),
    zone,
  });
  /** The holders of each slot, the same for all. */
  const ranked = (
    places: number,
    candidates: readonly Candidate[],
    before?: readonly Candidate[],
  ): number[] => {
    const previous = before && rankCandidates(before, places, undefined);
    const holders = holdersOf(rankCandidates(candidates, places, previous));
    return Array.from({ length: places }, (_, place) => {
      const index = holders[place * SLOT_COUNT] as number;
      const all = holders.subarray(place * SLOT_COUNT, (place + 1) * SLOT_COUNT);
      expect(all.every((one) => one === index)).to.equal(true);
      return index;
    });
  };

  it('puts the lower index first among equal scores, and gives a score of 0 a free place', () => {
    const zeros = [of(0, ''), of(0, ''), of(0, '')];
    expect(ranked(2, zeros)).to.deep.equal([0, 1]);
    expect(ranked(4, [of(0, ''), of(7, ''), of(7, ''), of(9, '')])).to.deep.equal([3, 1, 2, 0]);
    expect(ranked(4, [of(7, 'a'), of(0, 'b'), of(7, 'a'), of(0, 'c')])).to.deep.equal([0, 1, 3, 2]);
    for (const without of [0, 1, 2]) {
      expect(ranked(2, zeros, zeros.toSpliced(without, 1))).to.deep.equal([0, 1]);
      expect(ranked(2, zeros.toSpliced(without, 1), zeros)).to.deep.equal([0, 1]);
    }
  });

  it('takes the best of each zone in order, then the rest in order', () => {
    const five = [of(5, 'a'), of(9, 'b'), of(8, 'b'), of(3, 'a'), of(4, 'c')];
    expect(ranked(3, five)).to.deep.equal([1, 0, 4]);
    expect(ranked(4, five.slice(0, 4))).to.deep.equal([1, 0, 2, 3]);
    expect(ranked(4, five.slice(0, 2))).to.deep.equal([1, 0, -1, -1]);
    expect(ranked(2, [])).to.deep.equal([-1, -1]);
  });

  it('derived from any ranking before is what it is without one', () => {
    const candidate = fc.record({ score: fc.nat(9), zone: fc.constantFrom('a', 'b', 'c', 'd') });
    const pool = fc.array(
      candidate.map(({ score, zone }) => of(score, zone)),
      { maxLength: 8 },
    );
    const moved = (one: Candidate, turn: number): Candidate => (turn % 4 === 0 ? { ...one, zone: 'a' } : one);
    const cases = pool.chain((all) =>
      fc.tuple(fc.subarray(all), fc.subarray(all), fc.integer({ min: 1, max: 4 })),
    );
    fc.assert(
      fc.property(cases, ([before, after, places]) => {
        const now = after.map(moved);
        expect(ranked(places, now, before)).to.deep.equal(ranked(places, now));
      }),
      { numRuns: 100 },
    );
  });
});
