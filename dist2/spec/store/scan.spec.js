import { expect } from 'chai';
import { seededRandom } from './seeded-random.js';
import { START_MS, TextKeyspace } from './text-keyspace.js';
/** Scans to the end; `between` runs after each call. Returns how often each key was seen, and the largest call. */
function scanAll(keyspace, count, between) {
    const seen = new Map();
    let cursor = 0;
    do {
        cursor = keyspace.scan(cursor, count, START_MS, (ref) => {
            const key = keyspace.keyOf(ref);
            seen.set(key, (seen.get(key) ?? 0) + 1);
        });
        expect(cursor).to.satisfy((c) => Number.isInteger(c) && c >= 0 && c < 2 ** 32);
        between();
    } while (cursor !== 0);
    return seen;
}
describe('Keyspace.scan', () => {
    it('sees every key once when nothing changes, about `count` in a call', () => {
        for (const prefix of ['', '{one slot}']) {
            const keyspace = new TextKeyspace();
            for (let n = 0; n < 5000; n++)
                keyspace.put(`${prefix}${n}`, 'v');
            let cursor = 0;
            let total = 0;
            do {
                let visited = 0;
                cursor = keyspace.scan(cursor, 20, START_MS, () => visited++);
                expect(visited).to.be.at.most(20 + 15);
                if (cursor !== 0)
                    expect(visited).to.be.at.least(20);
                total += visited;
            } while (cursor !== 0);
            expect(total).to.equal(5000);
        }
    });
    it('is at its end at once in an empty keyspace, and with any cursor behind the last key', () => {
        const keyspace = new TextKeyspace();
        expect(keyspace.scan(0, 10, START_MS, () => expect.fail())).to.equal(0);
        keyspace.put('foo', 'v');
        expect(keyspace.scan(0, 1, START_MS, () => { })).to.equal(0);
        expect(keyspace.scan(2 ** 32 - 1, 10, START_MS, () => expect.fail())).to.equal(0);
        expect(keyspace.scan(2 ** 32, 10, START_MS, () => expect.fail())).to.equal(0);
    });
    const shapes = [
        { name: 'over all slots', prefix: '', keys: 20_000, changes: 300 },
        { name: 'in one slot', prefix: '{t}', keys: 20_000, changes: 300 },
        { name: 'in one slot that first grows and then shrinks a lot', prefix: '{t}', keys: 3000, changes: 3000 },
    ];
    for (const { name, prefix, keys, changes } of shapes) {
        it(`sees every key that is there throughout, while others come and go, ${name}`, () => {
            const keyspace = new TextKeyspace();
            const random = seededRandom(11);
            for (let n = 0; n < keys; n += 7)
                keyspace.put(`${prefix}stays:${n}`, 'v');
            for (let n = 0; n < keys; n++)
                keyspace.put(`${prefix}goes:${n}`, 'v');
            let call = 0;
            const seen = scanAll(keyspace, 50, () => {
                const grows = call++ % 20 < 10;
                for (let change = 0; change < changes; change++) {
                    const key = `${prefix}goes:${Math.floor(random() * 3 * keys)}`;
                    if (grows)
                        keyspace.put(key, 'v');
                    else if (keyspace.has(key))
                        keyspace.remove(key);
                }
            });
            for (let n = 0; n < keys; n += 7) {
                if (!seen.has(`${prefix}stays:${n}`))
                    expect.fail(`missed ${n}`);
            }
            keyspace.checkInvariants();
        });
    }
});
//# sourceMappingURL=scan.spec.js.map