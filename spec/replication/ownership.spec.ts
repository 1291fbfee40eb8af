import { expect } from 'chai';
import { SLOT_COUNT } from '../../lib/base/hash-slot.ts';
import { HELD, INCOMING, NOT_HELD, Ownership, WAIT } from '../../lib/replication/ownership.ts';
import { PeerNumbers } from '../../lib/replication/peer-numbers.ts';
import { buildShardMap, type ShardMap } from '../../shard/index.ts';
import { SparseMap } from './sim/sparse-map.ts';

const [A, B, C, D] = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(40)) as [
  string,
  string,
  string,
  string,
];
const whole = (ids: readonly string[]): ShardMap =>
  buildShardMap(
    ids.map((id) => ({ id, weight: 1, zone: '', shards: 1 })),
    0,
    undefined,
    1,
  );
/** A slot that is owned by A alone, by B as soon as it serves, and by C as soon as that serves. */
const SLOT = Array.from({ length: SLOT_COUNT }, (_, slot) => slot).find((slot) => {
  const ownerIn = (ids: readonly string[]): string | undefined => {
    const map = whole(ids);
    return map.shards[map.ownerOf(slot)]?.id;
  };
  return ownerIn([A, B]) === B && ownerIn([A, B, C]) === C && ownerIn([A, B, C, D]) === C;
}) as number;

class Fixture {
  readonly peers = new PeerNumbers();
  readonly taken: string[] = [];
  readonly inherited: number[] = [];
  readonly takenOver: string[] = [];
  readonly discarded: number[] = [];
  readonly live = new Set([A, B, C, D]);
  readonly copies = new Set<number>();
  readonly voidSlots = new Set<number>();
  readonly ownership: Ownership;
  readonly selfId: string;

  constructor(selfId: string) {
    this.selfId = selfId;
    this.live.delete(selfId);
    const { peers } = this;
    this.ownership = new Ownership(
      {
        peers,
        voidSlots: this.voidSlots,
        isThere: (peer) => this.live.has(peers.idOf(peer)),
        everybody: () => [...this.live].map((id) => peers.of(id)),
        hasCopy: (slot) => this.copies.has(slot),
        discard: (slot) => this.discarded.push(slot),
        take: (_slot, peer) => this.taken.push(peers.idOf(peer)),
        onHeld: () => {},
        onTakenOver: (_slot, giver) => this.takenOver.push(peers.idOf(giver)),
        onInherited: (slots) => this.inherited.push(...slots),
      },
      SparseMap.maker([SLOT], 1)([], 0),
    );
  }

  map(ids: readonly string[], epoch: number, replicas = 1): this {
    const members = ids.map((id) => ({ id, shards: 1 }));
    this.ownership.onMap(SparseMap.maker([SLOT], replicas)(members, epoch), this.selfId);
    return this;
  }

  yield(to: string, epoch: number): boolean {
    return this.ownership.yield(SLOT, this.peers.of(to), epoch);
  }

  isHandedTo(id: string): boolean {
    return this.ownership.isHandedTo(SLOT, this.peers.of(id));
  }

  given(by: string, wasHeld: boolean): void {
    this.ownership.onGiven(SLOT, this.peers.of(by), wasHeld);
  }

  get state(): number {
    return this.ownership.stateOf(SLOT);
  }
}

