import { expect } from 'chai';
import fc from 'fast-check';
import { ForwardedRing } from '../../lib/cluster/forwarded-ring.ts';

describe('the ring of commands under way', () => {
  it('gives what was added in its order, by its number, however many there are', () => {
    const steps = fc.array(fc.record({ added: fc.nat(200), taken: fc.nat(200) }), { maxLength: 20 });
    fc.assert(
      fc.property(steps, (history) => {
        const ring = new ForwardedRing();
        const expected: number[] = [];
        for (const { added, taken } of history) {
          for (let i = 0; i < added; i++) {
            expected.push(ring.tail);
            ring.add(ring.tail);
          }
          const numbers = expected.map((_, at) => ring.at(ring.head + at).sinceMs);
          expect(numbers).to.deep.equal(expected);
          for (const number of expected.splice(0, taken)) expect(ring.take().sinceMs).to.equal(number);
          expect(ring.length).to.equal(expected.length);
        }
      }),
    );
  });

  it('uses the places of those that are answered again', () => {
    const ring = new ForwardedRing();
    const seen = new Set();
    for (let round = 0; round < 1000; round++) {
      for (let i = 0; i < 50; i++) seen.add(ring.add(round));
      for (let i = 0; i < 50; i++) ring.take();
    }
    expect(seen.size).to.equal(64);
  });

  it('begins after all that it has forgotten', () => {
    const ring = new ForwardedRing();
    for (let i = 0; i < 100; i++) ring.add(i);
    ring.skip();
    expect(ring.length).to.equal(0);
    const entry = ring.add(7);
    expect(ring.at(100)).to.equal(entry);
    expect(ring.take()).to.equal(entry);
  });
});
