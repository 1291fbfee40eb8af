import { expect } from 'chai';
import { Member } from '../../gossip/core/member.js';
import { Rings } from '../../gossip/core/rings.js';
import { Random } from '../../lib/base/random.js';
function newRings(count, seed) {
    const random = new Random(seed);
    const rings = new Rings();
    const members = Array.from({ length: count }, (_, index) => {
        const record = {
            ...{ id: random.hex(40), instance: random.hex(16), generation: 1, incarnation: 0, state: 'alive' },
            ...{ phase: 'serving', isLagging: false, host: '10.0.0.1', busPort: 1 + index, clientPort: 1 },
            ...{ shardPort: 1, shards: 1, weight: 1, zone: '', name: '', metadata: new Uint8Array(0) },
        };
        return new Member(record, false, 0);
    });
    for (const member of members)
        rings.add(member);
    return { rings, members };
}
describe('rings', () => {
    it('up to 7 members each observes all others; up to 20 it has 6 different observers', () => {
        for (let count = 1; count <= 20; count++) {
            const { rings, members } = newRings(count, count);
            for (const member of members) {
                const neighbours = rings.neighbours(member);
                expect(neighbours)
                    .to.have.length(Math.min(6, count - 1))
                    .and.not.include(member);
            }
        }
    });
    it('observing is mutual, at any size and reach', () => {
        for (const count of [2, 7, 8, 20, 21, 100]) {
            const { rings, members } = newRings(count, count);
            for (const reach of [1, 2, 4]) {
                const of = new Map(members.map((member) => [member, new Set(rings.neighbours(member, reach))]));
                for (const [member, neighbours] of of)
                    for (const neighbour of neighbours)
                        expect(of.get(neighbour)?.has(member)).to.equal(true);
            }
        }
    });
    it('a wider reach includes the narrower one, and in the end everybody', () => {
        const { rings, members } = newRings(30, 1);
        const [member] = members;
        const near = rings.neighbours(member);
        expect(rings.neighbours(member, 2)).to.include.members(near);
        expect(rings.neighbours(member, 16)).to.have.length(29);
    });
    it('members that go leave no gap', () => {
        const { rings, members } = newRings(40, 2);
        const [member, ...others] = members;
        for (const other of others.slice(0, 30))
            rings.remove(other);
        expect(rings.size).to.equal(10);
        for (const neighbour of rings.neighbours(member))
            expect(others.slice(30)).to.include(neighbour);
    });
});
//# sourceMappingURL=rings.spec.js.map