describe('ownership of slots', () => {
  it('knows to whom it gave a slot, however many shards there were before that one', () => {
    const fixture = new Fixture(A);
    for (let n = 0; n < 2 ** 16; n++) fixture.peers.of(`gone ${n}`);
    fixture.map([A], 1).map([A, B], 2);
    expect([fixture.yield(B, 2), fixture.isHandedTo(B)]).to.deep.equal([true, true]);
  });

  it('is held at once by the first owner', () => {
    const a = new Fixture(A).map([A], 1);
    expect(a.state).to.equal(HELD);
    expect(a.ownership.isServed(SLOT)).to.equal(true);
  });

  it('goes to the new owner only when the one before has given it', () => {
    const b = new Fixture(B).map([A], 1).map([A, B], 2);
    expect(b.taken).to.deep.equal([A]);
    expect(b.ownership.routes[SLOT]).to.equal(WAIT);
    b.given(A, true);
    expect(b.state).to.equal(HELD);
    expect(b.ownership.isServed(SLOT)).to.equal(true);
  });

  it('is awaited of the same one when the map changes elsewhere meanwhile, copy or not', () => {
    for (const [replicas, hasCopy] of [
      [1, false],
      [0, true],
    ] as const) {
      const b = new Fixture(B).map([A], 1, replicas);
      if (hasCopy) b.copies.add(SLOT);
      b.map([A, B], 2, replicas).map([A, B, D], 3, replicas);
      expect([b.taken, b.state]).to.deep.equal([[A], INCOMING]);
      b.given(A, true);
      expect(b.state).to.equal(HELD);
    }
  });

  it('is asked back of the one that it was given to, when the next map has it here again', () => {
    const ids = [A, B, C, D];
    const c = new Fixture(C).map(ids, 1, 0);
    c.copies.add(SLOT);
    c.yield(A, 2);
    expect(c.ownership.routes[SLOT]).to.equal(c.ownership.map.indexOf(A));
    c.map(ids, 3, 0);
    expect([c.taken, c.state]).to.deep.equal([[A], INCOMING]);
  });

  it('is asked of all others when all who had it are dead', () => {
    const ids = [A, B, C, D];
    const map = SparseMap.maker([SLOT], 1)(
      ids.map((id) => ({ id, shards: 1 })),
      0,
    );
    const replica = map.shards[map.replicaOf(SLOT, 0)]?.id as string;
    const rest = ids.filter((id) => id !== C && id !== replica);
    const heirs = rest.map((id) => {
      const heir = new Fixture(id).map(ids, 1);
      for (const dead of [C, replica]) heir.live.delete(dead);
      return heir.map(rest, 2);
    });
    const owner = heirs.find(({ ownership }) => ownership.isOwned(SLOT)) as Fixture;
    expect([owner.taken, owner.state]).to.deep.equal([rest.filter((id) => id !== owner.selfId), INCOMING]);
  });

  it("is nobody's by a map without members", () => {
    const { ownership, state } = new Fixture(A).map([], 1);
    expect([ownership.isOwned(SLOT), ownership.isServed(SLOT), state]).to.deep.equal([
      false,
      false,
      NOT_HELD,
    ]);
  });

  it('is answered for when nothing void is left of it, whatever the map does meanwhile', () => {
    const b = new Fixture(B).map([A], 1).map([A, B], 2);
    b.voidSlots.add(SLOT);
    b.given(A, true);
    expect([b.state, b.ownership.routes[SLOT]]).to.deep.equal([HELD, WAIT]);
    b.map([A, B, D], 3);
    expect(b.ownership.routes[SLOT]).to.equal(WAIT);
    b.voidSlots.delete(SLOT);
    b.ownership.reroute(SLOT);
    expect(b.ownership.isServed(SLOT)).to.equal(true);
  });

  it('is handed over once: who asks second is told that the slot is not held', () => {
    const a = new Fixture(A).map([A], 1);
    expect(a.yield(B, 2)).to.equal(true);
    expect(a.isHandedTo(B)).to.equal(true);
    expect(a.ownership.routes[SLOT]).to.equal(WAIT);
    expect(a.yield(C, 2)).to.equal(true);
    expect(a.isHandedTo(C)).to.equal(false);
    expect(a.isHandedTo(B)).to.equal(true);
  });

  it('is not answered for as a whole by one that gave it to an owner by a map which it does not know yet', () => {
    const a = new Fixture(A).map([A], 1);
    expect(a.ownership.isWhole).to.equal(true);
    a.yield(B, 2);
    expect(a.ownership.isWhole).to.equal(false);
    a.map([A, B], 2);
    expect(a.ownership.isWhole).to.equal(true);
  });

  it('is asked of all others when the owner before did not hold it', () => {
    const c = new Fixture(C).map([A], 1).map([A, C], 2);
    expect(c.taken).to.deep.equal([A]);
    c.given(A, false);
    expect(c.taken).to.deep.equal([A, B, D]);
    c.given(B, true);
    expect(c.state).to.equal(INCOMING);
    c.given(D, false);
    expect(c.state).to.equal(HELD);
  });

  it('is not given to one that does not own it by a map that is not older', () => {
    const a = new Fixture(A).map([A], 5);
    expect(a.yield(B, 5)).to.equal(false);
    expect(a.state).to.equal(HELD);
  });

  it('is not waited for any more by one that has lost it meanwhile', () => {
    const b = new Fixture(B).map([A], 1).map([A, B], 2);
    expect(b.state).to.equal(INCOMING);
    b.map([A, B, C], 3);
    expect(b.state).to.equal(NOT_HELD);
    b.given(A, true);
    expect(b.state).to.equal(NOT_HELD);
    expect(b.ownership.incomingSlots).to.equal(0);
  });

  it('is not held by one that loses it together with the last one that was to give it', () => {
    const b = new Fixture(B).map([A, B], 1);
    b.ownership.surrender([A, D].map((id) => b.peers.of(id)));
    b.given(A, false);
    b.live.delete(D);
    b.map([A, B, C], 2);
    expect([b.state, b.ownership.incomingSlots]).to.deep.equal([NOT_HELD, 0]);
  });

  it('is yielded by one that waits for it itself', () => {
    const b = new Fixture(B).map([A], 1).map([A, B], 2);
    expect(b.yield(C, 3)).to.equal(true);
    expect(b.isHandedTo(C)).to.equal(false);
    expect(b.state).to.equal(NOT_HELD);
    b.given(A, true);
    expect([b.state, b.ownership.incomingSlots]).to.deep.equal([NOT_HELD, 0]);
  });

  it('is held at once by a replica whose owner is dead', () => {
    const a = new Fixture(A).map([A, B], 1);
    a.copies.add(SLOT);
    for (const id of [B, C, D]) a.live.delete(id);
    a.map([A], 2);
    expect(a.state).to.equal(HELD);
    expect(a.inherited).to.deep.equal([SLOT]);
    expect([a.ownership.heldSlots, a.ownership.isServed(SLOT)]).to.deep.equal([1, true]);
  });

  it('is asked of one that leaves, too, when the owner is dead: it may have had a copy until now', () => {
    const a = new Fixture(A).map([A, B], 1);
    a.copies.add(SLOT);
    for (const id of [B, D]) a.live.delete(id);
    a.map([A], 2);
    expect([a.taken, a.inherited, a.state]).to.deep.equal([[C], [], INCOMING]);
    a.given(C, false);
    expect(a.state).to.equal(HELD);
  });

  it('is asked of the other replicas, and of nobody else, when the owner is dead', () => {
    const ids = [A, B, D];
    const a = new Fixture(A).map(ids, 1, 2);
    a.copies.add(SLOT);
    // Whoever of the two owns the slot then asks the other.
    const d = new Fixture(D).map(ids, 1, 2);
    d.copies.add(SLOT);
    for (const one of [a, d]) for (const id of [B, C]) one.live.delete(id);
    for (const one of [a, d]) one.map([A, D], 2, 2);
    const [owner, other] = a.ownership.isOwned(SLOT) ? [a, D] : [d, A];
    expect(owner.taken).to.deep.equal([other]);
    expect(owner.state).to.equal(INCOMING);
    owner.given(other, false);
    expect(owner.state).to.equal(HELD);
  });

  it('is asked of all when the owner is dead and there is no copy here', () => {
    const a = new Fixture(A).map([A, B], 1);
    a.live.delete(B);
    a.map([A], 2);
    expect(a.taken).to.deep.equal([C, D]);
    a.live.delete(C);
    a.live.delete(D);
    a.map([A], 3);
    expect(a.state).to.equal(HELD);
  });

  it('is surrendered to whoever is there, and to who appears meanwhile', () => {
    const a = new Fixture(A).map([A], 1);
    a.live.delete(D);
    a.ownership.surrender([a.peers.of(B), a.peers.of(C)]);
    expect([a.state, a.ownership.routes[SLOT]]).to.deep.equal([INCOMING, WAIT]);
    a.ownership.merge(a.peers.of(D));
    expect(a.taken).to.deep.equal([B, C, D]);
    a.given(B, false);
    a.given(C, true);
    expect(a.state).to.equal(INCOMING);
    expect(a.takenOver).to.deep.equal([]);
    a.given(D, false);
    expect([a.state, a.takenOver]).to.deep.equal([HELD, [C]]);
  });

  it('comes from who held it, though the last of all that were asked is gone', () => {
    const a = new Fixture(A).map([A], 1);
    a.ownership.surrender([B, C].map((id) => a.peers.of(id)));
    a.given(B, true);
    a.live.delete(C);
    a.map([A], 2);
    expect([a.state, a.takenOver]).to.deep.equal([HELD, [B]]);
  });

  it('is not passed for the latest by one that gave it and had to surrender since, or has begun anew', () => {
    for (const lose of ['surrender', 'forget'] as const) {
      const a = new Fixture(A).map([A], 1);
      a.yield(B, 2);
      a.ownership[lose]([a.peers.of(B)]);
      expect(a.isHandedTo(B), lose).to.equal(false);
      if (lose === 'surrender') a.given(B, true);
      expect(a.ownership.isWhole, lose).to.equal(true);
    }
  });

  it('is answered for while one that was not there before is asked for what it has', () => {
    const a = new Fixture(A).map([A], 1);
    a.ownership.merge(a.peers.of(D));
    expect([a.taken, a.ownership.isServed(SLOT)]).to.deep.equal([[D], true]);
  });

  it('is let go when another one is known to hold it, but not by its owner', () => {
    const a = new Fixture(A).map([A], 1);
    a.ownership.letGo(SLOT);
    expect([a.state, a.ownership.heldSlots]).to.deep.equal([HELD, 1]);
    a.map([A, B], 2);
    expect(a.state).to.equal(HELD);
    a.ownership.letGo(SLOT);
    expect([a.state, a.ownership.heldSlots]).to.deep.equal([NOT_HELD, 0]);
  });

  it('is asked of all others when the one that was to give it dies, of whom the dead are not waited for', () => {
    const b = new Fixture(B).map([A], 1).map([A, B], 2);
    b.live.delete(A);
    b.map([B], 3);
    expect([b.taken, b.state]).to.deep.equal([[A, C, D], INCOMING]);
    b.live.delete(C);
    b.map([B], 4);
    expect(b.state).to.equal(INCOMING);
    b.given(D, false);
    expect([b.taken.length, b.state]).to.deep.equal([3, HELD]);
  });

  it('is held at once when there is nobody to ask', () => {
    const a = new Fixture(A).map([A, B], 1);
    a.live.clear();
    a.map([A], 2);
    expect([a.taken, a.discarded, a.state]).to.deep.equal([[], [], HELD]);
  });

  it('begins empty without replicas, when the owner is dead: what is here is older', () => {
    const b = new Fixture(B).map([A, B, C], 1, 0);
    b.live.delete(C);
    b.map([A, B], 2, 0);
    expect([b.taken, b.discarded, b.state]).to.deep.equal([[], [SLOT], HELD]);
  });

  it('is asked neither of dead replicas nor of those who had no copy, when the owner is dead', () => {
    const ids = [A, B, C, D];
    const map = SparseMap.maker([SLOT], 2)(
      ids.map((id) => ({ id, shards: 1 })),
      0,
    );
    const replicas = [0, 1].map((n) => map.shards[map.replicaOf(SLOT, n)]?.id as string);
    for (const [dead, rest] of [
      [[C], ids.filter((id) => id !== C)],
      // The fourth one joins or leaves, and may have a copy.
      [[C, replicas[1] as string], [replicas[0] as string]],
    ] as const) {
      const heirs = rest.map((id) => {
        const heir = new Fixture(id).map(ids, 1, 2);
        if (replicas.includes(id)) heir.copies.add(SLOT);
        for (const one of dead) heir.live.delete(one);
        return heir.map(rest, 2, 2);
      });
      const owner = heirs.find(({ ownership }) => ownership.isOwned(SLOT)) as Fixture;
      expect(replicas).to.include(owner.selfId);
      const unplaced = ids.filter((id) => !rest.includes(id));
      const asked = [...unplaced, ...replicas].filter((id) => id !== owner.selfId && !dead.includes(id));
      expect(owner.taken).to.deep.equal(asked);
    }
  });

  it('has its commands sent to the owner as soon as that has it', () => {
    const a = new Fixture(A).map([A], 1).map([A, B], 2);
    a.yield(B, 2);
    expect(a.ownership.routes[SLOT]).to.equal(a.ownership.map.indexOf(B));
  });
});
