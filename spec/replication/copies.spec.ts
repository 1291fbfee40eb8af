import { expect } from 'chai';
import type { Claims } from '../../lib/replication/claims.ts';
import { Copies } from '../../lib/replication/copies.ts';
import { PeerNumbers } from '../../lib/replication/peer-numbers.ts';
import { type ShardMap, SLOT_COUNT } from '../../shard/index.ts';
import { IDS, mapOf } from './shards.ts';

const [a, b, c] = IDS as [string, string, string];
const SLOTS = Array.from({ length: SLOT_COUNT }, (_, slot) => slot);

/** The copies of shard `b`. */
class Fixture {
  readonly peers = new PeerNumbers();
  readonly copies: Copies;
  /** What is asked of whom: slot and shard. */
  readonly asked = new Set<string>();

  constructor() {
    const claims: Pick<Claims, 'add' | 'dropFollow'> = {
      add: (_type, slot, peer) => this.asked.add(`${slot} ${this.peers.idOf(peer)}`),
      dropFollow: (slot, peer) => this.asked.delete(`${slot} ${this.peers.idOf(peer)}`),
    };
    this.copies = new Copies(claims as Claims, this.peers);
  }

  map(map: ShardMap, wanted: ShardMap = map, gone: readonly string[] = []): this {
    this.copies.onMap(map, wanted, b, new Set(gone.map((id) => this.peers.of(id))));
    this.copies.place(SLOT_COUNT);
    return this;
  }

  /** All that is asked for comes. */
  fill(): this {
    for (const one of this.asked) {
      const [slot, id] = one.split(' ') as [string, string];
      this.copies.onLive(Number(slot), this.peers.of(id));
    }
    this.asked.clear();
    return this;
  }

  areLive(slots: readonly number[]): boolean[] {
    return [...new Set(slots.map((slot) => this.copies.isLive(slot)))];
  }

  expectAsked(...expected: (readonly [slots: readonly number[], id: string])[]): void {
    const all = expected.flatMap(([slots, id]) => slots.map((slot) => `${slot} ${id}`));
    expect([...this.asked].sort()).to.deep.equal(all.sort());
  }
}

/** The slots of `owner` that `b` is the replica of. */
function copiesOf(owner: string, map: ShardMap): number[] {
  const idOf = (shard: number): string | undefined => map.shards[shard]?.id;
  return SLOTS.filter((slot) => idOf(map.ownerOf(slot)) === owner && idOf(map.replicaOf(slot, 0)) === b);
}

describe('copies', () => {
  const [all, pair] = [mapOf(IDS, 2), mapOf([a, b], 1)];
  const [ofA, ofC] = [copiesOf(a, all), copiesOf(c, all)];

  it('are asked of the owners, and complete when each follows its slot', () => {
    const fixture = new Fixture().map(all);
    const { copies, peers } = fixture;
    fixture.expectAsked([ofA, a], [ofC, c]);
    expect([copies.wantedSlots, copies.isComplete]).to.deep.equal([ofA.length + ofC.length, false]);
    copies.onLive(ofC[0] as number, peers.of(a));
    expect([copies.liveSlots, copies.sourcesNow()]).to.deep.equal([
      0,
      new Set([a, c].map((id) => peers.of(id))),
    ]);
    fixture.fill();
    expect([copies.liveSlots, copies.isComplete]).to.deep.equal([copies.wantedSlots, true]);
    expect(SLOTS.filter((slot) => copies.isWanted(slot))).to.have.length(copies.wantedSlots);
  });

  it('are asked of a new owner, and not of the one before any more; others stay', () => {
    new Fixture().map(pair).map(all).expectAsked([ofA, a], [ofC, c]);
    const fixture = new Fixture().map(pair).fill().map(all);
    fixture.expectAsked([ofC, c]);
    expect([fixture.areLive(ofA), fixture.areLive(ofC)]).to.deep.equal([[true], [false]]);
    expect(fixture.copies.liveSlots).to.equal(ofA.length);
  });

  it('that are not wanted any more are not relied on', () => {
    const fixture = new Fixture().map(all).fill().map(pair);
    expect(fixture.areLive(ofC)).to.deep.equal([false]);
    expect([fixture.copies.isWanted(ofC[0] as number), fixture.copies.liveSlots]).to.deep.equal([
      false,
      ofA.length,
    ]);
  });

  it('are asked anew of an owner that was started anew, and of no other', () => {
    const fixture = new Fixture().map(all).fill().map(all, all, [c]);
    fixture.expectAsked([ofC, c]);
    expect([fixture.areLive(ofA), fixture.areLive(ofC)]).to.deep.equal([[true], [false]]);
  });

  it('of one that joins are what it will own and copy', () => {
    const before = mapOf([a, c], 1);
    const fixture = new Fixture().map(before, all);
    const held = all.heldBy(all.indexOf(b));
    const of = (id: string): number[] =>
      SLOTS.filter((slot) => held[slot] === 1 && before.shards[before.ownerOf(slot)]?.id === id);
    fixture.expectAsked([of(a), a], [of(c), c]);
  });

  it('are asked anew of one whose stream is another one, all or those that it owes', () => {
    const fixture = new Fixture().map(all).fill();
    const { copies, peers } = fixture;
    copies.renewMissing(peers.of(c));
    fixture.expectAsked();
    copies.renew(ofC[0] as number, peers.of(c));
    fixture.asked.clear();
    copies.renewMissing(peers.of(a));
    fixture.expectAsked();
    copies.renewMissing(peers.of(c));
    fixture.expectAsked([ofC.slice(0, 1), c]);
    copies.renewAll(peers.of(c));
    fixture.expectAsked([ofC, c]);
    expect(fixture.areLive(ofC)).to.deep.equal([false]);
    copies.reset();
    fixture.expectAsked([ofA, a], [ofC, c]);
    expect(copies.liveSlots).to.equal(0);
  });

  it('that differ are asked anew, and counted if they were held for complete', () => {
    const fixture = new Fixture().map(all).fill();
    const { copies, peers } = fixture;
    const [slot] = ofC as [number, ...number[]];
    copies.repair(slot, peers.of(a));
    expect([copies.repairs, copies.isLive(slot), fixture.asked.size]).to.deep.equal([0, true, 0]);
    copies.repair(slot, peers.of(c));
    fixture.expectAsked([[slot], c]);
    copies.repair(slot, peers.of(c));
    expect([copies.repairs, copies.isLive(slot)]).to.deep.equal([1, false]);
  });
});
