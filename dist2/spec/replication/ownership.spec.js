import { expect } from 'chai';
import { SLOT_COUNT } from '../../lib/base/hash-slot.js';
import { HELD, INCOMING, NOT_HELD, Ownership, WAIT } from '../../lib/replication/ownership.js';
import { PeerNumbers } from '../../lib/replication/peer-numbers.js';
import { buildShardMap } from '../../shard/index.js';
import { SparseMap } from './sim/sparse-map.js';
const [A, B, C, D] = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(40));
const whole = (ids) => buildShardMap(ids.map((id) => ({ id, weight: 1, zone: '', shards: 1 })), 0, undefined, 1);
/** A slot that is owned by A alone, by B as soon as it serves, and by C as soon as that serves. */
const SLOT = Array.from({ length: SLOT_COUNT }, (_, slot) => slot).find((slot) => {
    const ownerIn = (ids) => {
        const map = whole(ids);
        return map.shards[map.ownerOf(slot)]?.id;
    };
    return ownerIn([A, B]) === B && ownerIn([A, B, C]) === C && ownerIn([A, B, C, D]) === C;
});
const makeMap = SparseMap.maker([SLOT], 1);
class Fixture {
    peers = new PeerNumbers();
    taken = [];
    live = new Set([A, B, C, D]);
    copies = new Set();
    ownership;
    selfId;
    constructor(selfId) {
        this.selfId = selfId;
        this.live.delete(selfId);
        const { peers } = this;
        this.ownership = new Ownership({
            peers,
            isThere: (peer) => this.live.has(peers.idOf(peer)),
            everybody: () => [...this.live].map((id) => peers.of(id)),
            hasCopy: (slot) => this.copies.has(slot),
            discard: () => { },
            take: (_slot, peer) => this.taken.push(peers.idOf(peer)),
            onHeld: () => { },
        }, makeMap([], 0));
    }
    map(ids, epoch) {
        this.ownership.onMap(makeMap(ids, epoch), this.selfId);
        return this;
    }
    yield(to, epoch) {
        return this.ownership.yield(SLOT, this.peers.of(to), epoch);
    }
    isHandedTo(id) {
        return this.ownership.isHandedTo(SLOT, this.peers.of(id));
    }
    given(by, wasHeld) {
        this.ownership.onGiven(SLOT, this.peers.of(by), wasHeld);
    }
    get state() {
        return this.ownership.stateOf(SLOT);
    }
}
describe('ownership of slots', () => {
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
    it('is handed over once: who asks second is told that the slot is not held', () => {
        const a = new Fixture(A).map([A], 1);
        expect(a.yield(B, 2)).to.equal(true);
        expect(a.isHandedTo(B)).to.equal(true);
        expect(a.yield(C, 2)).to.equal(true);
        expect(a.isHandedTo(C)).to.equal(false);
        expect(a.isHandedTo(B)).to.equal(true);
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
    it('is yielded by one that waits for it itself', () => {
        const b = new Fixture(B).map([A], 1).map([A, B], 2);
        expect(b.yield(C, 3)).to.equal(true);
        expect(b.isHandedTo(C)).to.equal(false);
        expect(b.state).to.equal(NOT_HELD);
    });
    it('is held at once by a replica whose owner is dead', () => {
        const a = new Fixture(A).map([A, B], 1);
        a.copies.add(SLOT);
        a.live.delete(B);
        a.map([A], 2);
        expect(a.state).to.equal(HELD);
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
        expect(a.state).to.equal(INCOMING);
        a.ownership.merge(a.peers.of(D));
        a.given(B, false);
        a.given(C, true);
        expect(a.state).to.equal(INCOMING);
        a.given(D, false);
        expect(a.state).to.equal(HELD);
    });
});
//# sourceMappingURL=ownership.spec.js.map