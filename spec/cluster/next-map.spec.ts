import { expect } from 'chai';
import { NextMap } from '../../lib/cluster/next-map.ts';
import { buildShardMap, type PlacementMember, type RendezvousMap, SLOT_COUNT } from '../../shard/index.ts';

const member = (letter: string): PlacementMember => ({
  id: letter.repeat(40),
  weight: 1,
  zone: '',
  shards: 1,
});
const [A, B, C, D] = ['a', 'b', 'c', 'd'].map(member) as [
  PlacementMember,
  PlacementMember,
  PlacementMember,
  PlacementMember,
];

/** Whose is what, and who has copies. */
function placesOf(map: RendezvousMap): number[] {
  return Array.from({ length: SLOT_COUNT }, (_, slot) => map.ownerOf(slot) * 100 + map.replicaOf(slot, 0));
}

describe('the next shard map', () => {
  it('of a member whose loss was expected is there when it is needed', () => {
    const maps = new NextMap(1);
    maps.advance([A, B, C], 1);
    maps.expectLoss(C.id);
    const { owners } = maps.expected as RendezvousMap;
    const next = maps.advance([A, B], 2);
    expect(next.owners).to.equal(owners);
    expect([next.epoch, maps.latest === next, maps.expected]).to.deep.equal([2, true, undefined]);
    expect(placesOf(next)).to.deep.equal(placesOf(buildShardMap([A, B], 2, undefined, 1)));
  });

  it('with a member that is about to serve is there when it does', () => {
    const maps = new NextMap(1);
    maps.advance([A, B], 1);
    const { owners } = maps.expect([C, A, B]);
    const next = maps.advance([A, B, C], 2);
    expect(next.owners).to.equal(owners);
    expect(placesOf(next)).to.deep.equal(placesOf(buildShardMap([A, B, C], 2, undefined, 1)));
  });

  it('is right where something else happens than was expected', () => {
    for (const members of [[A, C], [A, B, C, D], [A, B, C], [A, D], [B]]) {
      const maps = new NextMap(1);
      maps.advance([A, B, C], 1);
      maps.expectLoss(C.id);
      const next = maps.advance(members, 2);
      expect(placesOf(next)).to.deep.equal(placesOf(buildShardMap(members, 2, undefined, 1)));
    }
  });

  it('is not worked out twice, nor for a member that has no slots', () => {
    const maps = new NextMap(1);
    maps.advance([A, B, C], 1);
    maps.expectLoss(D.id);
    expect(maps.expected).to.equal(undefined);
    maps.expectLoss(C.id);
    const { owners } = maps.expected as RendezvousMap;
    maps.expectLoss(C.id);
    expect(maps.expected?.owners).to.equal(owners);
    maps.expectLoss(B.id);
    expect(maps.expected?.members.map(({ id }) => id)).to.deep.equal([A.id, C.id]);
  });
});
